"""What charts of rates share: their axis, and intervals where few people stand behind a rate."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.theme import ENGAGED
from kaltura.plural import plural
from kaltura.written import interval_words


def rate_floor(table: pd.DataFrame, *columns: str) -> float:
    """Where an axis of rates begins: at the tenth below the lowest, as rates sit near 1 and differ by little.

    columns: those that are always drawn whole. Intervals of a few people reach far down, and would flatten all the
    others: they are cut.
    """
    lowest = table[list(columns)].min().min()
    return 0.0 if pd.isna(lowest) else max(0.0, min(0.8, int(lowest * 10 - 1e-9) / 10))


def interval_bars(table: pd.DataFrame, floor: float) -> dict[str, Any]:
    """Plotly's error_y from interval_low, or the floor, to interval_high; nothing where they are NaN."""
    return {
        "type": "data",
        "symmetric": False,
        "array": table["interval_high"] - table["engagement_rate"],
        "arrayminus": table["engagement_rate"] - table["interval_low"].clip(lower=floor),
        "color": ENGAGED,
        "thickness": 1.5,
        "width": 4,
    }


def rate_axis(figure: go.Figure, floor: float) -> go.Figure:
    """The same figure with rates from the floor to 1 along y."""
    return figure.update_yaxes(range=[floor, 1.005], rangemode="normal", tick0=0, dtick=0.1 if floor >= 0.4 else 0.2)


def mark_cut(figure: go.Figure, x: Sequence[Any], table: pd.DataFrame, floor: float) -> None:
    """A triangle on the axis below each interval that goes on under it; the hover text of the rate says so.

    x: the place of each row. The marks have no hover text: what cannot be pointed at is not clicked.
    """
    cut = [at for at, low in zip(x, table["interval_low"], strict=True) if low < floor]
    if cut:
        figure.add_scatter(
            x=cut,
            y=[floor] * len(cut),
            mode="markers",
            marker={"symbol": "triangle-down", "size": 9, "color": ENGAGED},
            hoverinfo="skip",
            showlegend=False,
        )


def few_people(row: Any, column: str, floor: float, who: str = "person") -> str:
    """The 95 % interval in words; '' where enough stand behind the rate. column: how many there are."""
    if pd.isna(row.interval_low):
        return ""
    number = plural(int(getattr(row, column)), who, "people" if who == "person" else None)
    beyond = "; it begins below this chart" if row.interval_low < floor else ""
    return interval_words((row.interval_low, row.interval_high), number, beyond)
