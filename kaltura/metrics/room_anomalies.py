"""Rooms whose attendance fell, and sessions far from their room's usual.

Medians throughout, so that one odd session neither makes the others look odd nor hides another.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.sessions import main_sessions
from kaltura.metrics.small_numbers import FEW
from kaltura.metrics.tables import narrowed_to_people

RECENT, BEFORE = 3, 4  # sessions: the last ones, and at least so many before them
FALL = 0.3  # part of the earlier median
LEAST_PEOPLE = 5  # a fall from 3 people to 2 is no news
AT_LEAST = 6  # sessions of a room, or nothing is usual
FAR = 3.5  # robust standard deviations (1.4826 · MAD), the customary limit of Iglewicz and Hoaglin
TO_SIGMA = 1.4826  # MAD of normally distributed values → their standard deviation


@dataclass(frozen=True)
class Measure:
    """A figure of sessions that may be unusual.

    name: in the sentence. least: difference from the median below which nothing is unusual. part: the same as a part
    of the median. rounding: smallest spread assumed, for rooms that are always alike. show: figure → words.
    """

    name: str
    least: float
    part: float
    rounding: float
    show: Callable[[float], str]


MEASURES: dict[str, Measure] = {
    "unique_attendees": Measure("attendees", 5, 0.5, 1.0, lambda value: f"{value:g}"),
    "duration_minutes": Measure("length", 60, 1.0, 5.0, lambda value: f"{value:.0f} min"),
    "engagement_rate": Measure("engagement", 0.15, 0.0, 0.01, lambda value: f"{value * 100:.1f} %"),
}


def fallen_and_unusual(ds: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`_fell` and `_unusual` of the selection, which start from the same costly table."""
    held = _comparable(ds)
    return _fell(held), _unusual(held)


def anything_usual(ds: Dataset) -> bool:
    """Whether any room has AT_LEAST sessions that can be compared; else nothing is out of the ordinary."""
    return bool((_comparable(ds)["room_id"].value_counts() >= AT_LEAST).any())


def _fell(held: pd.DataFrame) -> pd.DataFrame:
    """Main rooms where the median of identified attendees of the last RECENT sessions fell by FALL or more.

    room_id, room_name; recent, before: medians; recent_sessions, sessions_before; change: (recent - before) / before,
    negative; the largest fall first. Only ended sessions with attendance rows count; at least BEFORE sessions before,
    with a median of LEAST_PEOPLE or more. Nothing in a selection of people, which lacks the sessions they missed.
    """
    held = held.sort_values(["start", "cue_point_id"])
    order = held.groupby("room_id").cumcount(ascending=False)
    late, early = held[order < RECENT].groupby("room_id"), held[order >= RECENT].groupby("room_id")
    recent = late["unique_attendees"].agg(recent="median", recent_sessions="size")
    before = early["unique_attendees"].agg(before="median", sessions_before="size")
    table = recent.join(before, how="inner")
    table["change"] = (table["recent"] - table["before"]) / table["before"]
    fell = (table["change"] <= -FALL) & (table["before"] >= LEAST_PEOPLE) & (table["sessions_before"] >= BEFORE)
    names = held.groupby("room_id")["room_name"].last()
    ordered: pd.DataFrame = table[fell].join(names).sort_values(["change", "before"], ascending=[True, False])
    return ordered.reset_index(names="room_id")


def _unusual(held: pd.DataFrame) -> pd.DataFrame:
    """Sessions whose attendees, length or engagement is far from the median of their room, the furthest first.

    cue_point_id, room_id, room_name, start (local); measure (its name in words), value, median; shown, usual: the same
    in words; distance: from the median, in robust standard deviations (TO_SIGMA · MAD, at least the measure's
    rounding), more than FAR; sessions: of the room. Rooms with fewer than AT_LEAST sessions have no usual, and the
    engagement of fewer than FEW people is not called unusual.
    """
    found = pd.concat([_far(held, column, measure) for column, measure in MEASURES.items()], ignore_index=True)
    return found.sort_values(["distance", "cue_point_id"], ascending=[False, True], ignore_index=True)


def _comparable(ds: Dataset) -> pd.DataFrame:
    """Ended main sessions with attendance rows; engagement only where it is pooled."""
    table = main_sessions(ds)
    # Without a known length it still runs, or nobody knows when it was.
    table = table[table["covered"].astype(bool) & table["duration_minutes"].notna()]
    pooled = table["engagement_rate"].astype(float).where(table["engagement_source"].eq("attendances"))
    return (table.head(0) if narrowed_to_people(ds) else table).assign(engagement_rate=pooled)


def _far(held: pd.DataFrame, column: str, measure: Measure) -> pd.DataFrame:
    values = held[column].astype(float)
    rooms = held["room_id"]
    median = values.groupby(rooms).transform("median")
    sessions = values.groupby(rooms).transform("count")
    away = (values - median).abs()
    spread = (TO_SIGMA * away.groupby(rooms).transform("median")).clip(lower=measure.rounding)
    distance = away / spread
    far = (distance > FAR) & (away >= measure.least) & (away >= measure.part * median) & (sessions >= AT_LEAST)
    if column == "engagement_rate":  # two of four people who look elsewhere say nothing of the session
        far &= held["rated_attendances"] >= FEW
    table = held.loc[far, ["cue_point_id", "room_id", "room_name", "start"]]
    return table.assign(
        measure=measure.name,
        value=values[far],
        median=median[far],
        shown=values[far].map(measure.show).astype("str"),
        usual=median[far].map(measure.show).astype("str"),
        distance=distance[far],
        sessions=sessions[far].astype("int64"),
    )
