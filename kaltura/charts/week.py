"""A week in cells: weekdays down, Monday on top; across, the hour that sessions start in, on the clock of the zone."""

from calendar import day_abbr
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.cells import clickable
from kaltura.charts.theme import COLORBAR, framed

FEWEST_HOURS = 9
_EACH = 12  # hours of which every second is named; of more, every fourth


def week_chart(
    held: pd.DataFrame, said: Sequence[str], colours: list[list[Any]], ends: tuple[float, float], **scale: Any
) -> go.Figure:
    """Rows of kaltura.metrics' weekday_hour that have a value, as a heatmap; a cell without a row is blank.

    The hours between the first and the last of any day are drawn, and at least FEWEST_HOURS. said: a sentence a row.
    ends: the values of the palest and the fullest colour. scale: further settings of the colour bar.
    A clicked point's customdata is [weekday from 1, hour].
    """
    figure = go.Figure()
    if held.empty:
        return figure
    hours = _hours(int(held["hour"].min()), int(held["hour"].max()))
    grid = held.pivot(index="weekday", columns="hour", values="value").reindex(index=range(1, 8), columns=hours)
    figure.add_heatmap(
        z=grid.to_numpy(dtype=float),
        x=hours,
        y=list(day_abbr),
        hoverinfo="skip",
        colorscale=colours,
        zmin=ends[0],
        zmax=ends[1],
        xgap=2,
        ygap=2,
        colorbar={**COLORBAR, **scale},
    )
    days = [day_abbr[day - 1] for day in held["weekday"]]
    clickable(figure, held["hour"].tolist(), days, held[["weekday", "hour"]].to_numpy().tolist(), said)
    framed(figure, x="Hour that sessions start in, 0 to 23", y="", height=300, legend=False)
    figure.update_yaxes(type="category", autorange="reversed", rangemode="normal", showgrid=False)
    return figure.update_xaxes(tickvals=hours[:: 4 if len(hours) > _EACH else 2], tickangle=0)


def _hours(first: int, last: int) -> list[int]:
    """From the first to the last, and more around them where they are few: no cell is as wide as the page."""
    while last - first + 1 < FEWEST_HOURS:
        first, last = max(0, first - 1), min(23, last + 1)
    return list(range(first, last + 1))
