"""Bytes → typed columns, without a look at every line: counts tell which pieces hold a line that does not fit."""

import codecs
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import polars as pl

from kaltura.reports.columns import DTYPES
from kaltura.reports.header import Layout
from kaltura.reports.lines import MOST_BY_HAND, Line, Stretch
from kaltura.reports.numbers import UNKNOWN_NUMBERS
from kaltura.reports.text import is_utf8

PIECE = 1 << 23  # bytes, roughly
_THREADS = 2
_BREAK = ord("\n")
_PLACE = "place in the piece"
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
    text = b"".join(memoryview(body)[start:end] for start, end in piece)
    if text.startswith(codecs.BOM_UTF8) or not is_utf8(text):
        raise NotPlain  # Polars would take the first off, and cannot name a line with the second
    data = np.frombuffer(text, np.uint8)
    rows, separators = (int(np.count_nonzero(data == byte)) for byte in (_BREAK, ord(layout.separator)))
    if rows > len(text) // len(layout.fields) + MOST_BY_HAND:
        raise NotPlain  # a row of blanks takes a hundred bytes of memory
    frame = _fields(text, layout)
    if frame.height != rows:
        raise NotPlain
    # Where no row ends in an empty field and there are as many separators as there should be, each row has its own:
    # one with more would need another with fewer, and that one has no last field.
    odd: list[Line] = []
    if separators != rows * (len(layout.fields) - 1) or (frame[layout.fields[-1]] == "").any():
        places, odd = _odd(data, layout)
        frame = frame.with_row_index(_PLACE).filter(~pl.col(_PLACE).is_in(places)).drop(_PLACE)
    return _as_declared(frame, layout), _moved(odd, piece)


def _fields(text: bytes, layout: Layout) -> pl.DataFrame:
    """Each line's fields as text, "" for those that are not there."""
    wanted = {column.name for column in layout.columns} | {layout.fields[-1]}
    return pl.read_csv(
        text,
        has_header=False,
        schema=layout.text_schema,
        columns=[place for place, name in enumerate(layout.fields) if name in wanted],
        separator=layout.separator,
        quote_char=None,
        empty_string_is_null=False,
        missing_columns="insert",
        extra_columns="ignore",
    )


def _odd(data: npt.NDArray[np.uint8], layout: Layout) -> tuple[list[int], list[Line]]:
    """The lines that have not one value for each field: their numbers, and where they are."""
    ends, marks = (np.flatnonzero(data == byte) for byte in (_BREAK, ord(layout.separator)))
    counts = np.diff(np.searchsorted(marks, ends), prepend=0)
    wrong = np.flatnonzero(counts != len(layout.fields) - 1)
    if len(wrong) > MOST_BY_HAND:
        raise NotPlain  # rubbish would be held line by line
    starts = np.concatenate(([0], ends[:-1] + 1))
    return wrong.tolist(), [Line(int(starts[at]), int(ends[at]), int(counts[at])) for at in wrong]


def _as_declared(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The report's columns as they are declared; NotPlain when a number is none, not finite, or no integer."""
    numbers = [column.name for column in layout.columns if not column.is_text]
    typed = frame.select(
        pl.col(column.name).cast(DTYPES[column.kind] if column.is_text else pl.Float64, strict=False)
        for column in layout.columns
    )
    for name in numbers:
        cells = typed[name]
        unread = frame[name].filter(cells.is_null())
        if not unread.is_in(UNKNOWN_NUMBERS).all() or not cells.is_finite().all():
            raise NotPlain
        if layout.typed_schema[name] == pl.Int64 and not ((cells == cells.floor()) & (cells.abs() < _EXACT)).all():
            raise NotPlain
    return typed.cast({name: layout.typed_schema[name] for name in numbers})


def _moved(lines: Sequence[Line], piece: list[Stretch]) -> list[Line]:
    """The lines of a piece, where they stand in the body."""
    before = list(accumulate((end - start for start, end in piece), initial=0))
    stretches = [bisect_right(before, line.start) - 1 for line in lines]
    shifts = [piece[stretch][0] - before[stretch] for stretch in stretches]
    return [Line(at.start + by, at.end + by, at.separators) for at, by in zip(lines, shifts, strict=True)]
