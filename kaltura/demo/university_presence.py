"""Stays → presence intervals: connections that drop, second devices, and looking away."""

import numpy as np
import polars as pl

from kaltura.demo.account import HEARTBEAT, PRESENCE
from kaltura.demo.university_arrays import Sessions, Stays

RESTARTED = 150  # one class session in so many is restarted by its host
RESTART_AFTER, RESTART_GAP = 7 * 60, 100
REJOINS = 0.06
SECOND_DEVICE = 0.006


def restart(sessions: Sessions, stays: Stays, restartable: np.ndarray) -> tuple[Sessions, Stays]:
    """Some sessions end after seven minutes, and go on as another session of the same room.

    restartable: of each room, whether that may happen there.
    """
    chosen = np.flatnonzero(restartable[sessions.room])[RESTARTED // 2 :: RESTARTED]
    again = np.full(len(sessions), -1)
    again[chosen] = len(sessions) + np.arange(len(chosen))
    closed = sessions.begins + RESTART_AFTER
    second = sessions.where(chosen)
    second.start[:] = closed[chosen] + RESTART_GAP
    sessions.end[chosen] = closed[chosen]
    target = again[stays.session]
    cut = np.where(target >= 0, closed[stays.session], stays.end)
    before = Stays(stays.session, stays.person, stays.start, np.minimum(stays.end, cut), stays.rate)
    after = stays.where((target >= 0) & (stays.end > cut + RESTART_GAP))
    opens = closed[after.session] + RESTART_GAP
    moved = Stays(again[after.session], after.person, np.maximum(after.start, opens), after.end, after.rate)
    return Sessions.joined([sessions, second]), Stays.joined([before, moved])


def presence(stays: Stays, now: int, rng: np.random.Generator) -> pl.DataFrame:
    """The presence table, up to `now`."""
    stays = _on_heartbeats(_with_second_devices(_with_rejoins(stays, rng), rng))
    length = stays.end - stays.start
    away = np.rint((1 - stays.rate) * length / HEARTBEAT).astype(np.int64) * HEARTBEAT
    offset = (rng.random(len(length)) * (length - away + HEARTBEAT) / HEARTBEAT).astype(np.int64) * HEARTBEAT
    looks_away = stays.start + offset
    looks_back = looks_away + away
    parts = ((stays.start, looks_away, True), (looks_away, looks_back, False), (looks_back, stays.end, True))
    last = now // HEARTBEAT * HEARTBEAT
    frames = [
        pl.DataFrame({"session": stays.session, "person": stays.person, "start": start, "end": np.minimum(end, last)})
        .filter(pl.col("start") < pl.col("end"))
        .select(pl.col("session", "person").cast(pl.UInt32), "start", "end", engaged=pl.lit(engaged))
        for start, end, engaged in parts
    ]
    return pl.concat(frames).select(list(PRESENCE))


def _with_rejoins(stays: Stays, rng: np.random.Generator) -> Stays:
    drops = rng.random(len(stays.session)) < REJOINS
    dropped = stays.where(drops)
    length = dropped.end - dropped.start
    gone = dropped.start + (rng.uniform(0.1, 0.8, len(length)) * length).astype(np.int64)
    back = np.minimum(gone + rng.integers(40, 600, len(length)), dropped.end)
    first = Stays(dropped.session, dropped.person, dropped.start, gone, dropped.rate)
    second = Stays(dropped.session, dropped.person, back, dropped.end, dropped.rate)
    return Stays.joined([stays.where(~drops), first, second])


def _with_second_devices(stays: Stays, rng: np.random.Generator) -> Stays:
    both = stays.where(rng.random(len(stays.session)) < SECOND_DEVICE)
    both.start[:] = np.minimum(both.start + 90, both.end)
    return Stays.joined([stays, both])


def _on_heartbeats(stays: Stays) -> Stays:
    start = -(-stays.start // HEARTBEAT) * HEARTBEAT
    end = stays.end // HEARTBEAT * HEARTBEAT
    return Stays(stays.session, stays.person, start, end, stays.rate).where(start < end)
