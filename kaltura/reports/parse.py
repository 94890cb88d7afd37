"""Bytes of one report's answer → typed frame, account of its rows, problems.

Read as Kaltura writes it: BOM, header, no quoting, `\\n`. Two ways through: the fast one lets Polars read
typed columns; at the first thing out of the ordinary the careful one looks at every line and cell. Both give
the same frame for the same rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl
import polars.selectors as cs

from kaltura.reports.cells import check_ids, typed, without_none
from kaltura.reports.columns import COLUMNS, DTYPES, Report
from kaltura.reports.fast_read import read_text, read_typed
from kaltura.reports.findings import Findings
from kaltura.reports.header import Layout, layout_of
from kaltura.reports.lines import Sorted, Stretch, count_byte, odd_lines, sort_lines, suspicious_lines
from kaltura.reports.numbers import check_numbers, readable_or_unknown
from kaltura.reports.problems import Problem
from kaltura.reports.size import check_size
from kaltura.reports.text import is_utf8

BOM = b"\xef\xbb\xbf"

_MOST_BY_HAND = 20_000  # lines split in Python; above that, reading every cell as text is sooner done


@dataclass(frozen=True)
class Parsed:
    """One report's rows. received == frame.height + sum(set_aside.values()), always.

    frame: every column of the report, in its order and typed as DTYPES says; null for "none".
    received: rows that arrived; a row that was split in lines and put together again is one.
    set_aside: reason → rows (or lines) that are not in frame.
    """

    report: Report
    frame: pl.DataFrame
    received: int
    set_aside: dict[str, int]
    problems: tuple[Problem, ...]


def parse(body: bytes, report: Report) -> Parsed:
    """The body of a successful answer as a frame. A header alone, or a BOM and a line break, is no data.

    Raises FileError when a column is missing that the report cannot do without, or when it is too large.
    """
    check_size(body)
    findings = Findings(report)
    header, start = header_line(body)
    if not header.strip() and not body[start:].strip():
        return finished(empty_frame(report), {}, findings)
    layout = layout_of(header.decode("utf-8", "replace").split(","), report, findings)
    return read_rows(body, start, layout, findings)


def header_line(body: bytes) -> tuple[bytes, int]:
    """The first line without BOM and line break, and where the second starts."""
    end = body.find(b"\n")
    end = len(body) if end < 0 else end
    return body[:end].removeprefix(BOM).rstrip(b"\r"), min(end + 1, len(body))


def read_rows(body: bytes, start: int, layout: Layout, findings: Findings) -> Parsed:
    """The rows in body[start:], which follow a header that gave the layout."""
    body, set_aside = without_cut_end(body, start, findings)
    frame = _fast(body, [(start, len(body))], layout)
    if frame is None:
        frame, broken = _careful(body, start, layout, findings)
        set_aside |= broken
    return finished(frame, set_aside, findings)


def without_cut_end(body: bytes, start: int, findings: Findings) -> tuple[bytes, dict[str, int]]:
    """The body up to its last line break, and the line after it set aside: its last number may be cut."""
    if body.endswith(b"\n"):
        return body, {}
    end = max(body.rfind(b"\n") + 1, start)
    findings.note_lines("cut_body", [body[end:].decode("utf-8", "replace")])
    return body[:end], {"cut off": 1} if end < len(body) else {}


def finished(frame: pl.DataFrame, set_aside: dict[str, int], findings: Findings) -> Parsed:
    """Typed rows of the columns that came → all columns, checked, with the rows of no session set aside."""
    report = findings.report
    columns = tuple(column for column in COLUMNS[report] if column.name in frame.columns)
    received = frame.height + sum(set_aside.values())
    frame = without_none(frame, columns)
    nowhere = pl.col("cue_point_id").is_null()
    lost = frame.filter(nowhere)
    if lost.height:
        findings.note_rows("no_session", lost)
        set_aside = set_aside | {"no session": lost.height}
        frame = frame.filter(~nowhere)
    check_ids(frame, columns, findings)
    frame = check_numbers(frame, columns, findings)
    absent = [pl.lit(None, DTYPES[c.kind]).alias(c.name) for c in COLUMNS[report] if c not in columns]
    frame = frame.with_columns(absent).select(column.name for column in COLUMNS[report])
    return Parsed(report, frame, received, set_aside, findings.problems())


def empty_frame(report: Report) -> pl.DataFrame:
    """No rows, all columns."""
    return pl.DataFrame(schema={column.name: DTYPES[column.kind] for column in COLUMNS[report]})


def _fast(body: bytes, whole: Sequence[Stretch], layout: Layout) -> pl.DataFrame | None:
    """Typed columns straight from Polars; None when a line or a cell needs a closer look."""
    if any(next(_marked(body, start, end, layout), None) is not None for start, end in whole):
        return None
    try:
        frame = read_typed(body, whole, layout)
    except pl.exceptions.PolarsError:
        return None
    # Polars refuses lines that are too long, and fills up short ones with null.
    if frame[:, -1].has_nulls():
        separators = (len(layout.fields) - 1) * frame.height
        if sum(count_byte(body, start, end, layout.separator.encode()) for start, end in whole) != separators:
            return None
    frame = frame.select(column.name for column in layout.columns)
    finite = all(floats.is_finite().all() for floats in frame.select(cs.float()))
    return frame if finite else None


def _careful(body: bytes, start: int, layout: Layout, findings: Findings) -> tuple[pl.DataFrame, dict[str, int]]:
    """The same, line by line and cell by cell; with what had to be set aside."""
    frame, lines = _sorted(body, start, layout, findings)
    if lines.by_hand:
        rows = [row.decode("utf-8", "replace").rstrip("\r").split(layout.separator) for row in lines.by_hand]
        by_hand = pl.DataFrame(rows, schema=layout.text_schema, orient="row")
        frame = pl.concat([frame, typed(by_hand, layout, findings)])
    return frame, lines.set_aside


def _sorted(body: bytes, start: int, layout: Layout, findings: Findings) -> tuple[pl.DataFrame, Sorted]:
    """The rows that can be read as they are, and the lines that cannot.

    First by a glance, which is enough when the rest then reads without a doubt; else by a look at each line.
    """
    separator, width = layout.separator.encode(), len(layout.fields)
    numbers = [layout.fields.index(column.name) for column in layout.columns if not column.is_text]

    def plausible(row: bytes) -> bool:
        cells = row.decode("utf-8", "replace").split(layout.separator)
        return all(readable_or_unknown(cells[position]) for position in numbers)

    spots = sorted(islice(_marked(body, start, len(body), layout), _MOST_BY_HAND + 1))
    glance = list(islice(suspicious_lines(body, start, separator, width, spots), _MOST_BY_HAND + 1))
    if max(len(spots), len(glance)) <= _MOST_BY_HAND:
        seen = Findings(findings.report)
        lines = sort_lines(body, start, glance, width, plausible, seen)
        frame = _fast(body, lines.whole, layout)
        if frame is not None:
            findings.take_over(seen)
            return frame, lines
    lines = sort_lines(body, start, list(odd_lines(body, start, separator, width)), width, plausible, findings)
    frame = _fast(body, lines.whole, layout)
    if frame is None:
        rest = b"\n" + b"".join(body[first:last] for first, last in lines.whole)
        frame = typed(read_text(_as_utf8(rest, findings), layout, layout.text_schema), layout, findings)
    return frame, lines


def _marked(body: bytes, start: int, end: int, layout: Layout) -> Iterator[int]:
    """Where a cell of body[start:end] begins with a character that may have to be taken off, or ends with a carriage
    return, which Polars drops. Looks for the rare byte first: that is ten times as fast as for the pair.
    """
    edges = (ord("\n"), ord(layout.separator))
    for quote in b"\"'" if layout.ours else b'"':
        yield from (at for at in _positions(body, start, end, quote) if body[at - 1] in edges)
    separator = ord(layout.separator)
    yield from (at for at in _positions(body, start, end, ord("\r")) if body[at + 1 : at + 2] == bytes([separator]))


def _positions(body: bytes, start: int, end: int, byte: int) -> Iterator[int]:
    while (start := body.find(byte, start, end) + 1) > 0:
        yield start - 1


def _as_utf8(body: bytes, findings: Findings) -> bytes:
    if is_utf8(body):
        return body
    findings.note_lines("not_utf8", (text for text in map(_lossy, body.split(b"\n")) if text is not None))
    return body.decode("utf-8", "replace").encode()


def _lossy(line: bytes) -> str | None:
    """The line as text when it is not UTF-8, else None."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("utf-8", "replace")
    return None
