"""Each person in each room they came to: how many of its sessions, when last, and what they can still reach."""

import narwhals as nw
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.decisions import marked, measured_sessions
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_rooms import everyone_expected, roster_rows
from kaltura.metrics.rule import BRIEF, NOT_JUDGED, PRESENT, UNDECIDED, Rule
from kaltura.metrics.tables import Lazy, collected, everybody, narrowed_to_people

RECENT = 3  # sessions that a trend compares with those before


def room_attendance(ds: Dataset, rule: Rule, roster: Roster | None = None, room_id: str | None = None) -> pd.DataFrame:
    """One row per (person, known main room) seen there; sessions are the room's decidable ones in the selection.

    user_id, user_name, user_email, room_id, room_name; held: sessions, less those in which they were as a user type
    that the rule leaves out, or for nobody knows how long, and which they have not missed either; judged: of them,
    those they were in, however briefly; seen: of them, at least the rule's floor; present: of them, Present; missed:
    held - seen; misses_in_row: the last ones, one after another, not seen in.
    share: present / held. minutes: Σm. first, last: local start of the first and last session seen in, judged or not;
    first_judged, last_judged: of those judged, which alone the minutes are of.
    earlier, recent: mean part of a session attended (0 where missed, at most 1), before the room's last RECENT
    sessions and in them; NaN with fewer than 2 · RECENT held.
    With a roster: everyone on it in each room with such a session, those never seen with 0, and nobody else; several
    accounts on one line count as in `marks`, and names and user_id are as in `kaltura.metrics.marks.everyone`.
    room_id: then this room only, of people whom other rooms may know.
    Raises UsageError in a selection of people, which lacks the sessions that they missed.
    """
    if narrowed_to_people(ds):
        raise UsageError(
            "Only some people are selected, so the sessions that they missed are not known.",
            f"{everybody(ds)}; pick the person from the list.",
        )
    numbered = _numbered(ds, rule)
    rows = marked(ds, rule) if roster is None else roster_rows(ds, rule, roster)
    rows = rows.join(numbered.drop("room_id"), on="cue_point_id")
    # Somebody whose minutes are unknown was there: not missed, and nothing to judge.
    seen, judged = nw.col("decision") != BRIEF, ~nw.col("decision").is_in([NOT_JUDGED, UNDECIDED])
    whole = nw.when(nw.col("share") > 1).then(nw.lit(1.0)).otherwise(nw.col("share"))
    part = nw.when(judged).then(whole)
    late = nw.col("number") > nw.col("held") - RECENT
    summed = (
        rows.with_columns(
            seen=(seen & judged).cast(nw.Int64),
            judged=judged.cast(nw.Int64),
            left_out=(~judged).cast(nw.Int64),
            late_out=(~judged & late).cast(nw.Int64),
            minutes=nw.when(judged).then(nw.col("minutes")),
            present=(nw.col("decision") == PRESENT).cast(nw.Int64),
            last_number=nw.when(seen).then(nw.col("number")).otherwise(nw.lit(0)),
            seen_at=nw.when(seen).then(nw.col("start")),
            judged_at=nw.when(seen & judged).then(nw.col("start")),
            recent=nw.when(late).then(part).otherwise(nw.lit(0.0)),
            earlier=nw.when(~late).then(part).otherwise(nw.lit(0.0)),
        )
        .group_by("user_id", "room_id")
        .agg(
            nw.col("user_name", "user_email", "room_name", "held", "last_number").max(),
            nw.col("seen", "judged", "left_out", "late_out", "present", "minutes", "recent", "earlier").sum(),
            nw.col("seen_at").min().alias("first"),
            nw.col("seen_at").max().alias("last"),
            nw.col("judged_at").min().alias("first_judged"),
            nw.col("judged_at").max().alias("last_judged"),
        )
    )
    table = collected(summed, zone=ds.zone)
    if roster is None:
        table = table[table["judged"] > 0]
    else:
        rooms = collected(numbered.group_by("room_id").agg(nw.col("held").max()))
        rooms = rooms if room_id is None else rooms[rooms["room_id"] == room_id]
        table = everyone_expected(ds, roster, table, rooms)
    enough = table["held"] >= 2 * RECENT
    last = RECENT - table["late_out"]
    held = table["held"] - table["left_out"]
    return table.assign(
        held=held,
        missed=held - table["seen"],
        misses_in_row=table["held"] - table["last_number"],
        share=table["present"] / held,
        recent=table["recent"] / last.where(enough & (last > 0)),
        earlier=table["earlier"] / (held - last).where(enough & (held > last)),
    )[list(_COLUMNS)].sort_values(["room_name", "user_name", "user_id"], ignore_index=True)


_COLUMNS = (
    "user_id",
    "user_name",
    "user_email",
    "room_id",
    "room_name",
    "held",
    "judged",
    "seen",
    "present",
    "missed",
    "misses_in_row",
    "share",
    "minutes",
    "first",
    "last",
    "first_judged",
    "last_judged",
    "earlier",
    "recent",
)


def _numbered(ds: Dataset, rule: Rule) -> Lazy:
    """cue_point_id, room_id, number (1 = the room's first), held (of the room), of decidable sessions."""
    usable = measured_sessions(ds, rule).filter(
        ~nw.any_horizontal(nw.col("start", "of_minutes", "room_id").is_null(), ignore_nulls=True), nw.col("covered")
    )
    return usable.select(
        "cue_point_id",
        "room_id",
        nw.col("start").rank("ordinal").over("room_id").cast(nw.Int64).alias("number"),
        nw.col("start").count().over("room_id").cast(nw.Int64).alias("held"),
    )
