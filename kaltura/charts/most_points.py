"""How much one trace draws: beyond it, the latest, and the axis says so."""

import pandas as pd

MOST_POINTS = 2000  # a chart of two traces is still below what a browser draws at once


def latest(table: pd.DataFrame, what: str) -> str:
    """The axis title of a chart that draws table.tail(MOST_POINTS): "" when that is all. what: "sessions"."""
    return f"The latest {MOST_POINTS:,} of {len(table):,} {what}" if len(table) > MOST_POINTS else ""
