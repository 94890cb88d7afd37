"""All answers of a report → the rows that count, once each, and the account of the others."""

from collections import Counter
from dataclasses import replace

import polars as pl

from kaltura.dataset import Dataset
from kaltura.fetch.asks import Purpose
from kaltura.fetch.calls import Calls
from kaltura.fetch.doubles import doubles_of, merged, merged_note
from kaltura.fetch.ownership import asked_for, sort_out
from kaltura.reports.columns import Report
from kaltura.reports.parse import empty_frame
from kaltura.reports.problems import LedgerEntry, Problem

CUT = "cut answer, asked again"
READ_ONLY: dict[Purpose, str] = {
    "event": "read to learn the sessions of an event",
    "search": "read to learn the breakout rooms",
}
NOT_ASKED = "not asked for"
TIMELESS = "session without times, asked again without overlap"
INCOMPLETE = "the report did not arrive whole"


def rows_of(
    report: Report, calls: Calls, times: pl.DataFrame, span: tuple[int, int]
) -> tuple[pl.DataFrame, LedgerEntry, list[Problem]]:
    """Rows of sessions that start in `span`, one a key, their account and notes. times: of `session_times`."""
    answers = calls.of(report)
    aside = Counter({CUT: calls.cut[report]})
    for purpose, reason in READ_ONLY.items():
        aside[reason] = sum(answer.parsed.received for answer in calls.of(report, purpose))
    received = calls.cut[report] + sum(answer.parsed.received for answer in answers)
    if report in calls.failures:
        aside[INCOMPLETE] = received - aside.total()
        return empty_frame(report), LedgerEntry(report, received, set_aside=dict(+aside)), []
    for answer in answers:
        if answer.ask.purpose not in READ_ONLY:
            aside.update(answer.parsed.set_aside)
    owned = sort_out(report, calls.of(report, "rows"), times, span)
    aside[NOT_ASKED] += owned.not_asked
    if report == Report.ATTENDEES:
        aside[TIMELESS] += owned.timeless.height
        again = _asked_again(calls, owned.timeless, aside)
    else:
        again = owned.timeless  # a session that Kaltura gives no times: kept, and belongs to no day
    rows = pl.concat([owned.rows, again])
    doubles = doubles_of(report, rows)
    frame, count = merged(report, rows, doubles)
    notes = [merged_note(report, doubles, count)] if count else []
    return frame, LedgerEntry(report, received, frame.height, count, owned.outside, dict(+aside)), notes


def narrowed(whole: Dataset, ledger: dict[Report, LedgerEntry], selected: Dataset) -> Dataset:
    """`selected`, with what `select` took away from `whole` in the ledger, and no memory of it."""
    entries = []
    tables = {}
    for report, entry in ledger.items():
        tables[report] = selected.report(report).collect()
        dropped = whole.report(report).select(pl.len()).collect().item() - tables[report].height
        aside = Counter(entry.set_aside) + Counter({NOT_ASKED: dropped})
        entries.append(replace(entry, kept=entry.kept - dropped, set_aside=dict(aside)))
    return replace(
        selected,
        room_sessions=tables[Report.ROOM_SESSIONS].lazy(),
        attendances=tables[Report.ATTENDEES].lazy(),
        breakout_sessions=tables[Report.BREAKOUT_SESSIONS].lazy(),
        ledger=tuple(entries),
    )


def _asked_again(calls: Calls, timeless: pl.DataFrame, aside: Counter[str]) -> pl.DataFrame:
    """Rows of sessions without times, over windows that don't overlap, and of long ones, after their window."""
    parts = []
    for answer in calls.of(Report.ATTENDEES, "timeless", "late"):
        rows = asked_for(answer)
        if answer.ask.purpose == "timeless":
            rows = rows.join(timeless, on="cue_point_id", how="semi")
        aside[NOT_ASKED] += answer.parsed.frame.height - rows.height
        parts.append(rows)
    return pl.concat([empty_frame(Report.ATTENDEES), *parts])
