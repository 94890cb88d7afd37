"""The period of the same length right before a selection, which changes are measured against."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.periods import NO_SESSION, days_of_sessions, selected_days


@dataclass(frozen=True)
class Before:
    """The days right before a selection's.

    first, last: local days, both included. days: how many, as many as the selection covers.
    filters: what selects them, otherwise narrowed as the selection is.
    reaches_back: whether the data at hand reaches back to the first of them; else nothing may be compared.
    begins: day of the first session of all, when it comes a week or more after `first`: Kaltura may keep no more.
    """

    first: date
    last: date
    days: int
    filters: Filters
    reaches_back: bool
    begins: date | None = None


def before(ds: Dataset, whole: Dataset) -> Before | None:
    """The period before the selection of `ds`; None when it covers no day.

    whole: the Dataset that `ds` was selected from. Data that was fetched reaches back to the request's first moment.
    Files carry no request: they are taken to reach back to the day of their first session, but for days of which they
    hold none, which nobody may have exported.
    """
    selected = selected_days(ds)
    if selected is None:
        return None
    first, last = selected
    days = (last - first).days + 1
    start, end = first - timedelta(days=days), first - timedelta(days=1)
    filters = replace(ds.selection, start=start, end=end)
    held = days_of_sessions(replace(whole, selection=Filters(zone=filters.zone)))
    begins = held[0] if held and held[0] >= start + NO_SESSION else None
    return Before(start, end, days, filters, _reaches(whole, filters), begins)


def _reaches(whole: Dataset, filters: Filters) -> bool:
    asked_from, _ = whole.provenance.interval()
    if asked_from is not None:
        return asked_from <= (filters.interval()[0] or 0)
    # Without dates the days of the selection's zone are those of its sessions.
    known = selected_days(replace(whole, selection=Filters(zone=filters.zone)))
    if known is None or filters.start is None or known[0] > filters.start:
        return False
    then = whole.select(Filters(filters.start, filters.end, filters.zone))
    return days_of_sessions(then) is not None
