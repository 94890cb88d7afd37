"""A range that moves along an axis, with gaps where nothing is known."""

import pandas as pd
import plotly.graph_objects as go


def band(table: pd.DataFrame, low: str, high: str, colour: str, name: str) -> go.Scatter:
    """A filled area along `period` from column `low` to `high`, one piece for each run of rows where both are known.

    A run of a single row has no area: draw its ends as marks too. colour: "#RRGGBB".
    """
    known = table[low].notna() & table[high].notna()
    xs: list[object] = []
    ys: list[float | None] = []
    for _, run in table[known].groupby((~known).cumsum()[known]):
        xs += [*run["period"], *run["period"][::-1], None]
        ys += [*run[high], *run[low][::-1], None]
    return go.Scatter(
        x=xs, y=ys, mode="lines", line={"width": 0}, fill="toself", fillcolor=faded(colour), name=name, hoverinfo="skip"
    )


def faded(colour: str, part: float = 0.22) -> str:
    """'#2463DC' → 'rgba(36,99,220,0.22)': lets the background through, light or dark."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{part})"
