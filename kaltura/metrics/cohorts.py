"""Who is new, who comes back, and how often. Identified people in main sessions only.

What was before the data's first day is not known: someone who seems new may have been there earlier. So the
functions that ask "seen before?" look into `history`, by default the selection, and say from when it starts.
"""

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.periods import NO_SESSION, Period, dated, days_of_sessions, on_calendar, selected_days
from kaltura.metrics.pooled import added, people_of, quotient, rows_of, summed, totals, where_known
from kaltura.metrics.small_numbers import interval, intervals
from kaltura.metrics.tables import Lazy, collected, sessions

WEEKS = 12  # that retention looks ahead
MOST_TIMES = 20  # sessions of a person that are told apart; the last row has those with more too


@dataclass(frozen=True, eq=False)
class NewReturning:
    """People by period: first seen in it, or seen before.

    table: period, unique_attendees, new_attendees, returning_attendees, new_share (of the period's people, 0 to 1,
    NaN without any), partial, provisional.
    since: the day from which it is known who was there before; None when nothing is known.
    """

    table: pd.DataFrame
    since: date | None


def new_returning(ds: Dataset, period: Period, history: Dataset | None = None) -> NewReturning:
    """New and returning people. history: a Dataset of the same account that reaches further back, if there is one."""
    past = history or ds
    first = _seen(past, ds.zone, period).group_by("user_id").agg(nw.col("period").min().alias("first"))
    people = _seen(ds, ds.zone, period).join(first, on="user_id", how="left")
    new = (nw.col("first") == nw.col("period")).fill_null(value=True).cast(nw.Int64)
    counted = people.with_columns(new_attendees=new).group_by("period")
    table = collected(counted.agg(nw.len().alias("unique_attendees"), nw.col("new_attendees").sum()))
    table["returning_attendees"] = table["unique_attendees"] - table["new_attendees"]
    shown = on_calendar(table, ds, period, ["unique_attendees", "new_attendees", "returning_attendees"])
    shown.insert(4, "new_share", quotient(shown["new_attendees"], shown["unique_attendees"]))
    return NewReturning(shown, _since(past))


@dataclass(frozen=True, eq=False)
class Retention:
    """Of the people first seen in a week, the share seen again k weeks later.

    table: cohort (Monday of the first week), people (of the cohort), week (k, from 0), seen, share (0 to 1),
    interval_low, interval_high (Wilson 95 %, only for cohorts below 5 people), partial (week k was not over, or is
    not wholly in the selection). Only weeks that the data covers are there; a covered week without anyone has 0,
    one whose attendees are not known (see `added`) NaN.
    since: as in NewReturning.
    """

    table: pd.DataFrame
    since: date | None


def retention(ds: Dataset, history: Dataset | None = None) -> Retention:
    """Retention by weekly cohort for k = 0 to WEEKS; cohorts whose first week is in the selection."""
    past = history or ds
    seen = _seen(ds, ds.zone, "week")
    first = _seen(past, ds.zone, "week").group_by("user_id").agg(nw.col("period").min().alias("cohort"))
    pairs = seen.join(first, on="user_id").group_by("cohort", "period").agg(nw.len().alias("seen"))
    found = collected(pairs)
    calendar = on_calendar(found[["period"]].drop_duplicates(), ds, "week", [])[["period", "partial"]]
    cohorts = found[found["cohort"] == found["period"]].set_index("cohort")["seen"].rename("people")
    grid = cohorts.reset_index().merge(calendar, how="cross")
    grid["week"] = (grid["period"] - grid["cohort"]).dt.days // 7
    grid = grid[grid["week"].between(0, WEEKS)].merge(found, on=["cohort", "period"], how="left")
    grid["seen"] = grid["seen"].fillna(0).astype(int)
    known = totals(dated(summed(ds), ds.zone, "week"), "period")[["period", "attendees_known"]]
    grid = grid.merge(known, on="period", how="left")
    grid["attendees_known"] = grid["attendees_known"].fillna(value=True).astype(bool)  # no session, nobody
    grid = where_known(grid, "seen")
    grid["share"] = quotient(grid["seen"], grid["people"])
    grid = grid.join(intervals(grid["share"], grid["people"]))
    columns = ["cohort", "people", "week", "seen", "share", "interval_low", "interval_high", "partial"]
    return Retention(grid.sort_values(["cohort", "week"], ignore_index=True)[columns], _since(past))


@dataclass(frozen=True, eq=False)
class Repeat:
    """How often people came.

    table: sessions (number of sessions a person was in, from 1; the last row is "and more"), people, share (0 to 1).
    people, repeaters: all, and those with at least two sessions. rate: repeaters / people, None without people;
    interval: its Wilson 95 % interval when there are fewer than 5 people.
    """

    table: pd.DataFrame
    people: int
    repeaters: int
    rate: float | None
    interval: tuple[float, float] | None


def repeat(ds: Dataset) -> Repeat:
    """People by the number of their sessions; from MOST_TIMES on in one row."""
    named = rows_of(ds, sessions(ds, "main").select("cue_point_id")).filter(~nw.col("user_id").is_null())
    each = named.group_by("user_id").agg(nw.len().cast(nw.Int64).alias("sessions"))
    counted = collected(each.group_by("sessions").agg(nw.len().alias("people")))
    people = int(counted["people"].sum())
    repeaters = int(counted.loc[counted["sessions"] >= 2, "people"].sum())
    rate = repeaters / people if people else None
    held = counted.assign(sessions=counted["sessions"].clip(upper=MOST_TIMES)).groupby("sessions")["people"].sum()
    table = held.reindex(range(1, int(held.index.max()) + 1 if people else 1), fill_value=0).rename_axis("sessions")
    shown = table.reset_index().assign(share=lambda rows: rows["people"] / (people or np.nan))
    return Repeat(shown, people, repeaters, rate, interval(rate, people))


def stickiness(ds: Dataset, period: Period) -> pd.DataFrame:
    """The part of a period's people that an average session holds.

    period; sessions (with attendance rows); unique_attendees (of the period); mean_unique (identified attendees of a
    session, on average); stickiness (mean_unique / unique_attendees, 0 to 1, NaN without people, or with one session,
    which holds all of them); partial, provisional.
    """
    held = dated(summed(ds).filter(nw.col("attendances") > 0), ds.zone, period)
    people = people_of(rows_of(ds, held.select("cue_point_id", "period")), "period")
    table = collected(added(held, "period").join(people, on="period", how="left"))
    table["mean_unique"] = quotient(table["attendances"] - table["anonymous_attendances"], table["sessions"])
    stuck = quotient(table["mean_unique"], table["unique_attendees"])
    table["stickiness"] = stuck.where(table["sessions"] > 1)
    columns = ["period", "sessions", "unique_attendees", "mean_unique", "stickiness"]
    return on_calendar(table[columns], ds, period, ["sessions", "unique_attendees"])


def _since(ds: Dataset) -> date | None:
    span, held = selected_days(ds), days_of_sessions(ds)
    if span is None or held is None:
        return span[0] if span else None
    # The request may reach further back than what Kaltura keeps.
    return held[0] if held[0] >= span[0] + NO_SESSION else span[0]


def _seen(ds: Dataset, zone: str, period: Period) -> Lazy:
    """Distinct (user_id, period) of identified people."""
    held = dated(sessions(ds, "main"), zone, period).select("cue_point_id", "period")
    return rows_of(ds, held).filter(~nw.col("user_id").is_null()).select("user_id", "period").unique()
