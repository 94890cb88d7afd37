"""A session's figures against its room's usual, in words."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from kaltura.metrics.usual import OTHERS
from kaltura.ui.text import minutes, percent
from kaltura.written import median_count

HELP = (
    "The median and the middle half (25th to 75th percentile) of the room's other sessions in all of the data, "
    f"whatever dates are selected. Fewer than {OTHERS} others say nothing about what is usual."
)


# measure → (name, value in words)
_WORDS: dict[str, tuple[str, Callable[[float | None], str]]] = {
    "unique_attendees": ("Unique attendees", median_count),
    "attendances": ("Attendances", median_count),
    "duration_minutes": ("Length", minutes),
    "mean_minutes": ("Mean minutes", minutes),
    "attended_minutes": ("Attended minutes", minutes),
    "engagement_rate": ("Engagement rate", percent),
    "disengaged_minutes": ("Disengaged minutes", minutes),
    "breakouts": ("Breakout sessions", median_count),
}
_POSITIONS = {"below": "Below usual", "within": "As usual", "above": "Above usual"}


def table(against: pd.DataFrame) -> pd.DataFrame:
    """`against_usual` for reading."""
    return pd.DataFrame([_row({str(name): value for name, value in row.items()}) for row in against.to_dict("records")])


def change(against: pd.DataFrame, measure: str) -> dict[str, Any]:
    """The options of a Figure: the difference from the median; none where nothing is usual."""
    found = against[against["measure"] == measure]
    if found.empty or pd.isna(found["position"].iloc[0]):
        return {}
    row, words = found.iloc[0], _WORDS[measure][1]
    difference = float(row["value"]) - float(row["median"])
    said = f"{abs(difference) * 100:.1f} points" if measure == "engagement_rate" else words(abs(difference))
    level = words(row["value"]) == words(row["median"])
    written: str | int = 0 if level else f"{'+' if difference > 0 else '-'}{said}"
    return {"change": written, "against": f"usual: {words(row['median'])}"}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    name, words = _WORDS[row["measure"]]
    known = row["sessions"] >= OTHERS
    return {
        "Figure": name,
        "This session": words(row["value"]),
        "Usual": words(row["median"]) if known else "–",
        "Middle half": f"{words(row['q1'])} to {words(row['q3'])}" if known else "–",
        "It is": _POSITIONS.get(row["position"], "–"),
        "Other sessions": row["sessions"],
    }
