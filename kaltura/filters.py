"""What a person asks for: dates in a zone, events, rooms, people. One value for every page and file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from kaltura.api.errors import UsageError
from kaltura.when import day

IDS = ("events", "rooms", "users", "sessions", "parents")
LISTS = (*IDS, "user_types")


@dataclass(frozen=True)
class Filters:
    """A selection. An empty tuple or None means "all".

    start, end: local dates in `zone`, both included.
    zone: an IANA name; days, weeks and file names use it.
    rooms: room entry IDs; a main room stands for itself and its breakout rooms.
    parents: main rooms whose breakouts alone are wanted, without the main sessions.
    events: virtual event IDs. users: user IDs. sessions: cue point IDs. user_types: e.g. "Guest".
    Raises UsageError for reversed dates, dates before 1970 or after 9998, an unknown zone.
    """

    start: date | None = None
    end: date | None = None
    zone: str = "UTC"
    events: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    user_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise UsageError(
                f"“{self.zone}” is not a time zone.",
                "Use an IANA name such as Europe/Berlin or America/New_York.",
            )
        for chosen in (self.start, self.end):
            if chosen and not 1970 <= chosen.year < date.max.year:
                raise UsageError(f"Kaltura has no data of {day(chosen)}.", "Choose days from 1970 up to today.")
        if self.start and self.end and self.end < self.start:
            raise UsageError(
                f"The dates are reversed: {day(self.end)} is before {day(self.start)}.",
                "Choose a first day that is not after the last day.",
            )
        for name in LISTS:
            values = tuple(sorted({v for v in getattr(self, name) if v.strip()}))
            object.__setattr__(self, name, values)

    @property
    def tz(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)

    def interval(self) -> tuple[int | None, int | None]:
        """Unix seconds [from, to): local midnight of `start` to local midnight after `end`."""
        return (
            midnight(self.start, self.zone) if self.start else None,
            midnight(self.end + timedelta(days=1), self.zone) if self.end else None,
        )


def midnight(day: date, zone: str) -> int:
    """The first moment of a day in `zone`, in Unix seconds; the clocks may skip midnight, or strike it twice."""
    return int(datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).timestamp())


def local_day(moment: int, zone: str) -> date:
    """The day in `zone` of a moment in Unix seconds."""
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


def among(column: str, values: Iterable[str]) -> pl.Expr:
    """Whether the ID in `column` is one of `values`; false for none."""
    return pl.col(column).is_in(list(values)).fill_null(value=False)


def split_list(text: str) -> tuple[str, ...]:
    """'a,b' → ('a', 'b'); empty parts vanish."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@lru_cache
def is_zone(name: str) -> bool:
    """Whether both who convert times know it: each has files or names that the other has not, such as localtime."""
    try:
        ZoneInfo(name)
        pl.Series([0]).cast(pl.Datetime(time_zone=name))
    except (ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.PolarsError):
        return False
    return True
