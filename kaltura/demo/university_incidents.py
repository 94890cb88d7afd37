"""What happens at a university without being planned: each incident once or a few times, placed by hand."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kaltura.demo.university_arrays import Ints, Sessions, Stays
from kaltura.demo.university_people import Population
from kaltura.demo.university_rooms import DROP_IN, HALL_SCREEN, LABORATORY, Room

HOUR, DAY = 3600, 86_400
NOBODY = -1  # a session without a host
NO_SESSION = -1  # the start of what is not a session: people in a room that is not open


class Stay(NamedTuple):
    """A person's stay, in Unix seconds."""

    person: int
    start: int
    end: int
    rate: float = 1.0


class Incident(NamedTuple):
    """A session of its own, with who was there."""

    room: int
    start: int
    end: int
    host: int
    stays: list[Stay]


class Campus(NamedTuple):
    """What incidents are placed in."""

    rooms: Sequence[Room]
    sessions: Sessions
    people: Population
    breakout_rooms: Ints
    midnights: Ints
    now: int

    def room(self, name: str) -> int:
        """The room's number."""
        return next(number for number, room in enumerate(self.rooms) if room.name == name)


def with_incidents(campus: Campus, stays: Stays) -> tuple[Sessions, Stays]:
    """The sessions and stays with every incident added."""
    incidents = [incident for kind in KINDS for incident in kind(campus)]
    first = len(campus.sessions)
    added = [(first + number, *stay) for number, incident in enumerate(incidents) for stay in incident.stays]
    session, person, start, end, rate = np.array(added, dtype=np.float64).T
    whole = {"session": session, "person": person, "start": start, "end": end}
    more = Stays(**{name: column.astype(np.int64) for name, column in whole.items()}, rate=rate)
    return Sessions.joined([campus.sessions, _sessions(incidents)]), Stays.joined([stays, more])


def _sessions(incidents: Sequence[Incident]) -> Sessions:
    room, start, end, host = (np.array([i[column] for i in incidents], dtype=np.int64) for column in range(4))
    ones = np.ones(len(incidents))
    return Sessions(room, start, start, end, host, np.zeros_like(room), ones, ones)


def _running(campus: Campus) -> Iterator[Incident]:
    """A drop-in that runs at this moment, and was held on that weekday in the weeks before. Nobody hosts it."""
    usual = campus.now - campus.now % DAY + 14 * HOUR + 30 * 60  # what is past does not depend on the clock
    for weeks in range(4):
        start = (usual - 7 * DAY * weeks if weeks else campus.now) - 23 * 60 - 7
        people = (*campus.people.students[30 + weeks : 38 + weeks], *campus.people.anonymous[:2])
        stays = [Stay(p, start + 70 * n, start + 55 * 60, 0.9) for n, p in enumerate(people)]
        yield Incident(campus.room(DROP_IN), start, start + HOUR, NOBODY, stays)


def _left_open_all_night(campus: Campus) -> Iterator[Incident]:
    """The host of a laboratory goes home; somebody's tab stays until the morning."""
    start = int(campus.midnights[7 * 18 + 1]) + 17 * HOUR + 12
    room = campus.room(LABORATORY)
    stays = [Stay(p, start + 60, start + 85 * 60, 0.95) for p in (room, *campus.people.students[20:30])]
    stays.append(Stay(campus.people.students[31], start + 90, start + 13 * HOUR, 0.08))
    yield Incident(room, start, start + 15 * HOUR + 700, room, stays)


def _screen_left_on(campus: Campus) -> Iterator[Incident]:
    """A screen in a hall shows a room for 43 hours; in all that time it is looked at for ten seconds."""
    start = int(campus.midnights[7 * 14 + 4]) + 16 * HOUR
    room = campus.room(HALL_SCREEN)
    length = 43 * HOUR
    yield Incident(room, start, start + length, room, [Stay(room, start, start + length, 10 / length)])


def _orphan_breakout(campus: Campus) -> Iterator[Incident]:
    """Three students meet in a workshop's breakout room on a day on which the workshop is not held."""
    workshop = next(number for number, room in enumerate(campus.rooms) if room.kind == "workshop")
    weekday = campus.rooms[workshop].slots[0].weekday
    held = _weekdays(campus.midnights[7 * 17 : 7 * 18])
    start = int(campus.midnights[7 * 17 + held.index((weekday + 2) % 7)]) + 19 * HOUR + 33
    people = campus.people.students[40:43]
    stays = [Stay(p, start + 15 * n, start + 38 * 60, 0.97) for n, p in enumerate(people)]
    yield Incident(int(campus.breakout_rooms[workshop]) + 1, start, start + 40 * 60, people[0], stays)


def _waiting(campus: Campus) -> Iterator[Incident]:
    """Students who are in a room before anybody opened a session in it."""
    for room in (0, 7):
        held = campus.sessions.where((campus.sessions.room == room) & (campus.sessions.week % 3 == 0))
        stays = [
            Stay(p, int(start) - 240, int(start) - 30) for start in held.start for p in campus.people.students[50:52]
        ]
        yield Incident(room, NO_SESSION, NO_SESSION, NOBODY, stays)


def _weekdays(midnights: Ints) -> list[int]:
    # 1970-01-01 was a Thursday; noon keeps clear of the hour that daylight saving moves.
    return [(int(midnight + 12 * HOUR) // DAY + 3) % 7 for midnight in midnights]


KINDS: tuple[Callable[[Campus], Iterator[Incident]], ...] = (
    _running,
    _left_open_all_night,
    _screen_left_on,
    _orphan_breakout,
    _waiting,
)
