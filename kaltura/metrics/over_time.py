"""Attendance, engagement and breakouts by day, week or month. Every period of the range is there, in order.

All tables start with `period` (local date of the period's first day, in the Dataset's zone) and end with
`partial` and `provisional` (see kaltura.metrics.periods.calendar). Main sessions, unless breakouts are named.
"""

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.participation import participation_by_session
from kaltura.metrics.periods import Period, dated, on_calendar, period_of_times
from kaltura.metrics.pooled import (
    added,
    few_rated,
    people_of,
    quotient,
    rows_of,
    summed,
    weighted_quantiles,
    where_known,
    with_rates,
)
from kaltura.metrics.small_numbers import intervals
from kaltura.metrics.tables import Lazy, collected, narrowed_to_people, sessions


def attendance_over_time(ds: Dataset, period: Period) -> pd.DataFrame:
    """How much was attended.

    period; sessions, running_sessions, attendances, anonymous_attendances, unique_attendees (counted afresh in each
    period: never add them up); attended_minutes, mean_minutes (minutes; mean is NaN without attendances);
    partial, provisional. All but the sessions are NaN where none of them has its attendees reported, unless Kaltura
    counted nobody in each.
    """
    people = people_of(_rows(ds, period), "period").drop("anonymous_rows")
    table = collected(added(dated(summed(ds), ds.zone, period), "period").join(people, on="period", how="left"))
    table["mean_minutes"] = quotient(table["attended_minutes"], table["timed_attendances"])
    counts, heads = ["sessions", "running_sessions"], ["attendances", "anonymous_attendances", "unique_attendees"]
    table["unique_attendees"] = table["unique_attendees"].fillna(0)
    table = where_known(table, *heads)
    columns = ["period", *counts, *heads, "attended_minutes", "mean_minutes"]
    return on_calendar(table[columns], ds, period, counts, [*heads, "attended_minutes"])


def engagement_over_time(ds: Dataset, period: Period) -> pd.DataFrame:
    """How engaged the attended minutes were.

    period; sessions; rated_sessions (with a known ratio); rated_people: behind the rate, each anonymous attendance as
    one, when fewer than 5, else NaN;
    engagement_rate: Σ(m·r)/Σm, 0 to 1, NaN when no ratio is known;
    spread_low, spread_high: 25th and 75th percentile of the sessions' rates, weighted by minutes;
    interval_low, interval_high: Wilson 95 %, only where fewer than 5 people are behind the rate, else NaN;
    disengaged_minutes; engagement_coverage (part of the attended minutes whose ratio is known); partial, provisional.
    """
    held = dated(summed(ds), ds.zone, period).collect().lazy()
    table = with_rates(collected(added(held, "period"))).join(_spread(held), on="period")
    table["rated_people"] = few_rated(_rows(ds, period), table, "period")
    table = table.join(intervals(table["engagement_rate"], table["rated_people"]))
    counts = ["sessions", "rated_sessions"]
    rates = ["engagement_rate", "spread_low", "spread_high", "rated_people", "interval_low", "interval_high"]
    columns = ["period", *counts, *rates, "disengaged_minutes", "engagement_coverage"]
    return on_calendar(table[columns], ds, period, counts, ["disengaged_minutes"])


def breakouts_over_time(ds: Dataset, period: Period) -> pd.DataFrame:
    """How much of the main sessions used breakouts, and who joined them.

    period (of the main session; breakout_sessions: of the breakout); breakout_sessions; main_sessions;
    sessions_with_breakouts, breakout_share (of the main sessions, 0 to 1; NaN without any, or with chosen people only);
    people (Σ of the people of the sessions with breakouts and known people);
    participation_low, participation_high: bounds of Σ participants / Σ people, 0 to 1, equal when exact; NaN when
    nothing can be said, which includes every selection of people (see kaltura.metrics.participation.PEOPLE_CHOSEN);
    participation_exact: whether the bounds are one counted figure; partial, provisional.
    """
    layers = {f"{layer}_sessions": (nw.col("layer") == layer).cast(nw.Int64) for layer in ("breakout", "main")}
    held = dated(sessions(ds), ds.zone, period).with_columns(**layers)
    table = collected(held.group_by("period").agg(nw.col(*layers).sum()))
    if table["breakout_sessions"].any():
        table = table.merge(_participation(ds, period), on="period", how="left")
    else:
        table = table.assign(**_NO_BREAKOUTS)
    whole = ["breakout_sessions", "main_sessions", "sessions_with_breakouts", "people"]
    shown = on_calendar(table, ds, period, whole)
    known = shown["main_sessions"] * (np.nan if narrowed_to_people(ds) else 1)
    shown.insert(4, "breakout_share", quotient(shown["sessions_with_breakouts"], known))
    shown.insert(8, "participation_exact", shown["participation_low"].eq(shown["participation_high"]))
    return shown


def course(table: pd.DataFrame, column: str) -> dict[pd.Timestamp, float]:
    """period → value, of a column of a table over time: whole periods only, as a part of one looks like a fall.

    When fewer than two are whole, all of them. Periods without a value are left out.
    """
    whole = table[~table["partial"]]
    known = (whole if len(whole) >= 2 else table).dropna(subset=column)
    return dict(zip(known["period"], known[column].astype(float), strict=True))


_NO_BREAKOUTS = {
    "sessions_with_breakouts": 0,
    "people": 0,
    "participation_low": np.nan,
    "participation_high": np.nan,
}


def _rows(ds: Dataset, period: Period) -> Lazy:
    """The attendances of main sessions with the period of their session."""
    return rows_of(ds, dated(sessions(ds, "main"), ds.zone, period).select("cue_point_id", "period"))


def _spread(held: Lazy) -> pd.DataFrame:
    """spread_low, spread_high by period of `summed` sessions with their period."""
    rows = collected(held.filter(nw.col("rated_minutes") > 0).select("period", "rated_minutes", "engaged_minutes"))
    rates = quotient(rows["engaged_minutes"], rows["rated_minutes"])
    spread = weighted_quantiles(rates, rows["rated_minutes"], rows["period"], (0.25, 0.75))
    return spread.set_axis(["spread_low", "spread_high"], axis=1)


def _participation(ds: Dataset, period: Period) -> pd.DataFrame:
    """period, sessions_with_breakouts, people, participation_low, participation_high; pooled, divided last."""
    rows = participation_by_session(ds).dropna(subset="start")
    known = rows["people"].gt(0)
    parts: dict[str, Any] = {"period": period_of_times(rows["start"], period), "sessions_with_breakouts": 1}
    parts |= {name: rows[name].where(known, 0) for name in ("people", "participants_low", "participants_high")}
    pooled = pd.DataFrame(parts, index=rows.index).groupby("period", as_index=False).sum()
    return pooled.assign(
        participation_low=quotient(pooled["participants_low"], pooled["people"]),
        participation_high=quotient(pooled["participants_high"], pooled["people"]),
    ).drop(columns=["participants_low", "participants_high"])
