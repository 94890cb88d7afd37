"""Which sessions hold the disengaged minutes."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.labels import escaped
from kaltura.charts.periods import hover
from kaltura.charts.theme import DISENGAGED, MAIN, framed
from kaltura.plural import plural
from kaltura.when import moment
from kaltura.written import count, minutes, percent

_SHARES = {
    "overlaying": "y",
    "side": "right",
    "range": [0, 1.05],
    "tickmode": "linear",
    "dtick": 0.25,
    "tickformat": ".0%",
    "showgrid": False,
    "fixedrange": True,
    "automargin": True,
    "title": {"text": "Share of all, added up", "standoff": 8},
}
_LOW = 0.4


def pareto_chart(table: pd.DataFrame, sessions: int) -> go.Figure:
    """Disengaged minutes of the first sessions, and the share that they hold together, from `disengaged_by_session`.

    sessions: of the whole selection. A clicked bar's x is the session's rank, from 1.
    """
    figure = go.Figure()
    if not table["disengaged_minutes"].sum():
        return figure
    said = [_pareto_sentence(row, sessions) for row in table.itertuples()]
    bars, together = "Disengaged minutes", "Share of all, added up"
    figure.add_bar(
        x=table["rank"], y=table["disengaged_minutes"], name=bars, marker_color=DISENGAGED, hovertext=said,
        hoverinfo="text",
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=table["rank"],
            y=table["cumulative_share"],
            yaxis="y2",
            name=together,
            mode="lines",
            line={"color": MAIN, "width": 2},
            hoverinfo="skip",
        )
    )
    framed(figure, x="Sessions, most disengaged minutes first", y="Minutes")
    figure.update_xaxes(range=[0.4, len(table) + 0.6], dtick=None if len(table) > 12 else 1)
    top = table["cumulative_share"].max()
    if top < _LOW:  # of very many sessions the first hold little, and the line would lie on the ground
        return figure.update_layout(yaxis2={**_SHARES, "range": [0, 1.2 * top], "tickmode": "auto", "nticks": 5})
    return figure.update_layout(yaxis2=_SHARES)


def alt_pareto(sessions_to_80: int, sessions: int, disengaged_minutes: float) -> str:
    """How concentrated the disengaged minutes are, in a sentence."""
    if not disengaged_minutes:
        return "No minute of this selection is known to be disengaged."
    if sessions == 1:
        return f"The one session holds all {minutes(disengaged_minutes)} disengaged."
    return (
        f"{count(sessions_to_80)} of {plural(sessions, 'session')} "
        f"{'holds' if sessions_to_80 == 1 else 'hold'} 80\u00a0% of {minutes(disengaged_minutes)} disengaged."
    )


def _pareto_sentence(row: Any, sessions: int) -> str:
    when = "" if pd.isna(row.start) else f", {moment(row.start)}"
    return hover(
        f"{escaped(row.room_name)}{when}",
        f"{minutes(row.disengaged_minutes)} disengaged of {minutes(row.rated_minutes)}: "
        f"{percent(row.engagement_rate)} engaged.",
        f"With the {int(row.rank) - 1} before it, it holds {percent(row.cumulative_share)} of all."
        if row.rank > 1
        else f"It alone holds {percent(row.share)} of all, over {plural(sessions, 'session')}.",
    )
