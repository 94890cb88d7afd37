"""The figures at the top of a page."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.pooled import few_rated, main_rows, summed, totals
from kaltura.metrics.small_numbers import FEW, interval
from kaltura.metrics.tables import collected
from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Headline:
    """Figures of the main sessions (breakouts are counted, and otherwise a layer of their own). None: not known.

    breakout_sessions: None when report 6002 is missing: others do not know the empty ones.
    running_sessions: None without report 6000, which has their times.
    attendances and all that is made of them: None without report 6001, and where the attendees of no session are
    known, neither from it nor because Kaltura counted nobody; a 0 would say that nobody came.
    anonymous_share, guest_share: parts of the attendances, 0 to 1.
    attended_minutes: minutes, unrounded. None too when there are attendances and the minutes of none are known.
    mean_minutes, median_minutes: of an attendance, unrounded.
    engagement_rate: Σ(m·r) / Σm over known ratios, 0 to 1.
    disengaged_minutes: Σm(1-r) over known ratios, unrounded. None too when there are sessions and no known ratio; a 0
    would say that all were engaged.
    engagement_coverage: part of the attended minutes whose ratio is known, 0 to 1.
    session_coverage: part of the main sessions with at least one known ratio, 0 to 1.
    engagement_people: people behind the engagement rate (identified ones, and each anonymous attendance as one) when
    fewer than 5, else None; engagement_interval: then (low, high) of the rate's 95 % Wilson interval.
    """

    main_sessions: int
    breakout_sessions: int | None
    running_sessions: int | None
    attendances: int | None
    unique_attendees: int | None
    anonymous_attendances: int | None
    anonymous_share: float | None
    guests: int | None
    guest_share: float | None
    attended_minutes: float | None
    mean_minutes: float | None
    median_minutes: float | None
    engagement_rate: float | None
    disengaged_minutes: float | None
    engagement_coverage: float | None
    session_coverage: float | None
    engagement_people: int | None
    engagement_interval: tuple[float, float] | None


_UNKNOWN: dict[str, Any] = dict.fromkeys(
    (
        "attendances",
        "unique_attendees",
        "anonymous_attendances",
        "guests",
        "attended_minutes",
        "disengaged_minutes",
    )
)


def headline(ds: Dataset) -> Headline:
    """The figures of a Dataset; an empty one has zeros, and None where something would be divided by zero."""
    held, people = _of_sessions(ds), _of_attendances(ds)
    rated, engaged, count = held["rated_minutes"], held["engaged_minutes"], int(held["attendances"])
    rate = _part(engaged, rated)
    few = _few_rated(ds, held)
    found = Headline(
        main_sessions=int(held["sessions"]),
        breakout_sessions=None if ds.provenance.missing(Report.BREAKOUT_SESSIONS) else int(held["breakout_sessions"]),
        running_sessions=None if ds.provenance.missing(Report.ROOM_SESSIONS) else int(held["running_sessions"]),
        attendances=count,
        unique_attendees=int(people["ids"]) - bool(held["anonymous_attendances"]),
        anonymous_attendances=int(held["anonymous_attendances"]),
        anonymous_share=_part(held["anonymous_attendances"], count),
        guests=int(held["guests"]),
        guest_share=_part(held["guests"], count),
        attended_minutes=_known(held["attended_minutes"]),
        mean_minutes=_part(held["attended_minutes"], held["timed_attendances"]),
        median_minutes=_known(people["median"]),
        engagement_rate=rate,
        disengaged_minutes=float(rated - engaged) if rated > 0 or not held["sessions"] else None,
        engagement_coverage=_part(rated, held["attended_minutes"]),
        session_coverage=_part(held["rated_sessions"], held["sessions"]),
        engagement_people=few,
        engagement_interval=None if few is None else interval(rate, few),
    )
    if ds.provenance.missing(Report.ATTENDEES):
        return replace(found, **_UNKNOWN, session_coverage=None)
    return replace(found, **_UNKNOWN) if held["sessions"] and not held["attendees_known"] else found


def _of_sessions(ds: Dataset) -> dict[str, float]:
    """What `added` has of the main sessions, and breakout_sessions."""
    layers = totals(summed(ds, None), "layer")
    records = {str(row.pop("layer")): row for row in layers.to_dict("records")}
    main = records.get("main") or dict.fromkeys(layers.columns.drop("layer"), 0)
    breakouts = records["breakout"]["sessions"] if "breakout" in records else 0
    return {str(name): float(value) for name, value in main.items()} | {"breakout_sessions": float(breakouts)}


def _of_attendances(ds: Dataset) -> "pd.Series[float]":
    """ids (distinct user IDs, with "no ID" as one), median (minutes)."""
    ids, median = nw.col("user_id").n_unique().alias("ids"), nw.col("minutes").median().alias("median")
    return collected(main_rows(ds).select(ids, median)).iloc[0]


def _few_rated(ds: Dataset, held: dict[str, float]) -> int | None:
    if held["largest_rated"] >= FEW or not held["rated_attendances"]:
        return None
    rows = main_rows(ds).with_columns(everyone=nw.lit(value=1))
    found = few_rated(rows, pd.DataFrame([held | {"everyone": 1}]), "everyone").iloc[0]
    return None if pd.isna(found) else int(found)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _part(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
