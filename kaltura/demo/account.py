"""What the emulator knows of an account: its keys, rooms, events, people, sessions, and who was where when.

Every report is computed from `presence`; nothing is stored that a report shows as a number.
All times are Unix seconds, UTC.
"""

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

HEARTBEAT = 10  # seconds: presence starts and ends on this grid, as a viewer's heartbeats do

# entry_id: as on the wire. parent_entry_id: the main room of a breakout room, else null.
# room_type: Kaltura's 1 room, 2 breakout. status: 2 ready or 7 (as rooms are created). created: Unix seconds.
ROOMS = {
    "entry_id": pl.String,
    "name": pl.String,
    "parent_entry_id": pl.String,
    "room_type": pl.Int8,
    "status": pl.Int8,
    "created": pl.Int64,
}
# status: Kaltura's 2 active.
EVENTS = {"event_id": pl.Int64, "name": pl.String, "status": pl.Int8}
# A session may belong to several events; breakout sessions belong to those of their main session.
EVENT_SESSIONS = {"event_id": pl.Int64, "session": pl.UInt32}
# person: the row's number. user_id: null for an anonymous viewer. Two rows may share a user_id: the same
# person under another name or type, as Kaltura knows people who join once by link and once signed in.
PEOPLE = {
    "person": pl.UInt32,
    "user_id": pl.String,
    "name": pl.String,
    "email": pl.String,
    "user_type": pl.String,
}
# session: the row's number. cue_point_id, start: null where people were in a room without a session.
# end: null while it runs. host: a person, or null.
SESSIONS = {
    "session": pl.UInt32,
    "cue_point_id": pl.String,
    "entry_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "host": pl.UInt32,
}
# [start, end) on the heartbeat grid; one person on two devices has overlapping rows, and both count.
PRESENCE = {
    "session": pl.UInt32,
    "person": pl.UInt32,
    "start": pl.Int64,
    "end": pl.Int64,
    "engaged": pl.Boolean,
}


@dataclass(frozen=True)
class DemoToken:
    """An app token. hash_type: how its hash is made. status: Kaltura's 2 active, 1 disabled. expiry: 0 is never."""

    id: str
    token: str = field(repr=False)
    hash_type: Literal["SHA1", "MD5", "SHA256", "SHA512"] = "SHA1"
    status: int = 2
    expiry: int = 0


@dataclass(frozen=True)
class Account:
    """One account, as it stands at `now`. The frames have the schemas of this module.

    admin_secret: 32 hex digits.
    app_tokens: the first one is active; others show what can be wrong with a token.
    now: the moment at which the account was built; nobody has been anywhere after it.
    lists_breakouts_in_6000, rows_for_breakouts_in_6001: whether these reports know breakout sessions.
        Kaltura does not publish it, so both answers can be had.
    """

    partner_id: int
    admin_secret: str = field(repr=False)
    app_tokens: tuple[DemoToken, ...]
    now: int
    rooms: pl.DataFrame = field(repr=False)
    events: pl.DataFrame = field(repr=False)
    event_sessions: pl.DataFrame = field(repr=False)
    people: pl.DataFrame = field(repr=False)
    sessions: pl.DataFrame = field(repr=False)
    presence: pl.DataFrame = field(repr=False)
    lists_breakouts_in_6000: bool = True
    rows_for_breakouts_in_6001: bool = True
