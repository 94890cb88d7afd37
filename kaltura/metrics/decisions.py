"""Who counts as Present: the decision of a rule for each attendance, with the sentence that explains it."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_minutes import PERSON, breakout_minutes
from kaltura.metrics.denominators import lengths, measurable, unmeasurable
from kaltura.metrics.explanations import explained
from kaltura.metrics.rule import (
    BORDERLINE_MINUTES,
    BRIEF,
    NOT_JUDGED,
    PARTIAL,
    PRESENT,
    UNDECIDED,
    Rule,
)
from kaltura.metrics.tables import Lazy, attendances, collected, sessions
from kaltura.written import ROUNDING


def decisions(ds: Dataset, rule: Rule, *, user_id: str | None = None) -> pd.DataFrame:
    """One row per identified person in a main session, by session start (latest first) and name.

    cue_point_id, room_id, room_name, start (local); user_id, user_name, user_email, user_type; minutes;
    of_minutes: what the threshold is a part of, NaN when unknown (a session without an end, no minutes of the host);
    share: minutes / of_minutes, unrounded, may exceed 1; decision: PRESENT, PARTIAL, BRIEF (under the floor) or
    UNDECIDED (minutes or of_minutes unknown); margin: minutes - threshold · of_minutes;
    borderline: within BORDERLINE_MINUTES of the line, tolerance included; explanation: the sentence.
    user_id: only this person's rows, NOT_JUDGED among them.
    Raises UsageError when the rule measures against people who are not selected.
    """
    rows = decided(ds, rule) if user_id is None else marked(ds, rule).filter(nw.col("user_id") == user_id)
    rows = _with_breakouts(rows, ds).sort(
        ["start", "user_name", "user_id", "cue_point_id"], descending=[True, False, False, False]
    )
    return collected(explained(rows, rule).select(*_COLUMNS), zone=ds.zone)


def borderline(ds: Dataset, rule: Rule) -> pd.DataFrame:
    """The rows of `decisions` within BORDERLINE_MINUTES of the line, the closest first."""
    close = decided(ds, rule).filter(nw.col("borderline"))
    table = collected(explained(_with_breakouts(close, ds), rule).select(*_COLUMNS), zone=ds.zone)
    table = table.sort_values(["start", "user_id", "cue_point_id"], ascending=[False, True, True], ignore_index=True)
    from_line = (table["margin"] + rule.tolerance_minutes).abs()
    return table.loc[from_line.sort_values(kind="stable").index].reset_index(drop=True)


def borderline_count(ds: Dataset, rule: Rule) -> int:
    """How many rows `borderline` has."""
    return int(decided(ds, rule).filter(nw.col("borderline")).select(nw.len()).collect().item())


def decision_counts(ds: Dataset, rule: Rule) -> dict[str, int]:
    """Decision → attendances of identified people; every decision but ABSENT, which needs a roster, is there."""
    counted = collected(decided(ds, rule).group_by("decision").agg(nw.len().alias("rows")))
    found = dict(zip(counted["decision"], counted["rows"], strict=True))
    return {word: int(found.get(word, 0)) for word in (PRESENT, PARTIAL, BRIEF, UNDECIDED)}


def judged_people(ds: Dataset, rule: Rule) -> int:
    """How many people the attendances of `decision_counts` are of."""
    return int(decided(ds, rule).select(nw.col("user_id").n_unique()).collect().item())


def without_their_breakouts(ds: Dataset, rule: Rule) -> int:
    """How many judged attendances have minutes in breakouts of their session, which no rule counts."""
    return int(decided(ds, rule).join(breakout_minutes(ds), on=PERSON).select(nw.len()).collect().item())


def decided(ds: Dataset, rule: Rule) -> Lazy:
    """The rows of `marked` that the rule judges."""
    rows = marked(ds, rule)
    return rows.filter(nw.col("decision") != NOT_JUDGED) if rule.user_types else rows


def marked(ds: Dataset, rule: Rule) -> Lazy:
    """Attendances of identified people in main sessions with of_minutes, share, decision, margin and borderline.

    Lazy and unsorted, for tables that add up; see `decisions` for the columns. Who was there as a user type that
    the rule leaves out is NOT_JUDGED.
    """
    if not measurable(ds, rule.denominator):
        raise unmeasurable(ds, rule.denominator)
    rows = _identified(ds).join(measured_sessions(ds, rule).drop("covered"), on="cue_point_id")
    judged = (
        nw.col("user_type").cast(nw.String).is_in(rule.user_types).fill_null(value=False)
        if rule.user_types
        else nw.lit(True)
    )
    minutes, whole = nw.col("minutes"), nw.col("of_minutes")
    line = whole * rule.threshold - rule.tolerance_minutes
    unknown = whole.is_null() | minutes.is_null()
    seen = nw.when(minutes >= rule.floor_minutes).then(nw.lit(PARTIAL)).otherwise(nw.lit(BRIEF))
    present = nw.when(minutes >= line - ROUNDING).then(nw.lit(PRESENT)).otherwise(seen)
    decision = nw.when(unknown).then(nw.lit(UNDECIDED)).otherwise(present)
    return rows.with_columns(
        share=minutes / whole,
        decision=nw.when(judged).then(decision).otherwise(nw.lit(NOT_JUDGED)),
        margin=minutes - whole * rule.threshold,
        borderline=((minutes - line).abs() <= BORDERLINE_MINUTES + ROUNDING).fill_null(value=False),
    )


_COLUMNS = (
    "cue_point_id",
    "room_id",
    "room_name",
    "start",
    "user_id",
    "user_name",
    "user_email",
    "user_type",
    "minutes",
    "of_minutes",
    "share",
    "decision",
    "margin",
    "borderline",
    "explanation",
)


def measured_sessions(ds: Dataset, rule: Rule) -> Lazy:
    """Main sessions: cue_point_id, room_id, room_name, start, of_minutes (null when unknown), ended, covered.

    ended: start and end are known. covered: has attendance rows; a session without any does not say who was absent.
    """
    main = sessions(ds, "main").with_columns(covered=nw.col("in_6001"), ended=~nw.col("duration_minutes").is_null())
    known = lengths(ds, rule.denominator).rename({"length": "of_minutes"})
    return main.join(known, on="cue_point_id", how="left").select(
        "cue_point_id", "room_id", "room_name", "start", "of_minutes", "ended", "covered"
    )


def _with_breakouts(rows: Lazy, ds: Dataset) -> Lazy:
    """Adds breakout_minutes, for the sentence."""
    return rows.join(breakout_minutes(ds), on=PERSON, how="left")


def _identified(ds: Dataset) -> Lazy:
    return attendances(ds).filter(~nw.col("user_id").is_null()).drop("entry_id")
