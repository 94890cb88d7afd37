"""Files from a person's disk: Kaltura's own, our export, or either saved again by a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

import polars as pl

from kaltura.api.errors import FileError
from kaltura.reports.cells import typed
from kaltura.reports.columns import Report
from kaltura.reports.findings import SHOWN_CHARACTERS, Findings
from kaltura.reports.header import Layout, layout_of
from kaltura.reports.parse import Parsed, empty_frame, finished, header_line, read_rows, without_cut_end
from kaltura.reports.size import check_size
from kaltura.reports.text import as_utf8, split_header

_ODD_LINES = {"joined_line", "broken_line"}
_BATCH = 50_000  # rows held as Python text at once


def parse_file(body: bytes, report: Report) -> Parsed:
    """Like `parse`, for a file: also quoted (RFC 4180), with `;` or tabs, UTF-16, Windows-1252, without BOM.

    A file may be quoted or may be Kaltura's own, where a quote is just a character. Both readings agree as long
    as no line with a quote has more or fewer values than columns; else the one that loses fewer rows is right.
    Our own export gives back the values that it was made from.
    Raises FileError when it is empty, too large, or lacks a column that the report needs.
    """
    check_size(body)
    if not body:
        raise FileError("The file is empty.", "Choose the file that Kaltura's export wrote, or export it again.")
    findings = Findings(report)
    body = as_utf8(body, findings)
    check_size(body)
    header, start = header_line(body)
    if not header.strip() and not body[start:].strip():
        return finished(empty_frame(report), {}, findings)
    if b"\0" in header:  # its names would be found, and nonsense in the cells
        raise FileError(
            "The file is UTF-16 without the mark that says so, or no text at all.", "Save it as CSV in UTF-8."
        )
    layout = _layout(header, report, findings)
    body = _ended(body, start, layout)
    plain, as_written = _branch(findings), _branch(findings)
    parsed = read_rows(body, start, layout, as_written)
    if not _perhaps_quoted(parsed):
        return parsed
    quoted = _read_quoted(body, start, layout, plain)
    return quoted if quoted and quoted.frame.height >= parsed.frame.height else parsed


def _perhaps_quoted(as_written: Parsed) -> bool:
    """Whether an odd line has a quote, or may have one where its end, or the line itself, was not kept."""
    odd = [problem for problem in as_written.problems if problem.kind in _ODD_LINES]
    lines = [row["line"] for problem in odd for row in problem.rows]
    return sum(problem.count for problem in odd) > len(lines) or any(
        '"' in line or len(line) >= SHOWN_CHARACTERS for line in lines
    )


def _layout(header: bytes, report: Report, findings: Findings) -> Layout:
    try:
        cells, separator = split_header(header.decode("utf-8", "replace"))
    except csv.Error as error:
        raise FileError("The first line of the file is no CSV header.", "Export the report again.") from error
    return layout_of(cells, report, findings, separator)


def _ended(body: bytes, start: int, layout: Layout) -> bytes:
    """With a line break at its end where a spreadsheet wrote none: Kaltura and our export end lines with `\\n` alone,
    and always the last. A last line with too few values was cut off all the same."""
    last = body[max(body.rfind(b"\n") + 1, start) :]
    whole = last.count(layout.separator.encode()) >= len(layout.fields) - 1
    return body + b"\r\n" if last and whole and body[:start].endswith(b"\r\n") else body


def _branch(findings: Findings) -> Findings:
    """A collector of its own that starts with what was found so far."""
    branch = Findings(findings.report)
    branch.take_over(findings)
    return branch


def _read_quoted(body: bytes, start: int, layout: Layout, findings: Findings) -> Parsed | None:
    """The rows read with quoting; None when the quotes do not pair up."""
    body, set_aside = without_cut_end(body, start, findings)
    text = io.StringIO(body[start:].decode("utf-8", "replace"), newline="")
    frames = [pl.DataFrame(schema=layout.text_schema)]
    try:
        batches = _batches(csv.reader(text, delimiter=layout.separator))
        frames += [_batch(rows, layout, findings, set_aside) for rows in batches]
    except csv.Error:
        return None
    return finished(typed(pl.concat(frames), layout, findings, wrapped=False), set_aside, findings)


def _batches(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _batch(rows: list[list[str]], layout: Layout, findings: Findings, set_aside: dict[str, int]) -> pl.DataFrame:
    width = len(layout.fields)
    good = [row for row in rows if len(row) == width]
    empty = [row for row in rows if not row]
    broken = [row for row in rows if row and len(row) != width]
    for reason, lines in (("empty line", empty), ("broken line", broken)):
        if lines:
            set_aside[reason] = set_aside.get(reason, 0) + len(lines)
            findings.note_lines(reason.replace(" ", "_"), map(layout.separator.join, lines))
    return pl.DataFrame(good, schema=layout.text_schema, orient="row")
