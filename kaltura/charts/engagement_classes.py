"""Engagement by a class of sessions: their size or their length."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.periods import hover
from kaltura.charts.rates import few_people, interval_bars, mark_cut, rate_axis, rate_floor
from kaltura.charts.theme import ENGAGED, framed
from kaltura.plural import plural
from kaltura.written import minutes, percent, percent_range


def engagement_by_class_chart(table: pd.DataFrame, unit: str) -> go.Figure:
    """The pooled rate of each class with its spread, from `engagement_by_size` or `engagement_by_length`.

    unit: what the classes count, e.g. "Attendances of a session" or "Minutes of a session".
    Classes without sessions are left out; classes of fewer than five people carry their 95 % interval.
    """
    known = table.dropna(subset="engagement_rate")
    figure, floor = go.Figure(), rate_floor(known, "engagement_rate", "spread_low")
    if len(known):
        classes = [_tick(row) for row in known.itertuples()]
        said = [_class_sentence(row, unit, floor) for row in known.itertuples()]
        figure.add_bar(
            x=classes,
            y=known["spread_high"] - known["spread_low"],
            base=known["spread_low"],
            width=0.32,
            name="Middle half",
            marker={"color": ENGAGED, "opacity": 0.3},
            hovertext=said,
            hoverinfo="text",
        )
        figure.add_trace(
            go.Scatter(
                x=classes,
                y=known["engagement_rate"],
                mode="markers",
                name="Engagement rate",
                marker={"size": 11, "color": ENGAGED},
                error_y=interval_bars(known, floor),
                hovertext=said,
                hoverinfo="text",
            )
        )
        mark_cut(figure, classes, known, floor)
    framed(figure, x=unit, y="Engagement rate", percent="y").update_xaxes(type="category", tickangle=0)
    return rate_axis(figure, floor)


def alt_engagement_by_class(table: pd.DataFrame, unit: str) -> str:
    """The highest and the lowest class, in a sentence; of few attendances with their number and the rate's interval."""
    known = table.dropna(subset="engagement_rate").sort_values("engagement_rate")
    if known.empty:
        return "No engagement rate is known in this selection."
    rows: list[Any] = list(known.itertuples())
    best, worst = rows[-1], rows[0]
    if best != worst and percent(best.engagement_rate) == percent(worst.engagement_rate):
        return f"{unit}: engagement is {percent(best.engagement_rate)} in each class."
    highest = f"{unit}: engagement is highest, {_at(best)}"
    if best == worst:
        return f"{highest}, the only class with sessions."
    few = pd.notna(best.interval_low) or pd.notna(worst.interval_low)
    joint = "; lowest," if few else ", and lowest,"  # a caption too long ends at a semicolon, and not within a count
    return f"{highest}{joint} {_at(worst)}."


def _at(row: Any) -> str:
    few = few_people(row, "rated_attendances", 0.0, "attendance").rstrip(".")
    said = f"{percent(row.engagement_rate)}, at {class_name(row)}"
    return f"{said} ({few[0].lower()}{few[1:]})" if few else said


def class_name(row: Any) -> str:
    """'10 to 19', '5', '500 and more': a class of whole numbers."""
    if pd.isna(row.high):
        return f"{row.low:,.0f} and more"
    last = row.high - 1
    return f"{row.low:,.0f}" if last <= row.low else f"{row.low:,.0f} to {last:,.0f}"


def _tick(row: Any) -> str:
    return class_name(row).replace(" to ", "–").replace(" and more", "+")


def _class_sentence(row: Any, unit: str, floor: float) -> str:
    return hover(
        f"{unit} {class_name(row)}: {percent(row.engagement_rate)} engaged.",
        f"The middle half lies in sessions from {percent_range(row.spread_low, row.spread_high, 1)}.",
        f"{plural(int(row.sessions), 'session')}, {plural(int(row.attendances), 'attendance')}, "
        f"{minutes(row.disengaged_minutes)} disengaged.",
        few_people(row, "rated_attendances", floor, "attendance"),
    )
