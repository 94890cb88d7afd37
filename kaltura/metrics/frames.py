"""A Dataset's tables as Narwhals frames, and the sums that every metric starts from.

Narwhals, so that one definition runs on Polars, pandas, Arrow or Spark frames. To run on all of them, aggregations
stay plain sums, counts and distinct counts of columns made before; divisions come after them.
"""

from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from kaltura.dataset import Dataset

Layer = Literal["main", "breakout"]
Frame = nw.LazyFrame[Any]

MINUTES = "meeting_view_time"
RATIO = "meeting_engaged_play_time_ratio"
SUMS = ("attendances", "attended_minutes", "rated", "rated_minutes", "engaged_minutes")


def lazy(native: IntoFrame) -> Frame:
    """Any frame that Narwhals knows → a lazy Narwhals frame."""
    frame: Frame = nw.from_native(native).lazy()
    return frame


def sessions(ds: Dataset, layer: Layer | None = "main") -> Frame:
    """The sessions of a layer, in SESSION_SCHEMA; None: main + breakout."""
    frame = lazy(ds.sessions)
    return frame if layer is None else frame.filter(nw.col("layer") == layer)


def attendances(ds: Dataset, layer: Layer | None = "main", *columns: str) -> Frame:
    """The attendances of a layer's sessions, one row per (cue_point_id, user_id), in 6001's columns.

    columns: further columns of the session to carry along.
    """
    frame = lazy(ds.attendances)
    if layer is None and not columns:
        return frame
    return frame.join(sessions(ds, layer).select("cue_point_id", *columns), on="cue_point_id")


def with_parts(frame: Frame) -> Frame:
    """Adds to attendances what is summed up: rated_minutes, engaged_minutes (null without a ratio)."""
    return frame.with_columns(
        rated_minutes=nw.when(~nw.col(RATIO).is_null()).then(nw.col(MINUTES)),
        engaged_minutes=nw.col(MINUTES) * nw.col(RATIO),
    )


def sums() -> list[nw.Expr]:
    """Aggregations over `with_parts`, named as in SUMS.

    rated: attendances whose ratio is known; rated_minutes and engaged_minutes: Σm and Σ(m·r) over them.
    """
    return [
        nw.len().alias("attendances"),
        nw.col(MINUTES).sum().alias("attended_minutes"),
        nw.col("rated_minutes").count().alias("rated"),
        nw.col("rated_minutes").sum(),
        nw.col("engaged_minutes").sum(),
    ]


def session_sums(ds: Dataset, layer: Layer | None = "main") -> Frame:
    """The sessions of a layer with SUMS of their attendances; a session without 6001 rows has zeros."""
    totals = with_parts(lazy(ds.attendances)).group_by("cue_point_id").agg(*sums())
    joined = sessions(ds, layer).join(totals, on="cue_point_id", how="left")
    return joined.with_columns(nw.col(*SUMS).fill_null(0))


def table(frame: Frame) -> pd.DataFrame:
    """Computes a small frame: IDs become text, counts signed (unsigned ones wrap around below 0)."""
    schema = frame.collect_schema()
    ids = [name for name, kind in schema.items() if kind in {nw.Categorical, nw.Enum}]
    counts = [name for name, kind in schema.items() if kind in {nw.UInt32, nw.UInt64}]
    if ids:
        frame = frame.with_columns(nw.col(*ids).cast(nw.String))
    if counts:
        frame = frame.with_columns(nw.col(*counts).cast(nw.Int64))
    return frame.collect().to_pandas()


def with_rates(totals: pd.DataFrame) -> pd.DataFrame:
    """Adds what is divided last, to a table with SUMS.

    mean_minutes; engagement_rate (0 to 1, NaN when no ratio is known); disengaged_minutes (of the minutes whose
    ratio is known); engagement_coverage (part of the attended minutes whose ratio is known, NaN without minutes).
    """
    return totals.assign(
        mean_minutes=quotient(totals["attended_minutes"], totals["attendances"]),
        engagement_rate=quotient(totals["engaged_minutes"], totals["rated_minutes"]),
        disengaged_minutes=totals["rated_minutes"] - totals["engaged_minutes"],
        engagement_coverage=quotient(totals["rated_minutes"], totals["attended_minutes"]),
    )


def quotient(part: "pd.Series[Any]", whole: "pd.Series[Any]") -> "pd.Series[float]":
    """part / whole, NaN where whole is 0."""
    return part.astype(float) / whole.astype(float).where(whole > 0, np.nan)
