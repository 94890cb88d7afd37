"""A roster's people in each room, those never seen too: what `room_attendance` adds up of a roster."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import measured_sessions
from kaltura.metrics.marks import RANKS, everyone, marks
from kaltura.metrics.rooms import room_names
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.metrics.tables import Lazy

_COUNTED = ("seen", "judged", "left_out", "late_out", "present", "last_number")
_SUMMED = ("minutes", "recent", "earlier")


def roster_rows(ds: Dataset, rule: Rule, roster: Roster) -> Lazy:
    """`marks` of a roster in the shape of `marked`: one row per (roster person, main session seen).

    user_id: the roster's line as text; user_name, user_email: null, since the roster has them; cue_point_id, room_id,
    room_name, start, minutes, share, decision.
    """
    decision = nw.lit(None, nw.String)
    for word, rank in RANKS.items():
        decision = nw.when(nw.col("rank") == rank).then(nw.lit(word)).otherwise(decision)
    held = measured_sessions(ds, rule).select("cue_point_id", "room_name", "start")
    rows = marks(ds, rule, roster).join(held, on="cue_point_id").rename({"person": "user_id"})
    return rows.with_columns(
        user_name=nw.lit(None, nw.String),
        user_email=nw.lit(None, nw.String),
        share=nw.col("minutes") / nw.col("of_minutes"),
        decision=decision,
    )


def everyone_expected(ds: Dataset, roster: Roster, seen: pd.DataFrame, rooms: pd.DataFrame) -> pd.DataFrame:
    """A row per roster person and room: those of `seen`, and zeros for whoever was not seen there.

    seen: sums by user_id (the roster's line as text) and room_id. rooms: room_id, held. Names and IDs are those of
    `kaltura.metrics.marks.everyone`.
    """
    known = rooms.dropna(subset="room_id").merge(room_names(ds), on="room_id")
    expected = everyone(ds, roster).merge(known, how="cross")
    own = seen.drop(columns=["user_name", "user_email", "room_name", "held"])
    table = expected.merge(own.rename(columns={"user_id": "person"}), on=["person", "room_id"], how="left")
    zeros = {**dict.fromkeys(_COUNTED, 0), **dict.fromkeys(_SUMMED, 0.0)}
    return table.fillna(zeros).astype(dict.fromkeys(_COUNTED, "int64"))
