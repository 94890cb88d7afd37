"""Cells as text → cells as what their column is."""

from collections.abc import Sequence

import polars as pl

from kaltura.reports.columns import DTYPES, Column
from kaltura.reports.findings import Findings
from kaltura.reports.formulas import restored
from kaltura.reports.header import Layout
from kaltura.reports.ids import SESSION, naming_the_column
from kaltura.reports.numbers import NONE, UNKNOWN_NUMBERS

_LARGEST_EXACT = 2.0**53
_DECIMAL = r"^(\d+,(\d\d?|\d{4,})|0,\d+)$"


def typed(text: pl.DataFrame, layout: Layout, findings: Findings, *, wrapped: bool = True) -> pl.DataFrame:
    """A frame of text fields → the report's columns that are there, typed; "none" is null.

    wrapped: whether a cell that starts and ends with `"` is to be unwrapped.
    A number that cannot be read is null and noted.
    """
    cells = text.select(unwrapped(c.name) if wrapped else c.name for c in layout.columns)
    commas = layout.separator != ","  # such files come from where 12.5 is written 12,5
    frame = cells.select(_text(c, layout) if c.is_text else _number(c, commas=commas) for c in layout.columns)
    for column in layout.columns:
        if not column.is_text:
            meant = ~cells[column.name].str.strip_chars().is_in(UNKNOWN_NUMBERS).fill_null(value=True)
            wrong = cells.filter(frame[column.name].is_null() & meant)
            headers = naming_the_column(wrong[SESSION].drop_nulls().unique(), layout.report)  # set aside later
            wrong = wrong.filter(~pl.col(SESSION).is_in(headers).fill_null(value=False))
            if not commas and _decimal_commas(wrong[column.name], column):
                findings.note_rows("decimal_comma", wrong, column.name)
                frame = frame.with_columns(cells.select(_number(column, commas=True)).to_series())
                continue
            findings.note_rows("unreadable_number", wrong, column.name)
    return frame


def unwrapped(name: str) -> pl.Expr:
    """The text column of this name, with each cell that starts and ends with `"` as the text that was quoted."""
    cell = pl.col(name)
    wrapped = cell.str.starts_with('"') & cell.str.ends_with('"') & (cell.str.len_bytes() > 1)
    inner = cell.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return pl.when(wrapped).then(inner).otherwise(cell).alias(name)


def without_none(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The frame with each spelling of "none" in text columns as null."""
    return frame.with_columns(
        pl.when(~pl.col(column.name).is_in(NONE)).then(column.name) for column in columns if column.is_text
    )


def _text(column: Column, layout: Layout) -> pl.Expr:
    cell = pl.col(column.name)
    if layout.ours:
        cell = restored(cell)
    return cell.cast(DTYPES[column.kind]).alias(column.name)


def _decimal_commas(unreadable: pl.Series, column: Column) -> bool:
    """Whether all of them are decimals with a comma, none of which could be a separator of thousands."""
    fractions = column.kind in ("minutes", "ratio") and len(unreadable) > 0
    return fractions and unreadable.str.strip_chars().str.contains(_DECIMAL).all()


def _number(column: Column, *, commas: bool) -> pl.Expr:
    cell = pl.col(column.name).str.strip_chars()
    if commas:
        cell = cell.str.replace(",", ".", literal=True)
    number = cell.cast(pl.Float64, strict=False)
    readable = number.is_finite()
    if DTYPES[column.kind] == pl.Int64:
        readable &= (number == number.floor()) & (number.abs() < _LARGEST_EXACT)
    return pl.when(readable).then(number).cast(DTYPES[column.kind]).alias(column.name)
