"""Days, weeks and months in words, and as an axis."""

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

Period = Literal["day", "week", "month"]

_FORMATS: dict[Period, str] = {"day": "%-d %b %Y", "week": "week of %-d %b %Y", "month": "%B %Y"}
_TICKS: dict[Period, str] = {"day": "%-d %b\n%Y", "week": "%-d %b\n%Y", "month": "%b\n%Y"}
AXIS: dict[Period, str] = {"day": "Day", "week": "Week, from Monday", "month": "Month"}


def period_name(first: pd.Timestamp, period: Period) -> str:
    """'2 Nov 2026', 'week of 2 Nov 2026' or 'November 2026'."""
    return first.strftime(_FORMATS[period])


def period_notes(row: Any) -> str:
    """What is unfinished about a row with `partial` and `provisional`: ' (only in part, provisional)' or ''."""
    found = [word for word, on in (("only in part", row.partial), ("provisional", row.provisional)) if on]
    return f" ({', '.join(found)})" if found else ""


def period_axis(figure: go.Figure, period: Period) -> go.Figure:
    """The same figure with dates below that stay readable at any width."""
    figure.update_xaxes(type="date", tickformat=_TICKS[period], nticks=8, tickangle=0, hoverformat=" ")
    return figure


def course(table: pd.DataFrame, column: str, period: Period, words: Callable[[Any], str], close: float) -> str:
    """How a column went, as the end of a sentence: 'fell from 77 % (week of 1 Jun 2026) to 70 % (week of 9 Nov 2026)'.

    From the first to the last whole period with a value; periods seen only in part are left out where others remain.
    words: a row → its value in words. close: differences below it are "stayed near".
    """
    known = table.dropna(subset=column)
    whole = known[~known["partial"].astype(bool)]
    rows = list((whole if len(whole) else known).itertuples())
    if not rows:
        return "is not known in any period"
    first, last = rows[0], rows[-1]
    if len(rows) == 1:
        return f"was {words(first)} ({period_name(first.period, period)})"
    change = getattr(last, column) - getattr(first, column)
    verb = "stayed near" if abs(change) < close else "rose from" if change > 0 else "fell from"
    if verb == "stayed near":
        return f"{verb} {words(last)} from {period_name(first.period, period)} to {period_name(last.period, period)}"
    return (
        f"{verb} {words(first)} ({period_name(first.period, period)}) "
        f"to {words(last)} ({period_name(last.period, period)})"
    )
