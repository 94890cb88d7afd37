"""Sessions of which no report says whether they were main sessions or breakouts: counted apart."""

from dataclasses import dataclass

import narwhals as nw

from kaltura.dataset import Dataset
from kaltura.metrics.per_session import session_sums
from kaltura.metrics.tables import attendances, collected, sessions


@dataclass(frozen=True)
class UnknownLayer:
    """Figures of these sessions, which are in no figure of main sessions or breakouts; minutes unrounded."""

    sessions: int
    attendances: int
    unique_attendees: int
    anonymous_attendances: int
    attended_minutes: float | None  # None: there are attendances, and the minutes of none are known


def unknown_layer(ds: Dataset) -> UnknownLayer:
    """The figures of the selection; zeros when every session's layer is known."""
    held = sessions(ds, "unknown").select("cue_point_id")
    sums = collected(held.join(session_sums(ds), on="cue_point_id", how="left").drop("cue_point_id"))
    people = attendances(ds).join(held, on="cue_point_id", how="semi").filter(~nw.col("user_id").is_null())
    untimed = sums["attendances"].notna().any() and sums["attended_minutes"].isna().all()
    return UnknownLayer(
        sessions=len(sums),
        attendances=int(sums["attendances"].sum()),
        unique_attendees=int(collected(people.select(nw.col("user_id").n_unique()))["user_id"].iloc[0]),
        anonymous_attendances=int(sums["anonymous_attendances"].sum()),
        attended_minutes=None if untimed else float(sums["attended_minutes"].sum()),
    )
