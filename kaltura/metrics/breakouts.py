"""The figures on breakouts at the top of their page and in the headless summary."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import FLAGS, breakout_groups
from kaltura.metrics.evenness import evenness
from kaltura.metrics.orphans import orphans_known
from kaltura.metrics.participation import participation, participation_by_session
from kaltura.metrics.tables import narrowed_to_people, without_main_sessions
from kaltura.reports.columns import Report

STEP_MINUTES = 5
LAST_STEP = 240  # minutes; a breakout left open overnight must not stretch the picture


@dataclass(frozen=True)
class BreakoutsSummary:
    """Participation with its bounds and evenness, as figures.

    participation: the rate when it is exact, else None; participation_low, participation_high: its bounds.
    participation_people: people the bounds are a part of; participation_source: "exact", "estimate", "mixed" or "".
    evenness, gini: see `kaltura.metrics.evenness`. empty, solo, over_full, orphans: breakout sessions so flagged.
    Without report 6002 a count that would be 0 is None: the other reports do not list all breakouts. In a selection of
    people, empty, solo, over_full and main_sessions_with_breakouts are None. Where only breakouts were asked for,
    over_full, main_sessions_with_breakouts and orphans are None.
    """

    participation: float | None
    participation_low: float | None
    participation_high: float | None
    participation_exact: bool
    participation_people: int
    participation_source: str
    main_sessions_with_breakouts: int | None
    evenness: float | None
    gini: float | None
    empty: int | None
    solo: int | None
    over_full: int | None
    orphans: int | None


def breakouts_summary(ds: Dataset) -> BreakoutsSummary:
    """The figures of the selection."""
    joined, spread, flags = participation(ds), evenness(ds), flag_counts(ds)
    partly = ds.provenance.missing(Report.BREAKOUT_SESSIONS) is not None
    alone, of_some = without_main_sessions(ds), narrowed_to_people(ds)

    def counted(found: int, *, known: bool) -> int | None:
        return found if known and (found or not partly) else None

    return BreakoutsSummary(
        participation=joined.low if joined.exact else None,
        participation_low=joined.low,
        participation_high=joined.high,
        participation_exact=joined.exact,
        participation_people=joined.people,
        participation_source=joined.people_source,
        main_sessions_with_breakouts=counted(len(participation_by_session(ds)), known=not (alone or of_some)),
        evenness=spread.evenness,
        gini=spread.gini,
        empty=counted(flags["empty"], known=not of_some),
        solo=counted(flags["solo"], known=not of_some),
        over_full=counted(flags["over_full"], known=not (alone or of_some)),
        orphans=counted(flags["orphan"], known=orphans_known(ds)),
    )


def flag_counts(ds: Dataset) -> dict[str, int]:
    """Flag of `breakout_groups` → breakout sessions that carry it."""
    groups = breakout_groups(ds)
    return {flag: int(groups[flag].sum()) for flag in FLAGS}


def flagged(ds: Dataset) -> pd.DataFrame:
    """The rows of `breakout_groups` that are empty, solo, over-full or orphans."""
    groups = breakout_groups(ds)
    return groups[groups[["empty", "solo", "over_full", "orphan"]].any(axis=1)].reset_index(drop=True)


def median_length(ds: Dataset) -> float | None:
    """Half of the breakouts lasted at least so many minutes; None when no length is known."""
    known = breakout_groups(ds)["duration_minutes"].dropna()
    return float(known.median()) if len(known) else None


def durations(ds: Dataset) -> pd.DataFrame:
    """How long breakouts lasted: from_minutes (included), to_minutes (excluded), breakouts (count).

    Steps of STEP_MINUTES from 0 to the longest; the last one, from LAST_STEP on, is open and its to_minutes NaN.
    Breakouts that still run have no length and are left out.
    """
    minutes = breakout_groups(ds)["duration_minutes"].dropna().to_numpy(dtype=float)
    counts = np.bincount((minutes.clip(max=LAST_STEP) // STEP_MINUTES).astype(int))
    lower = np.arange(len(counts)) * STEP_MINUTES
    upper = np.where(lower < LAST_STEP, lower + STEP_MINUTES, np.nan)
    return pd.DataFrame({"from_minutes": lower, "to_minutes": upper, "breakouts": counts})
