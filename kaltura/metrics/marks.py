"""One mark a person and session: what registers, gradebooks and lists of absentees add up."""

import narwhals as nw
import pandas as pd
import polars as pl

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import marked, measured_sessions
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import match, people_seen
from kaltura.metrics.rule import BRIEF, NOT_JUDGED, PARTIAL, PRESENT, UNDECIDED, Rule
from kaltura.metrics.shown_names import in_order
from kaltura.metrics.tables import Lazy, collected

RANKS = {NOT_JUDGED: -1, UNDECIDED: 0, BRIEF: 1, PARTIAL: 2, PRESENT: 3}


def column_of(word: str) -> str:
    """The column that counts a decision, such as not_judged."""
    return word.lower().replace(" ", "_")


COUNTS = {column_of(word): rank for word, rank in RANKS.items()}


def marks(ds: Dataset, rule: Rule, roster: Roster | None = None) -> Lazy:
    """One row per (person, cue_point_id) seen: room_id, rank (see RANKS), minutes, of_minutes.

    person: the user ID, or with a roster the roster's line as text; who is not on the roster is left out.
    Someone with several accounts on one roster line gets their best mark and most minutes, of those judged if any is.
    """
    word = nw.col("decision")
    rank = nw.lit(0)
    for name, value in RANKS.items():
        rank = nw.when(word == name).then(nw.lit(value)).otherwise(rank)
    rows = marked(ds, rule).select(
        nw.col("user_id").alias("person"), "cue_point_id", "room_id", rank.alias("rank"), "minutes", "of_minutes"
    )
    if roster is None:
        return rows
    rows = rows.with_columns(nw.col("person").cast(nw.String))
    matched = match(ds, roster).accounts
    accounts = pl.LazyFrame(
        {"person": matched["account"].to_list(), "line": matched["line"].astype("str").to_list()},
        schema={"person": pl.String, "line": pl.String},
    )
    on_roster = rows.join(nw.from_native(accounts), on="person").drop("person").rename({"line": "person"})
    judged = nw.when(nw.col("rank") != RANKS[NOT_JUDGED]).then(nw.col("minutes"))
    best = (
        on_roster.with_columns(judged=judged)
        .group_by("person", "cue_point_id", "room_id")
        .agg(nw.col("rank", "minutes", "of_minutes", "judged").max())
    )
    return best.with_columns(minutes=nw.coalesce("judged", "minutes")).drop("judged")


def counted() -> dict[str, nw.Expr]:
    """Column of COUNTS → 1 where a row of `marks` is one of these, else 0."""
    return {name: (nw.col("rank") == rank).cast(nw.Int64) for name, rank in COUNTS.items()}


def everyone(ds: Dataset, roster: Roster | None = None) -> pd.DataFrame:
    """person, user_id, user_name, user_email: everyone seen, or everyone on the roster, by name.

    With a roster, names and addresses are the roster's, else those seen; user_id is the Kaltura account, if any.
    """
    seen = people_seen(ds)
    if roster is None:
        found = seen.assign(person=seen["user_id"])
    else:
        accounts = match(ds, roster).accounts.drop_duplicates("line").merge(seen, left_on="account", right_on="user_id")
        rows = roster.people.merge(accounts, on="line", how="left", suffixes=("_roster", ""))
        found = rows.assign(
            person=rows["line"].astype("str"),
            user_id=rows["user_id"].fillna(rows["user_id_roster"]),
            user_name=rows["name"].fillna(rows["user_name"]),
            user_email=rows["email"].fillna(rows["user_email"]),
        )
    ordered = found.sort_values(["user_name", "user_id"], key=in_order, ignore_index=True)
    return ordered[["person", "user_id", "user_name", "user_email"]]


def held_sessions(ds: Dataset, rule: Rule) -> pd.DataFrame:
    """cue_point_id, room_id, room_name, start (local), covered (attendees reported), decidable; the earliest first.

    decidable: ended, its measure known, and its attendees reported: only there can somebody be absent.
    """
    table = collected(measured_sessions(ds, rule).filter(~nw.col("start").is_null()), zone=ds.zone)
    table["decidable"] = table["of_minutes"].notna() & table["covered"]
    kept = ["cue_point_id", "room_id", "room_name", "start", "covered", "decidable"]
    return table.sort_values(["start", "cue_point_id"], ignore_index=True)[kept]


def sums_by_person(ds: Dataset, rule: Rule, roster: Roster | None = None) -> pd.DataFrame:
    """Who has a mark: person, and numbers of main sessions: COUNTS, known, left_out, held.

    known: decidable sessions with a mark of any kind; left_out: of them, those not judged or undecided; held: decidable
    sessions of the rooms that the person came to, and those seen in whose room is not known.
    """
    decidable, nowhere = ~nw.col("of_minutes").is_null(), nw.col("room_id").is_null()
    rows = marks(ds, rule, roster).with_columns(**counted(), known=decidable.cast(nw.Int64))
    rows = rows.with_columns(
        left_out=nw.col("known") * (nw.col("not_judged") + nw.col("undecided")),
        alone=nw.col("known") * nowhere.cast(nw.Int64),
    )
    summed = rows.group_by("person").agg(nw.col(*COUNTS, "known", "left_out", "alone").sum())
    table = collected(summed.join(_held(ds, rule, rows), on="person", how="left"))
    held = table["held"].fillna(0).astype("int64") + table["alone"]
    return table.assign(held=held).drop(columns="alone")


def _held(ds: Dataset, rule: Rule, rows: Lazy) -> Lazy:
    """person, held."""
    usable = measured_sessions(ds, rule).filter(~nw.col("start").is_null())
    decidable = (~nw.col("of_minutes").is_null() & nw.col("covered")).cast(nw.Int64)
    by_room = usable.with_columns(held=decidable).group_by("room_id").agg(nw.col("held").sum())
    return (
        rows.select("person", "room_id")
        .unique()
        .join(by_room, on="room_id")
        .group_by("person")
        .agg(nw.col("held").sum())
    )
