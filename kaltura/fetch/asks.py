"""One call to be made: a report, a window, and the filters that this report has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import polars as pl

from kaltura.api.params import ParamValue, params_text
from kaltura.fetch.windows import Tile
from kaltura.filters import IDS, Filters, among
from kaltura.reports.columns import Report

Ids = tuple[str, ...]
Purpose = Literal["rows", "event", "search", "timeless", "late"]

# 6002's page writes its parameters both ways, and an unknown key is ignored: both are sent.
_DATES = {
    Report.ROOM_SESSIONS: (("from_date",), ("to_date",)),
    Report.ATTENDEES: (("from_date",), ("to_date",)),
    Report.BREAKOUT_SESSIONS: (("from_date", "fromDate"), ("to_date", "toDate")),
}
_LISTS: dict[Report, dict[str, tuple[str, ...]]] = {
    Report.ROOM_SESSIONS: {"rooms": ("entry_ids",), "events": ("virtual_event_ids",)},
    Report.ATTENDEES: {
        "rooms": ("entry_ids",),
        "users": ("user_ids",),
        "sessions": ("cue_point_ids",),
        "events": ("virtual_event_ids",),
    },
    Report.BREAKOUT_SESSIONS: {"rooms": ("parentEntryIds", "parent_entry_ids"), "events": ("virtual_event_ids",)},
}
# virtual_event_ids is no column: events are checked through their tags.
_COLUMNS: dict[Report, dict[str, str]] = {
    Report.ROOM_SESSIONS: {"rooms": "entry_id"},
    Report.ATTENDEES: {"rooms": "entry_id", "users": "user_id", "sessions": "cue_point_id"},
    Report.BREAKOUT_SESSIONS: {"rooms": "parent_entry_id"},
}


@dataclass(frozen=True)
class Ask:
    """A call. Lists that are empty, or that the report does not have, are not sent.

    rooms: main rooms for 6002, the rooms themselves for 6000 and 6001.
    purpose: "event" reads only which sessions belong to the one event in `events`; "search" reads only which
        rooms there are; "timeless" asks again for sessions whose start no report knows; "late" for what came
        after the window of a very long session.
    halved: how often its window was cut in two.
    doubted: rows of the larger answer that seemed cut, which this one is a part of; 0 when none did.
    """

    report: Report
    tile: Tile
    rooms: Ids = ()
    users: Ids = ()
    sessions: Ids = ()
    events: Ids = ()
    purpose: Purpose = "rows"
    halved: int = 0
    doubted: int = 0

    def params(self) -> Mapping[str, ParamValue]:
        """The report's parameters, for `kaltura.api.params.params_text`."""
        starts, ends = _DATES[self.report]
        dates = dict.fromkeys(starts, self.tile.start) | dict.fromkeys(ends, self.tile.until)
        lists: dict[str, Ids] = {
            key: getattr(self, name)
            for name, keys in _LISTS[self.report].items()
            for key in keys
            if getattr(self, name)
        }
        return dates | lists

    def wanted(self) -> pl.Expr | None:
        """Which rows of the answer were asked for: Kaltura ignores a filter that it does not know, in silence."""
        conditions = [
            among(column, getattr(self, name)) for name, column in _COLUMNS[self.report].items() if getattr(self, name)
        ]
        return pl.all_horizontal(conditions) if conditions else None


def check_ids(filters: Filters) -> None:
    """Raises UsageError for an ID that no call can name; a selection of rows that are here may well hold it."""
    params_text({name: getattr(filters, name) for name in IDS})


def batches(tiles: Sequence[Tile], size: int, whole: Ask) -> Iterator[Ask]:
    """`whole` for every tile, with no list longer than `size` and without lists that its report does not have.

    Events stay together: a session may belong to two of them, and would come twice.
    """
    has = _LISTS[whole.report]
    rooms, users, sessions = (
        _chunks(ids if name in has else (), size)
        for name, ids in (("rooms", whole.rooms), ("users", whole.users), ("sessions", whole.sessions))
    )
    for tile, some_rooms, some_users, some_sessions in product(tiles, rooms, users, sessions):
        yield replace(whole, tile=tile, rooms=some_rooms, users=some_users, sessions=some_sessions)


def _chunks(ids: Ids, size: int) -> list[Ids]:
    return [ids[i : i + size] for i in range(0, len(ids), size)] or [()]
