"""The two halves of a selection's days: which way it went, whatever periods a chart shows."""

from dataclasses import replace
from datetime import date

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.headline import headline
from kaltura.metrics.participation import participation_by_session
from kaltura.metrics.periods import calendar, undated

Halves = tuple[float | None, float | None]  # a measure in the first half of the days and in the second; None: not known

_MEASURES = {  # column of a table over time → field of Headline
    "attendances": "attendances",
    "unique_attendees": "unique_attendees",
    "sessions": "main_sessions",
    "attended_minutes": "attended_minutes",
    "mean_minutes": "mean_minutes",
    "engagement_rate": "engagement_rate",
}


def halves(ds: Dataset) -> tuple[Dataset, Dataset] | None:
    """The Dataset of the first half of its whole days, and of the second, as long; the day in the middle is in neither.

    None with fewer than two whole days, or where nobody knows on which the sessions were.
    """
    days = _days(ds)
    if days is None:
        return None
    first, second = (ds.select(replace(ds.selection, start=start, end=end)) for start, end in days)
    return first, second


def _days(ds: Dataset) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """First and last day of either half, both included."""
    if undated(ds):
        return None
    days = calendar(ds, "day")
    whole = [day.date() for day in days.loc[~days["partial"], "period"]]
    half = len(whole) // 2
    return ((whole[0], whole[half - 1]), (whole[-half], whole[-1])) if half else None


def halves_of_headline(ds: Dataset) -> dict[str, Halves]:
    """Column of `attendance_over_time` or `engagement_over_time` → its measure in each half; {} without two halves."""
    both = halves(ds)
    if both is None:
        return {}
    first, second = map(headline, both)
    return {column: (getattr(first, field), getattr(second, field)) for column, field in _MEASURES.items()}


def halves_of_participation(ds: Dataset) -> Halves | None:
    """The lower bound of breakout participation, 0 to 1, in each half; None without two halves."""
    days = _days(ds)
    if days is None:
        return None
    # From the sessions of the whole, which the page has counted already: to count each half anew takes twice as long.
    rows = participation_by_session(ds).dropna(subset="people")
    held = rows["start"].dt.date
    first, second = (_joined(rows[held.between(*half)]) for half in days)
    return first, second


def _joined(rows: pd.DataFrame) -> float | None:
    people = rows["people"].sum()
    return float(rows["participants_low"].sum() / people) if people else None
