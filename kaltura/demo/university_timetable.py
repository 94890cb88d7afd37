"""Weekly slots → the sessions that were held: when they were announced, opened and closed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from kaltura.demo.university_arrays import Floats, Ints, Sessions
from kaltura.demo.university_rooms import SECOND_TERM, TERM_WEEKS, WEEKS, Room

CAMPUS = ZoneInfo("Europe/London")
HELD = 0.97  # of the classes planned; the others fall on holidays and illness
AFTER_FALL = 0.33  # of its turnout, what a room keeps when attendance falls sharply
LATE_HOUR = 16


def local_midnights(last: date) -> Ints:
    """Unix seconds of the campus's midnights on the 26 weeks' days that end with `last`."""
    days = [last - timedelta(days=back) for back in reversed(range(7 * WEEKS))]
    return np.array([datetime.combine(day, time(), tzinfo=CAMPUS).timestamp() for day in days], dtype=np.int64)


def timetable(rooms: Sequence[Room], last: date, rng: np.random.Generator) -> Sessions:
    """Every session of the 26 weeks. The host of room n is person n."""
    first_weekday = (last + timedelta(days=1)).weekday()  # 26 whole weeks: they start on the day after the last's
    rows = [
        (number, week, 7 * week + (slot.weekday - first_weekday) % 7, slot.hour * 3600, slot.minutes * 60)
        for number, room in enumerate(rooms)
        for slot in room.slots
        for week in slot.weeks
    ]
    table = np.array(rows, dtype=np.float64)
    regular = np.array([room.kind in {"class", "office", "workshop"} for room in rooms])[table[:, 0].astype(np.int64)]
    table = table[(rng.random(len(table)) < HELD) | ~regular]
    room, week, day = (table[:, column].astype(np.int64) for column in range(3))
    begins = local_midnights(last)[day] + table[:, 3].astype(np.int64)
    overrun = rng.normal(0, 150, len(table)).clip(-400, 900)
    return Sessions(
        room=room,
        start=begins - rng.integers(40, 480, len(table)),
        begins=begins,
        end=begins + (table[:, 4] + overrun).astype(np.int64),
        host=room,
        week=week,
        turnout=_turnout(rooms, room, week, rng),
        distraction=_distraction(table[:, 3] / 3600, rng),
    )


def _turnout(rooms: Sequence[Room], room: Ints, week: Ints, rng: np.random.Generator) -> Floats:
    """Declines over each term, collapses where a room falls, and varies from week to week."""
    start, decline, falls = np.array([(r.turnout, r.decline, r.falls_in) for r in rooms])[room].T
    into_term = np.where(week < SECOND_TERM[0], week, week - SECOND_TERM[0]) / len(SECOND_TERM)
    kept = np.where(week >= falls, AFTER_FALL, 1 - decline * into_term)
    between_terms = np.where(np.isin(week, TERM_WEEKS), 1.0, 0.3)
    return np.asarray(start * kept * between_terms * rng.lognormal(0, 0.09, len(room)))


def _distraction(hour: Floats, rng: np.random.Generator) -> Floats:
    """Above 1 when people look away more than usual: late in the day, and in a session now and then."""
    late = np.where(hour >= LATE_HOUR, 1.35, 1.0)
    dull = np.where(rng.random(len(hour)) < 0.015, 3.0, 1.0)
    return np.asarray(late * dull * rng.lognormal(0, 0.2, len(hour)))
