"""Bytes → typed columns by Arrow's CSV reader, which gives each name once for many cells, as Categoricals want it.

Polars reads text as fast, but then looks up each cell among all names there are, which takes longer than all the rest.
"""

import codecs
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from typing import Any, cast

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
from pyarrow import csv

from kaltura.reports.header import Layout
from kaltura.reports.lines import MOST_BY_HAND, Line, Stretch
from kaltura.reports.numbers import UNKNOWN_NUMBERS
from kaltura.reports.text import is_utf8

PIECE = 1 << 23  # bytes, roughly: large enough for names to repeat
_BLOCK = 1 << 21  # bytes that Arrow reads in one go, and the longest line that it can
_THREADS = 2
_BREAK = ord("\n")
_EXACT = 2.0**53  # below, a float that is whole is the integer that was written


class NotPlain(Exception):
    """Some cell cannot be read in the fast way."""


def read_typed(body: bytes, whole: Sequence[Stretch], layout: Layout) -> tuple[pl.DataFrame, list[Line]]:
    """(the report's columns of the lines that have one value for each field, the other lines), in the body's order.

    whole: where to read; no carriage return may be there but before a line break, and no quoted cell.
    Raises NotPlain when a cell is not what its column is, or not UTF-8, or when too many lines of one piece are odd.
    """
    with ThreadPoolExecutor(_THREADS) as pool:
        read = list(pool.map(lambda piece: _read(body, piece, layout), _pieces(body, whole)))
    schema = {column.name: layout.typed_schema[column.name] for column in layout.columns}
    frames = [frame for frame, _ in read] or [pl.DataFrame(schema=schema)]
    return pl.concat(frames, rechunk=True), [line for _, odd in read for line in odd]


def read_text(body: bytes, layout: Layout) -> pl.DataFrame:
    """The body without its first line, every field as text, as Polars reads it."""
    return pl.read_csv(
        body, has_header=False, skip_lines=1, schema=layout.text_schema, separator=layout.separator, quote_char=None
    )


def _pieces(body: bytes, whole: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches of whole lines, as many together as make a piece."""
    held: list[Stretch] = []
    size = 0
    for start, end in _short(body, whole):
        held.append((start, end))
        size += end - start
        if 2 * size >= PIECE:
            yield held
            held, size = [], 0
    if held:
        yield held


def _short(body: bytes, whole: Sequence[Stretch]) -> Iterator[Stretch]:
    for first, end in whole:
        start = first
        while start < end:
            stop = body.rfind(b"\n", start, min(start + PIECE, end)) + 1 or body.index(b"\n", start) + 1
            yield start, stop
            start = stop


def _read(body: bytes, piece: list[Stretch], layout: Layout) -> tuple[pl.DataFrame, list[Line]]:
    text = pa.py_buffer(body).slice(piece[0][0], piece[0][1] - piece[0][0])
    if len(piece) > 1:
        text = pa.py_buffer(b"".join(body[start:end] for start, end in piece))
    if bytes(memoryview(text)[: len(codecs.BOM_UTF8)]) == codecs.BOM_UTF8 or not is_utf8(text):
        raise NotPlain  # Arrow would take the first off, and cannot name a line with the second
    # A row has a byte for each field at the least. Blank lines are rows to Arrow, which takes forty bytes for each.
    breaks = np.count_nonzero(np.frombuffer(text, np.uint8) == _BREAK)
    if breaks > text.size // len(layout.fields) + MOST_BY_HAND:
        raise NotPlain
    odd: list[csv.InvalidRow] = []
    try:
        table = csv.read_csv(pa.BufferReader(text), *_options(layout, odd))
    except pa.ArrowInvalid as error:
        raise NotPlain from error
    frame = _as_declared(cast("pl.DataFrame", pl.from_arrow(table)), layout)
    frame, lines = _without_empty(frame, text, {row.number - 1: row.actual_columns - 1 for row in odd})
    return frame, _moved(lines, piece)


def _options(layout: Layout, odd: list[csv.InvalidRow]) -> tuple[Any, Any, Any]:
    def set_aside(row: csv.InvalidRow) -> str:
        odd.append(row)
        return "skip" if len(odd) <= MOST_BY_HAND else "error"  # else rubbish would be held line by line

    text = pa.dictionary(pa.int32(), pa.string())
    return (
        csv.ReadOptions(column_names=layout.fields, use_threads=False, block_size=_BLOCK),
        csv.ParseOptions(
            delimiter=layout.separator, quote_char=False, ignore_empty_lines=False, invalid_row_handler=set_aside
        ),
        csv.ConvertOptions(
            include_columns=[column.name for column in layout.columns],
            column_types={column.name: text if column.is_text else pa.float64() for column in layout.columns},
            check_utf8=False,
            null_values=UNKNOWN_NUMBERS,  # of numbers; strings are never null
        ),
    )


def _as_declared(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Numbers that were read as floats as their column is: Arrow would read 0x1F as an integer."""
    for column in layout.columns:
        wanted, cells = layout.typed_schema[column.name], frame[column.name]
        if wanted == pl.Int64 and not ((cells == cells.floor()) & (cells.abs() < _EXACT)).all():
            raise NotPlain
        if not column.is_text and not cells.is_finite().all():
            raise NotPlain
    return frame.cast({column.name: layout.typed_schema[column.name] for column in layout.columns})


def _without_empty(frame: pl.DataFrame, text: pa.Buffer, odd: dict[int, int]) -> tuple[pl.DataFrame, list[Line]]:
    """The rows without those of empty lines, which Arrow reads as empty cells; and the odd lines, these among them.

    odd: number of a line, from 0 → its separators.
    """
    nothing = frame.select(
        pl.all_horizontal((cs.categorical() | cs.string()) == "", cs.numeric().is_null())
    ).to_series()
    if not odd and not nothing.any():
        return frame, []
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == _BREAK)
    starts = np.concatenate(([0], ends[:-1] + 1))
    short = np.flatnonzero(ends - starts < 2)
    if len(short) > MOST_BY_HAND:
        raise NotPlain
    empty = [int(at) for at in short if text[starts[at]] in b"\r\n"]
    # Which of the rows of empty cells are left out makes no difference.
    frame = frame.filter(~(nothing & (nothing.cum_sum() <= len(empty))))
    found = sorted({**dict.fromkeys(empty, 0), **odd}.items())
    return frame, [Line(int(starts[at]), int(ends[at]), separators) for at, separators in found]


def _moved(lines: Sequence[Line], piece: list[Stretch]) -> list[Line]:
    """The lines of a piece, where they stand in the body."""
    before = list(accumulate((end - start for start, end in piece), initial=0))
    stretches = [bisect_right(before, line.start) - 1 for line in lines]
    shifts = [piece[stretch][0] - before[stretch] for stretch in stretches]
    return [Line(at.start + by, at.end + by, at.separators) for at, by in zip(lines, shifts, strict=True)]
