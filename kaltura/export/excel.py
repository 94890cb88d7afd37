"""An Excel workbook: a sheet a table, real dates and numbers, frozen headers, filters; no formula, no link."""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import polars.selectors as cs
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kaltura.api.errors import UsageError
from kaltura.export.glossary import UNITS, Unit

MOST_ROWS = 1_048_575  # what a sheet of Excel holds below its header
_LONGEST_CELL = 32_767
_WIDEST = 48
_WRAPPED = 64  # of sheets of sentences, whose long cells go on in a further line
_LINE = 15  # points
_UPRIGHT = 3  # columns that fit on an upright page
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - in memory on Linux; files there are made with names that nobody can guess
_BYTES_A_CELL = 200  # of a sheet's XML without its text, of which a character takes up to six
# How a number looks; its value stays as it is. A moment in Unix seconds is no amount.
_FORMATS: dict[Unit, str] = {
    "count": "#,##0",
    "minutes": "#,##0.0",
    "mean": "#,##0.0",
    "rate": "0.0\u00a0%",
    "index": "0.00",
    "text": "0",
}


@dataclass(frozen=True)
class Sheet:
    """A table with its sheet's name (at most 31 characters, none of []:*?/\\). wrapped: of sentences, not of data."""

    name: str
    table: pl.DataFrame
    wrapped: bool = False


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx file, made in memory alone. Datetimes are written as they stand, so pass local ones without a zone.

    Raises UsageError when a table has more rows than a sheet can hold.
    """
    for sheet in sheets:
        if sheet.table.height > MOST_ROWS:
            raise UsageError(
                f"“{sheet.name}” has {sheet.table.height:,} rows; a sheet of Excel holds {MOST_ROWS:,}.",
                "Narrow the dates or rooms, or take the CSV or Parquet file.",
            )
    buffer = io.BytesIO()
    # Names may look like formulas or links; written as text they stay what they are.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with _room_for_rows(sheets) as rows, xlsxwriter.Workbook(buffer, options | rows) as book:
        formats: dict[str, Format] = {
            "header": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "string": book.add_format({"num_format": "@"}),
            "wrapped": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "plain": book.add_format({}),
        }
        formats |= {unit: book.add_format({"num_format": number}) for unit, number in _FORMATS.items()}
        for sheet in sheets:
            of_sheet = formats | {"string": formats["wrapped"]} if sheet.wrapped else formats
            _fill(book.add_worksheet(sheet.name), sheet, of_sheet)
    return buffer.getvalue()


@contextmanager
def _room_for_rows(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """Where the writer keeps rows until the file is packed: attendees must not reach the disk, where files go else."""
    cells = sum(sheet.table.height * sheet.table.width for sheet in sheets)
    needed = _BYTES_A_CELL * cells + 6 * sum(int(sheet.table.estimated_size()) for sheet in sheets)
    if _MEMORY_FOLDER.is_dir() and shutil.disk_usage(_MEMORY_FOLDER).free > needed:
        with TemporaryDirectory(prefix="workbook-", dir=_MEMORY_FOLDER) as folder:
            yield {"constant_memory": True, "tmpdir": folder}
    else:  # as objects, in about three times the memory
        yield {"in_memory": True}


def _fill(sheet: Worksheet, given: Sheet, formats: dict[str, Format]) -> None:
    table, widest = given.table, _WRAPPED if given.wrapped else _WIDEST
    sheet.freeze_panes(1, 0)
    _on_paper(sheet, table.width)
    sheet.autofilter(0, 0, table.height, max(0, table.width - 1))
    for column, name in enumerate(table.columns):
        sheet.set_column(column, column, _width(table[name], widest))
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, formats["header"])
    writers = [
        (column, *_writer(sheet, name, kind, formats)) for column, (name, kind) in enumerate(table.schema.items())
    ]
    for number, row in enumerate(_written(table).iter_rows(), start=1):
        if given.wrapped:  # LibreOffice shows the first line alone where no height is given
            sheet.set_row(number, _LINE * max(-(-len(str(cell)) // (_WRAPPED - 6)) for cell in row))
        for column, write, form in writers:
            if (value := row[column]) is not None:
                write(number, column, value, form)


def _on_paper(sheet: Worksheet, columns: int) -> None:
    """Prints all columns side by side, on pages as wide as they are many, below a header and above a page number."""
    if columns > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def _writer(
    sheet: Worksheet, name: str, kind: pl.DataType, formats: dict[str, Format]
) -> tuple[Callable[[int, int, Any, Format], object], Format]:
    """Chosen once a column: a choice for every cell doubles the time."""
    if kind == pl.Boolean:
        return sheet.write_boolean, formats["plain"]
    if kind.is_numeric():
        return sheet.write_number, formats.get(UNITS.get(name, ""), formats["plain"])
    if kind.is_temporal():
        return sheet.write_datetime, formats["date" if kind == pl.Date else "datetime"]
    return sheet.write_string, formats["string"]


def _written(table: pl.DataFrame) -> pl.DataFrame:
    """Labels as text that a cell can hold; a number that is none is left empty."""
    text = pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String).str.slice(0, _LONGEST_CELL)
    number = pl.when(cs.float().is_finite()).then(cs.float())
    return table.with_columns(text).with_columns(number)


def _width(values: pl.Series, widest: int) -> int:
    """Characters that the first rows need, within reason."""
    longest = values.head(200).cast(pl.String, strict=False).str.len_chars().max()
    return min(widest, max(len(values.name), longest if isinstance(longest, int) else 0, 8) + 2)
