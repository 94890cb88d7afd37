"""Workshops split into breakout rooms: evenly, unevenly, and as groups really go wrong."""

from dataclasses import replace

import numpy as np

from kaltura.demo.university_arrays import Ints, Sessions, Stays
from kaltura.demo.university_rooms import GROUPS

# How many of those who join, up to and including each group: one way of splitting a week.
SPLITS = np.array(
    [
        [0.25, 0.5, 0.75, 1],
        [0.25, 0.5, 0.75, 1],
        [0.5, 0.75, 0.9, 1],  # unbalanced
        [0.3, 0.55, 0.8, 1],
        [0.34, 0.67, 1, 1],  # the last one stays empty
        [0.7, 0.85, 1, 1],  # the first one is over-full; one person sits alone in the last
    ]
)
SOLO = 5
JOINS = 0.88
BEGINS, ENDS = 0.35, 0.58  # of the session
WALK = 25  # seconds at most from one room to the other
DISTRACTION_LEFT = 0.35  # of the main session's, which is the lift


def split(sessions: Sessions, stays: Stays, breakout_rooms: Ints, rng: np.random.Generator) -> tuple[Sessions, Stays]:
    """Adds the breakout sessions and moves people into them and back.

    breakout_rooms: per main room, its first breakout room (the others follow it), or -1.
    Gives all sessions, the breakout sessions last, and all stays.
    """
    main = np.flatnonzero(breakout_rooms[sessions.room] >= 0)
    group = np.tile(np.arange(GROUPS), len(main))
    parent = np.repeat(main, GROUPS)
    length = (sessions.end - sessions.begins)[parent]
    begins = sessions.begins[parent] + (BEGINS * length).astype(np.int64)
    ends = sessions.begins[parent] + (ENDS * length).astype(np.int64)
    breakouts = Sessions(
        room=breakout_rooms[sessions.room[parent]] + group,
        start=begins + rng.integers(0, 15, len(parent)),
        begins=begins,
        end=ends + rng.integers(0, 20, len(parent)),
        host=sessions.host[parent],
        week=sessions.week[parent],
        turnout=sessions.turnout[parent],
        distraction=sessions.distraction[parent],
    )
    first_breakout = np.full(len(sessions), -1)
    first_breakout[main] = len(sessions) + GROUPS * np.arange(len(main))
    everything = Sessions.joined([sessions, breakouts])
    return everything, _moved(everything, stays, first_breakout, rng)


def _moved(sessions: Sessions, stays: Stays, first_breakout: Ints, rng: np.random.Generator) -> Stays:
    target = first_breakout[stays.session]
    begins, ends = sessions.start[target], sessions.end[target]
    joins = (target >= 0) & (stays.start < begins) & (stays.end > ends) & (rng.random(len(target)) < JOINS)
    joins &= stays.person != sessions.host[stays.session]
    leavers = stays.where(joins)
    target = target[joins] + _groups(sessions, leavers.session, rng)
    gone = np.minimum(sessions.start[target] + rng.integers(5, WALK, len(target)), sessions.end[target])
    inside = Stays(target, leavers.person, gone, sessions.end[target], 1 - (1 - leavers.rate) * DISTRACTION_LEFT)
    before = replace(leavers, end=sessions.start[target])
    back = sessions.end[target] + rng.integers(5, WALK, len(target))
    after = replace(leavers, start=np.minimum(back, leavers.end))
    return Stays.joined([stays.where(~joins), before, inside, after])


def _groups(sessions: Sessions, session: Ints, rng: np.random.Generator) -> Ints:
    """The group of each person who joins, by their place in a shuffled line."""
    order = np.lexsort((rng.random(len(session)), session))
    line = session[order]
    _, first, inverse, count = np.unique(line, return_index=True, return_inverse=True, return_counts=True)
    place = np.arange(len(line)) - first[inverse]
    way = (sessions.week[line] + sessions.room[line]) % len(SPLITS)
    group = ((place + 0.5) / count[inverse])[:, None] > SPLITS[way]
    number = group.sum(axis=1)
    number[(way == SOLO) & (place == 0)] = GROUPS - 1
    return np.asarray(number[np.argsort(order)])
