"""Main sessions, one row each, and one room's sessions over time."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.periods import provisional, starting
from kaltura.metrics.tables import Lazy, collected, sessions


def main_sessions(ds: Dataset) -> pd.DataFrame:
    """One row per main session, the latest first; unknown figures are NaN, times are in the Dataset's zone.

    cue_point_id, room_id, room_name, name (the room's name at that time), start, end, duration_minutes, running,
    provisional (ended, or started when running, in the 24 h before the fetch), host, host_name.
    attendances, unique_attendees, anonymous_attendances: of 6001. kaltura_estimate: Kaltura's unique users.
    attended_minutes Σm, mean_minutes (of attendances whose minutes are known); engagement_rate 0 to 1;
    engagement_source: "attendances" (pooled by minutes) or "kaltura" (6000's own ratio of a session without rows;
    stays out of pooled rates). rated_attendances: those behind the pooled rate. disengaged_minutes Σm(1-r).
    breakouts: breakout sessions that belong to it.
    covered: has attendance rows.
    """
    return described(ds, session_figures(ds).filter(nw.col("layer") == "main"))


def room_history(ds: Dataset, room_id: str | None) -> pd.DataFrame:
    """The rows of `main_sessions` of one main room, the earliest first; none of a room that is not known."""
    figures = session_figures(ds).filter(nw.col("layer") == "main", nw.col("room_id") == room_id)
    return described(ds, figures).iloc[::-1].reset_index(drop=True)


def main_sessions_starting(ds: Dataset, weekday: int, hour: int) -> pd.DataFrame:
    """The rows of `main_sessions` that start on this weekday (1 Monday) in this local hour."""
    return starting(main_sessions(ds), weekday, hour)


def described(ds: Dataset, figures: Lazy) -> pd.DataFrame:
    """Sessions of `session_figures`, main or breakout, in the columns of `main_sessions` and `layer`."""
    breakouts = sessions(ds, "breakout").filter(~nw.col("parent_session_id").is_null())
    counted = breakouts.group_by("parent_session_id").agg(nw.len().cast(nw.Int64).alias("breakouts"))
    joined = figures.join(counted, left_on="cue_point_id", right_on="parent_session_id", how="left")
    pooled, own, timed = nw.col("engagement_rate"), nw.col("kaltura_ratio"), nw.col("timed_attendances")
    told = nw.when(~own.is_null()).then(nw.lit("kaltura"))
    source = nw.when(~pooled.is_null()).then(nw.lit("attendances")).otherwise(told)
    table = collected(
        joined.with_columns(
            engagement_rate=nw.coalesce(pooled, own),
            engagement_source=source,
            mean_minutes=nw.when(timed > 0).then(nw.col("attended_minutes") / timed),
            name=nw.col("entry_name"),
            covered=~nw.col("attendances").is_null(),
            provisional=provisional(ds).fill_null(value=False),
            running=nw.col("running").fill_null(value=False),
            breakouts=nw.col("breakouts").fill_null(0),
        ).select(*_COLUMNS),
        zone=ds.zone,
    )
    return table.sort_values(["start", "cue_point_id"], ascending=[False, True], ignore_index=True)


_COLUMNS = (
    "cue_point_id",
    "room_id",
    "room_name",
    "name",
    "start",
    "end",
    "duration_minutes",
    "running",
    "provisional",
    "host",
    "host_name",
    "attendances",
    "unique_attendees",
    "anonymous_attendances",
    "kaltura_estimate",
    "attended_minutes",
    "mean_minutes",
    "engagement_rate",
    "engagement_source",
    "rated_attendances",
    "disengaged_minutes",
    "breakouts",
    "covered",
    "layer",
)
