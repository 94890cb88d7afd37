"""The tables by week in plain pandas. Every week of the range is there, in order."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.pandas_tables import FEW, Tables, added, wilson

_DAY = pd.Timedelta(days=1)


def calendar(tables: Tables) -> pd.DataFrame:
    """period (the week's Monday), partial, provisional: of what was asked for, else of the days with sessions."""
    days = tables.sessions["start"].dt.tz_convert(tables.zone).dt.tz_localize(None).dt.normalize()
    seen = _moments(pd.DatetimeIndex([days.min(), days.max() + _DAY]), tables.zone)
    begin, end = tables.begin or seen[0], tables.end or seen[1]
    weeks = pd.DatetimeIndex([])
    if begin < end:  # and not where one of them is not known
        first, last = (
            time.tz_convert(tables.zone).tz_localize(None) for time in (begin, end - pd.Timedelta(seconds=1))
        )
        weeks = pd.date_range(first.normalize() - first.weekday() * _DAY, last, freq="7D", unit="us")
    begins, ends = _moments(weeks, tables.zone), _moments(weeks + 7 * _DAY, tables.zone)
    partial = (begins < begin) | (ends > end) | (ends > tables.fetched)
    return pd.DataFrame({"period": weeks, "partial": partial, "provisional": ends > tables.fetched - _DAY})


def attendance(main: pd.DataFrame, rows: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """How much was attended. main, rows: main sessions and their attendances."""
    people = rows.groupby("week")["user_id"].nunique().rename("unique_attendees")
    counts, heads = ["sessions", "running_sessions"], ["attendances", "anonymous_attendances", "unique_attendees"]
    table = added(main, "week").join(people).fillna({"unique_attendees": 0})
    table["unique_attendees"] = table["unique_attendees"].where(table["attendees_known"])
    table = table[[*counts, *heads, "attended_minutes", "mean_minutes"]]
    return _each_week(table, _told(main, weeks), counts, [*heads, "attended_minutes"])


def engagement(main: pd.DataFrame, rows: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """How engaged the attended minutes were."""
    rated = rows[rows["rated_minutes"].notna()].groupby("week")
    people = rated["user_id"].nunique() + rated["anonymous"].sum()
    table = added(main, "week").join(_spread(main)).assign(rated_people=people.where(people < FEW))
    table = table.join(wilson(table["engagement_rate"], table["rated_people"]).add_prefix("interval_"))
    counts = ["sessions", "rated_sessions"]
    rates = ["engagement_rate", "spread_low", "spread_high", "rated_people", "interval_low", "interval_high"]
    table = table[[*counts, *rates, "disengaged_minutes", "engagement_coverage"]]
    return _each_week(table, _told(main, weeks), counts, ["disengaged_minutes"])


def breakouts(tables: Tables, sessions: pd.DataFrame, rows: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """How much of the main sessions used breakouts, and who joined them. sessions, rows: of all layers."""
    main, breakout = (sessions[sessions["layer"] == layer] for layer in ("main", "breakout"))
    split = _participants(main, breakout, rows)
    known = split[(split["people"] > 0) & (not tables.some_people)]
    sums = known.groupby("week")[["people", "low", "high"]].sum()
    table = pd.DataFrame(
        {
            "breakout_sessions": breakout.groupby("week").size(),
            "main_sessions": main.groupby("week").size(),
            "sessions_with_breakouts": split.groupby("week").size(),
            "people": sums["people"],
            "participation_low": sums["low"] / sums["people"],
            "participation_high": sums["high"] / sums["people"],
        }
    )
    shown = _each_week(table, weeks, ["breakout_sessions", "main_sessions", "sessions_with_breakouts", "people"])
    share = shown["sessions_with_breakouts"] / shown["main_sessions"]
    shown.insert(4, "breakout_share", np.nan if tables.some_people else share)
    shown.insert(8, "participation_exact", shown["participation_low"] == shown["participation_high"])
    return shown


def _participants(main: pd.DataFrame, breakout: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Main sessions that had breakouts, with people and low and high, the bounds of those of them who joined one."""
    breakout = breakout.dropna(subset="parent_session_id")
    size = _people(breakout)
    sizes = breakout.assign(
        least=size.fillna(0),
        most=size.fillna(np.inf),  # of a breakout of unknown size, anybody may have been there
        unreported=breakout["attendances"].isna() & (size != 0),
    )
    sets = sizes.groupby("parent_session_id", observed=True).agg(
        largest=("least", "max"), total=("most", "sum"), unreported=("unreported", "any")
    )
    split = main.merge(sets, left_on="cue_point_id", right_index=True)
    joined = split["cue_point_id"].map(_joined(split, breakout, rows)).astype(float).fillna(0)
    identified = split["attendances"] - split["anonymous"]
    exact = ~split["unreported"] & (identified > 0)
    people = identified.where(exact, _people(split))
    return split.assign(
        people=people,
        low=joined.where(exact, split["largest"].clip(lower=joined).clip(upper=people)),
        high=joined.where(exact, split["total"].clip(upper=people)),
    )


def _people(sessions: pd.DataFrame) -> "pd.Series[float]":
    """The people of each session: its attendances, or Kaltura's estimate where that is more and not all have an ID."""
    estimate = sessions[["attendances", "kaltura_estimate"]].max(axis=1)
    return sessions["attendances"].where(sessions["anonymous"] == 0, estimate)


def _joined(main: pd.DataFrame, breakout: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[int]":
    """How many people of main sessions were in any of their breakouts, by session."""
    identified = rows.loc[~rows["anonymous"], ["cue_point_id", "user_id"]]
    in_breakouts = identified.merge(breakout[["cue_point_id", "parent_session_id"]], on="cue_point_id")
    pairs = in_breakouts[["parent_session_id", "user_id"]].drop_duplicates()
    present = identified[identified["cue_point_id"].isin(main["cue_point_id"])]
    both = present.merge(pairs, left_on=["cue_point_id", "user_id"], right_on=["parent_session_id", "user_id"])
    return both.groupby("parent_session_id", observed=True).size()


def _spread(main: pd.DataFrame) -> pd.DataFrame:
    """spread_low, spread_high by week: the session rates at which a quarter and three of the minutes are reached."""
    rated = main[main["rated_minutes"] > 0]
    rated = rated.assign(rate=rated["engaged_minutes"] / rated["rated_minutes"]).sort_values(["week", "rate"])
    minutes = rated.groupby("week")["rated_minutes"]
    reached = minutes.cumsum() / minutes.transform("sum") + 1e-9  # a quarter, added up, may be 0.24999…
    bounds = {"spread_low": 0.25, "spread_high": 0.75}
    return pd.DataFrame({name: rated[reached >= at].groupby("week")["rate"].first() for name, at in bounds.items()})


def _moments(days: pd.DatetimeIndex, zone: str) -> pd.DatetimeIndex:
    """When days begin; the clocks may skip midnight, or strike it twice."""
    return days.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")


def _told(main: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """No week where sessions were held and the day of none is known: zeros would say that nothing happened."""
    return weeks if main.empty or main["start"].notna().any() else weeks.iloc[:0]


def _each_week(
    table: pd.DataFrame, weeks: pd.DataFrame, counts: Sequence[str], amounts: Sequence[str] = ()
) -> pd.DataFrame:
    """A table by week → every week: counts and amounts are 0 where nothing was held."""
    shown = table.reindex(pd.Index(weeks["period"]))
    shown.loc[~shown.index.isin(table.index), list(amounts)] = 0
    shown = shown.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int))
    return shown.reset_index().assign(partial=weeks["partial"], provisional=weeks["provisional"])
