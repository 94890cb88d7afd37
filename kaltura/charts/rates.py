"""What charts of rates share: their axis, and intervals where few people stand behind a rate."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.theme import ENGAGED
from kaltura.plural import plural
from kaltura.written import percent_range


def interval_bars(table: pd.DataFrame) -> dict[str, Any]:
    """Plotly's error_y from interval_low and interval_high around engagement_rate; nothing where they are NaN."""
    return {
        "type": "data",
        "symmetric": False,
        "array": table["interval_high"] - table["engagement_rate"],
        "arrayminus": table["engagement_rate"] - table["interval_low"],
        "color": ENGAGED,
        "thickness": 1.5,
        "width": 4,
    }


def rate_axis(figure: go.Figure, table: pd.DataFrame, *columns: str) -> go.Figure:
    """Rates sit near 1: the axis begins at the tenth below the lowest, so that their differences can be seen."""
    lowest = table[list(columns)].min().min()
    begin = 0.0 if pd.isna(lowest) else max(0.0, min(0.8, int(lowest * 10 - 1e-9) / 10))
    return figure.update_yaxes(range=[begin, 1.005], rangemode="normal", tick0=0, dtick=0.1 if begin >= 0.4 else 0.2)


def few_people(row: Any, column: str, who: str = "person") -> str:
    """The 95 % interval in words; '' where enough stand behind the rate. column: how many there are."""
    if pd.isna(row.interval_low):
        return ""
    interval = percent_range(row.interval_low, row.interval_high)
    number = plural(int(getattr(row, column)), who, "people" if who == "person" else None)
    return f"Only {number}: 95\u00a0% interval {interval}."
