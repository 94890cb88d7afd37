"""The three reports and their columns, declared once.

Source: Kaltura's page "Retrieve Kaltura Room data with the Kaltura API" for names and order;
units were read from the server's source and answers.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import polars as pl


class Report(IntEnum):
    """Kaltura's report IDs."""

    ROOM_SESSIONS = 6000
    ATTENDEES = 6001
    BREAKOUT_SESSIONS = 6002

    @property
    def title(self) -> str:
        """The report's name on screen."""
        return _TITLES[self]

    @property
    def named(self) -> str:
        """The report's name with its ID, as in "Attendees (6001)"."""
        return f"{self.title} ({self.value})"

    @property
    def file_stem(self) -> str:
        """The report's name in file names: sessions, attendances, breakouts."""
        return _FILE_STEMS[self]


_TITLES = {
    Report.ROOM_SESSIONS: "Room sessions",
    Report.ATTENDEES: "Attendees",
    Report.BREAKOUT_SESSIONS: "Breakout sessions",
}
_FILE_STEMS = {
    Report.ROOM_SESSIONS: "sessions",
    Report.ATTENDEES: "attendances",
    Report.BREAKOUT_SESSIONS: "breakouts",
}

Kind = Literal["id", "label", "text", "unix_seconds", "minutes", "ratio", "count", "seconds"]

# What a cell becomes. Labels repeat in row after row: as Categorical a million of them take 4 MB, not 40.
DTYPES: dict[Kind, type[pl.DataType]] = {
    "id": pl.Categorical,
    "label": pl.Categorical,
    "text": pl.String,
    "unix_seconds": pl.Int64,
    "minutes": pl.Float64,
    "ratio": pl.Float64,
    "count": pl.Int64,
    "seconds": pl.Float64,
}
TEXT_KINDS: frozenset[Kind] = frozenset({"id", "label", "text"})


@dataclass(frozen=True)
class Column:
    """One column of a report.

    name: Kaltura's name, as exports write it.
    kind: what the cells are; its type is DTYPES[kind], unix_seconds are UTC. Null stands for "none".
    required: without it the report cannot be used.
    aliases: further header spellings; case, spaces and underscores never matter.
    about: what it means, for the definitions sheet and docs.
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the cells are text (IDs, names), not numbers."""
        return self.kind in TEXT_KINDS

    @property
    def is_id(self) -> bool:
        """Whether the cells tell sessions, rooms or people apart."""
        return self.name.endswith("_id")


# Spellings of the vendor page's own explanations, beside the names it gives.
_SESSION_ID = ("session_id",)

COLUMNS: dict[Report, tuple[Column, ...]] = {
    Report.ROOM_SESSIONS: (
        Column("entry_id", "id", "Room entry ID", required=True),
        Column("entry_name", "text", "Room name"),
        Column("parent_entry_id", "id", "Main room of a breakout room; empty for a main room"),
        Column("cue_point_id", "id", "Session ID", required=True, aliases=_SESSION_ID),
        Column("session_start_time", "unix_seconds", "Start, Unix seconds UTC", required=True),
        Column("session_end_time", "unix_seconds", "End, Unix seconds UTC; equal to the start while running"),
        Column("session_host_user_id", "text", "Host's user ID"),
        Column("meeting_view_period_unique_users", "count", "Kaltura's estimate of unique users"),
        Column("meeting_engaged_play_time_ratio", "ratio", "Kaltura's engagement of the session, 0 to 1"),
    ),
    Report.ATTENDEES: (
        Column("entry_id", "id", "Room entry ID", required=True),
        Column("cue_point_id", "id", "Session ID", required=True, aliases=_SESSION_ID),
        Column("user_id", "id", "User ID; empty for an anonymous viewer", required=True),
        Column("user_name", "label", "User name"),
        Column("user_email", "label", "E-mail"),
        Column("user_type", "label", "User, Guest, or a role name"),
        Column(
            "meeting_view_time",
            "minutes",
            "Minutes in the session, from 10-second heartbeats",
            required=True,
            aliases=("participation_time",),
        ),
        Column("meeting_engaged_play_time_ratio", "ratio", "Engaged part of these minutes, 0 to 1"),
    ),
    Report.BREAKOUT_SESSIONS: (
        Column("parent_entry_id", "id", "Main room ID", required=True),
        Column("parent_entry_name", "text", "Main room name"),
        Column("breakout_entry_id", "id", "Breakout room ID", required=True),
        Column("breakout_entry_name", "text", "Breakout room name"),
        Column("cue_point_id", "id", "Session ID", required=True, aliases=_SESSION_ID),
        Column("session_initiator", "text", "Host's name, or user ID when there is no name"),
        Column("session_start_time", "unix_seconds", "Start, Unix seconds UTC", required=True),
        Column("session_end_time", "unix_seconds", "End, Unix seconds UTC; equal to the start while running"),
        Column("duration", "seconds", "Duration in seconds"),
        Column("participant_count", "count", "Kaltura's estimate of unique participants"),
        Column("engagement_rate", "ratio", "Engaged time divided by view time, 0 to 1"),
    ),
}


def column_names(report: Report) -> list[str]:
    """Kaltura's column names of a report, in the order of its page."""
    return [column.name for column in COLUMNS[report]]
