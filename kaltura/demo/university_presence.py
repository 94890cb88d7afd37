"""Stays → presence intervals: connections that drop, second devices, and looking away."""

from dataclasses import replace

import numpy as np
import polars as pl

from kaltura.demo.account import HEARTBEAT, PRESENCE
from kaltura.demo.university_arrays import Bools, Sessions, Stays

RESTARTED = 150  # one class session in so many is restarted by its host
RESTART_AFTER, RESTART_GAP = 7 * 60, 100
REJOINS = 0.06
SECOND_DEVICE = 0.006


def restart(sessions: Sessions, stays: Stays, restartable: Bools) -> tuple[Sessions, Stays]:
    """Some sessions end after seven minutes, and go on as another session of the same room.

    restartable: of each room, whether that may happen there.
    """
    chosen = np.flatnonzero(restartable[sessions.room])[RESTARTED // 2 :: RESTARTED]
    again = np.full(len(sessions), -1)
    again[chosen] = len(sessions) + np.arange(len(chosen))
    closes = np.where(again >= 0, sessions.begins + RESTART_AFTER, sessions.end)
    opens = closes + RESTART_GAP
    second = replace(sessions, start=opens).where(chosen)
    before = replace(stays, end=np.minimum(stays.end, closes[stays.session]))
    returns = stays.where((again[stays.session] >= 0) & (stays.end > opens[stays.session]))
    start = np.maximum(returns.start, opens[returns.session])
    after = replace(returns, session=again[returns.session], start=start)
    return Sessions.joined([replace(sessions, end=closes), second]), Stays.joined([before, after])


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
    return Stays.joined([stays.where(~drops), replace(dropped, end=gone), replace(dropped, start=back)])


def _with_second_devices(stays: Stays, rng: np.random.Generator) -> Stays:
    both = stays.where(rng.random(len(stays.session)) < SECOND_DEVICE)
    return Stays.joined([stays, replace(both, start=np.minimum(both.start + 90, both.end))])


def _on_heartbeats(stays: Stays) -> Stays:
    start = -(-stays.start // HEARTBEAT) * HEARTBEAT
    end = stays.end // HEARTBEAT * HEARTBEAT
    return replace(stays, start=start, end=end).where(start < end)
