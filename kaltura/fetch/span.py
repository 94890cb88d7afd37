"""From a person's days to the Unix seconds that can be asked for."""

from dataclasses import dataclass
from datetime import datetime

from kaltura.api.errors import UsageError
from kaltura.fetch.limits import HOUR
from kaltura.filters import Filters
from kaltura.reports.problems import Problem
from kaltura.when import day, moment


@dataclass(frozen=True)
class Span:
    """Sessions that start in [start, end), Unix seconds. now: when it was asked, Unix seconds."""

    start: int
    end: int
    now: int
    problems: tuple[Problem, ...] = ()

    @property
    def last(self) -> int:
        """Where the windows end: nothing has happened after now, and an hour covers clocks that differ."""
        return min(self.end, self.now + HOUR)


def span_of(filters: Filters, now: datetime) -> Span:
    """The span of the filters' days. Raises UsageError for a missing first day and for days to come."""
    start, end = filters.interval()
    seconds, today = int(now.timestamp()), now.astimezone(filters.tz).date()
    if filters.start is None or start is None:
        raise UsageError("The request has no first day.", "Choose from which day on the reports are wanted.")
    if ahead := to_come(filters, now):
        raise ahead
    if filters.end is None or filters.end <= today:
        return Span(start, end or seconds + HOUR, seconds)
    sentence = (
        f"The dates reach to {day(filters.end)}, which has not come yet: "
        f"the figures are those up to now, {moment(now.astimezone(filters.tz))} ({filters.zone})."
    )
    return Span(start, end or seconds + HOUR, seconds, (Problem("future_dates", sentence, 1),))


def to_come(filters: Filters, now: datetime) -> UsageError | None:
    """What is said of days of which none has come yet; None for others."""
    start, _ = filters.interval()
    if filters.start is None or start is None or start <= now.timestamp():
        return None
    today = now.astimezone(filters.tz).date()
    return UsageError(
        f"{day(filters.start)} has not come yet; Kaltura reports only what has happened.",
        f"Choose a first day up to today, {day(today)}.",
    )
