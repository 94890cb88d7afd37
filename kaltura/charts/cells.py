"""Cells of a heatmap that can be pointed at and clicked."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go


def clickable(
    figure: go.Figure,
    x: Sequence[Any],
    y: Sequence[Any],
    data: Sequence[Any],
    said: Sequence[str],
    text: Sequence[str] = (),
) -> None:
    """An unseen point in the middle of each cell, with its customdata and hover text: Plotly selects points only.

    text: what stands in the cells, in the ink of light or dark; the heatmap below then uses theme.TINT.
    """
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=x,
        y=y,
        mode="markers+text" if text else "markers",
        text=text or None,
        textfont_size=11,
        marker={"size": 24, "symbol": "square", "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=data,
        hovertext=said,
        hoverinfo="text",
        showlegend=False,
    )
