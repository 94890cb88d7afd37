"""Do two files of one report overlap (then of two rows of a key the fuller one counts), or do their periods touch (then
each row is a part, and minutes add up)?

All keys that both files have vote, because one row proves nothing. Signs of touching periods: every shared session ran
at the moment where they meet, and added minutes fit into the session. Signs of overlap: about the same minutes (a copy,
perhaps rounded by a spreadsheet), or added minutes longer than the session (exported once while it ran and once later).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from kaltura.fetch.doubles import keys
from kaltura.reports.columns import Report

FILE = "_file"  # column with the number of the file that a row is of
# As the tolerance of a decision on attendance: heartbeats are 10 seconds apart, and sums of rounded numbers are off.
_TOLERANCE = 0.5  # minutes
_RATIO_ROUNDED = 0.005
_FEW = 0.1  # part of the keys that may speak against the others: one account on two devices
_NEXT = 5  # files, of those that have a key, each file is compared with
_HOUR = 3600  # Kaltura keeps viewing per UTC hour: a session is seen until the end of the hour that it ends in
_NEVER = 2**40  # Unix seconds; the end of what still runs
_ESTIMATES = {
    Report.ROOM_SESSIONS: ("meeting_view_period_unique_users", "meeting_engaged_play_time_ratio"),
    Report.BREAKOUT_SESSIONS: ("participant_count", "engagement_rate"),
}


_TIMES = ("session_start_time", "session_end_time")
_COMPARED = {report: (*_TIMES, *names) for report, names in _ESTIMATES.items()} | {
    Report.ATTENDEES: ("meeting_view_time",)
}


@dataclass(frozen=True)
class Groups:
    """number: file → group, the same for files that overlap. doubted: files of which that cannot be told."""

    number: dict[int, int]
    doubted: frozenset[int] = frozenset()


def groups_of(report: Report, rows: pl.DataFrame, times: pl.DataFrame) -> Groups:
    """The groups of files with rows of the same keys.

    rows: of keys that several files have, with FILE, in its order. times: (cue_point_id, start, end) in Unix seconds
    of sessions whose times are known.
    """
    pairs = _pairs(report, rows, times)
    found = pairs.group_by("first", "second").agg(
        pl.len().alias("all"), *(pl.col(vote).sum() for vote in ("overlap", "touch"))
    )
    found = found.join(_apart(pairs), on=["first", "second"], how="left")
    together, doubted = [], set()
    for row in found.iter_rows(named=True):
        decision = "overlap" if row["apart"] else _decision(report, row["all"], row["overlap"], row["touch"])
        if decision != "touch":
            together.append((row["first"], row["second"]))
        if decision == "doubt":
            doubted |= {row["first"], row["second"]}
    return Groups(_joined(rows[FILE].unique().sort(), together), frozenset(doubted))


def too_long(parts: pl.DataFrame, times: pl.DataFrame) -> bool:
    """Whether rows of 6001 that are to be added, of files that touch, make people stay longer than their sessions."""
    minutes = pl.col("meeting_view_time")
    together = parts.group_by(keys(Report.ATTENDEES)).agg(
        pl.col("cue_point_id").first(), all=minutes.sum(), most=minutes.max()
    )
    longest = (pl.col("end") - pl.col("start")) / 60 + _TOLERANCE
    known = together.join(_ended(times), on="cue_point_id").filter(pl.col("most") <= longest)
    over = known.filter(pl.col("all") > longest).height
    return not _few(over, known.height) and over > 0


def _decision(report: Report, keys: int, overlap: int, touch: int) -> str:
    known = overlap + touch
    if report != Report.ATTENDEES:  # nothing is added of these: an estimate of parts is unknown
        return "overlap" if overlap * 2 >= known else "touch"
    if overlap * 2 > keys:
        return "overlap"
    return "touch" if _few(overlap, known) else "doubt"


def _few(votes: int, known: int) -> bool:
    return votes * 2 < known and votes <= max(1, _FEW * known)


def _ended(times: pl.DataFrame) -> pl.DataFrame:
    """The times without the end of what still runs, which is its start."""
    return times.with_columns(end=pl.when(pl.col("end") > pl.col("start")).then("end"))


def _pairs(report: Report, rows: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """first, second (files), cue_point_id, start, end, and the votes overlap and touch; a row a key of both."""
    told = rows.join(_ended(times), on="cue_point_id", how="left")
    needed = ["cue_point_id", "start", "end", FILE, *_COMPARED[report]]
    held = told.group_by(keys(report)).agg(needed).with_row_index("_id").select("_id", *needed).explode(needed)
    overlap, touch = _votes(report)
    parts = []
    for step in range(1, _NEXT + 1):
        before = [pl.col(name).shift(step).alias(f"{name}_before") for name in held.columns]
        parts.append(
            held.with_columns(before)
            .filter(pl.col("_id") == pl.col("_id_before"))
            .select(
                "cue_point_id",
                "start",
                "end",
                first=f"{FILE}_before",
                second=FILE,
                overlap=overlap.fill_null(value=False),
                touch=touch.fill_null(value=False),
            )
        )
    return pl.concat(parts)


def _votes(report: Report) -> tuple[pl.Expr, pl.Expr]:
    """What says that two rows of a key are of the same time, and what that they are parts; null or neither: nothing."""
    if report != Report.ATTENDEES:
        count, ratio = _ESTIMATES[report]
        moved = _differ(_TIMES[0]) | _differ(_TIMES[1])
        rounded = (pl.col(ratio) - pl.col(f"{ratio}_before")).abs() > _RATIO_ROUNDED
        same = ~_differ(count) & ~rounded.fill_null(value=False)
        return moved | same, ~(moved | same)
    minutes, others = pl.col("meeting_view_time"), pl.col("meeting_view_time_before")
    length = (pl.col("end") - pl.col("start")) / 60
    same = (minutes - others).abs() <= _TOLERANCE
    longer = pl.max_horizontal(minutes, others) > length + _TOLERANCE  # with one row alone, which says nothing
    more = minutes + others > length + _TOLERANCE
    # Who stayed all the time has as much on both sides of a border in the middle.
    filled = (minutes + others - length).abs() <= _TOLERANCE
    overlap = pl.when(same).then(~filled.fill_null(value=False)).otherwise(more & ~longer)
    return overlap, ~same & ~more


def _differ(name: str) -> pl.Expr:
    return pl.col(name).ne_missing(pl.col(f"{name}_before"))


def _apart(pairs: pl.DataFrame) -> pl.DataFrame:
    """first, second, apart: whether no moment is in the sessions of more than half of the keys whose times are known.

    Left out where no time is known.
    """
    timed = pairs.filter(pl.col("start").is_not_null())
    ends = pl.col("end").fill_null(_NEVER) + _HOUR
    moments = pl.concat(
        [
            timed.select("first", "second", at="start", more=pl.lit(1)),
            timed.select("first", "second", at=ends, more=pl.lit(-1)),
        ]
    ).sort("first", "second", "at", "more")
    running = moments.with_columns(pl.col("more").cum_sum().over("first", "second"))
    most = running.group_by("first", "second").agg(most=pl.col("more").max(), both=pl.len())
    return most.select("first", "second", apart=pl.col("most") * 4 <= pl.col("both"))


def _joined(files: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """file → the first file that it is connected with."""
    above = {file: file for file in files}

    def top(file: int) -> int:
        while above[file] != file:
            above[file] = above[above[file]]
            file = above[file]
        return file

    for first, second in pairs:
        a, b = sorted((top(first), top(second)))
        above[b] = a
    return {file: top(file) for file in above}
