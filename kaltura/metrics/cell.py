"""One cell of the register: which accounts its person has, and why it says what it says."""

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import decisions
from kaltura.metrics.marks import RANKS
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import Rule
from kaltura.when import weekday_moment


def accounts_of(ds: Dataset, roster: Roster | None, person: str) -> tuple[str, ...]:
    """The Kaltura user IDs of a person of the register: one, or with a roster as many as its line has, or none."""
    if roster is None:
        return (person,)
    accounts = match(ds, roster).accounts
    return tuple(sorted(accounts.loc[accounts["line"].astype("str") == person, "account"]))


def explanation(ds: Dataset, rule: Rule, roster: Roster | None, person: str, cue_point_id: str) -> str | None:
    """Room, local start, and the sentence of the person's best account there, as `marks` judges; None when not seen.

    "Room r, Mon 2 Mar 2026, 10:00: 60.0 of 60.0 min = …"; the room alone where no start is known.
    """
    rows = pd.concat([decisions(ds, rule, user_id=account) for account in accounts_of(ds, roster, person)] or [_NONE])
    rows = rows[rows["cue_point_id"] == cue_point_id]
    if rows.empty:
        return None
    ranked = rows.assign(rank=rows["decision"].map(RANKS)).sort_values(["rank", "minutes"], na_position="first")
    best = ranked.iloc[-1]
    others = f"; the best of {len(rows)} accounts, {best['user_id']}" if len(rows) > 1 else ""
    start = "" if pd.isna(best["start"]) else f", {weekday_moment(best['start'])}"
    return f"{best['room_name']}{start}: {best['explanation']}{others}"


_NONE = pd.DataFrame(columns=["cue_point_id"])
