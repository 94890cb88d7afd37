"""Bytes → typed columns in one go, by Arrow: it tells labels apart and names lines that do not fit while it reads."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from kaltura.reports.cells import unwrapped
from kaltura.reports.columns import DTYPES, Column
from kaltura.reports.formulas import restored
from kaltura.reports.header import Layout
from kaltura.reports.lines import MOST_BY_HAND, Line, Stretch
from kaltura.reports.numbers import UNKNOWN_NUMBERS
from kaltura.reports.text import is_utf8

PIECE = 1 << 24  # bytes read at once by one thread, at most but for the last line
_WORTH_A_THREAD = 1 << 20  # bytes
_THREADS = 2
_BLANK = re.compile(rb"(?<=\n)\r?\n")
_EXACT = 2.0**53  # below, a float that is whole is the integer that was written
# What Arrow makes of a cell: an integer too may be written as 1e2.
_LABEL = pa.dictionary(pa.int32(), pa.string())
_ARROW = {pl.Categorical: _LABEL, pl.String: pa.string(), pl.Float64: pa.float64(), pl.Int64: pa.float64()}


class NotPlain(Exception):
    """Some cell cannot be read in the fast way."""


def read_typed(body: bytes, start: int, layout: Layout) -> tuple[pl.DataFrame, list[Line]]:
    """(the report's columns of the lines that have one value for each field, the other lines), in the body's order.

    body[start:] follows a line break and ends in one, or is empty.
    Raises NotPlain when a number is none, for what is not UTF-8, for a carriage return that ends no line, and when
    too many lines are odd.
    """
    if body.find(b"\r", start) >= 0 and body.count(b"\r", start) != body.count(b"\r\n", start):
        raise NotPlain  # Arrow takes it for a line break
    pieces = list(_pieces(body, start))
    if not pieces:
        return pl.DataFrame(schema={column.name: DTYPES[column.kind] for column in layout.columns}), []
    try:
        return _read_all(body, pieces, layout)
    finally:
        pa.default_memory_pool().release_unused()  # else Arrow keeps 100 MB for 1,000,000 attendances


def _read_all(body: bytes, pieces: Sequence[Stretch], layout: Layout) -> tuple[pl.DataFrame, list[Line]]:
    with ThreadPoolExecutor(_THREADS) as pool:
        tables, found = zip(*pool.map(lambda piece: _read(body, piece, layout), pieces), strict=True)
        odd = list(chain.from_iterable(found))
        if len(odd) > MOST_BY_HAND:
            raise NotPlain
        table = pa.concat_tables(tables)
        return pl.DataFrame(list(pool.map(lambda column: _as_declared(table, column, layout), layout.columns))), odd


def _pieces(body: bytes, start: int) -> Iterator[Stretch]:
    """Stretches of about the same length, as many for each thread."""
    length = len(body) - start
    count = _THREADS * -(-length // (_THREADS * PIECE)) if length > _WORTH_A_THREAD else 1
    size = -(-length // count)
    while start < len(body):
        end = body.index(b"\n", min(start + size, len(body)) - 1) + 1
        yield start, end
        start = end


def _read(body: bytes, piece: Stretch, layout: Layout) -> tuple[pa.Table, list[Line]]:
    start, end = piece
    text = pa.py_buffer(body).slice(start, end - start)
    if body.startswith(codecs.BOM_UTF8, start) or not is_utf8(text):
        raise NotPlain  # Arrow would take the first off, and is told not to look for the second
    table, odd = _table(text, layout)
    breaks = int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord("\n")))
    blank = _blank(body, start, end, breaks - table.num_rows - len(odd))
    lines = sorted([*_found(body, start, odd), *blank], key=lambda line: line.start)
    return table, lines


def _table(text: pa.Buffer, layout: Layout) -> tuple[pa.Table, list[csv.InvalidRow]]:
    """(the report's columns of the lines with one value for each field, the other lines but blank ones)."""
    odd: list[csv.InvalidRow] = []

    def set_aside(line: csv.InvalidRow) -> str:
        odd.append(line)
        return "skip" if len(odd) <= MOST_BY_HAND else "error"  # rubbish would be held line by line

    try:
        table = csv.read_csv(
            pa.BufferReader(text),
            csv.ReadOptions(use_threads=False, block_size=text.size, column_names=layout.fields),
            csv.ParseOptions(delimiter=layout.separator, quote_char=False, invalid_row_handler=set_aside),
            csv.ConvertOptions(
                check_utf8=False,
                column_types={column.name: _ARROW[DTYPES[column.kind]] for column in layout.columns},
                include_columns=[column.name for column in layout.columns],
                null_values=UNKNOWN_NUMBERS,
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        raise NotPlain from None  # a number that is none; the error would quote the cell
    return table, odd


def _found(body: bytes, start: int, odd: Iterable[csv.InvalidRow]) -> Iterator[Line]:
    """Where these lines are. They come in order, and a line that reads like one of them is one of them."""
    at = start - 1  # the line break before
    for line in odd:
        row = b"\n" + line.text.encode()
        at = body.index(row, at)
        while body[at + len(row)] not in b"\r\n":
            at = body.index(row, at + 1)
        first, at = at + 1, body.index(b"\n", at + len(row))
        yield Line(first, at, line.actual_columns - 1)


def _blank(body: bytes, start: int, end: int, count: int) -> list[Line]:
    """Where the so many blank lines are, which Arrow passes over; NotPlain when there are not so many, or too many."""
    found = islice(_BLANK.finditer(body, start, end), MOST_BY_HAND) if count else ()
    lines = [Line(line.start(), line.end() - 1, 0) for line in found]
    if len(lines) != count:
        raise NotPlain
    return lines


def _as_declared(table: pa.Table, column: Column, layout: Layout) -> pl.Series:
    """A column of the report as it is declared; NotPlain when a number is not finite, or no integer."""
    dtype = DTYPES[column.kind]
    if column.is_text:
        # Labels are told apart anew while Polars takes them over: once for all pieces.
        return pl.Series(column.name, _meant(table[column.name].unify_dictionaries(), layout), dtype)
    cells = pl.Series(column.name, table[column.name])
    if not cells.is_finite().all():
        raise NotPlain
    if dtype == pl.Int64 and not ((cells == cells.floor()) & (cells.abs() < _EXACT)).all():
        raise NotPlain
    return cells.cast(dtype)


def _meant(cells: pa.ChunkedArray, layout: Layout) -> pa.ChunkedArray | pa.Array:
    """The texts that the cells stand for, without quotes and marks; of labels only the different ones are looked at."""
    if pa.types.is_dictionary(cells.type):
        labels = cells.combine_chunks()
        meant = _meant(pa.chunked_array([labels.dictionary]), layout)
        return pa.DictionaryArray.from_arrays(labels.indices, meant.combine_chunks())
    if not layout.ours and not pc.any(pc.starts_with(cells, '"')).as_py():
        return cells
    cell = unwrapped("cell")
    meant = pl.DataFrame({"cell": cells}).select(restored(cell) if layout.ours else cell)
    return meant.to_arrow()["cell"].cast(pa.string())
