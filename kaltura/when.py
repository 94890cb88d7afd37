"""Days and moments in words, everywhere the same: no leading zero, English names, as they stand in the zone given."""

from datetime import date, datetime


def brief_day(when: date) -> str:
    """'3 Nov'."""
    return f"{when.day} {when:%b}"


def day(when: date) -> str:
    """'3 Nov 2026'."""
    return f"{when.day} {when:%b %Y}"


def long_day(when: date) -> str:
    """'3 November 2026'."""
    return f"{when.day} {when:%B %Y}"


def weekday(when: date) -> str:
    """'Tue 3 Nov 2026'."""
    return f"{when:%a} {day(when)}"


def moment(when: datetime) -> str:
    """'3 Nov 2026 14:30'."""
    return f"{day(when)} {when:%H:%M}"


def weekday_moment(when: datetime) -> str:
    """'Tue 3 Nov 2026, 14:30'."""
    return f"{weekday(when)}, {when:%H:%M}"


def weekday_span(start: datetime, end: datetime) -> str:
    """'Tue 3 Nov 2026, 14:30 to 15:30', or 'to Wed 4 Nov, 00:30'."""
    other = "" if end.date() == start.date() else f"{end:%a} {brief_day(end)}, "
    return f"{weekday(start)}, {clock(start, end)} to {other}{clock(end, start)}"


def clock(when: datetime, beside: datetime) -> str:
    """'14:30'; '02:30 CEST' where the clocks change between it and the moment beside it, as hours may be repeated."""
    return f"{when:%H:%M}" if when.utcoffset() == beside.utcoffset() else f"{when:%H:%M %Z}"
