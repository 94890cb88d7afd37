"""How well Kaltura's estimates agree with exact counts, over all sessions that have both."""

from dataclasses import dataclass

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.quality import estimates_against_exact


@dataclass(frozen=True)
class Agreement:
    """sessions: with estimate and attendees, and nobody anonymous, so that both count the same people.

    same: of them, where both are equal. error: Σ|estimate - exact| / Σ exact; None without people.
    with_anonymous: sessions left out because anonymous viewers are in the estimate and not in the count.
    """

    sessions: int
    same: int
    error: float | None
    with_anonymous: int


def agreement(ds: Dataset) -> Agreement:
    """Over main sessions and breakouts; nothing in a selection of people."""
    table = estimates_against_exact(ds)
    named = table[table["anonymous"] == 0]
    people = int(named["exact"].sum())
    return Agreement(
        sessions=len(named),
        same=int(named["difference"].eq(0).sum()),
        error=float(named["difference"].abs().sum() / people) if people else None,
        with_anonymous=len(table) - len(named),
    )


def estimate_points(ds: Dataset, limit: int = 2000) -> pd.DataFrame:
    """One row per (kind, exact, estimate), so that thousands of sessions are few points; most sessions first.

    kind: "main" or "breakout" with nobody anonymous, or "anonymous" for either with anonymous viewers.
    exact, estimate (people); sessions: how many; cue_point_id, room_name: of one of them. At most `limit` rows.
    """
    table = estimates_against_exact(ds)
    table["kind"] = table["layer"].where(table["anonymous"] == 0, "anonymous")
    points = table.groupby(["kind", "exact", "estimate"], as_index=False).agg(
        sessions=("cue_point_id", "size"), cue_point_id=("cue_point_id", "first"), room_name=("room_name", "first")
    )
    return points.sort_values(["sessions", "exact"], ascending=[False, True], ignore_index=True).head(limit)
