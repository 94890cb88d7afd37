"""Each breakout session with its size, its parent session and what is unusual about it."""

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.memo import once
from kaltura.metrics.orphans import orphans
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.tables import collected, narrowed_to_people

OVER_FULL = 2.0  # times the mean of its set
FLAGS = ("empty", "solo", "over_full", "orphan", "running")


@once
def breakout_groups(ds: Dataset) -> pd.DataFrame:
    """One row per breakout session, in order of start.

    cue_point_id, entry_id, entry_name: the session and its breakout room; room_id, room_name: the main room;
    parent_session_id: the main session it belongs to, null for an orphan; start, end: in the Dataset's zone;
    duration_minutes: null while running; host.
    participants: people, null when unknown; participants_source: "exact" (attendance rows), "estimate" (6002).
    unique_attendees, attended_minutes, rated_minutes, engaged_minutes, engagement_rate: of attendance rows, else null;
    kaltura_ratio: 6002's own engagement. covered: has attendance rows in this selection.
    set_mean: mean participants of the session's breakouts. empty, solo, over_full, orphan, running: flags;
    over_full is more than OVER_FULL times set_mean. In a selection of people nobody says how full a breakout was:
    those flags are false there, and orphan is where kaltura.metrics.orphans says.
    """
    figures = session_figures(ds).filter(nw.col("layer") == "breakout")
    table = collected(figures, zone=ds.zone).sort_values(["start", "cue_point_id"], ignore_index=True)
    table = table.rename(columns={"people": "participants", "people_source": "participants_source"})
    table["participants"] = table["participants"].astype("float64")
    sizes = table["participants"] * (np.nan if narrowed_to_people(ds) else 1)
    table["set_mean"] = sizes.groupby(table["parent_session_id"]).transform("mean")
    # A breakout alone in its set is its own mean and never over-full; an orphan has no set.
    return table.assign(
        covered=table["attendances"].notna(),
        empty=sizes.eq(0),
        solo=sizes.eq(1),
        over_full=sizes.gt(OVER_FULL * table["set_mean"]),
        orphan=orphans(ds, table),
    )[list(_COLUMNS)]


_COLUMNS = (
    "cue_point_id",
    "entry_id",
    "entry_name",
    "room_id",
    "room_name",
    "parent_session_id",
    "start",
    "end",
    "duration_minutes",
    "host",
    "host_name",
    "participants",
    "participants_source",
    "unique_attendees",
    "attended_minutes",
    "rated_minutes",
    "engaged_minutes",
    "engagement_rate",
    "kaltura_ratio",
    "covered",
    "set_mean",
    *FLAGS,
)
