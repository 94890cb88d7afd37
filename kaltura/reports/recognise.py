"""Which report a file is, by its header; and if it is none, what it looks like instead."""

import codecs
import csv

from kaltura.api.errors import FileError
from kaltura.reports.columns import COLUMNS, Report
from kaltura.reports.header import matched
from kaltura.reports.text import first_line, split_header

_NEXT = "Choose a CSV file of report 6000, 6001 or 6002, as Kaltura or this dashboard exports it."

# How files start that people mistake for one of the reports.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "It is an Excel workbook or a ZIP in a ZIP."),
    (b"\xd0\xcf\x11\xe0", "It is an old Excel workbook."),
    (b"\x1f\x8b", "It is compressed."),
    (b"PAR1", "It is a Parquet file."),
    (b"%PDF", "It is a PDF."),
    (b"<", "It is a web page or XML, perhaps an error page that was saved instead of the report."),
    (b"{", "It is JSON, perhaps an error message that was saved instead of the report."),
)


def recognise(body: bytes) -> Report | None:
    """The report whose columns the header names, in any order and with any extra ones; None when it is none.

    A file that lacks a needed column is still recognised by at least half of its columns, so that
    reading it can name the missing one.
    """
    try:
        cells, _ = split_header(first_line(body))
    except (csv.Error, FileError):
        return None
    best = max(Report, key=lambda report: _likeness(cells, report))
    return best if _likeness(cells, best) >= (0, 0.5) else None


def unrecognised(body: bytes) -> FileError:
    """Why `recognise` knows no report in it, as an error to show."""
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        return FileError("The file is empty.", _NEXT)
    for start, sentence in _OTHERS:
        if body.lstrip().startswith(start):
            return FileError(f"The file is none of Kaltura's room reports. {sentence}", _NEXT)
    return FileError("The file is none of Kaltura's room reports: its first line does not name their columns.", _NEXT)


def _likeness(cells: list[str], report: Report) -> tuple[int, float]:
    """Whether all needed columns are there, then the share of columns that are."""
    names = set(matched(cells, report))
    needed = {column.name for column in COLUMNS[report] if column.required}
    return int(needed <= names), sum(column.name in names for column in COLUMNS[report]) / len(COLUMNS[report])
