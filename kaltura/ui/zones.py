"""Time zones to choose from, and the browser's."""

from functools import cache
from zoneinfo import available_timezones

import streamlit as st


@cache
def zones() -> tuple[str, ...]:
    """The IANA zones that name a place, sorted, and UTC."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return (*places, "UTC")


def browser_zone() -> str:
    """The browser's zone; UTC when it does not say one that we know."""
    zone = st.context.timezone
    return zone if zone in zones() else "UTC"
