"""A list of the people expected, read from a CSV or Excel file that a person uploads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import polars as pl

from kaltura.api.errors import FileError
from kaltura.metrics.sheet import MAX_CELLS, TooMuch, first_sheet, number_of_sheets

MAX_BYTES = 5_000_000
MAX_PEOPLE = 20_000
MAX_COLUMNS = 200  # each takes a kilobyte, however little is in it
TITLE_LINES = 10  # at most, above the header

# Headers without case and punctuation. "username" is an ID in most systems and a name in Kaltura's own files.
ID_HEADERS = {"userid", "id", "uid", "login", "loginid", "studentid", "externalid", "sisuserid", "sisloginid"}
EMAIL_HEADERS = {"email", "mail", "emailaddress", "useremail", "primaryemail", "emailadresse"}
NAME_HEADERS = {"name", "fullname", "displayname", "student", "studentname"}
_EITHER = "username"
NEXT_STEP = "Use a CSV or Excel file with a header row and a column “user_id” or “email”."


@dataclass(frozen=True, eq=False)  # by identity, so that results may be remembered for it
class Roster:
    """The people of a roster file.

    people: line (of the file, from 1), user_id, email, name (null when the file has none); one row a person.
    duplicates: the same columns and first_line: rows left out, as an earlier line has the same ID or e-mail.
    blank: rows without an ID or e-mail.
    accounts: line, account (user ID), where they are known beforehand, as of a roster whose names are hidden; None:
        found by ID and e-mail.
    other_sheets: of the Excel file, beside the first, which alone was read.
    """

    people: pd.DataFrame
    duplicates: pd.DataFrame
    blank: int = 0
    accounts: pd.DataFrame | None = None
    other_sheets: int = 0


def read_roster(file_name: str, body: bytes) -> Roster:
    """A file from a person's computer → Roster. Raises FileError with a sentence for whatever cannot be read."""
    if len(body) > MAX_BYTES:
        raise FileError(
            f"“{file_name}” is larger than {MAX_BYTES // 1_000_000} MB.", "Keep only IDs and e-mails in it."
        )
    packed = body.startswith(b"PK\x03\x04")
    if body and not packed and file_name.casefold().endswith((".xlsx", ".xlsm")):
        raise FileError(f"“{file_name}” is no Excel file.", NEXT_STEP)
    grid = _excel(file_name, body) if packed else _csv(file_name, body)
    if grid.height > MAX_PEOPLE + 1:
        raise _too_many(file_name)
    if grid.is_empty():
        raise FileError(f"“{file_name}” is empty.", NEXT_STEP)
    columns, skipped = _columns(file_name, grid.head(TITLE_LINES + 1).rows())
    table = pd.DataFrame({"line": range(1 + skipped, grid.height + 1)})
    for name in ("user_id", "email", "name"):
        column = columns.get(name)
        values = grid.to_series(column).slice(skipped).to_list() if column is not None else [None] * len(table)
        table[name] = pd.Series([str(value).strip() or None if value else None for value in values], dtype="str")
    roster = _without_doubles(table)
    if roster.people.empty:
        raise FileError(f"“{file_name}” lists nobody.", NEXT_STEP)
    return replace(roster, other_sheets=number_of_sheets(body) - 1) if packed else roster


def _csv(file_name: str, body: bytes) -> pl.DataFrame:
    text = _decoded(body).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:  # Parquet, an Excel file of before 2007, a picture; else its pieces would be taken for IDs
        raise FileError(f"“{file_name}” is neither CSV nor an Excel file of today (.xlsx).", NEXT_STEP)
    lines = text.split("\n")
    separator = max(",;\t", key="\n".join(lines[: TITLE_LINES + 1]).count)
    columns = max(line.count(separator) for line in lines) + 1
    if columns > MAX_COLUMNS:
        raise FileError(f"“{file_name}” has more than {MAX_COLUMNS} columns.", "Keep only IDs and e-mails in it.")
    try:
        return pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            schema={f"column_{n}": pl.String for n in range(columns)},
            missing_columns="insert",
            extra_columns="ignore",
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError as error:
        raise FileError(f"“{file_name}” cannot be read as CSV: a quotation mark is left open.", NEXT_STEP) from error


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")  # what Excel saves as "CSV" on Windows


def _excel(file_name: str, body: bytes) -> pl.DataFrame:
    """The first sheet, as text; its empty rows too, so that lines keep their numbers."""
    too_large = FileError(f"“{file_name}” is too large once it is unpacked.", "Keep only IDs and e-mails in it.")
    try:
        cells = first_sheet(body)
    except TooMuch as error:
        raise too_large from error
    except Exception as error:  # a damaged file makes zipfile raise what its parts raise
        raise FileError(f"“{file_name}” is damaged, locked with a password, or no Excel file.", NEXT_STEP) from error
    rows, columns = max(cells, default=0), max((max(row) for row in cells.values()), default=0)
    if rows > MAX_PEOPLE + 1:
        raise _too_many(file_name)
    if rows * columns > MAX_CELLS:
        raise too_large
    grid = [[cells.get(row, {}).get(column) for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    return pl.DataFrame(grid, schema={f"column_{n}": pl.String for n in range(columns)}, orient="row")


def _too_many(file_name: str) -> FileError:
    return FileError(f"“{file_name}” has more than {MAX_PEOPLE:,} people.", "Split it into a roster a course.")


def _columns(file_name: str, top: Sequence[tuple[Any, ...]]) -> tuple[dict[str, int], int]:
    """Which column holds what, and how many of the top rows are above the first person: a title, and the header."""
    rows = [[str(cell or "") for cell in row] for row in top]
    for place, cells in enumerate(rows):
        if found := _header(cells):
            return found, place + 1
    for place, cells in enumerate(rows[:2]):  # the first may be a header that nobody knows
        address = next((n for n, cell in enumerate(cells) if "@" in cell), None)
        if address is not None:
            return {"email": address}, place
    # One column is taken for user IDs, but not where it says that it holds names, or looks so.
    if len(rows[0]) == 1 and not any(_is_name(cell) for cells in rows for cell in cells):
        return {"user_id": 0}, 0
    raise FileError(f"“{file_name}” has no column with user IDs or e-mails.", NEXT_STEP)


def _is_name(cell: str) -> bool:
    return " " in cell.strip() or _plain(cell) in NAME_HEADERS


def _plain(header: str) -> str:
    return re.sub(r"[\W_]", "", header).casefold()


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, when this row is a header with an ID or an e-mail; else nothing."""
    plain = [_plain(cell) for cell in cells]
    found: dict[str, int] = {}
    for name, headers in (("user_id", ID_HEADERS), ("email", EMAIL_HEADERS), ("name", NAME_HEADERS)):
        place = next((n for n, header in enumerate(plain) if header in headers), None)
        if place is not None:
            found[name] = place
    if _EITHER in plain:
        found.setdefault("name" if "user_id" in found else "user_id", plain.index(_EITHER))
    return found if "user_id" in found or "email" in found else {}


def _without_doubles(table: pd.DataFrame) -> Roster:
    """The first row of each ID and each e-mail stays; later ones are listed beside the line they repeat."""
    empty = table["user_id"].isna() & table["email"].isna()
    table = table[~empty].reset_index(drop=True)
    first_line: dict[str, int] = {}
    repeats: list[int | None] = []
    for line, *keys in zip(table["line"], table["user_id"], table["email"], strict=True):
        known = [folded(key) for key in keys if isinstance(key, str)]
        earlier = next((first_line[key] for key in known if key in first_line), None)
        repeats.append(earlier)
        for key in known:
            first_line.setdefault(key, line if earlier is None else earlier)
    table = table.assign(first_line=pd.array(repeats, dtype="Int64"))
    again = table["first_line"].notna()
    return Roster(
        people=table[~again].drop(columns="first_line").reset_index(drop=True),
        duplicates=table[again].reset_index(drop=True),
        blank=int(empty.sum()),
    )


def folded(text: str) -> str:
    """An ID or e-mail as it is compared: without case, without surrounding spaces."""
    return text.strip().casefold()
