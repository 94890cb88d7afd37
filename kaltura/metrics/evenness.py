"""How evenly people were spread over a session's breakouts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.memo import once
from kaltura.metrics.tables import narrowed_to_people
from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Evenness:
    """Evenness of all sets of breakouts together: means of the sets, weighted by their participants.

    A set: a main session with at least two breakouts and one participant. evenness: 0 to 1, 1 = all equal.
    gini: 0 = all equal. Both None without such a set, and without report 6002, which alone knows empty breakouts.
    """

    evenness: float | None
    gini: float | None


def evenness(ds: Dataset) -> Evenness:
    """The evenness of the selection's breakouts."""
    sets = evenness_by_session(ds).dropna(subset="evenness")
    if sets.empty or ds.provenance.missing(Report.BREAKOUT_SESSIONS):
        return Evenness(None, None)
    weights = sets["participants"]
    return Evenness(
        float((sets["evenness"] * weights).sum() / weights.sum()),
        float((sets["gini"] * weights).sum() / weights.sum()),
    )


@once
def evenness_by_session(ds: Dataset) -> pd.DataFrame:
    """One row per main session that had breakouts (its set), in order of start; orphans are in no set.

    cue_point_id: the main session; room_id, room_name; start: of its first breakout, local.
    breakouts: how many; known: of them, with a known number of participants, which alone are compared.
    participants: Σ of their counts (someone who changed breakouts counts in each); mean, largest: of these counts.
    evenness: normalised entropy, 0 to 1; gini: 0 to 1. NaN with fewer than two known breakouts, nobody in them, or in a
    selection of people, which lacks the others.
    empty, solo, over_full: number of breakouts so flagged.
    """
    groups = breakout_groups(ds).dropna(subset="parent_session_id")
    groups = groups.sort_values("participants").assign(known=groups["participants"].notna())
    sets = groups.groupby("parent_session_id")
    counts, size = sets["participants"].transform("count"), groups["participants"]
    total = sets["participants"].transform("sum")
    share = size / total.where(total > 0)
    rank = sets.cumcount() + 1  # smallest first; unknown sizes sort last and weigh nothing
    terms = groups.assign(
        entropy=-(share * np.log(share.where(share > 0))).fillna(0),
        spread=(2 * rank - counts - 1) * size,
    ).groupby("parent_session_id")
    table = sets.agg(
        room_id=("room_id", "first"),
        room_name=("room_name", "first"),
        start=("start", "min"),
        breakouts=("cue_point_id", "size"),
        known=("known", "sum"),
        participants=("participants", "sum"),
        mean=("participants", "mean"),
        largest=("participants", "max"),
        empty=("empty", "sum"),
        solo=("solo", "sum"),
        over_full=("over_full", "sum"),
    )
    comparable = (table["known"] >= 2) & (table["participants"] > 0) & (not narrowed_to_people(ds))
    known, people = table["known"].where(comparable), table["participants"]
    table.insert(8, "evenness", terms["entropy"].sum() / np.log(known))
    table.insert(9, "gini", terms["spread"].sum() / (known * people))
    ordered = table.reset_index(names="cue_point_id")
    return ordered.sort_values(["start", "cue_point_id"], ignore_index=True)
