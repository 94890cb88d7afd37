"""Bytes whose lines all fit → typed columns, in less time than Polars takes for Categoricals.

Polars turns each cell into a Categorical by a look-up among all names there are, which takes longer than all the rest.
The cells of one person come together again and again: they are looked up once a person.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from kaltura.reports.header import Layout
from kaltura.reports.lines import Stretch

PIECE = 1 << 24  # bytes, roughly: large enough for people to repeat, small enough to hold as text
_THREADS = 2
_PERSON = ("user_id", "user_name", "user_email", "user_type")


def read_typed(body: bytes, whole: Sequence[Stretch], layout: Layout) -> pl.DataFrame:
    """The lines in these stretches of the body as layout.typed_schema.

    Raises PolarsError when a cell is not what its column is, a line has too many cells, or a piece begins with an
    empty one.
    """
    with ThreadPoolExecutor(_THREADS) as pool:
        frames = list(pool.map(lambda piece: _typed(piece, layout), _pieces(body, whole)))
    return pl.concat(frames) if frames else pl.DataFrame(schema=layout.typed_schema)


def read_text(body: bytes, layout: Layout, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """The body without its first line, as Polars reads it."""
    return pl.read_csv(
        body,
        has_header=False,
        skip_lines=1,
        schema=schema,
        separator=layout.separator,
        quote_char=None,
        null_values={column.name: "Unknown" for column in layout.columns if not column.is_text},
    )


def _pieces(body: bytes, whole: Sequence[Stretch]) -> Iterator[bytes]:
    """The lines in pieces, each after a line break that ends the line to skip."""
    held, size = [b"\n"], 0
    for start, end in _short(body, whole):
        held.append(body[start:end])
        size += end - start
        if 2 * size >= PIECE:
            yield b"".join(held)
            held, size = [b"\n"], 0
    if size:
        yield b"".join(held)


def _short(body: bytes, whole: Sequence[Stretch]) -> Iterator[Stretch]:
    for first, end in whole:
        start = first
        while start < end:
            stop = body.rfind(b"\n", start, min(start + PIECE, end)) + 1 or body.index(b"\n", start) + 1
            yield start, stop
            start = stop


def _typed(piece: bytes, layout: Layout) -> pl.DataFrame:
    codes = [name for name, kind in layout.typed_schema.items() if kind == pl.Categorical]
    frame = read_text(piece, layout, {**layout.typed_schema, **dict.fromkeys(codes, pl.String)})
    person = [name for name in _PERSON if name in codes]
    coded = coded_together(frame.select(person)).get_columns() if person else []
    others = (frame[name].cast(pl.Categorical) for name in codes if name not in person)
    return frame.with_columns(*coded, *others)


def coded_together(cells: pl.DataFrame) -> pl.DataFrame:
    """Text columns as Categorical; fast where the same rows come again and again."""
    hashes = cells.hash_rows()
    first = hashes.is_first_distinct()
    distinct = cells.filter(first)[hashes.filter(first).arg_sort()]
    row = hashes.rank("dense") - 1
    if not all(text.eq_missing(cells[text.name]).all() for text in distinct[row]):  # two rows of one hash
        return pl.DataFrame([text.cast(pl.Categorical) for text in cells])
    return pl.DataFrame([text.cast(pl.Categorical) for text in distinct])[row]
