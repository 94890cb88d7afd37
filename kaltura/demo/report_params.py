"""`params` of a report, read as Kaltura reads them: what is needed must be there, what is unknown is ignored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HOUR = 3600

DATES = {
    6000: (("from_date",), ("to_date",)),
    6001: (("from_date",), ("to_date",)),
    6002: (("from_date", "fromDate"), ("to_date", "toDate")),
}
FILTERS: dict[int, dict[str, tuple[str, ...]]] = {
    6000: {"rooms": ("entry_ids",), "events": ("virtual_event_ids",)},
    6001: {
        "rooms": ("entry_ids",),
        "events": ("virtual_event_ids",),
        "users": ("user_ids",),
        "sessions": ("cue_point_ids",),
    },
    6002: {"parents": ("parentEntryIds", "parent_entry_ids"), "events": ("virtual_event_ids",)},
}


class ParameterError(ValueError):
    """A parameter the report needs is missing or malformed. Kaltura says INTERNAL_SERVERL_ERROR and names nothing."""


class NoSuchReport(LookupError):
    """The account has no such report. Kaltura says REPORT_NOT_FOUND."""


@dataclass(frozen=True)
class Asked:
    """A request that was understood: whole UTC hours [start, end) in Unix seconds; None or the wanted IDs."""

    start: int
    end: int
    rooms: tuple[str, ...] | None = None
    events: tuple[str, ...] | None = None
    users: tuple[str, ...] | None = None
    sessions: tuple[str, ...] | None = None
    parents: tuple[str, ...] | None = None

    @property
    def nothing(self) -> bool:
        """Whether no hour lies in it: reversed or equal dates, or two within one hour."""
        return self.end <= self.start


def read_params(report_id: int, params: Mapping[str, str]) -> Asked:
    """The window and filters of a request. Raises ParameterError and NoSuchReport.

    Viewing is kept per whole UTC hour under the hour's first second, and [from, to) is compared with that:
    a `from` within an hour loses that hour, a `to` within an hour gets all of it.
    """
    if report_id not in DATES:
        raise NoSuchReport(report_id)
    start, end = (_whole_hour(_seconds(params, keys)) for keys in DATES[report_id])
    lists = {name: _ids(params, keys) for name, keys in FILTERS[report_id].items()}
    return Asked(start, end, **lists)


def _seconds(params: Mapping[str, str], keys: tuple[str, ...]) -> int:
    text = next((params[key] for key in keys if params.get(key)), "").strip()
    if not re.fullmatch(r"-?\d{1,11}", text):
        raise ParameterError(f"{keys[0]} is missing or not in Unix seconds")
    return int(text)


def _whole_hour(seconds: int) -> int:
    return -(-seconds // HOUR) * HOUR


def _ids(params: Mapping[str, str], keys: tuple[str, ...]) -> tuple[str, ...] | None:
    text = next((params[key] for key in keys if params.get(key)), "")
    return tuple(part.strip() for part in text.split(",") if part.strip()) or None
