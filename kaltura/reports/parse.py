"""Bytes of one report's answer → typed frame, account of its rows, problems.

Read as Kaltura writes it: BOM, header, no quoting, `\\n`. Two ways through: the fast one reads typed columns and names
the lines that do not fit; at the first cell out of the ordinary the careful one looks at every line and cell. Both give
the same frame for the same rows.
"""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kaltura.reports.cells import typed, without_none
from kaltura.reports.columns import COLUMNS, DTYPES, Report
from kaltura.reports.fast_read import NotPlain, read_typed
from kaltura.reports.findings import Findings
from kaltura.reports.header import EVENTS, Layout, layout_of
from kaltura.reports.ids import different_ids, note_unseen, without_headers, without_rounded
from kaltura.reports.lines import Line, Sorted, odd_lines, sort_lines
from kaltura.reports.numbers import check_numbers, readable_or_unknown
from kaltura.reports.problems import Problem
from kaltura.reports.size import check_size
from kaltura.reports.text import is_utf8


@dataclass(frozen=True)
class Parsed:
    """One report's rows. received == frame.height + sum(set_aside.values()), always.

    frame: every column of the report, in its order and typed as DTYPES says; null for "none".
    received: rows that arrived; a row that was split in lines and put together again is one.
    set_aside: reason → rows (or lines) that are not in frame.
    events: cue_point_id and the cell of EVENTS, each pair once, of our own export; None of other files.
    """

    report: Report
    frame: pl.DataFrame
    received: int
    set_aside: dict[str, int]
    problems: tuple[Problem, ...]
    events: pl.DataFrame | None = None


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
    return body[:end].removeprefix(codecs.BOM_UTF8).rstrip(b"\r"), min(end + 1, len(body))


def read_rows(body: bytes, start: int, layout: Layout, findings: Findings) -> Parsed:
    """The rows in body[start:], which follow a header that gave the layout."""
    body, set_aside = without_cut_end(body, start, findings)
    try:
        frame, odd = read_typed(body, start, layout)
        lines = _sorted(body, start, odd, layout, findings)
    except NotPlain:
        odd = list(odd_lines(body, start, layout.separator.encode(), len(layout.fields)))
        lines = _sorted(body, start, odd, layout, findings)
        frame = _careful(body, lines, layout, findings)
    if lines.by_hand:
        rows = [row.decode("utf-8", "replace").rstrip("\r").split(layout.separator) for row in lines.by_hand]
        by_hand = pl.DataFrame(rows, schema=layout.text_schema, orient="row")
        frame = pl.concat([frame, typed(by_hand, layout, findings)])
    return finished(frame, set_aside | lines.set_aside, findings)


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
    ids = different_ids(frame, columns)
    frame, headers = without_headers(frame, ids, findings)
    set_aside = set_aside | headers
    frame = without_rounded(frame, ids, findings)
    nowhere = pl.col("cue_point_id").is_null()
    lost = frame.filter(nowhere)
    if lost.height:
        findings.note_rows("no_session", lost)
        set_aside = set_aside | {"no session": lost.height}
        frame = frame.filter(~nowhere)
    note_unseen(frame, ids, findings)
    frame = check_numbers(frame, columns, findings)
    named = EVENTS.name in frame.columns
    events = frame.select("cue_point_id", EVENTS.name).unique(maintain_order=True) if named else None
    absent = [pl.lit(None, DTYPES[c.kind]).alias(c.name) for c in COLUMNS[report] if c not in columns]
    frame = frame.with_columns(absent).select(column.name for column in COLUMNS[report])
    return Parsed(report, frame, received, set_aside, findings.problems(), events)


def empty_frame(report: Report) -> pl.DataFrame:
    """No rows, all columns."""
    return pl.DataFrame(schema={column.name: DTYPES[column.kind] for column in COLUMNS[report]})


def _careful(body: bytes, lines: Sorted, layout: Layout, findings: Findings) -> pl.DataFrame:
    """The whole lines, cell by cell."""
    nothing = layout.separator.encode() * (len(layout.fields) - 1) + b"\n"
    rest = nothing + b"".join(body[first:last] for first, last in lines.whole)
    return typed(read_text(_as_utf8(rest, findings), layout), layout, findings)


def read_text(body: bytes, layout: Layout) -> pl.DataFrame:
    """The body without its first line, every field as text, as Polars reads it. The first line has as many fields."""
    # It is not skipped: Polars would take a byte order mark off the line after it.
    return pl.read_csv(
        body, has_header=False, schema=layout.text_schema, separator=layout.separator, quote_char=None
    ).slice(1)


def _sorted(body: bytes, start: int, odd: Sequence[Line], layout: Layout, findings: Findings) -> Sorted:
    """The lines of the body by their use."""
    numbers = [layout.fields.index(column.name) for column in layout.columns if not column.is_text]

    def plausible(row: bytes) -> bool:
        cells = row.decode("utf-8", "replace").split(layout.separator)
        return all(readable_or_unknown(cells[position]) for position in numbers)

    return sort_lines(body, start, odd, len(layout.fields), plausible, findings)


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
