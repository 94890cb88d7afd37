"""The figures at the top of a page, and their change against another Dataset's."""

from dataclasses import asdict, dataclass

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.pooled import COUNTS, SUMS, main_rows, summed, totals
from kaltura.metrics.small_numbers import interval
from kaltura.metrics.tables import collected


@dataclass(frozen=True)
class Headline:
    """Figures of the main sessions (breakouts are counted, and otherwise a layer of their own). None: not known.

    attended_minutes, disengaged_minutes, mean_minutes, median_minutes: minutes, unrounded.
    engagement_rate: Σ(m·r) / Σm over known ratios, 0 to 1.
    engagement_coverage: part of the attended minutes whose ratio is known, 0 to 1.
    session_coverage: part of the main sessions with at least one known ratio, 0 to 1.
    anonymous_share, guest_share: parts of the attendances, 0 to 1.
    engagement_people: people behind the engagement rate (identified ones, and each anonymous attendance as one).
    engagement_interval: (low, high) of the rate's 95 % Wilson interval when these are fewer than 5.
    """

    main_sessions: int
    breakout_sessions: int
    running_sessions: int
    attendances: int
    unique_attendees: int
    anonymous_attendances: int
    anonymous_share: float | None
    guests: int
    guest_share: float | None
    attended_minutes: float
    mean_minutes: float | None
    median_minutes: float | None
    engagement_rate: float | None
    disengaged_minutes: float
    engagement_coverage: float | None
    session_coverage: float | None
    engagement_people: int
    engagement_interval: tuple[float, float] | None


def headline(ds: Dataset) -> Headline:
    """The figures of a Dataset; an empty one has zeros, and None where something would be divided by zero."""
    held, people = _of_sessions(ds), _of_people(ds)
    rated, engaged, count = held["rated_minutes"], held["engaged_minutes"], int(held["attendances"])
    rate = _part(engaged, rated)
    behind = int(people["rated_people"])
    return Headline(
        main_sessions=int(held["sessions"]),
        breakout_sessions=int(held["breakout_sessions"]),
        running_sessions=int(held["running_sessions"]),
        attendances=count,
        unique_attendees=int(people["identified"]),
        anonymous_attendances=int(held["anonymous_attendances"]),
        anonymous_share=_part(held["anonymous_attendances"], count),
        guests=int(people["guests"]),
        guest_share=_part(people["guests"], count),
        attended_minutes=float(held["attended_minutes"]),
        mean_minutes=_part(held["attended_minutes"], held["timed_attendances"]),
        median_minutes=_median(ds),
        engagement_rate=rate,
        disengaged_minutes=float(rated - engaged),
        engagement_coverage=_part(rated, held["attended_minutes"]),
        session_coverage=_part(held["rated_sessions"], held["sessions"]),
        engagement_people=behind,
        engagement_interval=interval(rate, behind),
    )


def compare(now: Headline, before: Headline) -> pd.DataFrame:
    """Change of every figure that is a number, one row a figure, in Headline's order.

    figure: the field's name. now, before: as in Headline (NaN: not known).
    difference: now - before, in the figure's unit (a rate's, as a fraction: 0.02 is 2 percentage points).
    relative: difference / before; NaN when before is 0 or not known.
    """
    pairs = zip(asdict(now).items(), asdict(before).values(), strict=True)
    rows = [(name, new, old) for (name, new), old in pairs if name != "engagement_interval"]
    table = pd.DataFrame(rows, columns=["figure", "now", "before"]).astype({"now": float, "before": float})
    difference = table["now"] - table["before"]
    return table.assign(difference=difference, relative=difference / table["before"].where(table["before"] != 0))


def _of_sessions(ds: Dataset) -> dict[str, float]:
    """COUNTS and SUMS of the main sessions, and breakout_sessions."""
    layers = {row["layer"]: row for row in totals(summed(ds, None), "layer").to_dict("records")}
    main = {name: float(layers["main"][name]) if "main" in layers else 0.0 for name in (*COUNTS, *SUMS)}
    return main | {"breakout_sessions": float(layers["breakout"]["sessions"]) if "breakout" in layers else 0.0}


def _of_people(ds: Dataset) -> dict[str, int]:
    """identified people, guests (attendances), rated_people (with a known ratio; each anonymous one counts as one)."""
    known, named = ~nw.col("ratio").is_null(), ~nw.col("user_id").is_null()
    each = (
        main_rows(ds)
        .with_columns(guests=(nw.col("user_type") == "Guest").cast(nw.Int64), rated=known.cast(nw.Int64))
        .group_by("user_id")
        .agg(nw.col("guests").sum(), nw.col("rated").sum())
        .with_columns(
            identified=named.cast(nw.Int64),
            rated_people=nw.when(named).then((nw.col("rated") > 0).cast(nw.Int64)).otherwise(nw.col("rated")),
        )
    )
    row = collected(each.select(nw.col("identified", "guests", "rated_people").sum())).iloc[0]
    return {str(name): int(value) for name, value in row.items()}


def _median(ds: Dataset) -> float | None:
    minutes = collected(main_rows(ds).select(nw.col("minutes").median()))["minutes"].dropna()
    return float(minutes.iloc[0]) if len(minutes) else None


def _part(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
