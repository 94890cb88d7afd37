"""The decisions of a roster's people, and of nobody else."""

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import borderline
from kaltura.metrics.marks import column_of, sums_by_person
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import BRIEF, PARTIAL, PRESENT, UNDECIDED, Rule


def roster_counts(ds: Dataset, rule: Rule, roster: Roster) -> dict[str, int]:
    """As `decision_counts`, of the roster's people; several accounts on one line have one decision a session."""
    sums = sums_by_person(ds, rule, roster)
    return {word: int(sums[column_of(word)].sum()) for word in (PRESENT, PARTIAL, BRIEF, UNDECIDED)}


def roster_borderline(ds: Dataset, rule: Rule, roster: Roster) -> pd.DataFrame:
    """The rows of `borderline` whose account is on the roster."""
    rows = borderline(ds, rule)
    return rows[rows["user_id"].isin(match(ds, roster).accounts["account"])].reset_index(drop=True)
