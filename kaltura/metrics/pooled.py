"""Sums of many attendances, and what is divided from them last.

Aggregations stay plain sums and counts of columns made before, which each of Narwhals' backends has. Not all metrics
do: those that compare categories take Polars alone.
"""

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.memo import once
from kaltura.metrics.per_session import session_sums
from kaltura.metrics.small_numbers import FEW
from kaltura.metrics.tables import Layer, Lazy, attendances, collected, sessions
from kaltura.written import ROUNDING

HEADS = ("attendances", "timed_attendances", "rated_attendances", "anonymous_attendances", "guests")
MINUTES = ("attended_minutes", "rated_minutes", "engaged_minutes")
SUMS = (*HEADS, *MINUTES)
COUNTS = ("sessions", "running_sessions", "rated_sessions")


def summed(ds: Dataset, layer: Layer | None = "main") -> Lazy:
    """The sessions of a layer (None: of all) with the SUMS of their attendances, zeros without any.

    reported, unknown: 1 where the attendees are reported, and where they are not and Kaltura counted somebody or does
    not say; else 0.
    """
    held = _summed(ds)
    return held if layer is None else held.filter(nw.col("layer") == layer)


@once
def _summed(ds: Dataset) -> Lazy:
    joined = sessions(ds).join(session_sums(ds), on="cue_point_id", how="left")
    somebody = (nw.col("kaltura_estimate") != 0).fill_null(value=True)
    filled = joined.with_columns(
        nw.col(*HEADS).fill_null(0).cast(nw.Int64),
        nw.col(*MINUTES).fill_null(0.0),
        reported=nw.col("in_6001").cast(nw.Int64),
        unknown=(~nw.col("in_6001") & somebody).cast(nw.Int64),
    )
    return filled.collect().lazy()


def added(held: Lazy, *by: str) -> Lazy:
    """`summed` sessions added up by columns: the columns, COUNTS, SUMS, largest_rated, attendees_known.

    reported and unknown sessions; attendees_known: whether any is reported, or none is unknown.
    attended_minutes: null when the minutes of no attendance are known, unless there is known to be none.
    rated_sessions: sessions with at least one minute whose ratio is known. largest_rated: most rated_attendances of
    one session, so that at least so many people stand behind the rate.
    """
    counted = held.with_columns(
        running_sessions=nw.col("running").fill_null(value=False).cast(nw.Int64),
        rated_sessions=(nw.col("rated_minutes") > 0).cast(nw.Int64),
    )
    sums = counted.group_by(*by).agg(
        nw.len().alias("sessions"),
        nw.col("running_sessions", "rated_sessions", "reported", "unknown", *SUMS).sum(),
        nw.col("rated_attendances").max().alias("largest_rated"),
    )
    told = (nw.col("reported") > 0) | (nw.col("unknown") == 0)
    known = (nw.col("timed_attendances") > 0) | ((nw.col("attendances") == 0) & told)
    return sums.with_columns(attended_minutes=nw.when(known).then(nw.col("attended_minutes")), attendees_known=told)


def totals(held: Lazy, *by: str) -> pd.DataFrame:
    """`added`, computed, in the order of the columns."""
    return collected(added(held, *by)).sort_values(list(by), ignore_index=True)


def with_rates(sums: pd.DataFrame) -> pd.DataFrame:
    """Adds to a table of `added`, dividing last.

    mean_minutes (of attendances whose minutes are known); engagement_rate (0 to 1, NaN when no ratio is known);
    disengaged_minutes (of the minutes whose ratio is known, NaN when no ratio is); engagement_coverage (part of
    the attended minutes whose ratio is known, NaN without minutes).
    """
    return sums.assign(
        mean_minutes=quotient(sums["attended_minutes"], sums["timed_attendances"]),
        engagement_rate=quotient(sums["engaged_minutes"], sums["rated_minutes"]),
        disengaged_minutes=(sums["rated_minutes"] - sums["engaged_minutes"]).where(
            (sums["rated_minutes"] > 0) | ((sums["attendances"] == 0) & sums["attendees_known"])
        ),
        engagement_coverage=quotient(sums["rated_minutes"], sums["attended_minutes"]),
    )


def where_known(sums: pd.DataFrame, *counts: str) -> pd.DataFrame:
    """A table of `added` with counts of attendances or people NaN where the attendees of no session are known.

    A 0 would say that nobody came.
    """
    if sums["attendees_known"].all():
        return sums
    return sums.assign(**{name: sums[name].astype("float64").where(sums["attendees_known"]) for name in counts})


def rows_of(ds: Dataset, held: Lazy) -> Lazy:
    """The attendances of some sessions, with `minutes` and `ratio`, and the columns of `held` (cue_point_id, …)."""
    return attendances(ds).join(held, on="cue_point_id")


def main_rows(ds: Dataset, *columns: str) -> Lazy:
    """The attendances of main sessions, with columns of their session beside them."""
    held = sessions(ds, "main").select("cue_point_id", *columns)
    return rows_of(ds, held) if columns else attendances(ds).join(held, on="cue_point_id", how="semi")


def people_of(rows: Lazy, *by: str) -> Lazy:
    """Who is behind attendances, by columns: the columns, unique_attendees (identified), anonymous_rows."""
    marked = rows.with_columns(anonymous_rows=nw.col("user_id").is_null().cast(nw.Int64))
    counted = marked.group_by(*by).agg(
        nw.col("user_id").n_unique().alias("unique_attendees"), nw.col("anonymous_rows").sum()
    )
    # n_unique counts "no ID" as one more ID.
    nobody = (nw.col("anonymous_rows") > 0).cast(nw.Int64)
    return counted.with_columns(unique_attendees=nw.col("unique_attendees").cast(nw.Int64) - nobody)


def few_rated(rows: Lazy, sums: pd.DataFrame, by: str) -> "pd.Series[float]":
    """How many people are behind the rate of each row of `added`: a number below FEW, else NaN.

    rows: attendances with the column `by`. Each anonymous attendance counts as one person. Where one session alone
    has enough people, nobody is counted: only rows that may need an interval are worth a look at every attendance.
    """
    unsure = sums.loc[(sums["largest_rated"] < FEW) & (sums["rated_attendances"] > 0), by]
    if unsure.empty:
        return pd.Series(np.nan, index=sums.index)
    # A ratio of unknown minutes is in no Σ(m·r), so nobody stands behind the rate by it.
    known = ~nw.col("ratio").is_null() & ~nw.col("minutes").is_null()
    rated = rows.filter(nw.col(by).is_in(unsure.tolist()), known)
    found = collected(people_of(rated, by)).set_index(by)
    people = sums[by].map(found["unique_attendees"] + found["anonymous_rows"])
    return people.where(people < FEW).astype(float)


def quotient(part: "pd.Series[Any]", whole: "pd.Series[Any]") -> "pd.Series[float]":
    """part / whole, NaN where whole is 0."""
    above, below = part.to_numpy(dtype=float), whole.to_numpy(dtype=float)
    unknown = np.full(len(below), np.nan)
    return pd.Series(np.divide(above, below, out=unknown, where=below > 0), index=part.index)


def bin_of(fraction: nw.Expr, bins: int) -> nw.Expr:
    """Which of so many equal bins of 0 to 1 a fraction is in, from 0; what lies outside is in the first or last."""
    # 0.29 · 100 is 28.999…: a fraction on an edge belongs above it.
    return (fraction * bins + ROUNDING).floor().clip(0, bins - 1).cast(nw.Int64)


def weighted_quantiles(
    values: "pd.Series[float]", weights: "pd.Series[float]", by: "pd.Series[Any]", shares: tuple[float, ...]
) -> pd.DataFrame:
    """For each group of `by`, the least value at which so much of the weight is reached; one column a share.

    Weights of 0 and unknown values do not count. (0.5, 10), (0.9, 30) at 0.25 → 0.5, at 0.75 → 0.9.
    """
    counts = (weights.to_numpy() > 0) & ~np.isnan(values.to_numpy())
    value, weight, group = (column.to_numpy()[counts] for column in (values, weights, by))
    order = np.lexsort((value, group))
    ordered = group[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    if not len(first):
        return pd.DataFrame([], index=ordered, columns=list(shares), dtype=float)
    reached = weight[order].cumsum()
    last = np.append(first[1:], len(order)) - 1
    before = np.where(first > 0, reached[first - 1], 0.0)
    # Sums of the same minutes in another order differ in the last digits; that must not move the quantile.
    lines = {share: before + share * (reached[last] - before) - ROUNDING * reached[-1] for share in shares}
    found = {share: np.clip(np.searchsorted(reached, line), first, last) for share, line in lines.items()}
    return pd.DataFrame({share: value[order][at] for share, at in found.items()}, index=ordered[first])
