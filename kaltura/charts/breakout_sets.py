"""How even, how engaged and how long breakouts were."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.labels import escaped
from kaltura.charts.most_points import MOST_POINTS
from kaltura.charts.periods import hover, on_dates
from kaltura.charts.theme import BREAKOUT, DISENGAGED, framed, in_whole_steps
from kaltura.plural import plural
from kaltura.when import moment
from kaltura.written import minutes, percent


def evenness_chart(table: pd.DataFrame) -> go.Figure:
    """A point a main session with at least two breakouts, from `evenness_by_session`; customdata: its ID.

    Beyond MOST_POINTS sessions the latest are drawn.
    """
    known = table.dropna(subset="evenness").tail(MOST_POINTS)
    figure = go.Figure()
    if len(known):
        figure.add_trace(_points(known, "evenness", [_evenness_sentence(row) for row in known.itertuples()]))
    framed(figure, x="", y="Evenness", percent="y")
    on_dates(figure)
    return figure.update_yaxes(range=[0, 1.05], tick0=0, dtick=0.25)


def alt_evenness(table: pd.DataFrame) -> str:
    """How many sessions had even breakouts, and the least even, in a sentence."""
    known = table.dropna(subset="evenness").sort_values("evenness")
    if known.empty:
        return "No session had two breakouts with people in them."
    least: Any = next(known.itertuples())
    where = f"in {least.room_name or 'a room without a name'}{_when(least)}"
    if len(known) == 1:
        return f"Evenness was {percent(least.evenness, 0)} {where}."
    half = known["evenness"].median()
    return (
        f"In half of {plural(len(known), 'session')} evenness was at least {percent(half, 0)}; "
        f"lowest, {percent(least.evenness, 0)}, {where}."
    )


def lift_chart(table: pd.DataFrame) -> go.Figure:
    """A point a main session whose both rates are known, from `lift_by_session`; customdata: its ID.

    Above the line people were more engaged in breakouts than in the main session.
    """
    known = table.dropna(subset="lift").tail(MOST_POINTS)
    figure = go.Figure()
    if len(known):
        points = known.assign(points=known["lift"] * 100)
        figure.add_trace(_points(points, "points", [_lift_sentence(row) for row in known.itertuples()]))
        figure.add_hline(y=0, line={"color": DISENGAGED, "width": 1.5, "dash": "dot"})
    framed(figure, x="", y="Percentage points")
    on_dates(figure)
    return figure.update_yaxes(rangemode="normal")


def alt_lift(table: pd.DataFrame) -> str:
    """In how many sessions breakouts were more engaging, in a sentence."""
    known = table.dropna(subset="lift")
    if known.empty:
        return "No session has a known rate for both its breakouts and itself."
    above, median = int(known["lift"].gt(0).sum()), 100 * known["lift"].median()
    if len(known) == 1:
        return f"Engagement in the breakouts differed by {median:+.1f} points from that in their main session."
    return (
        f"People were more engaged in the breakouts than in the main session in {above:,} of "
        f"{plural(len(known), 'session')}; the median difference is {median:+.1f} points."
    )


def breakout_durations_chart(table: pd.DataFrame) -> go.Figure:
    """How many breakouts lasted how long, from `durations`."""
    figure = go.Figure()
    if len(table) and table["breakouts"].sum():
        width = table["from_minutes"].diff().min() if len(table) > 1 else 5
        figure.add_bar(
            x=table["from_minutes"],
            y=table["breakouts"],
            width=width,
            offset=0,
            marker_color=BREAKOUT,
            hovertext=[_duration_sentence(row) for row in table.itertuples()],
            hoverinfo="text",
        )
        # From zero, with room behind the last bar: one bar alone would fill the chart.
        figure.update_xaxes(range=[0, table["from_minutes"].max() + 2 * width])
    framed(figure, x="Minutes", y="Breakouts", legend=False)
    return in_whole_steps(figure, table["breakouts"].max()).update_layout(bargap=0.06)


def alt_breakout_durations(table: pd.DataFrame, median: float | None) -> str:
    """The median length, and the commonest, in a sentence."""
    if median is None or table.empty:
        return "No breakout in this selection has a known length."
    if table["breakouts"].sum() == 1:
        return f"The one breakout lasted {minutes(median)}."
    top: Any = list(table.sort_values("breakouts").itertuples())[-1]
    return (
        f"Half of the breakouts lasted at least {minutes(median)}; the most frequent length was {_span(top)} "
        f"({int(top.breakouts):,} of {plural(int(table['breakouts'].sum()), 'breakout')})."
    )


def _points(table: pd.DataFrame, column: str, said: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=table["start"].dt.tz_localize(None),
        y=table[column],
        mode="markers",
        marker={"size": 9, "color": BREAKOUT, "opacity": 0.75, "line": {"width": 0}},
        customdata=[[cue] for cue in table["cue_point_id"]],
        hovertext=list(said),
        hoverinfo="text",
    )


def _when(row: Any) -> str:
    return "" if pd.isna(row.start) else f", {moment(row.start)}"


def _evenness_sentence(row: Any) -> str:
    kinds = ((row.empty, "empty"), (row.solo, "with one person"), (row.over_full, "over-full"))
    flags = [f"{int(number)} {words}" for number, words in kinds if number]
    return hover(
        f"{escaped(row.room_name)}{_when(row)}",
        f"{plural(int(row.breakouts), 'breakout')} with {plural(int(row.participants), 'person', 'people')}: "
        f"evenness {percent(row.evenness, 0)}, Gini {row.gini:.2f}.",
        f"{', '.join(flags)}." if flags else "",
    )


def _lift_sentence(row: Any) -> str:
    return hover(
        f"{escaped(row.room_name)}{_when(row)}",
        f"{percent(row.breakout_rate)} engaged in breakouts, {percent(row.main_rate)} in the main session: "
        f"{100 * row.lift:+.1f} points.",
    )


def _span(row: Any) -> str:
    if pd.isna(row.to_minutes):
        return f"{row.from_minutes:,.0f} min and more"
    return f"{row.from_minutes:,.0f} to {row.to_minutes:,.0f} min"


def _duration_sentence(row: Any) -> str:
    return f"{plural(int(row.breakouts), 'breakout')} lasted {_span(row)}."
