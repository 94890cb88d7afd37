"""The header line: which field is which column. By name, never by position."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kaltura.api.errors import FileError
from kaltura.reports.columns import COLUMNS, Column, Report
from kaltura.reports.findings import Findings

# What our own export adds to Kaltura's columns; read back, these are computed anew.
DERIVED = ("session_start", "session_end", "time_zone", "duration_minutes", "events")
EVENTS = Column("events", "label", "Events of the session")  # but these, which no report has
BETWEEN_EVENTS = "; "  # a session may belong to several


@dataclass(frozen=True)
class Layout:
    """How one body is laid out.

    fields: one name a field in the body's order; a column that is not the report's is called "extra …", but for the
    EVENTS of our own export.
    separator: the character between fields.
    ours: whether our own export wrote it, which marks cells that look like a formula by a leading "'".
    """

    report: Report
    fields: tuple[str, ...]
    separator: str = ","
    ours: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The report's columns that are there, and EVENTS."""
        return tuple(column for column in (*COLUMNS[self.report], EVENTS) if column.name in self.fields)

    @property
    def text_schema(self) -> dict[str, type[pl.DataType]]:
        """Every field as text."""
        return dict.fromkeys(self.fields, pl.String)


def layout_of(cells: Sequence[str], report: Report, findings: Findings, separator: str = ",") -> Layout:
    """The layout that a header's cells announce; oddities go to findings.

    Raises FileError when a column is missing that the report cannot do without.
    """
    names = matched(cells, report)
    if {normalised(cell) for cell in cells} >= _DERIVED:  # not any table in which somebody noted events
        names = [
            EVENTS.name if normalised(cell) == EVENTS.name else name for cell, name in zip(cells, names, strict=True)
        ]
    fields: list[str] = []
    for position, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if name and name not in fields:
            fields.append(name)
            continue
        fields.append(f"extra {position}")
        if name:
            findings.note("repeated_column", 1, column=name)
        elif cell.strip() and not is_derived(cell):
            findings.note("unexpected_column", 1, column=cell.strip())
    _report_missing(fields, report, findings)
    return Layout(report, tuple(fields), separator, ours=any(map(is_derived, cells)))


def matched(cells: Sequence[str], report: Report) -> list[str | None]:
    """For each header cell the report's column that it names, or None."""
    known = {
        normalised(spelling): column.name for column in COLUMNS[report] for spelling in (column.name, *column.aliases)
    }
    return [known.get(normalised(cell)) for cell in cells]


def normalised(cell: str) -> str:
    """Case, spaces, underscores, hyphens and quotes never matter: 'User ID' → 'userid'."""
    return "".join(character for character in cell.casefold() if character.isalnum())


def is_derived(cell: str) -> bool:
    """Whether a header cell names a column that our own export adds."""
    return normalised(cell) in _DERIVED


_DERIVED = frozenset(map(normalised, DERIVED))


def _report_missing(fields: Sequence[str], report: Report, findings: Findings) -> None:
    missing = [column for column in COLUMNS[report] if column.name not in fields]
    needed = [column.name for column in missing if column.required]
    if needed:
        raise FileError(
            f"Report {report.value} ({report.title}) came without the column {', '.join(needed)}, "
            "which it cannot do without.",
            "Export the report again with all of its columns.",
        )
    for column in missing:
        findings.note("missing_column", 1, column=column.name)
