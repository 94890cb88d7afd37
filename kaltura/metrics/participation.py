"""Who joined a breakout: exact where attendees of breakouts are reported, a range where they are not."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.memo import once
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.tables import (
    Lazy,
    attendances,
    collected,
    everybody,
    narrowed_to_people,
    sessions,
    without_main_sessions,
)
from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Participation:
    """Breakout participation of the main sessions that had breakouts, pooled: Σ participants / Σ people.

    low, high: bounds of the rate, 0 to 1, equal when exact; None when nothing can be said (see `reason`).
    people: Σ of the sessions' people, a person counted once a session. participants_low, participants_high: of them.
    people_source: "exact", "estimate" (Kaltura's count) or "mixed"; "" without sessions.
    main_sessions: with breakouts and a known number of people; exact_sessions: those counted exactly.
    """

    low: float | None
    high: float | None
    people: int
    participants_low: int
    participants_high: int
    people_source: str
    main_sessions: int
    exact_sessions: int
    reason: str = ""

    @property
    def exact(self) -> bool:
        """Whether low and high are one counted figure."""
        return self.main_sessions > 0 and self.exact_sessions == self.main_sessions


PEOPLE_CHOSEN = (
    "Only some people are selected. Which sessions had breakouts that they did not join is not in such a selection, "
    "so participation would come out too high."
)
NO_BREAKOUTS = "No main session with breakouts is in this selection."
MAIN_NOT_KNOWN = "To which sessions these breakouts belong is not known."


def participation(ds: Dataset) -> Participation:
    """Participation over all main sessions of the selection that had breakouts."""
    if narrowed_to_people(ds):
        return Participation(None, None, 0, 0, 0, "", 0, 0, f"{PEOPLE_CHOSEN} {everybody(ds)}.")
    rows = participation_by_session(ds).dropna(subset="people")
    rows = rows[rows["people"] > 0]
    if rows.empty:
        lost = without_main_sessions(ds) and len(collected(sessions(ds, "breakout").head(1)))
        return Participation(None, None, 0, 0, 0, "", 0, 0, MAIN_NOT_KNOWN if lost else NO_BREAKOUTS)
    people, low, high = (int(rows[c].sum()) for c in ("people", "participants_low", "participants_high"))
    sources = set(rows["people_source"])
    return Participation(
        low=low / people,
        high=high / people,
        people=people,
        participants_low=low,
        participants_high=high,
        people_source=sources.pop() if len(sources) == 1 else "mixed",
        main_sessions=len(rows),
        exact_sessions=int(rows["exact"].sum()),
    )


@once
def participation_by_session(ds: Dataset) -> pd.DataFrame:
    """One row per main session that had breakouts, in order of start.

    cue_point_id, room_id, room_name, start (local), breakouts (count).
    people: U; people_source: "exact" (attendance rows) or "estimate" (Kaltura's count). NaN when neither is known.
    exact: every breakout that had people has attendance rows, and so has the main session; then low = high. Never
        without report 6002, as there may be breakouts that no other report lists.
    participants_low, participants_high: the session's people who were in any breakout; exact: distinct identified
        ones; else between the largest known count and the sum of all counts, never above U.
    low, high: the same / U. breakout_only: people seen in a breakout and not in the main session's rows, who are no
        part of U and do not count as participants.
    In a selection of people only the sessions and their breakouts are known, see PEOPLE_CHOSEN.
    """
    figures = session_figures(ds)
    breakouts = _sets(figures).join(_seen(ds), on="parent_session_id", how="left")
    main = figures.filter(nw.col("layer") == "main").select(*_OF_MAIN)
    found = main.join(breakouts, left_on="cue_point_id", right_on="parent_session_id")
    rows = collected(found, zone=ds.zone).fillna({"seen": 0, "breakout_only": 0})
    identified = rows["unique_attendees"].fillna(0)
    listed = ds.provenance.missing(Report.BREAKOUT_SESSIONS) is None
    exact = rows["lacking"].eq(0) & (identified > 0) & listed
    people, joined = rows["people"].astype("float64").mask(exact, identified), rows["seen"] - rows["breakout_only"]
    low = rows["largest"].clip(lower=joined).mask(exact, joined).clip(upper=people)
    total = (rows["heads"] + rows["uncovered"]).mask((rows["unknown"] > 0) | (not listed), np.inf)
    high = total.mask(exact, joined).clip(upper=people).clip(lower=low)
    rows = rows.assign(
        people=people,
        people_source=rows["people_source"].mask(exact, "exact"),
        exact=exact,
        participants_low=low,
        participants_high=high,
        low=low / people.where(people > 0),
        high=high / people.where(people > 0),
    )
    if narrowed_to_people(ds):
        rows = rows.assign(**dict.fromkeys(_UNKNOWN_OF_SOME, np.nan), exact=False, people_source=None)
    return rows[list(_COLUMNS)].sort_values(["start", "cue_point_id"], ignore_index=True)


def breakout_attendance(ds: Dataset) -> pd.DataFrame:
    """One row per person who was in a main session whose breakouts are known exactly.

    user_id, user_name; sessions: such main sessions they were in; joined: those in which they joined a breakout.
    Those with joined = 0 never joined one; see `never_joined`.
    """
    by_session = participation_by_session(ds)
    exact = by_session.loc[by_session["exact"], "cue_point_id"].tolist()
    identified = attendances(ds).filter(~nw.col("user_id").is_null())
    present = identified.with_columns(nw.col("cue_point_id").cast(nw.String)).filter(
        nw.col("cue_point_id").is_in(exact)
    )
    joined = _people_in_breakouts(ds).with_columns(
        cue_point_id=nw.col("parent_session_id").cast(nw.String), joined=nw.lit(value=1)
    )
    people = (
        present.join(joined.drop("parent_session_id"), on=["cue_point_id", "user_id"], how="left")
        .group_by("user_id")
        .agg(
            nw.col("user_name").max(),
            nw.len().cast(nw.Int64).alias("sessions"),
            nw.col("joined").sum().cast(nw.Int64),
        )
    )
    return collected(people).sort_values(
        ["joined", "sessions", "user_id"], ascending=[True, False, True], ignore_index=True
    )


def never_joined(ds: Dataset) -> pd.DataFrame:
    """The people of `breakout_attendance` who joined no breakout of any session they were in.

    Raises UsageError in a selection of people.
    """
    if narrowed_to_people(ds):
        raise UsageError(
            "Only some people are selected, so who joined no breakout is not known.",
            f"{everybody(ds)}.",
        )
    people = breakout_attendance(ds)
    return people[people["joined"] == 0].reset_index(drop=True)


_COLUMNS = (
    "cue_point_id",
    "room_id",
    "room_name",
    "start",
    "breakouts",
    "people",
    "people_source",
    "exact",
    "participants_low",
    "participants_high",
    "low",
    "high",
    "breakout_only",
)


_UNKNOWN_OF_SOME = ("people", "participants_low", "participants_high", "low", "high", "breakout_only")
_OF_MAIN = ("cue_point_id", "room_id", "room_name", "start", "people", "people_source", "unique_attendees")


def _sets(figures: Lazy) -> Lazy:
    """parent_session_id → breakouts; largest: most people in one; heads: people of those with attendance rows added up.

    uncovered: the same of those without; unknown: those of unknown size; lacking: without rows and not empty.
    """
    size, covered = nw.col("people").cast(nw.Float64), ~nw.col("attendances").is_null()
    parts = figures.filter(nw.col("layer") == "breakout", ~nw.col("parent_session_id").is_null()).with_columns(
        largest=size.fill_null(0),
        heads=nw.when(covered).then(size).otherwise(0.0),
        uncovered=nw.when(covered).then(0.0).otherwise(size.fill_null(0)),
        unknown=size.is_null().cast(nw.Int64),
        lacking=(~covered & ~(size == 0).fill_null(value=False)).cast(nw.Int64),
    )
    return parts.group_by("parent_session_id").agg(
        nw.len().alias("breakouts"),
        nw.col("largest").max(),
        nw.col("heads", "uncovered", "unknown", "lacking").sum(),
    )


def _people_in_breakouts(ds: Dataset) -> Lazy:
    """Distinct (parent_session_id, user_id) of identified people."""
    parents = sessions(ds, "breakout").select("cue_point_id", "parent_session_id")
    parents = parents.filter(~nw.col("parent_session_id").is_null())
    rows = attendances(ds).filter(~nw.col("user_id").is_null()).select("cue_point_id", "user_id")
    return rows.join(parents, on="cue_point_id").select("parent_session_id", "user_id").unique()


def _seen(ds: Dataset) -> Lazy:
    """parent_session_id, seen (distinct people in its breakouts), breakout_only (of them, not in the main session)."""
    joined = _people_in_breakouts(ds)
    parents = joined.select(nw.col("parent_session_id").alias("cue_point_id")).unique()
    present = (
        attendances(ds).join(parents, on="cue_point_id").select("cue_point_id", "user_id", in_main=nw.lit(value=1))
    )
    both = joined.join(
        present, left_on=["parent_session_id", "user_id"], right_on=["cue_point_id", "user_id"], how="left"
    )
    alone = both.with_columns(breakout_only=nw.col("in_main").is_null().cast(nw.Int64))
    return alone.group_by("parent_session_id").agg(nw.len().alias("seen"), nw.col("breakout_only").sum())
