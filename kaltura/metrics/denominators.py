"""What minutes are a part of: D of a session, by choice.

A session's length may be wrong for the question: a room opened early or closed late. So D is one of:
"session": its length, from start to end;
"host": the minutes of its host's own attendance; without one, or with an anonymous host, there is none;
"longest": the minutes of the identified attendee who stayed longest (an anonymous row may be many people).
A running session has none of them, nor one whose times are not known: what was held is told by reports 6000 and 6002.
"""

from typing import Literal

import narwhals as nw

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.tables import Lazy, attendances, everybody, narrowed_to_people, sessions

Denominator = Literal["session", "host", "longest"]
DENOMINATORS: dict[Denominator, str] = {
    "session": "the session's length",
    "host": "the host's minutes",
    "longest": "the longest attendee's minutes",
}


def measurable(ds: Dataset, denominator: Denominator) -> bool:
    """Whether D can be known: in a selection of people the host, or who stayed longest, may be missing."""
    return denominator == "session" or not narrowed_to_people(ds)


def unmeasurable(ds: Dataset, denominator: Denominator) -> UsageError:
    """What to say where D is not `measurable`."""
    return UsageError(
        f"In a selection of people, {DENOMINATORS[denominator]} may be missing.",
        f"{everybody(ds)}, or measure against the session's length.",
    )


def lengths(ds: Dataset, denominator: Denominator) -> Lazy:
    """cue_point_id, length: D in minutes, above 0; main sessions without one are not there."""
    ended = sessions(ds, "main").filter(~nw.col("duration_minutes").is_null())
    if denominator == "session":
        found = ended.select("cue_point_id", length=nw.col("duration_minutes"))
    else:
        rows = attendances(ds).filter(~nw.col("user_id").is_null()).select("cue_point_id", "user_id", "minutes")
        rows = rows.join(ended.select("cue_point_id", "host"), on="cue_point_id")
        if denominator == "host":
            rows = rows.filter(nw.col("user_id").cast(nw.String) == nw.col("host"))
        found = rows.group_by("cue_point_id").agg(nw.col("minutes").max().alias("length"))
    return found.filter(nw.col("length") > 0, nw.lit(value=measurable(ds, denominator)))
