"""Figures by day, week or month. Tables are those of kaltura.metrics.over_time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.periods import UNIT, Period, during, hover, iso_days, on_periods, opacities, period_name, unfinished
from kaltura.charts.theme import MAIN, framed, in_whole_steps
from kaltura.metrics.halves import Halves
from kaltura.metrics.small_numbers import FEW
from kaltura.plural import plural


@dataclass(frozen=True)
class MeasureWords:
    """A column of a table over time: its title, its axis, a value in words, and whether its axis is in per cent."""

    title: str
    axis: str
    words: Callable[[float], str]
    percent: bool = False


TREND_MEASURES: dict[str, MeasureWords] = {
    "attendances": MeasureWords("Attendances", "Attendances", lambda v: plural(v, "attendance")),
    "unique_attendees": MeasureWords("Unique attendees", "Unique attendees", lambda v: plural(v, "unique attendee")),
    "sessions": MeasureWords("Sessions", "Main sessions", lambda v: plural(v, "session")),
    "attended_minutes": MeasureWords("Minutes", "Attended minutes", lambda v: f"{v:,.0f} attended minutes"),
    "mean_minutes": MeasureWords("Mean", "Minutes per attendance", lambda v: f"{v:,.1f} minutes per attendance"),
}


def attendance_over_time_chart(table: pd.DataFrame, period: Period, measure: str = "attendances") -> go.Figure:
    """One of TREND_MEASURES a period, as bars; paler where it is not whole. A clicked point's x is the first day."""
    said = [_sentence(row, period, measure) for row in table.itertuples()]
    figure = go.Figure()
    if len(table):
        figure.add_bar(
            x=iso_days(table["period"]),
            y=table[measure],
            marker={"color": MAIN, "opacity": opacities(table)},
            name=TREND_MEASURES[measure].axis,
            hovertext=said,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    on_periods(figure, table["period"], period)
    return in_whole_steps(framed(figure, x=UNIT[period], y=TREND_MEASURES[measure].axis), table[measure].max())


_LEVEL = 0.05  # of the value before: less is no finding


def alt_attendance_over_time(
    table: pd.DataFrame, period: Period, halves: Halves | None, measure: str = "attendances"
) -> str:
    """How the measure went over the days, and its highest. halves: of the measure, by `halves_of_headline`."""
    return alt_over_time(table, period, measure, TREND_MEASURES[measure].axis, TREND_MEASURES[measure].words, halves)


def alt_over_time(
    table: pd.DataFrame,
    period: Period,
    column: str,
    title: str,
    words: Callable[[float], str],
    halves: Halves | None,
) -> str:
    """The finding of any table over time: how it went over the days, and the highest of the whole periods.

    From halves, which are the same whatever the period; where one of them is not known, from the first period to the
    last.
    title: what is measured, with a capital. words: a value with its unit.
    """
    known = table.dropna(subset=column)
    if "sessions" in table and table["sessions"].any() and not known["sessions"].any():
        known = known.iloc[:0]  # what is left are the zeros of periods in which nothing was held
    whole = known[~known["partial"]]
    rows = whole if len(whole) > 1 else known
    if rows.empty:
        return f"{title} by {period}: nothing is known in this selection."
    first, last, top = rows.iloc[0], rows.iloc[-1], _of_enough(rows, column).sort_values(column).iloc[-1]
    if len(rows) == 1:
        return f"{title}: {words(first[column])} {during(first['period'], period)}."
    highest = f"the highest was {words(top[column])} ({period_name(top['period'], period)})"
    if (half := _both(halves)) is not None:
        before, after = half
        span = f"{words(before)} in the first half of the days to {words(after)} in the second"
        return f"{title} {_went(before, after)}, from {span}; {highest}."
    before, after = first[column], last[column]
    start, end = period_name(first["period"], period), period_name(last["period"], period)
    span = f"{words(before)} ({start}) to {words(after)} ({end})"
    return f"{title} {_went(before, after)}, from {span}; {highest}."


def _both(halves: Halves | None) -> tuple[float, float] | None:
    first, second = halves or (None, None)
    return None if first is None or second is None else (first, second)


def _of_enough(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The periods whose value so many people are behind that it may be called the highest; all, when it is none's."""
    behind = {"participation_low": "people", "mean_minutes": "attendances"}.get(column)
    if behind:
        enough = rows[rows[behind] >= FEW]
    else:
        enough = rows[rows["interval_low"].isna()] if column == "engagement_rate" else rows
    return rows if enough.empty else enough


def _went(before: float, after: float) -> str:
    if abs(after - before) <= _LEVEL * abs(before):
        return "stayed about level"
    return "went up" if after > before else "went down"


def _unknown(attendances: float) -> str:
    if pd.isna(attendances):
        return "the attendees are not reported"
    return "the minutes are not known" if attendances else "nothing was attended"


def _sentence(row: Any, period: Period, measure: str) -> str:
    value = getattr(row, measure)
    said = _unknown(row.attendances) if pd.isna(value) else TREND_MEASURES[measure].words(value)
    rest = "" if measure == "sessions" else f"In {plural(row.sessions, 'session')}."
    return hover(f"{period_name(row.period, period)}: {said}.", rest, unfinished(row))
