"""Untrusted text and numbers, written for Streamlit's labels and Markdown."""

import re
import string
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kaltura.plural import plural
from kaltura.when import weekday_moment
from kaltura.written import NOTHING, count, interval_words, minutes, percent, percent_range

__all__ = [
    "NOTHING",
    "count",
    "few_behind",
    "local_moment",
    "minutes",
    "one_after_another",
    "percent",
    "percent_range",
    "plain",
    "plural",
]

JOINER = "\u2060"
_IN_ADDRESSES = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
UNBROKEN = "\u00a0"  # the space in "90.5 %"
_ESCAPES = {ord(mark): f"\\{mark}" for mark in string.punctuation}


def plain(text: object) -> str:
    """Text that Markdown shows exactly as written: names are data, not markup.

    For st.markdown, st.caption, st.metric, labels of buttons and the like. Table cells and the options of
    st.selectbox and st.multiselect are never markup and must not pass through here. Streamlit makes links of addresses,
    escaped or not: a joiner that nobody sees keeps those in names from being any.
    """
    one_line = "".join(c if c.isprintable() or c == UNBROKEN else " " for c in str(text))
    return _IN_ADDRESSES.sub(JOINER, one_line).translate(_ESCAPES)


def one_after_another(names: Sequence[str]) -> str:
    """'rooms, events and user types', 'rooms and events', 'rooms'; '' of none."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def few_behind(interval: tuple[float, float] | None, people: int | None, rate: str = "this rate") -> str:
    """The 95 % interval of a rate that few people are behind, in a sentence; "" where none is to be shown."""
    return interval_words(interval, f"{plural(people or 0, 'person is', 'people are')} behind {rate}")


def local_moment(when: datetime | None, zone: ZoneInfo) -> str:
    """'Mon 2 Nov 2026, 14:30' in the zone; '–' when it is not known."""
    if when is None:
        return NOTHING
    return weekday_moment(when.astimezone(zone))
