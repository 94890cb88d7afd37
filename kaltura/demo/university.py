"""An invented university's Kaltura account: 26 weeks of classes, office hours, workshops and events."""

from datetime import UTC, date, datetime, time

import numpy as np

from kaltura.demo.account import Account
from kaltura.demo.university_attendance import attendance, enrolment
from kaltura.demo.university_breakouts import split
from kaltura.demo.university_frames import (
    breakout_rooms_of,
    event_sessions_frame,
    events_frame,
    rooms_frame,
    sessions_frame,
)
from kaltura.demo.university_ids import app_tokens, digest
from kaltura.demo.university_incidents import Campus, with_incidents
from kaltura.demo.university_people import population
from kaltura.demo.university_presence import presence, restart
from kaltura.demo.university_rooms import catalogue
from kaltura.demo.university_timetable import local_midnights, timetable

AFTERNOON = time(14, 30, tzinfo=UTC)
FIRST_PARTNER = 5_000_000


def demo_account(seed: int = 1, today: date | None = None, scale: float = 1.0, *, now: int | None = None) -> Account:
    """The university's account. The same arguments give the same account.

    today: the last of the 26 weeks' days (UTC); the present day if None.
    scale: size; 1 is about 20,000 attendances, 50 about 1,000,000.
    now: Unix seconds within `today`, where the account ends and a session is running. If None: the
        clock's time when `today` is None too, else 14:30 UTC of `today`.
    """
    moment = _moment(today, now)
    last = today or datetime.fromtimestamp(moment, UTC).date()
    rng = np.random.default_rng([seed, last.toordinal()])
    rooms = catalogue(scale)
    people = population(rooms, seed, rng)
    sessions = timetable(rooms, last, rng)
    stays = attendance(sessions, enrolment(rooms, people, rng), people.frame.height, rng)
    sessions, stays = restart(sessions, stays, np.array([room.kind == "class" for room in rooms]))
    breakout_rooms = breakout_rooms_of(rooms)
    sessions, stays = split(sessions, stays, breakout_rooms, rng)
    midnights = local_midnights(last)
    campus = Campus(rooms, sessions, people, breakout_rooms, midnights, moment)
    sessions, stays = with_incidents(campus, stays)
    room_table = rooms_frame(rooms, seed, int(midnights[0]))
    session_table, renumbered = sessions_frame(sessions, room_table, seed, moment)
    event_sessions = event_sessions_frame(rooms, session_table, room_table, seed)
    viewing = presence(stays, moment, rng)
    return Account(
        partner_id=FIRST_PARTNER + seed,
        admin_secret=digest("admin secret", seed)[:32],
        app_tokens=app_tokens(seed, moment),
        now=moment,
        rooms=room_table,
        events=events_frame(seed, event_sessions, session_table),
        event_sessions=event_sessions,
        people=people.frame,
        sessions=session_table,
        presence=viewing.with_columns(session=renumbered.gather(viewing["session"])).sort("start"),
    )


def _moment(today: date | None, now: int | None) -> int:
    if now is not None:
        return now
    return int((datetime.combine(today, AFTERNOON) if today else datetime.now(UTC)).timestamp())
