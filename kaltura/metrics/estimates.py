"""Kaltura's estimates against exact counts, session by session, and how well they agree over all."""

from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.tables import collected, narrowed_to_people


def estimates_against_exact(ds: Dataset) -> pd.DataFrame:
    """Sessions, main and breakout, with both Kaltura's estimate and attendance rows; the largest difference first.

    Those with anonymous viewers, whom the estimate counts and the rows do not tell apart, come after all others.

    cue_point_id, layer, room_name, name, start (local); estimate, exact (identified people), anonymous (rows, each of
    which may be many people); difference: estimate - exact; relative: difference / exact, NaN when exact is 0.
    Empty in a selection of people, where the rows are not the whole audience.
    """
    figures = session_figures(ds).filter(~nw.col("attendances").is_null(), ~nw.col("kaltura_estimate").is_null())
    table = collected(
        figures.select(
            "cue_point_id",
            "layer",
            "room_name",
            nw.col("entry_name").alias("name"),
            "start",
            nw.col("kaltura_estimate").alias("estimate"),
            nw.col("unique_attendees").alias("exact"),
            nw.col("anonymous_attendances").alias("anonymous"),
        ),
        zone=ds.zone,
    )
    if narrowed_to_people(ds):
        table = table.head(0)
    difference = table["estimate"] - table["exact"]
    table = table.assign(difference=difference, relative=difference / table["exact"].where(table["exact"] > 0))
    order = table.assign(unlike=table["anonymous"] > 0, size=-difference.abs())
    order = order.sort_values(["unlike", "size", "start", "cue_point_id"])
    return table.loc[order.index].reset_index(drop=True)


def estimates_that_differ(ds: Dataset) -> pd.DataFrame:
    """The rows of `estimates_against_exact` that are not equal."""
    table = estimates_against_exact(ds)
    return table[table["difference"] != 0].reset_index(drop=True)


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
