"""Files that a person chose → the files in them: a ZIP, as Export writes it or a person makes one, holds several."""

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

from kaltura.api.errors import FileError
from kaltura.fetch.record import FETCH_JSON
from kaltura.reports.size import check_bytes

Content = Callable[[], bytes]  # raises FileError when the file cannot be used

MOST_FILES = 1_000
_ZIP_START = b"PK\x03\x04"
_RECORD = ".json"
_WORKBOOK = "[Content_Types].xml"  # in each file of Excel's, which is a ZIP too
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others, zipfile does not bound what it unpacks to
_ENCRYPTED = 0x1
_NEXT = "Unpack it, and choose the CSV files that are in it."


def is_record(name: str) -> bool:
    """Whether a file is the record of a fetch or an export, which a browser may have given another name."""
    return name.lower().endswith(_RECORD)


def unpacked(name: str, body: bytes) -> list[tuple[str, Content]]:
    """The file itself, or of a ZIP the CSV files and records in it, in its order: (name or path in it, content).

    What macOS adds is left out, and so is the folder of derived tables that Export puts beside its record.
    """
    if is_record(name) or not body.startswith(_ZIP_START):
        return [(name, partial(_given, body))]
    try:
        return [(path, partial(_given, content)) for path, content in _members(body)]
    except FileError as error:
        return [(name, partial(_refused, error))]


def _given(body: bytes) -> bytes:
    check_bytes(len(body))
    return body


def _refused(error: FileError) -> bytes:
    raise error


def _members(body: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found = _wanted(archive.infolist())
            check_bytes(sum(part.file_size for part in found))
            return [(part.filename, _content(archive, part)) for part in found]
    except FileError:
        raise
    except Exception as error:  # a damaged file makes zipfile raise what its parts raise
        raise FileError("It is a ZIP that cannot be read: it is damaged.", _NEXT) from error


def _wanted(parts: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if any(part.filename == _WORKBOOK for part in parts):
        raise FileError("It is an Excel workbook.", "Save the sheet of the report as CSV.")
    records = [part.filename for part in parts if part.filename.rpartition("/")[2] == FETCH_JSON]
    derived = tuple(f"{record.removesuffix(FETCH_JSON)}tables/" for record in records)
    found = [
        part
        for part in parts
        if part.filename.lower().endswith((".csv", _RECORD)) and not _beside(part.filename, derived)
    ]
    if not found:
        raise FileError("It is a ZIP without CSV files.", "Choose one with CSV files of report 6000, 6001 or 6002.")
    if len(found) > MOST_FILES:
        raise FileError(f"It is a ZIP of more than {MOST_FILES:,} files.", "Choose those of the days that you need.")
    return found


def _beside(path: str, derived: tuple[str, ...]) -> bool:
    return path.startswith(("__MACOSX/", *derived)) or path.rpartition("/")[2].startswith("._")


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.flag_bits & _ENCRYPTED:
        raise FileError("It is a ZIP with a password.", _NEXT)
    if part.compress_type not in _BOUNDED:
        raise FileError("It is a ZIP of a kind that is not read here.", _NEXT)
    with archive.open(part) as file:
        # With a number, no more is ever unpacked, whatever size the file states.
        return file.read(part.file_size + 1)
