"""Days, weeks and months in the person's zone, every one of a range present."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.filters import local_day, midnight
from kaltura.metrics.memo import once
from kaltura.metrics.tables import Lazy, collected, sessions

Period = Literal["day", "week", "month"]

PROVISIONAL = timedelta(hours=24)
NO_SESSION = timedelta(days=7)  # so long at the start, and the data may begin later than it was asked for
_PANDAS: dict[Period, str] = {"day": "D", "week": "W-SUN", "month": "M"}  # W-SUN: weeks that end on Sunday
_FREQUENCY: dict[Period, str] = {"day": "D", "week": "W-MON", "month": "MS"}


def local(zone: str) -> nw.Expr:
    """A session's start as the wall clock of `zone` shows it."""
    return nw.col("start").dt.convert_time_zone(zone).dt.replace_time_zone(None)


def period_of(period: Period, zone: str) -> nw.Expr:
    """First moment, on the wall clock, of the period that a session starts in; weeks start on Monday."""
    clock = local(zone)
    if period == "week":
        # Seven days are counted from the epoch, a Thursday: 4 days before the first Monday.
        return clock.dt.offset_by("-4d").dt.truncate("7d").dt.offset_by("4d").alias("period")
    return clock.dt.truncate("1mo" if period == "month" else "1d").alias("period")


def provisional(ds: Dataset) -> nw.Expr:
    """Whether a session ended, or while it runs started, in the last PROVISIONAL before the fetch; null of no times."""
    return nw.coalesce("end", "start") > ds.provenance.finished - PROVISIONAL


def starting(rows: pd.DataFrame, weekday: int, hour: int) -> pd.DataFrame:
    """The sessions of a table that start on this weekday (1 Monday) in this hour of the clock of its `start`."""
    when = rows["start"].dt
    found: pd.DataFrame = rows[when.day_of_week.eq(weekday - 1) & when.hour.eq(hour)]
    return found.reset_index(drop=True)


def dated(held: Lazy, zone: str, period: Period) -> Lazy:
    """Sessions with a known start, with their `period`."""
    return held.filter(~nw.col("start").is_null()).with_columns(period_of(period, zone))


def period_of_times(times: "pd.Series[Any]", period: Period) -> "pd.Series[Any]":
    """`period_of` for local times in a pandas table."""
    first: pd.Series[Any] = times.dt.tz_localize(None).dt.to_period(_PANDAS[period]).dt.start_time
    return first.astype("datetime64[us]")


def calendar(ds: Dataset, period: Period) -> pd.DataFrame:
    """Every period of the selection's dates, or of the request's, or of the data.

    period: local date of the first day (datetime64, no zone). partial: only part of it is in the selection, or it was
    not over when the data was fetched. provisional: it ends later than 24 h before the fetch.
    No rows when there is neither a date nor a session.
    """
    span = selected_span(ds)
    if span is None:
        none: dict[str, Any] = {"period": "datetime64[us]", "partial": bool, "provisional": bool}
        return pd.DataFrame(columns=list(none)).astype(none)
    return _calendar(*span, ds.provenance.finished.timestamp(), ds.zone, period).copy(deep=False)


@lru_cache(maxsize=64)  # the tables of one page share their range
def _calendar(start: int, end: int, fetched: float, zone: str, period: Period) -> pd.DataFrame:
    # Moments are Unix seconds: datetimes of one zone are compared by the wall clock, which skips and repeats hours.
    first, last = local_day(start, zone), local_day(end - 1, zone)
    days = pd.date_range(first_day(first, period), last, freq=_FREQUENCY[period], unit="us")
    begins = [midnight(day.date(), zone) for day in days]
    ends = [midnight(next_first_day(day.date(), period), zone) for day in days]
    return pd.DataFrame(
        {
            "period": days,
            "partial": [begin < start or after > min(end, fetched) for begin, after in zip(begins, ends, strict=True)],
            "provisional": [after > fetched - PROVISIONAL.total_seconds() for after in ends],
        }
    )


def selected_span(ds: Dataset) -> tuple[int, int] | None:
    """The Unix seconds [from, to) that the selection covers; None when nothing is known.

    The selection's dates, never outside the request (which may have been made in another zone) and never after the
    fetch: nothing is known there. Without dates, the days of the first and the last session.
    """
    asked = [ds.selection.interval(), ds.provenance.interval()]
    starts = [start for start, _ in asked if start is not None]
    ends = [end for _, end in asked if end is not None]
    ends += [int(ds.provenance.finished.timestamp())] if ends else []
    if not (starts and ends):
        seen = days_of_sessions(ds)
        if seen is None:
            return None
        starts = starts or [midnight(seen[0], ds.zone)]
        ends = ends or [midnight(next_first_day(seen[1], "day"), ds.zone)]
    start, end = max(starts), min(ends)
    return (start, end) if start < end else None


def selected_days(ds: Dataset) -> tuple[date, date] | None:
    """First and last local day of `selected_span`, both included."""
    span = selected_span(ds)
    return (local_day(span[0], ds.zone), local_day(span[1] - 1, ds.zone)) if span else None


def first_day(day: date, period: Period) -> date:
    """First day of the period that holds `day`."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def next_first_day(day: date, period: Period) -> date:
    """First day of the period after the one that starts on `day`."""
    if period == "month":
        return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if period == "week" else 1)


def fitting_period(ds: Dataset) -> Period:
    """The period that shows a selection best: up to 5 weeks by day, up to a year by week, then by month."""
    span = selected_days(ds)
    days = (span[1] - span[0]).days + 1 if span else 0
    if days <= 35:
        return "day"
    return "week" if days <= 371 else "month"


def on_calendar(
    totals: pd.DataFrame, ds: Dataset, period: Period, counts: Sequence[str], amounts: Sequence[str] = ()
) -> pd.DataFrame:
    """A table with `period` → every period of `calendar` in order.

    counts (int64) and amounts (float) are 0 where nothing was held; other columns are NaN there. An amount of what was
    held that is not known stays NaN.
    Sessions without a known start (period is null) belong to no period. Where nothing is in any because the sessions
    are `undated`, there is no period: a 0 would say that nothing happened in it.
    """
    days = calendar(ds, period)
    if totals.empty and undated(ds):
        days = days.iloc[:0]
    at = pd.Index(totals["period"].astype("datetime64[us]")).get_indexer(pd.Index(days["period"]))
    names = totals.columns.drop("period")
    empty = np.where(names.isin([*counts, *amounts]), 0, np.nan)
    known = totals[names].to_numpy(dtype=float, na_value=np.nan)
    uncounted = np.isnan(known) & names.isin(counts)
    rows = np.vstack([np.where(uncounted, 0, known), empty])[at]  # -1, "not there", is the last
    values = dict(zip(names, rows.T, strict=True))
    values |= {name: values[name].astype("int64") for name in counts}
    return pd.DataFrame({"period": days["period"], **values, **days[["partial", "provisional"]]})


@once
def undated(ds: Dataset) -> bool:
    """Whether there are sessions besides breakouts, and the start of none is known, as without report 6000."""
    starts = sessions(ds).filter(nw.col("layer") != "breakout").select("start")
    row = collected(starts.select(held=nw.len(), known=nw.col("start").count())).iloc[0]
    return bool(row["held"] and not row["known"])


@once
def days_of_sessions(ds: Dataset) -> tuple[date, date] | None:
    """Local days of the first and the last session, breakouts too; None when there is none."""
    moments = sessions(ds).select(first=nw.col("start").min(), last=nw.col("start").max())
    row = collected(moments, zone=ds.zone).iloc[0]
    return None if row.isna().any() else (row["first"].date(), row["last"].date())
