"""Untrusted text and numbers, written for Streamlit's labels and Markdown."""

import math
import string
from datetime import datetime
from zoneinfo import ZoneInfo

_ESCAPES = {ord(mark): f"\\{mark}" for mark in string.punctuation}
NOTHING = "–"


def plain(text: object) -> str:
    """Text that Markdown shows exactly as written: names are data, not markup.

    For st.markdown, st.caption, st.metric, labels of buttons and the like. Table cells and the options of
    st.selectbox and st.multiselect are never markup and must not pass through here.
    """
    one_line = "".join(c if c.isprintable() else " " for c in str(text))
    return one_line.translate(_ESCAPES)


def count(value: float | None) -> str:
    """1234 → '1,234'; None or NaN → '–'."""
    return NOTHING if _missing(value) else f"{value:,.0f}"


def minutes(value: float | None) -> str:
    """'47.2 min'; from 1,000 minutes on without decimals: '12,345 min'."""
    if value is None or _missing(value):
        return NOTHING
    return f"{value:,.0f} min" if abs(value) >= 1000 else f"{value:,.1f} min"


def percent(fraction: float | None, digits: int = 1) -> str:
    """0.905 → '90.5 %', with a space that does not break."""
    return NOTHING if _missing(fraction) else f"{100 * (fraction or 0):.{digits}f}\u00a0%"


def moment(when: datetime | None, zone: ZoneInfo) -> str:
    """'Mon 2 Nov 2026, 14:30' in the zone."""
    if when is None:
        return NOTHING
    local = when.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """'1 room', '12 rooms', '1,204 rooms'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _missing(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))
