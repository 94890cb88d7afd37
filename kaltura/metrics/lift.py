"""Whether people were more engaged in breakouts than in the main session around them."""

from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.memo import once
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.tables import collected


@dataclass(frozen=True)
class Lift:
    """Engagement in breakouts less engagement in their main sessions, both pooled by minutes.

    lift: difference of the rates (0.05 = 5 percentage points); None, like the rates, when attendees of breakouts or of
    their main sessions are not reported. sessions: main sessions compared; main_sessions: those that had breakouts.
    """

    lift: float | None
    breakout_rate: float | None
    main_rate: float | None
    sessions: int
    main_sessions: int


def lift(ds: Dataset) -> Lift:
    """The lift of the selection, over main sessions where both rates are known."""
    rows = lift_by_session(ds)
    both = rows.dropna(subset=["breakout_rate", "main_rate"])
    if both.empty:
        return Lift(None, None, None, 0, len(rows))
    inside, outside = float(both["breakout_minutes"].sum()), float(both["main_minutes"].sum())
    breakout_rate = float((both["breakout_rate"] * both["breakout_minutes"]).sum()) / inside
    main_rate = float((both["main_rate"] * both["main_minutes"]).sum()) / outside
    return Lift(breakout_rate - main_rate, breakout_rate, main_rate, len(both), len(rows))


@once
def lift_by_session(ds: Dataset) -> pd.DataFrame:
    """One row per main session that had breakouts, in order of start.

    cue_point_id, room_id, room_name, start (local); breakout_minutes, main_minutes: Σm where the ratio is known;
    breakout_rate, main_rate: Σ(m·r)/Σm, NaN when unknown; lift: their difference.
    """
    groups = breakout_groups(ds).dropna(subset="parent_session_id")
    inside = groups.groupby("parent_session_id")[["rated_minutes", "engaged_minutes"]].sum()
    wanted = ("cue_point_id", "room_id", "room_name", "start", "rated_minutes", "engagement_rate")
    main = collected(session_figures(ds).filter(nw.col("layer") == "main").select(*wanted), zone=ds.zone)
    main = main.rename(columns={"rated_minutes": "main_minutes", "engagement_rate": "main_rate"})
    rows = main.merge(inside, left_on="cue_point_id", right_index=True).fillna({"main_minutes": 0.0})
    rate = rows["engaged_minutes"] / rows["rated_minutes"].where(rows["rated_minutes"] > 0)
    rows = rows.assign(
        breakout_minutes=rows["rated_minutes"], breakout_rate=rate, lift=rate - rows["main_rate"].astype(float)
    )
    columns = ["cue_point_id", "room_id", "room_name", "start", "breakout_minutes", "main_minutes"]
    return rows[[*columns, "breakout_rate", "main_rate", "lift"]].sort_values("start", ignore_index=True)
