"""Several files of one report → one row a key, whether the files overlap, touch, or are the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kaltura.fetch.doubles import doubles_of, keys, merged, merged_note, shown
from kaltura.fetch.ownership import session_times
from kaltura.fetch.touching import FILE, Groups, groups_of, too_long
from kaltura.plural import plural
from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import empty_frame
from kaltura.reports.problems import Problem

NOT_TOLD = "overlap_not_told"
# Kinds of problems found here.
ACROSS_FILES = ("same_row_twice", "added_across_files", "fuller_row_kept", NOT_TOLD)
SAME_ROW = "the same row in another file"
LESSER_ROW = "another file knows more of the same session or person"
_GROUP = "_group"
_LOOKED_AT = 1_000  # rows, of which some are shown


@dataclass(frozen=True)
class Combined:
    """frame: one row a key. merged, set_aside: what became of the other rows, as in a LedgerEntry."""

    frame: pl.DataFrame
    merged: int
    set_aside: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def combine(
    report: Report, frames: Sequence[pl.DataFrame], *, partial: bool, times: pl.DataFrame | None = None
) -> Combined:
    """The rows of all frames; a row that two of them share counts once.

    partial: whether a frame's numbers may stop at its first or last day, as in Kaltura's own exports.
    times: of `session_times`, for 6001, which has none.
    Kaltura's exports of two periods that touch each have a part of a session that runs over the border: these
    parts add up. When their periods overlap, the row that knows more is the whole one.
    """
    doubles = [doubles_of(report, frame) for frame in frames]
    inside = [merged(report, frame, double) for frame, double in zip(frames, doubles, strict=True)]
    count = sum(merges for _, merges in inside)
    problems: tuple[Problem, ...] = (merged_note(report, pl.concat(doubles), count),) if count else ()
    if len(inside) == 1:
        return Combined(inside[0][0], count, {}, problems)
    numbered = [frame.with_columns(pl.lit(n, pl.UInt32).alias(FILE)) for n, (frame, _) in enumerate(inside)]
    every = pl.concat([empty_frame(report).with_columns(pl.lit(0, pl.UInt32).alias(FILE)), *numbered])
    clashing = doubles_of(report, every)
    every = every.drop(FILE)
    if clashing.is_empty():
        return Combined(every, count, {}, problems)
    known = session_times([] if report == Report.ATTENDEES else [every]) if times is None else times
    groups = groups_of(report, clashing, known) if partial else _one_group(clashing)
    chosen = _chosen(report, every, clashing, groups)
    if report == Report.ATTENDEES and too_long(doubles_of(report, chosen.frame), known):
        groups = _one_group(clashing, doubted=True)
        chosen = _chosen(report, every, clashing, groups)
    parts = doubles_of(report, chosen.frame)
    whole, added = merged(report, chosen.frame, parts)
    if added:
        problems += (_added(report, parts, added),)
    if groups.doubted:
        problems += (_not_told(report, clashing.filter(pl.col(FILE).is_in([*groups.doubted]))),)
    return Combined(whole, count + added, chosen.set_aside, (*problems, *chosen.problems))


def _one_group(rows: pl.DataFrame, *, doubted: bool = False) -> Groups:
    files = rows[FILE].unique().to_list()
    return Groups(dict.fromkeys(files, 0), frozenset(files if doubted else ()))


def _chosen(report: Report, every: pl.DataFrame, clashing: pl.DataFrame, groups: Groups) -> Combined:
    """Of the files of each group, the fullest row of each key; nothing is added yet."""
    grouped = clashing.with_columns(pl.col(FILE).replace_strict(groups.number, return_dtype=pl.UInt32).alias(_GROUP))
    row = [_GROUP, *column_names(report)]
    distinct = grouped.unique(row, keep="first", maintain_order=True)
    best = _fullest(report, distinct)
    same, lesser = grouped.height - distinct.height, distinct.height - best.height
    problems: tuple[Problem, ...] = ()
    if same:
        problems += (_same(report, grouped.filter(pl.struct(row).is_duplicated()), same),)
    if lesser:
        differing = distinct.filter(pl.struct(_GROUP, *keys(report)).is_duplicated())
        problems += (_lesser(report, differing, lesser),)
    dropped = clashing.filter(~pl.col("_row").is_in(best["_row"].implode()))["_row"]
    left = every.filter(~pl.int_range(pl.len()).is_in(dropped.implode()))
    aside = {reason: rows for reason, rows in ((SAME_ROW, same), (LESSER_ROW, lesser)) if rows}
    return Combined(left, 0, aside, problems)


def _fullest(report: Report, frame: pl.DataFrame) -> pl.DataFrame:
    """The row of each group and key with the most minutes; of a session, with the latest end, then the most people."""
    more = {
        Report.ROOM_SESSIONS: ["session_end_time", "meeting_view_period_unique_users"],
        Report.ATTENDEES: ["meeting_view_time"],
        Report.BREAKOUT_SESSIONS: ["session_end_time", "participant_count"],
    }[report]
    ranked = frame.with_columns(keys(report))
    names = [_GROUP, *(f"_key{i}" for i in range(len(keys(report))))]
    return ranked.sort(more, descending=True, nulls_last=True, maintain_order=True).unique(names, keep="first")


def _same(report: Report, rows: pl.DataFrame, count: int) -> Problem:
    sentence = f"The files have {plural(count, 'row')} in common, which count once."
    return Problem(
        "same_row_twice", sentence, count, report, shown(report, rows.head(_LOOKED_AT).unique(column_names(report)))
    )


def _added(report: Report, parts: pl.DataFrame, count: int) -> Problem:
    what = "minutes were added" if report == Report.ATTENDEES else "estimates that differ are taken as unknown"
    sentence = (
        f"{plural(count, 'row')} of a session or person that another file has too. "
        f"The periods of these files seem to touch, and each has a part: {what}."
    )
    return Problem("added_across_files", sentence, count, report, shown(report, parts))


def _lesser(report: Report, differing: pl.DataFrame, count: int) -> Problem:
    sentence = (
        f"{plural(count, 'row')} differ from another file's row of the same session or person. "
        "The fuller row was kept, so a session at the edge of a file's period may lack minutes."
    )
    return Problem("fuller_row_kept", sentence, count, report, shown(report, differing))


def _not_told(report: Report, rows: pl.DataFrame) -> Problem:
    sentence = (
        f"{plural(rows.height, 'row')} of sessions and people that several files have, and nothing tells whether the "
        "periods of these files overlap, or touch so that minutes must be added. Only the larger value counts, so "
        "minutes may be missing: export the whole period at once."
    )
    return Problem(NOT_TOLD, sentence, rows.height, report, shown(report, rows))
