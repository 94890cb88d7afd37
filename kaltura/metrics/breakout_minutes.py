"""Minutes that people spent in the breakouts of a main session.

Kaltura does not say whether minutes in a main room go on while somebody is in one of its breakouts.
"""

import narwhals as nw

from kaltura.dataset import Dataset
from kaltura.metrics.tables import Lazy, attendances, sessions

PERSON = ["cue_point_id", "user_id"]  # in a session


def breakout_minutes(ds: Dataset) -> Lazy:
    """One row per (main session, identified person) with any: cue_point_id of the main session, user_id,
    breakout_minutes (over all its breakouts)."""
    groups = sessions(ds, "breakout").select("cue_point_id", main="parent_session_id")
    rows = attendances(ds).filter(~nw.col("user_id").is_null()).join(groups, on="cue_point_id")
    spent = rows.group_by("main", "user_id").agg(nw.col("minutes").sum().alias("breakout_minutes"))
    return spent.filter(nw.col("breakout_minutes") > 0).rename({"main": "cue_point_id"})
