"""Engagement over time, how it is distributed, and by weekday and hour.

kaltura.charts.engagement_classes has it by size and length, kaltura.charts.pareto where it is lost.
"""

from calendar import day_name
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.bands import band
from kaltura.charts.over_time import alt_over_time
from kaltura.charts.periods import UNIT, Period, hover, iso_days, marks, on_periods, period_name, unfinished
from kaltura.charts.rates import few_people, interval_bars, mark_cut, rate_axis, rate_floor
from kaltura.charts.theme import ENGAGED, SEQUENTIAL_ENGAGED, framed, in_whole_steps
from kaltura.charts.week import week_chart
from kaltura.metrics.halves import Halves
from kaltura.plural import plural
from kaltura.written import minutes, percent, percent_range

LEAST_SPREAD = 0.1  # between the palest and the fullest colour of a week
OUTERMOST = 0.05  # of its cells at either end


def engagement_over_time_chart(table: pd.DataFrame, period: Period) -> go.Figure:
    """The pooled rate of each period and its spread, from `engagement_over_time`; no trace without a known ratio.

    Periods that are only partly there are hollow. Where fewer than five people stand behind a rate, a bar through the
    point shows its 95 % interval.
    """
    figure = go.Figure()
    floor, days = rate_floor(table, "engagement_rate", "spread_low"), iso_days(table["period"])
    if table["engagement_rate"].notna().any():
        figure.add_trace(band(table, "spread_low", "spread_high", ENGAGED, "Middle half"))
        figure.add_trace(
            go.Scatter(
                x=days,
                y=table["engagement_rate"],
                name="Engagement rate",
                mode="lines+markers",
                line={"color": ENGAGED, "width": 2},
                marker=marks(table, ENGAGED),
                error_y=interval_bars(table, floor),
                hovertext=[_period_sentence(row, period, floor) for row in table.itertuples()],
                hoverinfo="text",
            )
        )
        mark_cut(figure, days, table, floor)
    on_periods(figure, table["period"], period)
    framed(figure, x=UNIT[period], y="Engagement rate", percent="y")
    return rate_axis(figure, floor)


def alt_engagement_over_time(table: pd.DataFrame, period: Period, halves: Halves | None) -> str:
    """The finding in a sentence."""
    return alt_over_time(table, period, "engagement_rate", "Engagement rate", percent, halves)


def engagement_distribution_chart(table: pd.DataFrame) -> go.Figure:
    """How many sessions had which rate, from `engagement_distribution`."""
    figure = go.Figure()
    if table["sessions"].sum():
        figure.add_bar(
            x=(table["low"] + table["high"]) / 2,
            y=table["sessions"],
            width=(table["high"] - table["low"]) * 0.92,
            marker_color=ENGAGED,
            hovertext=[_bin_sentence(row) for row in table.itertuples()],
            hoverinfo="text",
        )
    in_whole_steps(framed(figure, x="Engagement rate", y="Sessions", percent="x"), table["sessions"].max())
    return figure.update_xaxes(range=[-0.005, 1.005], tick0=0, dtick=0.2, tickangle=0)


def alt_engagement_distribution(table: pd.DataFrame) -> str:
    """Where most are, in a sentence."""
    whole = table["sessions"].sum()
    if not whole:
        return "No engagement rate is known in this selection."
    top = table.sort_values("sessions").iloc[-1]
    if top["sessions"] == whole:
        return f"All sessions have an engagement rate of {percent_range(top['low'], top['high'])}."
    alike = (table["sessions"] == top["sessions"]).sum() > 1
    before_others = "; no other class has more." if alike else ", more than any other class."
    return (
        f"{percent(top['sessions'] / whole, 0)} of the sessions have an engagement rate of "
        f"{percent_range(top['low'], top['high'])}{before_others}"
    )


def engagement_weekday_hour_chart(table: pd.DataFrame) -> go.Figure:
    """The pooled rate by weekday and hour of the start, from `weekday_hour` with its measure engagement_rate."""
    known = table.dropna(subset="value")
    said = [_cell_sentence(row) for row in known.itertuples()]
    ends = _ends(known["value"])
    return week_chart(known, said, SEQUENTIAL_ENGAGED, ends, **_scale(known["value"], ends))


def _ends(rates: pd.Series) -> tuple[float, float]:
    """From the lowest to the highest, and at least LEAST_SPREAD apart: tenths of a point are no contrast.

    Of more than 20 without the OUTERMOST: one hour that is far from the others would make them all alike.
    """
    if rates.empty:
        return 0, 1
    ordered = sorted(rates)
    apart = int(OUTERMOST * (len(ordered) - 1))
    high = max(ordered[-1 - apart], LEAST_SPREAD)
    return min(ordered[apart], high - LEAST_SPREAD), high


def _scale(rates: pd.Series, ends: tuple[float, float]) -> dict[str, Any]:
    """The colour bar with its ends and its middle; an end says that rates beyond it have its colour."""
    low, high = ends
    words = [percent(low, 0), percent((low + high) / 2, 0), percent(high, 0)]
    if rates.min() < low:
        words[0] = f"≤ {words[0]}"
    if rates.max() > high:
        words[-1] = f"≥ {words[-1]}"
    return {"tickvals": [low, (low + high) / 2, high], "ticktext": words}


def alt_engagement_weekday_hour(table: pd.DataFrame) -> str:
    """The weekday and hour with the highest and the lowest rate, in a sentence."""
    known: list[Any] = list(table.dropna(subset="value").sort_values("value").itertuples())
    if not known:
        return "No engagement rate is known in this selection."
    best, worst = known[-1], known[0]
    if len(known) == 1:
        return f"Engagement rate by weekday and hour: {percent(best.value)} {_start(best)}."
    if percent(best.value) == percent(worst.value):
        return f"Engagement rate by weekday and hour: {percent(best.value)} at each."
    return (
        f"Engagement rate by weekday and hour: highest, {percent(best.value)}, {_start(best)}; "
        f"lowest, {percent(worst.value)}, {_start(worst)}."
    )


def _start(row: Any) -> str:
    return f"for sessions that start on {day_name[row.weekday - 1]} between {row.hour}:00 and {row.hour + 1}:00"


def _cell_sentence(row: Any) -> str:
    when = f"{day_name[row.weekday - 1]}, {row.hour}:00 to {row.hour + 1}:00"
    return f"{when}: {percent(row.value)} engaged, in {plural(int(row.sessions), 'session')} that started then."


def _period_sentence(row: Any, period: Period, floor: float) -> str:
    if pd.isna(row.engagement_rate):
        return ""
    return hover(
        f"{period_name(row.period, period)}: {percent(row.engagement_rate)} of the attended minutes were engaged.",
        f"The middle half lies in sessions from {percent_range(row.spread_low, row.spread_high, 1)}.",
        f"{minutes(row.disengaged_minutes)} disengaged, in {plural(int(row.rated_sessions), 'session')}.",
        few_people(row, "rated_people", floor),
        unfinished(row),
    )


def _bin_sentence(row: Any) -> str:
    return hover(
        f"{percent_range(row.low, row.high)} engaged: {plural(int(row.sessions), 'session')}, "
        f"{plural(int(row.attendances), 'attendance')}.",
        f"{minutes(row.rated_minutes)}, {percent(row.share)} of all.",
    )
