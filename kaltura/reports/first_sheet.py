"""The first sheet of an Excel file (.xlsx) as text.

Read here and not by a library: the fast ones are native code, and a damaged file that makes one of them panic or ask
for all memory ends the process, which is everybody's dashboard.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

MAX_UNPACKED = 50_000_000  # bytes of all parts, and characters of all cells
MAX_CELLS = 1_000_000
_LAST_COLUMN = 16_384  # XFD, the last that Excel has
_CHUNK = 1 << 16

Event = tuple[str, str, dict[str, str]]  # what happens, the name or the text, attributes
Item = tuple[str, dict[str, str], str]  # the name, attributes, the text inside


class TooMuch(ValueError):
    """More than is unpacked or kept."""


def first_sheet(body: bytes) -> dict[int, dict[int, str]]:
    """Row → column → text of the cells that hold something; both count from 1.

    Numbers are as Excel shows them without a format (12, not 12.0); errors such as #N/A are left out.
    Raises TooMuch, and for a damaged file whatever zipfile, expat and broken references raise.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise TooMuch
        related = _related(_part(archive, "xl/_rels/workbook.xml.rels"))
        first = next(attrs for _, name, attrs in _events(_part(archive, "xl/workbook.xml")) if name == "sheet")
        sheet = related[next(value for name, value in first.items() if _local(name) == "id" and name != "id")]
        shared = next((path for path in related.values() if path.casefold().endswith("/sharedstrings.xml")), None)
        texts = (text for _, _, text in _items(_part(archive, shared))) if shared else ()
        return _cells(_part(archive, sheet), dict(enumerate(texts)))


def number_of_sheets(body: bytes) -> int:
    """How many sheets a file has that `first_sheet` has read."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return sum(kind == "start" and name == "sheet" for kind, name, _ in _events(_part(archive, "xl/workbook.xml")))


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    info = archive.getinfo(path)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("Excel writes no such compression, and zipfile does not bound what it unpacks to.")
    with archive.open(info) as file:
        # With a number, no more is ever unpacked, whatever size the file states.
        return file.read(info.file_size + 1)


def _related(content: bytes) -> dict[str, str]:
    """Relation's ID → path of the part."""
    return {
        attrs["Id"]: posixpath.normpath(posixpath.join("/xl", attrs["Target"]))[1:]
        for kind, name, attrs in _events(content)
        if kind == "start" and name == "Relationship"
    }


def _cells(content: bytes, shared: dict[int, str]) -> dict[int, dict[int, str]]:
    grid: dict[int, dict[int, str]] = {}
    row = column = cells = characters = 0
    for name, attrs, text in _items(content):
        if name == "row":
            before, row, column = row, int(attrs.get("r", row + 1)), 0
            if row <= before:
                raise ValueError("A row stands above an earlier one; it would be lost or overwrite that one.")
            continue
        column = _column(attrs.get("r", "")) or column + 1
        value = _value(attrs.get("t", "n"), text, shared)
        cells, characters = cells + 1, characters + len(value)
        if cells > MAX_CELLS or characters > MAX_UNPACKED:  # many cells may name one long text
            raise TooMuch
        if value:
            grid.setdefault(row, {})[column] = value
    return grid


def _value(kind: str, text: str, shared: dict[int, str]) -> str:
    if kind == "s":
        return shared[int(text)]
    if kind == "n" and text:
        number = float(text)
        return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else text
    return "" if kind == "e" else text


def _column(reference: str) -> int:
    """The number of "AB12"'s column, 28; 0 for no reference."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
        if number > _LAST_COLUMN:
            raise ValueError("There is no such column.")
    return number


def _items(content: bytes) -> Iterator[Item]:
    """Each row as it begins; each cell (c) and each shared text (si) as it ends."""
    outer: dict[str, str] = {}
    text: list[str] = []
    within: list[str] = []
    for kind, what, attrs in _events(content):
        if kind == "text":
            # A reading aid (rPh) repeats the text in another script; a formula (f) is not what the cell shows.
            if within and within[-1] in ("t", "v") and "rPh" not in within:
                text.append(what)
        elif kind == "end":
            within.pop()
            if what in ("c", "si"):
                yield what, outer, "".join(text)
        else:
            within.append(what)
            if what == "row":
                yield what, attrs, ""
            elif what in ("c", "si"):
                outer, text = attrs, []


def _events(content: bytes) -> Iterator[Event]:
    """("start", name, attributes), ("text", characters, {}) and ("end", name, {}) of a part, names without prefix."""
    found: list[Event] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attrs: found.append(("start", _local(name), attrs))
    parser.CharacterDataHandler = lambda text: found.append(("text", text, {}))
    parser.EndElementHandler = lambda name: found.append(("end", _local(name), {}))
    parser.StartDoctypeDeclHandler = _no_doctype
    for at in range(0, len(content) or 1, _CHUNK):
        parser.Parse(content[at : at + _CHUNK], at + _CHUNK >= len(content))
        yield from found
        found.clear()


def _no_doctype(*_: object) -> None:
    raise ValueError("A document type may define texts that unpack to any length.")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
