"""The decisions of a roster's people, and of nobody else."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import borderline
from kaltura.metrics.marks import column_of, everyone, marks, sums_by_person
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import BRIEF, PARTIAL, PRESENT, UNDECIDED, Rule
from kaltura.metrics.tables import collected


def roster_counts(ds: Dataset, rule: Rule, roster: Roster) -> dict[str, int]:
    """As `decision_counts`, of the roster's people; several accounts on one line have one decision a session."""
    sums = sums_by_person(ds, rule, roster)
    return {word: int(sums[column_of(word)].sum()) for word in (PRESENT, PARTIAL, BRIEF, UNDECIDED)}


def roster_borderline(ds: Dataset, rule: Rule, roster: Roster) -> pd.DataFrame:
    """The rows of `borderline` that decide for somebody on the roster: at most one a person and session.

    Of several accounts on one line it is the one that `marks` counts, if that one is close to the line. user_id is the
    account's; user_name and user_email are the roster's, else those seen, as `everyone` has them.
    """
    accounts = match(ds, roster).accounts
    lines = pd.DataFrame({"user_id": accounts["account"], "person": accounts["line"].astype("str")})
    rows = borderline(ds, rule).merge(lines, on="user_id")
    # In one session the best mark is that of the most minutes.
    counted = collected(marks(ds, rule, roster).select("person", "cue_point_id", nw.col("minutes").alias("most")))
    rows = rows.merge(counted, on=["person", "cue_point_id"])
    rows = rows[rows["minutes"] == rows["most"]].drop_duplicates(["person", "cue_point_id"])
    known = everyone(ds, roster).set_index("person")
    named = {name: rows["person"].map(known[name]) for name in ("user_name", "user_email")}
    return rows.assign(**named).drop(columns=["person", "most"]).reset_index(drop=True)
