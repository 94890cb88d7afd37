"""What can be chosen in a Dataset: rooms, events and user types by name, and the days that it covers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.periods import undated
from kaltura.names import distinct


@dataclass(frozen=True)
class Choices:
    """The options of the sidebar, found once per Dataset.

    rooms, events: ID → a name that no other ID has. user_types: as Kaltura writes them.
    event_rooms: event ID → the rooms that have a session in it.
    first, last: the first and last known start of a session, UTC; None when no session has one.
    asked: what was fetched or exported; the rest cannot be chosen.
    undated: whether these are the starts of breakouts alone, and nobody knows when the other sessions were.
    """

    rooms: dict[str, str]
    events: dict[str, str]
    user_types: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    asked: Filters
    event_rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    undated: bool = False

    @cached_property
    def sorted_rooms(self) -> list[str]:
        """Room IDs in the order of their names."""
        return sorted(self.rooms, key=lambda room: self.rooms[room].casefold())

    @cached_property
    def sorted_events(self) -> list[str]:
        """Event IDs in the order of their names."""
        return sorted(self.events, key=lambda event: self.events[event].casefold())

    def rooms_in(self, events: Sequence[str]) -> list[str]:
        """Rooms with a session in one of the events, in the order of their names; without events all."""
        if not events:
            return self.sorted_rooms
        there = frozenset().union(*(self.event_rooms.get(event, frozenset()) for event in events))
        return [room for room in self.sorted_rooms if room in there]

    def days(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """The local days of the first and the last session."""
        if self.first is None or self.last is None:
            return None
        return self.first.astimezone(zone).date(), self.last.astimezone(zone).date()


def choices_of(dataset: Dataset) -> Choices:
    """Scans the Dataset's sessions and attendances once."""
    rooms = (
        dataset.sessions.filter(pl.col("room_id").is_not_null())
        .select(pl.col("room_id").cast(pl.String), "room_name")
        .unique("room_id", keep="last")
        .collect()
    )
    types = dataset.attendances.select(pl.col("user_type").drop_nulls().unique()).collect()
    first, last = dataset.sessions.select(a=pl.col("start").min(), b=pl.col("start").max()).collect().row(0)
    return Choices(
        rooms=distinct(dict(rooms.iter_rows())),
        events=distinct({str(key): name for key, name in dataset.events.select("event_id", "event_name").iter_rows()}),
        user_types=tuple(sorted(types["user_type"].cast(pl.String))),
        first=_utc(first),
        last=_utc(last),
        asked=dataset.provenance.requested,
        event_rooms=_event_rooms(dataset),
        undated=undated(dataset),
    )


def _event_rooms(dataset: Dataset) -> dict[str, frozenset[str]]:
    pairs = (
        dataset.event_tags.lazy()
        .join(dataset.sessions.select("cue_point_id", "room_id"), on="cue_point_id")
        .select(pl.col("event_id", "room_id").cast(pl.String))
        .drop_nulls()
        .group_by("event_id")
        .agg(pl.col("room_id").unique())
        .collect()
    )
    return {event: frozenset(rooms) for event, rooms in pairs.iter_rows()}


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
