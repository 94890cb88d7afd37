"""Whether people paid attention, session by session. Main sessions only.

A session's rate is Σ(m·r) / Σm of its own attendances whose ratio is known. A session without such attendances has
no rate here, even when Kaltura reports a ratio of its own: `kaltura_only` lists these, and `coverage` counts them.
"""

from dataclasses import dataclass
from typing import Literal

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.periods import starting
from kaltura.metrics.pooled import bin_of, main_rows, quotient, summed, weighted_quantiles
from kaltura.metrics.small_numbers import intervals
from kaltura.metrics.tables import Lazy, collected
from kaltura.written import ROUNDING

BINS = 20  # of 0 to 1
SIZES = (1, 5, 10, 20, 50, 100, 200, 500)  # attendances; the last class is open
LENGTHS = (0, 15, 30, 45, 60, 90, 120, 180)  # minutes; the last class is open


@dataclass(frozen=True)
class Coverage:
    """What the engagement rate rests on.

    sessions: main sessions. rated: with a known ratio in 6001; kaltura_only: without one, but with Kaltura's own
    ratio; unknown: with neither. attended_minutes, rated_minutes: all, and those whose ratio is known.
    minutes_share: the rated part, 0 to 1, None without minutes.
    """

    sessions: int
    rated: int
    kaltura_only: int
    unknown: int
    attended_minutes: float
    rated_minutes: float

    @property
    def minutes_share(self) -> float | None:
        """rated_minutes / attended_minutes."""
        return self.rated_minutes / self.attended_minutes if self.attended_minutes > 0 else None


def coverage(ds: Dataset) -> Coverage:
    """How many sessions and minutes have a known ratio."""
    unrated = nw.col("rated_minutes") <= 0
    own = (unrated & ~nw.col("kaltura_ratio").is_null()).cast(nw.Int64)
    found = collected(
        summed(ds)
        .with_columns(unrated=unrated.cast(nw.Int64), own=own)
        .select(nw.len().alias("sessions"), nw.col("unrated", "own", "attended_minutes", "rated_minutes").sum())
    ).iloc[0]
    sessions, unrated_sessions, own_sessions = (int(found[name]) for name in ("sessions", "unrated", "own"))
    return Coverage(
        sessions=sessions,
        rated=sessions - unrated_sessions,
        kaltura_only=own_sessions,
        unknown=unrated_sessions - own_sessions,
        attended_minutes=float(found["attended_minutes"]),
        rated_minutes=float(found["rated_minutes"]),
    )


def session_rates(ds: Dataset) -> pd.DataFrame:
    """One row per main session with a rate, most disengaged minutes first; equal ones by ID.

    cue_point_id, room_id, room_name, start (local); attendances; duration_minutes (NaN while running);
    rated_minutes, engagement_rate (0 to 1), disengaged_minutes.
    """
    columns = ("cue_point_id", "room_id", "room_name", "start", "attendances", "duration_minutes", "rated_minutes")
    rows = collected(_rated(ds).select(*columns, "engaged_minutes"), zone=ds.zone)
    rows["engagement_rate"] = quotient(rows["engaged_minutes"], rows["rated_minutes"])
    rows["disengaged_minutes"] = rows["rated_minutes"] - rows.pop("engaged_minutes")
    return rows.sort_values(["disengaged_minutes", "cue_point_id"], ascending=[False, True], ignore_index=True)


def kaltura_only(ds: Dataset) -> pd.DataFrame:
    """Main sessions without a known ratio in 6001, in order of start, with what Kaltura says of them itself.

    cue_point_id, room_id, room_name, start (local); attendances; kaltura_ratio (0 to 1, NaN when it says nothing),
    kaltura_estimate (unique users). These ratios are outside every pooled rate.
    """
    columns = ("cue_point_id", "room_id", "room_name", "start", "attendances", "kaltura_ratio", "kaltura_estimate")
    rows = collected(summed(ds).filter(nw.col("rated_minutes") <= 0).select(*columns), zone=ds.zone)
    return rows.sort_values(["start", "cue_point_id"], ignore_index=True)


def engagement_distribution(ds: Dataset) -> pd.DataFrame:
    """Sessions, attendances and minutes by engagement rate.

    low, high (fractions; low included, in the last bin high too); sessions (by the session's rate); attendances
    (by their own ratio, where their minutes are known); rated_minutes (of these attendances), share (of all rated
    minutes, 0 to 1).
    """
    own = main_rows(ds).filter(~nw.col("ratio").is_null(), ~nw.col("minutes").is_null())
    by_person = own.with_columns(step=bin_of(nw.col("ratio"), BINS)).group_by("step")
    people = collected(by_person.agg(nw.len().alias("attendances"), nw.col("minutes").sum().alias("rated_minutes")))
    rates = _rated(ds).with_columns(step=bin_of(nw.col("engaged_minutes") / nw.col("rated_minutes"), BINS))
    held = collected(rates.group_by("step").agg(nw.len().alias("sessions")))
    edges = np.arange(BINS + 1) / BINS
    table = pd.DataFrame({"low": edges[:-1], "high": edges[1:]}).join(held.set_index("step"))
    table = table.join(people.set_index("step")).fillna(0).astype({"sessions": int, "attendances": int})
    return table.assign(share=table["rated_minutes"] / (table["rated_minutes"].sum() or np.nan))


def engagement_by_size(ds: Dataset) -> pd.DataFrame:
    """Pooled rate by how many attendances a session had; low, high: attendances; the other columns as in _by_class."""
    return _by_class(_rated(ds), "attendances", SIZES)


def engagement_by_length(ds: Dataset) -> pd.DataFrame:
    """Pooled rate by a session's length; running ones are left out. low, high: minutes; columns as by size."""
    return _by_class(_rated(ds).filter(~nw.col("duration_minutes").is_null()), "duration_minutes", LENGTHS)


@dataclass(frozen=True, eq=False)
class Pareto:
    """Which sessions hold the disengaged minutes.

    table: the first sessions of `session_rates`, with rank (from 1), share (of all disengaged minutes, 0 to 1) and
    cumulative_share (with the sessions before).
    sessions, disengaged_minutes: of the whole selection. sessions_to_80: the fewest that hold 80 % of the minutes.
    """

    table: pd.DataFrame
    sessions: int
    disengaged_minutes: float
    sessions_to_80: int


def disengaged_by_session(ds: Dataset, n: int = 100) -> Pareto:
    """Sessions by disengaged minutes; the first n in the table, the figures over all."""
    rates = session_rates(ds)
    lost = rates["disengaged_minutes"]
    whole = float(lost.sum())
    parts = lost / (whole or np.nan)
    reached = parts.cumsum()
    # The last digits of a long sum must not ask for one session more.
    to_80 = int((reached < 0.8 - ROUNDING).sum()) + 1 if whole > 0 else 0
    table = rates.assign(rank=np.arange(1, len(rates) + 1), share=parts, cumulative_share=reached).head(n)
    return Pareto(table=table, sessions=len(rates), disengaged_minutes=whole, sessions_to_80=to_80)


def sessions_within(
    ds: Dataset, column: Literal["engagement_rate", "attendances", "duration_minutes"], low: float, high: float
) -> pd.DataFrame:
    """The rows of `session_rates` behind one bin or class: low included, high not, but for a rate of 1 in the last bin.

    high: NaN for "and more".
    """
    rates = session_rates(ds)
    is_rate = column == "engagement_rate"
    values = rates[column] + (ROUNDING if is_rate else 0)  # as bin_of rounds
    last = pd.isna(high) or (is_rate and high >= 1)
    behind: pd.DataFrame = rates[values.ge(low) & (values.lt(high) | last)]
    return behind.reset_index(drop=True)


def sessions_starting(ds: Dataset, weekday: int, hour: int) -> pd.DataFrame:
    """The rows of `session_rates` that start on this weekday (1 Monday) in this local hour."""
    return starting(session_rates(ds), weekday, hour)


def _rated(ds: Dataset) -> Lazy:
    return summed(ds).filter(nw.col("rated_minutes") > 0)


def _by_class(held: Lazy, column: str, edges: tuple[int, ...]) -> pd.DataFrame:
    """One row per class of `column`, empty ones too.

    low (included), high (not; NaN: and more); sessions, attendances, rated_attendances (with a known ratio);
    rated_minutes, disengaged_minutes;
    engagement_rate (pooled, 0 to 1, NaN without sessions); spread_low, spread_high (25th and 75th percentile of the
    sessions' rates, weighted by minutes); interval_low, interval_high (Wilson 95 %, only below 5 rated attendances).
    """
    rows = collected(held.select(nw.col(column).alias("value"), *_SUMMED))
    step = pd.Series(np.searchsorted(edges, rows.pop("value"), side="right") - 1, index=rows.index)
    classes = rows.groupby(step).sum().assign(sessions=step.value_counts())
    rates = quotient(rows["engaged_minutes"], rows["rated_minutes"])
    spread = weighted_quantiles(rates, rows["rated_minutes"], step, (0.25, 0.75))
    table = (
        pd.DataFrame({"low": edges, "high": [*edges[1:], np.nan]})
        .join(classes)
        .join(spread.set_axis(["spread_low", "spread_high"], axis=1))
    )
    counts = ["sessions", *_SUMMED]
    table[counts] = table[counts].fillna(0)
    table["engagement_rate"] = quotient(table["engaged_minutes"], table["rated_minutes"])
    table["disengaged_minutes"] = table["rated_minutes"] - table["engaged_minutes"]
    table = table.join(intervals(table["engagement_rate"], table["rated_attendances"]))
    return table.astype(dict.fromkeys(_COUNTS, int))[["low", "high", *_CLASS]]


_SUMMED = ("attendances", "rated_attendances", "rated_minutes", "engaged_minutes")
_SPREAD = ("spread_low", "spread_high", "interval_low", "interval_high")
_COUNTS = ("sessions", "attendances", "rated_attendances")
_CLASS = (*_COUNTS, "rated_minutes", "disengaged_minutes", "engagement_rate", *_SPREAD)
