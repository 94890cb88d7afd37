"""Several files of one report → one row a key, whether the files overlap, touch, or are the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kaltura.fetch.doubles import doubles_of, keys, merged, merged_note, shown
from kaltura.plural import plural
from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import empty_frame
from kaltura.reports.problems import SHOWN_ROWS, Problem

ACROSS_FILES = ("same_row_twice", "added_across_files", "fuller_row_kept")  # kinds of problems found here
SAME_ROW = "the same row in another file"
LESSER_ROW = "another file knows more of the same session or person"


@dataclass(frozen=True)
class Combined:
    """frame: one row a key. merged, set_aside: what became of the other rows, as in a LedgerEntry."""

    frame: pl.DataFrame
    merged: int
    set_aside: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def combine(report: Report, frames: Sequence[pl.DataFrame], *, partial: bool) -> Combined:
    """The rows of all frames; a row that two of them share counts once.

    partial: whether a frame's numbers may stop at its first or last day, as in Kaltura's own exports.
    Kaltura's exports of two periods that touch each have a part of a session that runs over the border: these
    parts add up. When the files share rows, their periods overlap, and the row that knows more is the whole one.
    """
    doubles = [doubles_of(report, frame) for frame in frames]
    inside = [merged(report, frame, double) for frame, double in zip(frames, doubles, strict=True)]
    count = sum(merges for _, merges in inside)
    problems: tuple[Problem, ...] = (merged_note(report, pl.concat(doubles), count),) if count else ()
    every = pl.concat([empty_frame(report), *(frame for frame, _ in inside)])
    if len(frames) < 2:
        return Combined(every, count, {}, problems)
    distinct = every.unique(column_names(report), keep="first", maintain_order=True)
    same = every.height - distinct.height
    if same:
        problems += (_same(report, every.filter(every.is_duplicated()), same),)
    clashing = doubles_of(report, distinct)
    if clashing.is_empty():
        return Combined(distinct, count, {SAME_ROW: same}, problems)
    if partial and not same:
        whole, added = merged(report, distinct, clashing)
        return Combined(whole, count + added, {}, (*problems, _added(report, clashing, added)))
    whole = _fullest(report, distinct)
    lesser = distinct.height - whole.height
    aside = {SAME_ROW: same, LESSER_ROW: lesser}
    return Combined(whole, count, aside, (*problems, _chosen(report, clashing, lesser)))


def _fullest(report: Report, frame: pl.DataFrame) -> pl.DataFrame:
    """The row of each key with the most minutes; of a session, with the latest end and then the most people."""
    more = {
        Report.ROOM_SESSIONS: ["session_end_time", "meeting_view_period_unique_users"],
        Report.ATTENDEES: ["meeting_view_time"],
        Report.BREAKOUT_SESSIONS: ["session_end_time", "participant_count"],
    }[report]
    ranked = frame.with_row_index("_row").with_columns(keys(report))
    names = [f"_key{i}" for i in range(len(keys(report)))]
    best = ranked.sort(more, descending=True, nulls_last=True, maintain_order=True).unique(names, keep="first")
    return best.sort("_row").select(frame.columns)


def _same(report: Report, rows: pl.DataFrame, count: int) -> Problem:
    sentence = f"The files have {plural(count, 'row')} in common, which count once."
    return Problem("same_row_twice", sentence, count, report, shown(report, rows.head(SHOWN_ROWS).unique()))


def _added(report: Report, clashing: pl.DataFrame, count: int) -> Problem:
    sentence = (
        f"{plural(count, 'row')} of a session or person that another file has too. The files have no row in common, "
        "so their periods seem to touch and each has a part: minutes were added."
    )
    return Problem("added_across_files", sentence, count, report, shown(report, clashing))


def _chosen(report: Report, clashing: pl.DataFrame, count: int) -> Problem:
    sentence = (
        f"{plural(count, 'row')} differ from another file's row of the same session or person. "
        "The fuller row was kept, so a session at the edge of a file's period may lack minutes."
    )
    return Problem("fuller_row_kept", sentence, count, report, shown(report, clashing))
