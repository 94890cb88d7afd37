"""The Overview page's metrics written plainly in pandas: what the dashboard's own are held against.

Same figures, same input tables (as pandas frames with categorical IDs), one person's straightforward code.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kaltura.dataset import Dataset


@dataclass(frozen=True)
class Tables:
    """A Dataset's tables as pandas frames."""

    sessions: pd.DataFrame
    attendances: pd.DataFrame
    zone: str

    @staticmethod
    def of(ds: Dataset) -> "Tables":
        """The conversion is made before the clock starts."""
        return Tables(ds.sessions.collect().to_pandas(), ds.attendances.collect().to_pandas(), ds.zone)

    def in_room(self, room: str) -> "Tables":
        """Only a main room and its breakouts."""
        kept = self.sessions[self.sessions["room_id"] == room]
        rows = self.attendances[self.attendances["cue_point_id"].isin(kept["cue_point_id"])]
        return Tables(kept, rows, self.zone)


def overview(tables: Tables) -> dict[str, Any]:
    """Headline, attendance and engagement by week, breakouts by week, top rooms."""
    sessions, attendances = tables.sessions, tables.attendances
    rows = attendances.merge(
        sessions[["cue_point_id", "layer", "start", "room_id", "parent_session_id"]], on="cue_point_id"
    )
    rows = rows.assign(
        engaged=rows["meeting_view_time"] * rows["meeting_engaged_play_time_ratio"],
        rated=rows["meeting_view_time"].where(rows["meeting_engaged_play_time_ratio"].notna()),
        week=_week(rows["start"], tables.zone),
    )
    main, breakout = rows[rows["layer"] == "main"], rows[rows["layer"] == "breakout"]
    return {
        "headline": _headline(main, sessions),
        "attendance": _by_week(main),
        "engagement": _rate_by_week(main),
        "breakouts": _participation_by_week(main, breakout),
        "top_rooms": _top_rooms(main),
    }


def _week(start: "pd.Series[Any]", zone: str) -> "pd.Series[Any]":
    local = start.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    monday: pd.Series[Any] = local - pd.to_timedelta(local.dt.weekday, unit="D")
    return monday


def _headline(main: pd.DataFrame, sessions: pd.DataFrame) -> dict[str, float]:
    return {
        "main_sessions": int((sessions["layer"] == "main").sum()),
        "attendances": len(main),
        "unique_attendees": main["user_id"].nunique(),
        "attended_minutes": main["meeting_view_time"].sum(),
        "median_minutes": main["meeting_view_time"].median(),
        "engagement_rate": main["engaged"].sum() / main["rated"].sum(),
        "disengaged_minutes": main["rated"].sum() - main["engaged"].sum(),
    }


def _by_week(main: pd.DataFrame) -> pd.DataFrame:
    grouped = main.groupby("week", observed=True)
    return grouped.agg(
        attendances=("meeting_view_time", "size"),
        unique_attendees=("user_id", "nunique"),
        attended_minutes=("meeting_view_time", "sum"),
    )


def _rate_by_week(main: pd.DataFrame) -> pd.DataFrame:
    sums = main.groupby(["week", "cue_point_id"], observed=True)[["engaged", "rated"]].sum()
    rate = sums["engaged"] / sums["rated"]
    weeks = sums.groupby("week").sum()
    spread = rate.groupby("week").quantile(np.array([0.25, 0.75])).unstack()
    return weeks.assign(rate=weeks["engaged"] / weeks["rated"]).join(spread)


def _participation_by_week(main: pd.DataFrame, breakout: pd.DataFrame) -> pd.DataFrame:
    split = breakout.dropna(subset=["parent_session_id"])
    parents = set(split["parent_session_id"])
    held = main[main["cue_point_id"].isin(parents)]
    joined = split.drop_duplicates(["parent_session_id", "user_id"])
    people = held.groupby("week")["user_id"].size()
    return pd.DataFrame({"people": people, "joined": joined.groupby("week")["user_id"].size()})


def _top_rooms(main: pd.DataFrame) -> pd.DataFrame:
    grouped = main.groupby("room_id", observed=True)
    table = grouped.agg(attendances=("meeting_view_time", "size"), unique=("user_id", "nunique"))
    return table.nlargest(10, "attendances")
