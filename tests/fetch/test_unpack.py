import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from kaltura.api.errors import FileError
from kaltura.export.bundle import bundle
from kaltura.export.csv import CsvDialect
from kaltura.fetch.files import from_files
from kaltura.fetch.unpack import MOST_FILES, unpacked
from kaltura.reports.columns import Report
from tests.fetch.test_files import Files, check, exported, fetched


def zipped(files: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def said(body: bytes) -> str:
    """What is said of a ZIP that nothing can be read from."""
    with pytest.raises(FileError) as caught:
        from_files([("reports.zip", body)])
    assert "reports.zip was not used." in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("commas", [False, True])
def test_what_export_packs_comes_back_with_its_selection_and_without_its_derived_tables(commas: bool) -> None:
    guests = fetched().select(fetched().selection)
    back = from_files([("rooms.zip", bundle(guests, "All", dialect=CsvDialect(decimal_comma=commas)))])
    assert not check(back) & {"file_not_read", "selection_not_known"}
    assert back.provenance.requested == guests.selection
    for report in Report:
        assert back.report(report).collect().height == guests.report(report).collect().height


def test_a_zip_of_kalturas_files_in_folders_is_as_the_files() -> None:
    files = {f"term/{name}": body for name, body in exported()}
    ds = from_files([("term.zip", zipped({**files, "__MACOSX/term/._x.csv": b"\0", "term/read me.txt": b"Hello"}))])
    assert not check(ds)
    assert ds.provenance.account == "4242"
    assert ds.attendances.collect().height == from_files(exported()).attendances.collect().height


def test_a_zip_beside_files_and_a_broken_one_beside_both() -> None:
    first, *rest = exported()
    given: Files = [first, ("rest.zip", zipped(dict(rest))), ("broken.zip", zipped(dict(rest))[:-40])]
    ds = from_files(given)
    assert check(ds) == {"file_not_read"}
    assert next(p.sentence for p in ds.problems).startswith("broken.zip was not used. It is a ZIP that cannot be read")
    assert ds.complete


def test_a_folder_of_tables_that_is_not_ours_is_read() -> None:
    ds = from_files([("all.zip", zipped({f"tables/{name}": body for name, body in exported()}))])
    assert not check(ds)


def test_zips_that_nothing_can_be_read_from() -> None:
    report = exported()[0][1]
    assert "without CSV files" in said(zipped({"notes.txt": b"x", "inner.zip": zipped({"a.csv": report})}))
    assert "Excel workbook" in said(zipped({"[Content_Types].xml": b"<x/>", "xl/a.csv": report}))
    assert "of a kind that is not read" in said(zipped({"a.csv": report}, zipfile.ZIP_LZMA))
    assert f"more than {MOST_FILES:,} files" in said(zipped({f"{n}.csv": b"" for n in range(MOST_FILES + 1)}))
    locked = bytearray(zipped({"a.csv": report}))
    locked[locked.index(b"PK\1\2") + 8] |= 1
    assert "with a password" in said(bytes(locked))


def test_a_zip_that_unpacks_to_more_than_is_read() -> None:
    body = bytearray(zipped({"a.csv": b"0" * 1000}))
    at = body.index(b"PK\1\2") + 24
    body[at : at + 4] = struct.pack("<I", 1 << 30)
    assert "1,024 MB" in said(bytes(body))


def test_a_zip_that_lies_about_its_size() -> None:
    body = bytearray(zipped({"a.csv": b"0" * 100_000_000}))
    at = body.index(b"PK\1\2") + 24
    body[at : at + 4] = struct.pack("<I", 1000)
    ((_, content),) = unpacked("a.zip", bytes(body))
    with pytest.raises(FileError, match="damaged"):
        content()
