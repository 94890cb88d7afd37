"""The breakouts of one main session: who joined them, and whether they were balanced."""

from dataclasses import dataclass

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.participation import participation_by_session


@dataclass(frozen=True)
class SessionBreakouts:
    """One main session's breakouts; see `participation_by_session` and `evenness_by_session`.

    people, participants_low, participants_high: None when not known. exact: then both are one counted figure.
    people_source: whom people counts, "exact" or "estimate"; "" when not known.
    sizes: people in each breakout whose size is known, the largest first; unknown: how many others there are.
    evenness (0 to 1), gini: None with fewer than two known sizes, or nobody in them.
    """

    breakouts: int
    people: int | None
    people_source: str
    participants_low: int | None
    participants_high: int | None
    exact: bool
    sizes: tuple[int, ...]
    unknown: int
    evenness: float | None
    gini: float | None


def session_breakouts(ds: Dataset, cue_point_id: str) -> SessionBreakouts | None:
    """The breakouts of this main session; None when it had none."""
    groups = breakout_groups(ds)
    own = groups.loc[groups["parent_session_id"] == cue_point_id, "participants"]
    if own.empty:
        return None
    joined, spread = (_row(table, cue_point_id) for table in (participation_by_session(ds), evenness_by_session(ds)))
    counts = {name: joined.get(name) for name in ("people", "participants_low", "participants_high")}
    known = own.dropna().sort_values(ascending=False)
    return SessionBreakouts(
        breakouts=len(own),
        **{name: None if value is None else int(value) for name, value in counts.items()},
        people_source=str(joined.get("people_source", "")),
        exact=bool(joined.get("exact")),
        sizes=tuple(int(size) for size in known),
        unknown=len(own) - len(known),
        evenness=spread.get("evenness"),
        gini=spread.get("gini"),
    )


def _row(table: pd.DataFrame, cue_point_id: str) -> dict[str, float]:
    """The known values of a session's row; {} when it has none."""
    found = table[table["cue_point_id"] == cue_point_id]
    return {} if found.empty else {str(name): value for name, value in found.iloc[0].dropna().items()}
