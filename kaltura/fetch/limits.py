"""The sizes that a fetch keeps to, each with the reason for its default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kaltura.reports.columns import Report

HOUR: Final = 3600
DAY: Final = 24 * HOUR

# A year of 6000 or 6002 is a few thousand rows; 6001 has a row for every person and reaches the cap sooner.
_DAYS: Mapping[Report, int] = MappingProxyType(
    {Report.ROOM_SESSIONS: 184, Report.ATTENDEES: 92, Report.BREAKOUT_SESSIONS: 184}
)


@dataclass(frozen=True)
class Limits:
    """How much is asked for at once.

    in_flight: calls at the same time.
    cap: rows after which Kaltura cuts an answer without saying so.
    round_count: an answer of a multiple of this many rows may have been cut by a lower, unknown cap.
    pad: seconds asked for beyond a window's end, so that sessions that run over it are whole.
    days: report → longest window to begin with.
    ids_per_call: IDs in one list of one call.
    events: most events that are asked for one by one when the person named none.
    least_cap: an answer of fewer rows is never taken for one that an unknown cap has cut.
    telling_count: from so many rows on, the same number in two windows of a report may be such a cap.
    rechecks: most answers of a report that are asked again because rows seem to be missing.
    """

    in_flight: int = 4
    cap: int = 100_000
    round_count: int = 1_000
    pad: int = 12 * HOUR
    days: Mapping[Report, float] = field(default_factory=lambda: _DAYS)
    ids_per_call: int = 500
    events: int = 100
    least_cap: int = 10
    telling_count: int = 100
    rechecks: int = 100
