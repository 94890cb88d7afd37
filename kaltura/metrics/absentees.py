"""Who of a roster was not there."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.marks import COUNTS, RANKS, counted, everyone, held_sessions, marks
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import ABSENT, Rule
from kaltura.metrics.tables import collected, narrowed_to_people

_WORDS = {rank: word for word, rank in RANKS.items()}


def absentees(ds: Dataset, rule: Rule, roster: Roster, cue_point_id: str) -> pd.DataFrame:
    """Everyone on the roster in one main session, the absent first.

    person (the roster's line), user_id, user_name, user_email, decision (Absent when not seen), minutes (0 then).
    Pass the Dataset without a filter on people.
    """
    seen = collected(marks(ds, rule, roster).filter(nw.col("cue_point_id") == cue_point_id))
    table = everyone(ds, roster).merge(seen[["person", "rank", "minutes"]], on="person", how="left")
    table = table.assign(decision=table["rank"].map(_WORDS).astype(object), minutes=table["minutes"].fillna(0.0))
    table["decision"] = table["decision"].where(table["rank"].notna(), ABSENT)
    return table.sort_values("rank", na_position="first", kind="stable", ignore_index=True).drop(columns="rank")


def absences_by_session(ds: Dataset, rule: Rule, roster: Roster) -> pd.DataFrame:
    """One row per decidable main session, the earliest first: how the roster did.

    cue_point_id, room_id, room_name, start (local); expected (people on the roster), and of them present, partial,
    brief, undecided, not_judged (there as a user type that the rule leaves out), absent, which add up.
    """
    held = held_sessions(ds, rule)
    held = held[held["decidable"]].drop(columns="decidable").reset_index(drop=True)
    rows = marks(ds, rule, roster).with_columns(**counted()).group_by("cue_point_id").agg(nw.col(*COUNTS).sum())
    table = held.merge(collected(rows), on="cue_point_id", how="left")
    table[[*COUNTS]] = table[[*COUNTS]].fillna(0).astype("int64")
    expected = len(roster.people)
    return table.assign(expected=expected, absent=expected - table[[*COUNTS]].sum(axis=1))


def absences(ds: Dataset, by_session: pd.DataFrame) -> tuple[int, int] | None:
    """How many decisions of the roster are Absent, and of how many: one a person and decidable session.

    by_session: `absences_by_session` of ds. None in a selection of people, which lacks the sessions, and the people,
    that are left out.
    """
    if narrowed_to_people(ds):
        return None
    return int(by_session["absent"].sum()), int(by_session["expected"].sum())
