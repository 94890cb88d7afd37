"""The sidebar: where the data comes from, how fresh it is, and the one selection of all pages, kept in the URL."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from kaltura.api.errors import AnalyticsError
from kaltura.dataset import Provenance
from kaltura.filters import Filters
from kaltura.ui import link_check, settings
from kaltura.ui.choices import Choices
from kaltura.ui.dates import CUSTOM, DEFAULT, PRESETS, preset_range
from kaltura.ui.errors import show
from kaltura.ui.state import filters, loaded, set_filters, take_pending
from kaltura.ui.text import moment, plain
from kaltura.ui.zones import browser_zone, zones

_SOURCES = {"demo": "Demo account", "live": "Live account", "files": "Files"}


def sidebar() -> bool:
    """Draws the sidebar and sets this run's Filters. False when there is no data to select from."""
    with st.sidebar:
        try:
            data = loaded()
        except AnalyticsError as error:
            show(error)
            return False
        for key, value in take_pending().items():
            st.session_state[key] = value
        zone = _zone_name()
        _source(data.dataset.provenance, ZoneInfo(zone))
        link_check.remember_ignored(data.choices)
        set_filters(_selection(data.choices, data.dataset.provenance))
    return True


def _source(provenance: Provenance, zone: ZoneInfo) -> None:
    account = f" · {plain(provenance.account)}" if provenance.account else ""
    st.markdown(f"**{_SOURCES[provenance.source]}**{account}")
    state = "" if provenance.complete else " · :orange[incomplete]"
    st.caption(f"As of {moment(provenance.finished, zone)}{state}")


def _selection(choices: Choices, provenance: Provenance) -> Filters:
    last_day = _last_day(choices, provenance)
    preset = st.selectbox(
        "Dates", PRESETS, index=PRESETS.index(DEFAULT), key="dates", bind="query-params", on_change=_prefill_custom
    )
    days = _custom_days(choices, last_day) if preset == CUSTOM else _preset_days(preset, last_day)
    events = _several("Event", choices.sorted_events, choices.events, "event", "All events")
    rooms = _several("Room", choices.sorted_rooms, choices.rooms, "room", "All rooms")
    types = _several("User type", list(choices.user_types), {t: t for t in choices.user_types}, "type", "All types")
    zone = _zone()
    start, end = days or (None, None)
    return Filters(start, end, zone, events=events, rooms=rooms, user_types=types)


def _several(label: str, options: list[str], names: dict[str, str], key: str, placeholder: str) -> tuple[str, ...]:
    if not options:
        return ()
    chosen = st.multiselect(
        label,
        options,
        format_func=lambda value: names.get(value, value),
        key=key,
        placeholder=placeholder,
        bind="query-params",
    )
    # Streamlit checks options in the browser only.
    return tuple(value for value in chosen if value in names)


def _zone() -> str:
    st.selectbox("Time zone", zones(), index=None, key="zone", placeholder="The browser's", bind="query-params")
    return _zone_name()


def _zone_name() -> str:
    """The chosen zone. It starts as the browser's and always stands in the URL, so that a link shows the same days."""
    if st.session_state.get("zone") is None and "zone" not in st.query_params:
        st.session_state["zone"] = browser_zone()
    chosen = st.session_state.get("zone") or st.query_params.get("zone")
    return chosen if chosen in zones() else browser_zone()


def _last_day(choices: Choices, provenance: Provenance) -> date:
    zone = ZoneInfo(_zone_name())
    today = datetime.now(UTC).astimezone(zone).date()
    days = choices.days(zone)
    newest = provenance.requested.end or (days[1] if days else today)
    return min(today, newest)


def _preset_days(preset: str | None, last_day: date) -> tuple[date, date] | None:
    return preset_range(preset if preset in PRESETS else DEFAULT, last_day, settings.term_starts())


def _prefill_custom() -> None:
    chosen = filters()
    if st.session_state.get("dates") == CUSTOM and chosen.start and chosen.end:
        st.session_state["range"] = (chosen.start, chosen.end)


def _custom_days(choices: Choices, last_day: date) -> tuple[date, date] | None:
    fallback = choices.days(ZoneInfo(_zone_name())) or (last_day, last_day)
    chosen = st.date_input("From – to", value=fallback, key="range", format="YYYY-MM-DD", bind="query-params")
    days = tuple(chosen) if isinstance(chosen, tuple | list) else (chosen,)
    if len(days) == 2 and days[0] <= days[1]:
        return days[0], days[1]
    # One end is still being chosen: go on showing what was shown.
    previous = filters()
    return (previous.start, previous.end) if previous.start and previous.end else fallback
