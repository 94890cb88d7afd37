"""A list of the people expected: who stands in the cells of a file that a person uploads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kaltura.api.errors import FileError
from kaltura.reports.roster_file import NEXT_STEP, TITLE_LINES, roster_cells

# Headers without case and punctuation. "username" is an ID in most systems and a name in Kaltura's own files.
ID_HEADERS = {"userid", "id", "uid", "login", "loginid", "studentid", "externalid", "sisuserid", "sisloginid"}
EMAIL_HEADERS = {"email", "mail", "emailaddress", "useremail", "primaryemail", "emailadresse"}
NAME_HEADERS = {"name", "fullname", "displayname", "student", "studentname"}
_EITHER = "username"


@dataclass(frozen=True, eq=False)  # by identity, so that results may be remembered for it
class Roster:
    """The people of a roster file.

    people: line (of the file, from 1), user_id, email, name (null when the file has none); one row a person.
    duplicates: the same columns and first_line: rows left out, as an earlier line is of the same person: it has the
        same ID or e-mail, or one of the same account (see `kaltura.metrics.roster_match.one_line_a_person`). Their IDs
        and e-mails are that person's too.
    blank: rows without an ID or e-mail.
    accounts: line, account (user ID), where they are known beforehand, as of a roster whose names are hidden, or of
        one with several lines a person; None: found by ID and e-mail.
    other_sheets: of the Excel file, beside the first, which alone was read.
    """

    people: pd.DataFrame
    duplicates: pd.DataFrame
    blank: int = 0
    accounts: pd.DataFrame | None = None
    other_sheets: int = 0


def read_roster(file_name: str, body: bytes) -> Roster:
    """A file from a person's computer → Roster. Raises FileError with a sentence for whatever cannot be read."""
    grid, other_sheets = roster_cells(file_name, body)
    columns, skipped = _columns(file_name, grid.head(TITLE_LINES + 1).rows())
    table = pd.DataFrame({"line": range(1 + skipped, grid.height + 1)})
    for name in ("user_id", "email", "name"):
        column = columns.get(name)
        values = grid.to_series(column).slice(skipped).to_list() if column is not None else [None] * len(table)
        table[name] = pd.Series([str(value).strip() or None if value else None for value in values], dtype="str")
    roster = _without_doubles(table)
    if roster.people.empty:
        raise FileError(f"“{file_name}” lists nobody.", NEXT_STEP)
    return replace(roster, other_sheets=other_sheets)


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
    """One row for all lines of a person, with what the first of them says, and the later ones where it says nothing."""
    empty = table["user_id"].isna() & table["email"].isna()
    table = table[~empty].reset_index(drop=True)
    keys = zip(table["line"].tolist(), table["user_id"], table["email"], strict=True)
    first = first_lines((line, folded(key)) for line, *both in keys for key in both if isinstance(key, str))
    own = table["line"].map(first)
    again = own != table["line"]
    return Roster(
        people=table.groupby(own).first().reset_index(drop=True),
        duplicates=table.assign(first_line=own.astype("Int64"))[again].reset_index(drop=True),
        blank=int(empty.sum()),
    )


def first_lines(keys: Iterable[tuple[int, str]]) -> dict[int, int]:
    """line → the earliest line of the same person: lines that share a key are, and so are those of these."""
    first: dict[int, int] = {}
    owners: dict[str, int] = {}

    def earliest(line: int) -> int:
        while first[line] != line:
            first[line] = first[first[line]]  # halves the way of the next one who asks
            line = first[line]
        return line

    for line, key in keys:
        own = earliest(first.setdefault(line, line))
        other = earliest(owners.setdefault(key, own))
        first[max(own, other)] = min(own, other)
    return {line: earliest(line) for line in first}


def folded(text: str) -> str:
    """An ID or e-mail as it is compared: without case, without surrounding spaces."""
    return text.strip().casefold()
