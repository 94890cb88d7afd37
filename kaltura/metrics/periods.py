"""Days, weeks and months in the person's zone, every one of a range present."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.tables import Lazy, collected, sessions

Period = Literal["day", "week", "month"]

PROVISIONAL = timedelta(hours=24)
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


def dated(held: Lazy, zone: str, period: Period) -> Lazy:
    """Sessions with a known start, with their `period`."""
    return held.filter(~nw.col("start").is_null()).with_columns(period_of(period, zone))


def period_of_times(times: "pd.Series[Any]", period: Period) -> "pd.Series[Any]":
    """`period_of` for local times in a pandas table."""
    first: pd.Series[Any] = times.dt.tz_localize(None).dt.to_period(_PANDAS[period]).dt.start_time
    return first.astype("datetime64[us]")


def calendar(ds: Dataset, period: Period) -> pd.DataFrame:
    """Every period of the selection's dates, or of the request's, or of the data.

    period: local date of the first day (datetime64, no zone). partial: only part of its days are in the selection,
    or it was not over when the data was fetched. provisional: it ends later than 24 h before the fetch.
    No rows when there is neither a date nor a session.
    """
    first, last = covered_days(ds)
    if first is None or last is None or last < first:
        return pd.DataFrame({"period": pd.to_datetime([]), "partial": [], "provisional": []}).astype(
            {"period": "datetime64[us]", "partial": bool, "provisional": bool}
        )
    starts = pd.date_range(first_day(first, period), last, freq=_FREQUENCY[period], unit="us")
    after = [next_first_day(day.date(), period) for day in starts]
    ends = [_midnight(day, ds.zone) for day in after]
    fetched = ds.provenance.finished
    return pd.DataFrame(
        {
            "period": starts,
            "partial": [
                day.date() < first or end_day - timedelta(days=1) > last or end > fetched
                for day, end_day, end in zip(starts, after, ends, strict=True)
            ],
            "provisional": [end > fetched - PROVISIONAL for end in ends],
        }
    )


def covered_days(ds: Dataset) -> tuple[date | None, date | None]:
    """First and last local day that the selection covers, both included.

    The selection's dates; without them the request's; without these the first and last session's.
    Never outside the request, and never after the day of the fetch: nothing is known there.
    """
    requested = ds.provenance.requested
    starts = [day for day in (ds.selection.start, requested.start) if day]
    ends = [day for day in (ds.selection.end, requested.end) if day]
    first, last = max(starts, default=None), min(ends, default=None)
    if first is None or last is None:
        seen_first, seen_last = _days_of_sessions(ds)
        first, last = first or seen_first, last or seen_last
    today = ds.provenance.finished.astimezone(ZoneInfo(ds.zone)).date()
    return first, min(last, today) if last else None


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
    first, last = covered_days(ds)
    days = (last - first).days + 1 if first and last else 0
    if days <= 35:
        return "day"
    return "week" if days <= 371 else "month"


def on_calendar(
    totals: pd.DataFrame, ds: Dataset, period: Period, counts: Sequence[str], amounts: Sequence[str] = ()
) -> pd.DataFrame:
    """A table with `period` → every period of `calendar` in order.

    counts (int64) and amounts (float) are 0 where nothing was held; other columns are NaN there.
    Sessions without a known start (period is null) belong to no period.
    """
    days = calendar(ds, period)
    held = totals.set_index(totals["period"].astype("datetime64[us]")).reindex(days["period"])
    filled = {name: held[name].fillna(0).astype("int64") for name in counts}
    filled |= {name: held[name].fillna(0.0) for name in amounts}
    columns = {name: filled.get(name, held[name]).to_numpy() for name in totals.columns if name != "period"}
    return pd.DataFrame({"period": days["period"], **columns, **days[["partial", "provisional"]]})


def _days_of_sessions(ds: Dataset) -> tuple[date | None, date | None]:
    moments = sessions(ds, None).select(first=nw.col("start").min(), last=nw.col("start").max())
    row = collected(moments, zone=ds.zone).iloc[0]
    first, last = (None if pd.isna(moment) else moment.date() for moment in row)
    return first, last


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
