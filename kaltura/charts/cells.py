"""Cells of a heatmap that can be pointed at and clicked."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go


def clickable(figure: go.Figure, x: Sequence[Any], y: Sequence[Any], data: Sequence[Any], said: Sequence[str]) -> None:
    """An unseen point in the middle of each cell, with its customdata and hover text: Plotly selects points only."""
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"size": 24, "symbol": "square", "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=data,
        hovertext=said,
        hoverinfo="text",
        showlegend=False,
    )
