"""The university's arrays → the account's frames."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl

from kaltura.demo.account import EVENT_SESSIONS, EVENTS, ROOMS, SESSIONS
from kaltura.demo.university_arrays import Ints, Sessions
from kaltura.demo.university_ids import ids
from kaltura.demo.university_incidents import NO_SESSION, NOBODY
from kaltura.demo.university_rooms import EVENT_NAMES, READY, Room

FIRST_EVENT = 70_000
ROOM, BREAKOUT = 1, 2  # Kaltura's room types
WEEK = 7 * 86_400


def breakout_rooms_of(rooms: Sequence[Room]) -> Ints:
    """Per main room, the number of its first breakout room, or -1; breakout rooms are numbered after main rooms."""
    groups = np.array([room.groups for room in rooms])
    return np.where(groups > 0, len(rooms) + np.cumsum(groups) - groups, -1)


def rooms_frame(rooms: Sequence[Room], seed: int, opened: int) -> pl.DataFrame:
    """ROOMS, one row a room in the order of their numbers. opened: when the university's account began."""
    main = [(room.name, None, ROOM, room.status, room.kind) for room in rooms]
    groups = [
        (f"{room.name} – Group {group + 1}", number, BREAKOUT, READY, room.kind)
        for number, room in enumerate(rooms)
        for group in range(room.groups)
    ]
    table = pl.DataFrame(
        main + groups,
        schema={"name": pl.String, "parent": pl.Int64, "room_type": pl.Int8, "status": pl.Int8, "kind": pl.String},
        orient="row",
    )
    entries = pl.Series(ids("room", seed, np.arange(table.height)))
    return table.with_columns(
        entry_id=entries,
        parent_entry_id=entries.gather(table["parent"]),
        created=opened - WEEK + pl.int_range(pl.len()),
    ).select(pl.col(name).cast(kind) for name, kind in ROOMS.items())


def sessions_frame(sessions: Sessions, rooms: pl.DataFrame, seed: int, now: int) -> tuple[pl.DataFrame, pl.Series]:
    """SESSIONS that had begun by `now`, by start; and for each session's number as made, its number in the frame."""
    begun = np.flatnonzero(sessions.start < now)
    order = begun[np.argsort(sessions.start[begun], kind="stable")]
    kept = sessions.where(order)
    held = pl.col("start") != NO_SESSION
    frame = (
        pl.DataFrame({"start": kept.start, "end": kept.end, "host": kept.host, "cue_point_id": ids("cue", seed, order)})
        .with_columns(
            entry_id=rooms["entry_id"].gather(kept.room),
            cue_point_id=pl.when(held).then("cue_point_id"),
            start=pl.when(held).then("start"),
            end=pl.when(held & (pl.col("end") <= now)).then("end"),
            host=pl.when(pl.col("host") != NOBODY).then("host"),
        )
        .with_row_index("session")
        .select(pl.col(name).cast(kind) for name, kind in SESSIONS.items())
    )
    numbers = np.zeros(len(sessions), dtype=np.uint32)
    numbers[order] = np.arange(len(order))
    return frame, pl.Series(numbers)


def events_frame(seed: int, event_sessions: pl.DataFrame, sessions: pl.DataFrame) -> pl.DataFrame:
    """EVENTS, each with the year in which it began. event_sessions, sessions: EVENT_SESSIONS and SESSIONS."""
    begun = event_sessions.join(sessions, on="session").group_by("event_id").agg(pl.col("start").min())
    years = {event: datetime.fromtimestamp(start, UTC).year for event, start in begun.iter_rows()}
    events = [(_event_id(seed, number), name) for number, name in enumerate(EVENT_NAMES)]
    return pl.DataFrame(
        [(event, f"{name} {years[event]}", READY) for event, name in events], schema=EVENTS, orient="row"
    )


def event_sessions_frame(
    rooms: Sequence[Room], sessions: pl.DataFrame, room_table: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """EVENT_SESSIONS: what was held in an event's rooms and in their breakout rooms."""
    pairs = pl.DataFrame(
        [
            (room_table["entry_id"][number], _event_id(seed, event))
            for number, room in enumerate(rooms)
            for event in room.events
        ],
        schema={"main": pl.String, "event_id": pl.Int64},
        orient="row",
    )
    main = room_table.select("entry_id", main=pl.coalesce("parent_entry_id", "entry_id"))
    held = sessions.filter(pl.col("start").is_not_null())
    return (
        held.join(main, on="entry_id").join(pairs, on="main").select(list(EVENT_SESSIONS)).sort("event_id", "session")
    )


def _event_id(seed: int, number: int) -> int:
    return FIRST_EVENT + 10 * seed + number
