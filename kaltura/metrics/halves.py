"""The two halves of a selection's days: which way it went, whatever periods a chart shows."""

from dataclasses import replace

from kaltura.dataset import Dataset
from kaltura.metrics.periods import calendar


def halves(ds: Dataset) -> tuple[Dataset, Dataset] | None:
    """The Dataset of the first half of its whole days, and of the second, as long; the day in the middle is in neither.

    None with fewer than two whole days.
    """
    days = calendar(ds, "day")
    whole = [day.date() for day in days.loc[~days["partial"], "period"]]
    half = len(whole) // 2
    if not half:
        return None
    first, second = (
        ds.select(replace(ds.selection, start=start, end=end))
        for start, end in ((whole[0], whole[half - 1]), (whole[-half], whole[-1]))
    )
    return first, second
