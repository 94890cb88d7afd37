"""What is usual for a room, and how far one of its sessions is from it."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.sessions import described, room_history

OTHERS = 4  # fewer other sessions say nothing about what is usual
MEASURES = (
    "unique_attendees",
    "attendances",
    "duration_minutes",
    "mean_minutes",
    "attended_minutes",
    "engagement_rate",
    "disengaged_minutes",
    "breakouts",
)


def against_usual(ds: Dataset, cue_point_id: str) -> pd.DataFrame:
    """One main session's figures against the other sessions of its room in the Dataset.

    measure (of MEASURES), value; median, q1, q3 of the others; sessions: others in which the figure is known;
    position: "below", "within" or "above" the middle half, null with fewer than OTHERS of them, without a value, and
    while the session runs: half a class is not to be compared with whole ones.
    Others that still run, and engagement that is Kaltura's own, are left out. Pass the Dataset without a filter on
    sessions, or there are no others.
    """
    one = described(ds, session_figures(ds).filter(nw.col("cue_point_id") == cue_point_id))
    if one.empty:
        return pd.DataFrame(columns=["measure", "value", "median", "q1", "q3", "sessions", "position"])
    history = room_history(ds, str(one["room_id"].iloc[0]))
    others = history[(history["cue_point_id"] != cue_point_id) & ~history["running"]]
    value, figures = _figures(one).iloc[0], _figures(others)
    table = pd.DataFrame(
        {
            "value": value,
            "median": figures.median(),
            "q1": figures.quantile(0.25),
            "q3": figures.quantile(0.75),
            "sessions": figures.count(),
        }
    )
    position = _position(table)
    if one["running"].iloc[0]:
        position[:] = None
    return table.assign(position=position).rename_axis("measure").reset_index()


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    figures = rows[list(MEASURES)].astype(float)
    pooled = rows["engagement_source"].eq("attendances")
    return figures.assign(engagement_rate=figures["engagement_rate"].where(pooled))


def _position(table: pd.DataFrame) -> "pd.Series[str]":
    words = pd.Series("within", index=table.index, dtype="str")
    words = words.mask(table["value"] < table["q1"], "below").mask(table["value"] > table["q3"], "above")
    return words.where((table["sessions"] >= OTHERS) & table["value"].notna())
