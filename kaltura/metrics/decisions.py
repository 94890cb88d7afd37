"""Who counts as Present: a rule, its decision for each attendance, and the sentence that explains it."""

from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.denominators import DENOMINATORS, Denominator, lengths, measurable
from kaltura.metrics.tables import Lazy, attendances, collected, sessions

PRESENT, PARTIAL, BRIEF, ABSENT, UNDECIDED = "Present", "Partial", "Brief", "Absent", "Undecided"
BORDERLINE_MINUTES = 1.0
_ROUNDING = 1e-9  # 0.55 × 60 is 33.000000000000004; nobody is marked down for that


@dataclass(frozen=True)
class Rule:
    """When an attendance counts. Raises UsageError for numbers outside their range.

    threshold: part of the session that makes Present, above 0 up to 1. floor_minutes: makes Partial; less is Brief.
    tolerance_minutes: how far below the line still counts, because heartbeats come every 10 seconds.
    denominator: what the threshold is a part of, see DENOMINATORS. roles: user types judged; empty: all.
    """

    threshold: float = 0.75
    floor_minutes: float = 1.0
    tolerance_minutes: float = 0.5
    denominator: Denominator = "session"
    roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise UsageError(f"The threshold {self.threshold:.0%} is not possible.", "Choose one from 1 % to 100 %.")
        if not (0 <= self.floor_minutes < float("inf") and 0 <= self.tolerance_minutes < float("inf")):
            raise UsageError("The floor and the tolerance cannot be negative.", "Choose 0 minutes or more.")
        if self.denominator not in DENOMINATORS:
            raise UsageError(f"“{self.denominator}” is no measure of a session.", f"Use {', '.join(DENOMINATORS)}.")

    @property
    def sentence(self) -> str:
        """The rule in words, for pages, certificates and files."""
        judged = f", judging {', '.join(self.roles)}" if self.roles else ""
        return (
            f"Present from {_percent(self.threshold)} of {DENOMINATORS[self.denominator]}, less "
            f"{self.tolerance_minutes:g} min tolerance; Partial from {self.floor_minutes:g} min{judged}."
        )


def decisions(ds: Dataset, rule: Rule, *, user_id: str | None = None, at_most: int | None = None) -> pd.DataFrame:
    """One row an identified person in a main session, by session start (latest first) and name.

    cue_point_id, room_id, room_name, start (local); user_id, user_name, user_email, user_type; minutes;
    of_minutes: what the threshold is a part of, NaN when unknown (running session, no minutes of the host);
    share: minutes / of_minutes, unrounded, may exceed 1; decision: PRESENT, PARTIAL, BRIEF (under the floor) or
    UNDECIDED (of_minutes unknown); margin: minutes - threshold · of_minutes;
    borderline: within BORDERLINE_MINUTES of the line, tolerance included; explanation: the sentence.
    user_id: only this person's rows. at_most: no more rows than this.
    Raises UsageError when the rule measures against people who are not selected.
    """
    rows = decided(ds, rule) if user_id is None else decided(ds, rule).filter(nw.col("user_id") == user_id)
    rows = rows.sort(["start", "user_name", "user_id", "cue_point_id"], descending=[True, False, False, False])
    kept = rows if at_most is None else rows.head(at_most)
    return collected(_explained(kept, rule).select(*_COLUMNS), zone=ds.zone)


def borderline(ds: Dataset, rule: Rule) -> pd.DataFrame:
    """The rows of `decisions` within BORDERLINE_MINUTES of the line, the closest first."""
    close = decided(ds, rule).filter(nw.col("borderline"))
    table = collected(_explained(close, rule).select(*_COLUMNS), zone=ds.zone)
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


def decided(ds: Dataset, rule: Rule) -> Lazy:
    """Attendances of identified people in main sessions with of_minutes, share, decision, margin and borderline.

    Lazy and unsorted, for tables that add up; see `decisions` for the columns.
    """
    if not measurable(ds, rule.denominator):
        raise UsageError(
            f"In a selection of people, {DENOMINATORS[rule.denominator]} may be missing.",
            "Remove the filter on people, or measure against the session's length.",
        )
    rows = _identified(ds).join(measured_sessions(ds, rule).drop("covered"), on="cue_point_id")
    if rule.roles:
        rows = rows.filter(nw.col("user_type").cast(nw.String).is_in(rule.roles))
    minutes, whole = nw.col("minutes"), nw.col("of_minutes")
    line = whole * rule.threshold - rule.tolerance_minutes
    unknown = whole.is_null() | minutes.is_null()
    seen = nw.when(minutes >= rule.floor_minutes).then(nw.lit(PARTIAL)).otherwise(nw.lit(BRIEF))
    present = nw.when(minutes >= line - _ROUNDING).then(nw.lit(PRESENT)).otherwise(seen)
    return rows.with_columns(
        share=minutes / whole,
        decision=nw.when(unknown).then(nw.lit(UNDECIDED)).otherwise(present),
        margin=minutes - whole * rule.threshold,
        borderline=((minutes - line).abs() <= BORDERLINE_MINUTES + _ROUNDING).fill_null(value=False),
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
    """Main sessions: cue_point_id, room_id, room_name, start, of_minutes (null while running or unknown), covered.

    covered: has attendance rows. A session without any says nothing about who was absent.
    """
    main = sessions(ds, "main").with_columns(covered=nw.col("in_6001"))
    known = lengths(ds, rule.denominator).rename({"length": "of_minutes"})
    return main.join(known, on="cue_point_id", how="left").select(
        "cue_point_id", "room_id", "room_name", "start", "of_minutes", "covered"
    )


def _identified(ds: Dataset) -> Lazy:
    return attendances(ds).filter(~nw.col("user_id").is_null()).drop("entry_id")


def _explained(frame: Lazy, rule: Rule) -> Lazy:
    """Adds the sentence, such as "47.2 of 60.0 min = 78.7 % ≥ 75 % → Present (+2.2 min)"."""
    reached = nw.col("margin") >= -_ROUNDING
    compared = _text(
        _rounded("minutes"), " of ", _rounded("of_minutes"), " min = ", _share(rule, reached), " % ",
        nw.when(reached).then(nw.lit("≥")).otherwise(nw.lit("<")), f" {_percent(rule.threshold)}",
    )  # fmt: skip
    word = nw.col("decision")
    remark = (
        nw.when((word == PRESENT) & ~reached)
        .then(nw.lit(f", within the tolerance of {rule.tolerance_minutes:g} min"))
        .otherwise(
            nw.when(word == BRIEF)
            .then(nw.lit(f", under the floor of {rule.floor_minutes:g} min"))
            .otherwise(nw.lit(""))
        )
    )
    sign = nw.when(reached).then(nw.lit("+")).otherwise(nw.lit("−"))
    size = nw.col("margin").abs()
    margin = nw.when(size < 0.05).then(size.round(3)).otherwise(size.round(1)).cast(nw.String)
    sentence = _text(compared, remark, " → ", word, " (", sign, margin, " min)")
    lacking = f" min; {DENOMINATORS[rule.denominator]} {'is' if rule.denominator == 'session' else 'are'} not known"
    unknown = _text(_rounded("minutes").fill_null("An unknown number of"), lacking, f" → {UNDECIDED}")
    return frame.with_columns(explanation=nw.when(word == UNDECIDED).then(unknown).otherwise(sentence))


def _share(rule: Rule, reached: nw.Expr) -> nw.Expr:
    """The share in per cent to one decimal, or to three where one would contradict the comparison."""
    per_cent, line = nw.col("share") * 100, rule.threshold * 100
    shown = per_cent.round(1)
    contradicts = (reached & (shown < line - _ROUNDING)) | (~reached & (shown >= line - _ROUNDING))
    finer = nw.when(reached).then((per_cent * 1000).ceil() / 1000).otherwise((per_cent * 1000).floor() / 1000)
    return nw.when(contradicts).then(finer).otherwise(shown).cast(nw.String)


def _rounded(column: str) -> nw.Expr:
    return nw.col(column).round(1).cast(nw.String)


def _text(*parts: nw.Expr | str) -> nw.Expr:
    return nw.concat_str([nw.lit(part) if isinstance(part, str) else part for part in parts])


def _percent(part: float) -> str:
    return f"{part * 100:.6g} %"
