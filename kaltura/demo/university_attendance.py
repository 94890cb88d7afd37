"""Who came to which session, from when to when, and how much of it they looked."""

from collections.abc import Sequence

import numpy as np

from kaltura.demo.university_arrays import Floats, Ints, Sessions, Stays
from kaltura.demo.university_people import Population, department_of
from kaltura.demo.university_rooms import DEPARTMENTS, NAMES_CLASS, WEEKS, Room

AT_HOME = 0.75  # share of a room's students who are of its department
SHORTEST_STAY = 60
GIVES_UP = 0.14  # share of people who stop coming at some week
ALL_ENGAGED = 0.42  # share of stays without any looking away
MOSTLY_AWAY = 0.03


def enrolment(rooms: Sequence[Room], people: Population, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """(room, person) pairs sorted by room: those who may come to its sessions. Hosts are not among them."""
    size = np.array([room.size for room in rooms])
    home = np.array([room.department for room in rooms])
    room = np.repeat(np.arange(len(rooms)), size)
    number = rng.integers(0, len(people.students), len(room))
    off = (home[room] - department_of(number)) * (rng.random(len(room)) < AT_HOME)
    number = np.where(number + off < len(people.students), number + off, number % len(DEPARTMENTS))
    pairs = [(room, people.students.start + number)]
    for attribute, group in (("guests", people.guests), ("anonymous", people.anonymous)):
        more = np.repeat(np.arange(len(rooms)), [round(r.size * getattr(r, attribute)) for r in rooms])
        pairs.append((more, rng.integers(group.start, group.stop, len(more))))
    names = next(number for number, r in enumerate(rooms) if r.name == NAMES_CLASS)
    careful = np.array([*people.unusual, *people.originals, *people.doubles])
    pairs.append((np.full(len(careful), names), careful))
    codes = np.unique(np.concatenate([r * people.frame.height + p for r, p in pairs]))
    return codes // people.frame.height, codes % people.frame.height


def attendance(sessions: Sessions, enrolled: tuple[Ints, Ints], people: int, rng: np.random.Generator) -> Stays:
    """One stay for each person who came, hosts included; sorted by session."""
    room, person = enrolled
    first = np.searchsorted(room, sessions.room)
    count = np.searchsorted(room, sessions.room, side="right") - first
    session = np.repeat(np.arange(len(sessions)), count)
    within = np.arange(len(session)) - np.repeat(np.cumsum(count) - count, count)
    who = person[np.repeat(first, count) + within]
    diligence = rng.beta(6, 1.6, people)
    last_week = np.where(rng.random(people) < GIVES_UP, rng.integers(4, WEEKS, people), WEEKS)
    chance = sessions.turnout[session] * diligence[who] * (sessions.week[session] <= last_week[who])
    came = rng.random(len(session)) < chance
    return _with_hosts(sessions, _stays(sessions, session[came], who[came], rng))


def _stays(sessions: Sessions, session: Ints, person: Ints, rng: np.random.Generator) -> Stays:
    start, end = sessions.begins[session], sessions.end[session]
    length = end - start
    late = np.where(rng.random(len(session)) < 0.08, rng.random(len(session)) * 0.4 * length, 0)
    early = np.where(rng.random(len(session)) < 0.1, rng.random(len(session)) * 0.6 * length, 0)
    joined = start + (rng.exponential(170, len(session)) - 200 + late).astype(np.int64)
    left = end - np.maximum(0, rng.exponential(110, len(session)) - 90 + early).astype(np.int64)
    joined = np.maximum(joined, sessions.start[session])
    crowd = np.bincount(session, minlength=len(sessions))[session]
    return Stays(
        session,
        person,
        joined,
        np.maximum(left, joined + SHORTEST_STAY),
        _rates(sessions.distraction[session], crowd, rng),
    )


def _rates(distraction: Floats, crowd: Ints, rng: np.random.Generator) -> Floats:
    """Mostly 0.75 to 1; a little lower in a crowd; a few people are hardly there."""
    away = rng.beta(1.3, 9, len(crowd)) * distraction * (0.85 + 0.1 * np.log10(crowd + 1))
    away[rng.random(len(crowd)) < ALL_ENGAGED] = 0
    hardly = rng.random(len(crowd)) < MOSTLY_AWAY
    away[hardly] = rng.uniform(0.4, 1, hardly.sum())
    return np.asarray(1 - away.clip(0, 1))


def _with_hosts(sessions: Sessions, stays: Stays) -> Stays:
    number = np.arange(len(sessions))
    hosts = Stays(number, sessions.host, sessions.start, sessions.end, np.full(len(sessions), 0.99))
    everyone = Stays.joined([hosts, stays])
    return everyone.where(np.argsort(everyone.session, kind="stable"))
