"""Days, weeks and months in words, and as an axis. Tables are those of kaltura.metrics.over_time."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.metrics.periods import Period
from kaltura.plural import plural
from kaltura.when import brief_day, day

__all__ = [
    "PARTIAL",
    "UNIT",
    "Period",
    "as_well",
    "during",
    "hover",
    "iso_days",
    "marks",
    "on_dates",
    "on_periods",
    "opacities",
    "period_name",
    "unfinished",
]

UNIT: dict[Period, str] = {"day": "Day", "week": "Week, from Monday", "month": "Month"}

LABELS = 7
MANY_DAYS = 13
FEWEST = 5  # places along the axis: else a single bar is as wide as the page
PARTIAL = "only partly selected, or not over yet"  # what `partial` says of a period; it may be one of both
_BAR = 0.8  # of the place it stands in
_DAYS: dict[Period, int] = {"day": 1, "week": 7, "month": 30}


def iso_days(days: Iterable[pd.Timestamp]) -> list[str]:
    """Days, as the first of periods, as points of the axis: '2026-11-02'."""
    return [day.strftime("%Y-%m-%d") for day in days]


def period_name(first: pd.Timestamp, period: Period) -> str:
    """'2 Nov 2026', 'week of 2 Nov 2026' or 'November 2026'."""
    return f"{first:%B %Y}" if period == "month" else ("week of " if period == "week" else "") + day(first)


def during(first: pd.Timestamp, period: Period) -> str:
    """'on 2 Nov 2026', 'in the week of 2 Nov 2026' or 'in November 2026'."""
    return {"day": "on ", "week": "in the ", "month": "in "}[period] + period_name(first, period)


def as_well(values: "pd.Series[Any]", period: Period) -> str:
    """' and 2 other days', where beside the first the highest of these values comes again; else ''."""
    others = int(values.eq(values.max()).sum()) - 1
    return f" and {plural(others, f'other {period}')}" if others > 0 else ""


def unfinished(row: Any) -> str:
    """What is unfinished about a row with `partial` and `provisional`, as a sentence; '' when nothing is."""
    if row.partial:
        return f"This period is {PARTIAL}."
    return "Provisional: Kaltura still corrects these hours." if row.provisional else ""


def hover(sentence: str, *more: str) -> str:
    """The text over a point: a sentence that begins with a capital, and further lines where there are some."""
    return "<br>".join([sentence[:1].upper() + sentence[1:], *(line for line in more if line)])


def opacities(table: pd.DataFrame) -> list[float]:
    """Full for whole periods, paler for those that are only partly there."""
    return [0.5 if partial else 1.0 for partial in table["partial"]]


def marks(table: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Markers of a line: full for whole periods, hollow for those that are only partly there."""
    symbols = ["circle-open" if partial else "circle" for partial in table["partial"]]
    return {"size": 7, "color": colour, "symbol": symbols, "line": {"width": 2, "color": colour}}


def on_dates(figure: go.Figure) -> go.Figure:
    """The same figure with moments along x, their days below, and as many as fit side by side on a phone."""
    return figure.update_xaxes(type="date", tickformat="%-d %b\n%Y", nticks=6, tickangle=0)


def on_periods(figure: go.Figure, days: Iterable[pd.Timestamp], period: Period) -> go.Figure:
    """The same figure with periods along x, and a tick at the first day of as many as fit side by side on a phone.

    Many days have their ticks on Mondays, as the weeks do.
    """
    every = list(days)
    marked = [day for day in every if day.weekday() == 0] if period == "day" and len(every) > MANY_DAYS else every
    shown = marked[:: -(-len(marked) // LABELS) or 1]
    figure.update_xaxes(type="date", tickangle=0, hoverformat=" ")
    if every and (ends := _ends(every, period)):
        figure.update_xaxes(range=ends)
        # Of a single one Plotly knows no distance to the next, and makes it a hair's width.
        figure.update_traces(width=_BAR * _DAYS[period] * 86_400_000, selector={"type": "bar"})
    return figure.update_xaxes(tickvals=iso_days(shown), ticktext=_ticks(shown, period))


def _ends(days: list[pd.Timestamp], period: Period) -> list[str] | None:
    """Where the axis begins and ends so that few periods stand in its middle; None when there are enough."""
    first, last, step = min(days), max(days), pd.Timedelta(days=_DAYS[period])
    spare = FEWEST - 1 - (last - first) / step
    if spare <= 0:
        return None
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in (first - (spare + 1) / 2 * step, last + (spare + 1) / 2 * step)]


def _ticks(days: list[pd.Timestamp], period: Period) -> list[str]:
    """'2 Nov' or 'Nov', with the year below where it begins or changes."""
    years = [None, *(day.year for day in days)]
    said = (f"{first:%b}" if period == "month" else brief_day(first) for first in days)
    return [
        text if day.year == year else f"{text}<br>{day.year}"
        for day, year, text in zip(days, years, said, strict=False)
    ]
