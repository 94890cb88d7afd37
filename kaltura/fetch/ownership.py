"""Which window owns which rows: a session belongs to the window it starts in, and so do its attendances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from kaltura.fetch.calls import Arrived
from kaltura.fetch.windows import Tile
from kaltura.reports.columns import Report
from kaltura.reports.parse import empty_frame

_TIMES = ("cue_point_id", "session_start_time", "session_end_time")


@dataclass(frozen=True)
class Owned:
    """The rows of a report, sorted out.

    rows: those that count, each of the window that owns it.
    timeless: rows whose session's start is not known to any report.
    outside: number of rows that another window owns, or that started outside the request.
    not_asked: number of rows that the call's own filter should have kept away.
    """

    rows: pl.DataFrame
    timeless: pl.DataFrame
    outside: int
    not_asked: int


@dataclass(frozen=True)
class _Part:
    """One answer's rows. strays: of sessions that start in the request, but in another window."""

    rows: pl.DataFrame
    strays: pl.DataFrame
    timeless: pl.DataFrame
    asked: int
    received: int


def session_times(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """(cue_point_id, start, end) from rows of 6000 and 6002: first start, last end, in Unix seconds.

    All reports share it, so that a session whose times differ between two of them is still owned once.
    """
    known = pl.concat([empty_frame(Report.ROOM_SESSIONS).select(_TIMES), *(frame.select(_TIMES) for frame in frames)])
    return (
        known.drop_nulls(["cue_point_id", "session_start_time"])
        .group_by("cue_point_id")
        .agg(start=pl.col("session_start_time").min(), end=pl.col("session_end_time").max())
    )


def sort_out(report: Report, answers: Sequence[Arrived], times: pl.DataFrame, span: tuple[int, int]) -> Owned:
    """Rows of the answers whose session starts in the answer's own window and in `span` (Unix seconds, [from, to)).

    A session that nobody viewed within its own window is not in that window's answer: of 6000 and 6002 the first
    other answer that lists it counts. The minutes of 6001 are asked for separately then.
    """
    parts = [_sorted_out(answer, times.select("cue_point_id", "start"), span) for answer in answers]
    none = empty_frame(report)
    rows = pl.concat([none, *(part.rows for part in parts)])
    strays = pl.concat([none, *(part.strays for part in parts)])
    if report != Report.ATTENDEES:
        unseen = strays.join(rows, on="cue_point_id", how="anti", maintain_order="left")
        rows = pl.concat([rows, unseen.unique("cue_point_id", keep="first", maintain_order=True)])
    timeless = pl.concat([none, *(part.timeless for part in parts)])
    asked, received = sum(part.asked for part in parts), sum(part.received for part in parts)
    return Owned(rows, timeless, asked - rows.height - timeless.height, received - asked)


def asked_for(answer: Arrived) -> pl.DataFrame:
    """The rows of an answer that its call's filter lets through."""
    wanted = answer.ask.wanted()
    return answer.parsed.frame if wanted is None else answer.parsed.frame.filter(wanted)


def beyond(times: pl.DataFrame, tile: Tile, now: int) -> pl.DataFrame:
    """Sessions that `tile` owns and that ran on after the end of what it asked for.

    A session that is still running (end not after its start) is taken to run until now.
    """
    running = pl.col("end").fill_null(0) <= pl.col("start")
    owned = times.filter(pl.col("start").is_between(tile.start, tile.end, closed="left"))
    ended = owned.with_columns(end=pl.when(running).then(now).otherwise("end"))
    return ended.filter(pl.col("end") > tile.until)


def _sorted_out(answer: Arrived, started: pl.DataFrame, span: tuple[int, int]) -> _Part:
    tile, start = answer.ask.tile, pl.col("start")
    timed = asked_for(answer).join(started, on="cue_point_id", how="left", maintain_order="left")
    mine = start.is_between(tile.start, tile.end, closed="left")
    ours = start.is_between(*span, closed="left")
    rows, strays, timeless = (
        timed.filter(which).drop("start") for which in (mine & ours, ~mine & ours, start.is_null())
    )
    return _Part(rows, strays, timeless, timed.height, answer.parsed.frame.height)
