"""Accounts drawn at random around a change of the clocks, and what is true of them, straight from presence."""

from datetime import date

import polars as pl
from hypothesis import strategies as st

from kaltura.demo.account import Account
from kaltura.fetch.limits import HOUR
from tests.builders import unix
from tests.demo.accounts import account

DAYS = 3
# The day before the clocks change, forward and back: by an hour in Berlin and St John's, by half an hour in Lord Howe.
DAYS_BEFORE_CHANGES = [date(2026, month, day) for month, day in ((3, 28), (10, 24), (3, 7), (10, 31), (10, 3), (4, 4))]
ROOMS = (("r1", "Room 1", None, 1, 2, 0), ("r2", "Room 2", None, 1, 2, 0), ("b1", "Group 1", "r1", 2, 2, 0))
PEOPLE = (
    ("ann", "Ann", None, "User"),
    ("ann", "Ann B.", None, "User"),  # one person by two names
    ("bob", "Bob", None, "Guest"),
    (None, "Visitor", None, "Guest"),
    (None, "Other", None, "Guest"),
)


@st.composite
def starts(draw: st.DrawFn, first: int) -> int:
    """Any moment of the days from `first`, mostly within the hour around a midnight of one of the zones."""
    offset = draw(st.sampled_from([0, 1, 2, -5.5, -5.75, 2.5, 3.5, -10.5, -11]))
    midnight = first + draw(st.integers(0, DAYS)) * 24 * HOUR + int(offset * HOUR)
    anywhere = first + 10 * draw(st.integers(0, DAYS * 24 * 360))
    return draw(st.sampled_from([midnight + 10 * draw(st.integers(-360, 360)), midnight, anywhere]))


@st.composite
def accounts(draw: st.DrawFn, day: date) -> Account:
    """From this day on, 4 to 8 sessions of 10 minutes to 20 hours, with up to 4 intervals each.

    Half of the intervals last all the session. A session begins with somebody in it: before anyone has viewed it, no
    report lists it.
    """
    sessions, presence = [], []
    for number in range(draw(st.integers(4, 8))):
        start = draw(starts(unix(f"{day} 00:00")))
        end = start + 10 * draw(st.sampled_from([60, 360, 540, 4400, 7200]))
        room = draw(st.sampled_from(["r1", "r2", "b1"]))
        sessions.append((f"c{number}", room, start, end, 0))
        for earlier in range(draw(st.integers(0 if room == "b1" else 1, 4))):
            first = 0 if not earlier else draw(st.sampled_from([0, draw(st.integers(0, (end - start) // 10 - 1))]))
            last = draw(st.sampled_from([(end - start) // 10, draw(st.integers(first + 1, (end - start) // 10))]))
            who = draw(st.integers(0, len(PEOPLE) - 1))
            presence.append((number, who, start + 10 * first, start + 10 * last, draw(st.booleans())))
    return account(ROOMS, PEOPLE, sessions, presence, lists_breakouts_in_6000=draw(st.booleans()))


def truth(world: Account, *, start: int, end: int) -> dict[tuple[str, str], tuple[float, float]]:
    """(session, person) → (minutes, engaged minutes) of the sessions that start in [start, end)."""
    return _sums(_intervals(world).filter(pl.col("began").is_between(start, end, closed="left")))


def truth_within(world: Account, *, start: int, end: int) -> dict[tuple[str, str], tuple[float, float]]:
    """The same of all viewing in [start, end), whenever its session began."""
    clipped = _intervals(world).with_columns(
        start=pl.max_horizontal("start", pl.lit(start)), end=pl.min_horizontal("end", pl.lit(end))
    )
    return _sums(clipped.filter(pl.col("end") > pl.col("start")))


def measured(attendances: pl.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """The same from a Dataset's attendances."""
    who = pl.coalesce(pl.col("user_id").cast(pl.String), pl.col("user_name").cast(pl.String))
    rows = attendances.select(
        pl.col("cue_point_id").cast(pl.String), who, "meeting_view_time",
        engaged=pl.col("meeting_view_time") * pl.col("meeting_engaged_play_time_ratio"),
    )  # fmt: skip
    return {(cue, name): (minutes, engaged) for cue, name, minutes, engaged in rows.iter_rows()}


def _intervals(world: Account) -> pl.DataFrame:
    sessions = world.sessions.select("session", "cue_point_id", began="start")
    people = world.people.select("person", who=pl.coalesce("user_id", "name"))
    return world.presence.join(sessions, on="session").join(people, on="person")


def _sums(intervals: pl.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    minutes = (pl.col("end") - pl.col("start")) / 60
    sums = intervals.group_by("cue_point_id", "who").agg(minutes.sum(), engaged=(minutes * pl.col("engaged")).sum())
    return {(cue, who): (total, engaged) for cue, who, total, engaged in sums.iter_rows()}


def whole_hours(start: int, end: int) -> tuple[int, int]:
    """[start, end) outward to whole hours."""
    return start - start % HOUR, end + -end % HOUR


def rows_within(world: Account, start: int, end: int) -> int:
    """How many rows 6001 has for [start, end)."""
    seen = world.presence.filter(pl.col("start") < end, pl.col("end") > start)
    return seen.select("session", "person").n_unique()
