"""Small files that unpack to gigabytes, and lines of a gigabyte: refused in a process that could not hold them."""

import bz2
import io
import lzma
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kaltura.reports.columns import Report
from tests.conftest import ROOT
from tests.reports.bodies import attendee, body
from tests.reports.workbooks import SHEET, TEXTS, rezipped, sheet

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux limits memory, others may not")
GIGABYTE = 1 << 30
LITTLE = 128  # MB


def said(way: str, file: Path, megabytes: int = LITTLE) -> str:
    """The sentence, from a process that ends well and says nothing else."""
    command = [sys.executable, "-m", "tests.trust.little_memory", way, str(file), str(megabytes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def zeros(compress: Callable[[bytes], bytes], flush: Callable[[], bytes], size: int = LITTLE + 32 << 20) -> bytes:
    """So many spaces, packed without ever holding them."""
    piece = b" " * (1 << 20)
    return b"".join(compress(piece) for _ in range(size >> 20)) + flush()


def deflated() -> tuple[int, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return zipfile.ZIP_DEFLATED, zeros(packer.compress, packer.flush)


def bzipped() -> tuple[int, bytes]:
    packer = bz2.BZ2Compressor()
    return zipfile.ZIP_BZIP2, zeros(packer.compress, packer.flush)


def lzmaed() -> tuple[int, bytes]:
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 0, "dict_size": 1 << 16}]
    packer = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=filters)
    head = lzma._encode_filter_properties({"id": lzma.FILTER_LZMA1, "preset": 0, "dict_size": 1 << 16})  # type: ignore[attr-defined]
    return zipfile.ZIP_LZMA, struct.pack("<BBH", 9, 4, len(head)) + head + zeros(packer.compress, packer.flush)


def lying(kind: int, packed: bytes) -> bytes:
    """A workbook whose sheet unpacks to more than the memory and says that it has a thousand bytes."""
    whole = rezipped({SHEET: packed}, zipfile.ZIP_STORED)
    out = bytearray(whole)
    name = SHEET.encode()
    for signature, method, size, named in ((b"PK\3\4", 8, 22, 30), (b"PK\1\2", 10, 24, 46)):
        at = out.find(signature)
        while out[at + named : at + named + len(name)] != name:
            at = out.index(signature, at + 1)
        out[at + method : at + method + 2] = struct.pack("<H", kind)
        out[at + size : at + size + 4] = struct.pack("<I", 1000)
    return bytes(out)


@pytest.mark.parametrize("packed", [deflated, bzipped, lzmaed])
def test_a_sheet_that_lies_about_its_size(packed: Callable[[], tuple[int, bytes]], tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_bytes(lying(*packed()))
    assert file.stat().st_size < 2_000_000
    assert zipfile.ZipFile(io.BytesIO(file.read_bytes())).getinfo(SHEET).file_size == 1000
    assert "damaged" in said("roster", file)


def test_a_sheet_that_says_its_size(tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_bytes(rezipped({"docProps/core.xml": b" " * 60_000_000}))
    assert file.stat().st_size < 200_000
    assert "too large once it is unpacked" in said("roster", file)


ENTITIES = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip

SHEETS = {
    "a cell far away": (sheet('<row r="20000"><c r="XFD20000"><v>1</v></c></row>'), b"<sst/>", "too large"),
    "a row far away": (sheet('<row r="4294967295"><c><v>1</v></c></row>'), b"<sst/>", "more than 20,000 people"),
    "a column that wraps round": (sheet('<row><c r="AAAAAAAAAAAA1"><v>1</v></c></row>'), b"<sst/>", "damaged"),
    "texts that repeat texts": (sheet("<row><c><v>&i;</v></c></row>", ENTITIES), b"<sst/>", "damaged"),
    "one long text in many cells": (
        sheet('<row><c t="s"><v>0</v></c></row>' * 20_000),
        b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>",
        "too large",
    ),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_that_asks_for_more_than_it_holds(case: str, tmp_path: Path) -> None:
    part, texts, words = SHEETS[case]
    file = tmp_path / "roster.xlsx"
    file.write_bytes(rezipped({SHEET: part, TEXTS: texts}))
    assert words in said("roster", file)


@pytest.mark.parametrize(("way", "words"), [("roster", "larger than 5 MB"), ("reports", "more than the 512 MB")])
def test_a_line_of_a_gigabyte_in_an_upload(way: str, words: str, tmp_path: Path) -> None:
    """The upload itself lies in memory already: Streamlit takes at most 200 MB. Beyond it, nothing much is taken."""
    assert words in said(way, _line(tmp_path, GIGABYTE), (GIGABYTE >> 20) + LITTLE)


def test_a_line_of_the_largest_upload(tmp_path: Path) -> None:
    assert "a line of more than 1 MB" in said("reports", _line(tmp_path, 200 << 20), 200 + LITTLE)


def test_a_line_of_a_gigabyte_in_a_folder_is_not_even_read(tmp_path: Path) -> None:
    assert "more than the 512 MB" in said("folder", _line(tmp_path, GIGABYTE))


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b"a\n"])
def test_nothing_but_short_lines(line: bytes, tmp_path: Path) -> None:
    """Each would be a row, or a line to look at, that takes many times its bytes."""
    file = tmp_path / "Report_6001_1.csv"
    size = 60 << 20
    file.write_bytes(body(Report.ATTENDEES, [attendee()]) + line * (size // len(line)))
    assert "More than 200,000 lines" in said("reports", file, (size >> 20) + LITTLE)


def _line(folder: Path, size: int) -> Path:
    """A report's header and its first row, which goes on for so many bytes; without blocks on the disk."""
    file = folder / "Report_6001_1.csv"
    with file.open("wb") as out:
        out.write(body(Report.ATTENDEES, [attendee()]))
        out.truncate(size)
    return file
