"""Collects what is found wrong while one report is read, and words it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS, Problem

# {lines}, {rows} and {values} carry the count with its noun.
SENTENCES: dict[str, str] = {
    "missing_column": "The column {column} is missing: figures that need it stay empty.",
    "unexpected_column": "The column {column} is not part of this report and is not used.",
    "repeated_column": "The column {column} comes more than once: the first one is used.",
    "cut_body": "No line break at the end, so more may be missing: what follows the last one is set aside.",
    "broken_line": "Set aside, because the number of values does not fit the columns: {lines}.",
    "empty_line": "Set aside, because nothing stands there: {lines}.",
    "joined_line": "Put together again: {rows} that a line break inside a name had split.",
    "repeated_header": "Set aside, because the columns are named again, as where files were joined: {lines}.",
    "no_session": "Set aside, because no session is named: {rows}.",
    "not_utf8": "Not UTF-8 text: {lines}, read as well as can be.",
    "rounded_id": "An ID that a spreadsheet rounded, as 2.91E+11, in {column}: {rows}. Nobody knows whose they are: "
    "taken as unknown.",
    "unseen_character": "An invisible character in {column}: {rows}, kept as they came; two IDs may look alike.",
    "decimal_comma": "A comma before the decimals in {column}: {values}, read as such.",
    "unreadable_number": "Not a number in {column}: {values}, taken as unknown.",
    "impossible_number": "Below or beyond anything possible in {column}: {values}, taken as unknown.",
    "end_before_start": "The end is before the start: {rows}; the end is taken as unknown.",
    "ratio_as_per_cent": "Per cent instead of parts of 1 in {column}: {values}, read as such.",
    "impossible_ratio": "Below 0 or above 100 % in {column}: {values}, taken as unknown.",
    "duration_disagrees": "Duration is not end minus start: {rows}; figures use end minus start.",
}
SHOWN_CHARACTERS = 500


@dataclass
class _Found:
    count: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


class Findings:
    """Counts troubles by kind and column, keeps the first SHOWN_ROWS examples of each."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._found: dict[tuple[str, str], _Found] = {}

    def note(self, kind: str, count: int, rows: Iterable[Mapping[str, Any]] = (), column: str = "") -> None:
        """Add `count` cases of a kind of SENTENCES; none of it when count is 0."""
        if count == 0:
            return
        found = self._found.setdefault((kind, column), _Found())
        found.count += count
        for row in rows:
            if len(found.rows) >= SHOWN_ROWS:
                break
            found.rows.append({name: _shown(value) for name, value in row.items()})

    def note_rows(self, kind: str, rows: pl.DataFrame, column: str = "") -> None:
        """Add every row of a frame as a case."""
        self.note(kind, rows.height, rows.head(SHOWN_ROWS).iter_rows(named=True), column)

    def note_lines(self, kind: str, lines: Iterable[str]) -> None:
        """Add every line as a case."""
        texts = list(lines)
        self.note(kind, len(texts), ({"line": text} for text in texts))

    def take_over(self, other: "Findings") -> None:
        """Add all that another collector of the same report holds."""
        for (kind, column), found in other._found.items():
            self.note(kind, found.count, found.rows, column)

    def problems(self) -> tuple[Problem, ...]:
        """One Problem for each kind and column, in the order they were found."""
        return tuple(
            Problem(kind, _sentence(kind, found.count, column), found.count, self.report, tuple(found.rows), column)
            for (kind, column), found in self._found.items()
        )


def combined(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of several bodies with one Problem for each report, kind and column; others stay as they are."""
    merged: dict[Report, Findings] = {}
    others = []
    for problem in problems:
        if problem.report is None or problem.kind not in SENTENCES:
            others.append(problem)
            continue
        findings = merged.setdefault(problem.report, Findings(problem.report))
        findings.note(problem.kind, problem.count, problem.rows, problem.column)
    return tuple(p for report in sorted(merged) for p in merged[report].problems()) + tuple(others)


def _sentence(kind: str, count: int, column: str) -> str:
    nouns = {f"{noun}s": plural(count, noun) for noun in ("line", "row", "value")}
    return SENTENCES[kind].format(column=f"“{column}”", **nouns)


def _shown(value: object) -> str | None:
    return None if value is None else str(value)[:SHOWN_CHARACTERS]
