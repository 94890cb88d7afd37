"""The sidebar: where the data comes from, how fresh it is, and the one selection of all pages, kept in the URL."""

from datetime import date
from zoneinfo import ZoneInfo

import streamlit as st

from kaltura.api.errors import AnalyticsError
from kaltura.dataset import Provenance
from kaltura.filters import Filters
from kaltura.ui import hiding, link_check, settings, source
from kaltura.ui.address import forget, put
from kaltura.ui.choices import Choices
from kaltura.ui.choose_by_id import choose_by_id
from kaltura.ui.dates import CUSTOM, DEFAULT, FIRST_DAY, LAST_DAY, PRESETS, preset_range
from kaltura.ui.errors import show
from kaltura.ui.state import apply_pending, at_hand, filters, loaded, set_filters
from kaltura.ui.text import local_moment, plain
from kaltura.ui.zones import browser_zone, zones


def sidebar() -> bool:
    """Draws the sidebar and sets this run's Filters. False when there is no data to select from."""
    with st.sidebar:
        apply_pending()
        if not source.is_here():
            hiding.switch()
            return False
        try:
            with st.spinner("Preparing the demo account…"):  # seen on a server that has just started
                data = loaded()
        except AnalyticsError as error:
            show(error)
            return False
        link_check.remember_ignored(data.choices)
        _seed_zone()
        _source(data.dataset.provenance, ZoneInfo(_zone()), complete=data.dataset.complete)
        set_filters(_selection(data.choices, data.dataset.provenance))
        hiding.switch()
    return True


def choose_default() -> bool:
    """Sets this run's Filters to those of an address that chooses nothing, before the sidebar is drawn.

    False when the address chooses something, or no data is at hand at once.
    """
    known = {"", *zones()}.issuperset(st.query_params.get_all("zone"))
    if not known or not {*st.query_params} <= {"zone"} or not at_hand():
        return False
    data = loaded()
    start, end = _preset_days(DEFAULT, _last_day(data.choices, data.dataset.provenance))
    set_filters(Filters(start, end, _zone()))
    return True


def _source(provenance: Provenance, zone: ZoneInfo, *, complete: bool) -> None:
    account = f" · {plain(provenance.account)}" if provenance.account else ""
    st.markdown(f"**{source.SOURCES[provenance.source]}**{account}")
    state = "" if complete else " · :orange[incomplete]"
    when = "As of" if provenance.was_fetched else "Read on"
    st.caption(f"{when} {local_moment(provenance.finished, zone)}{state}")


def _selection(choices: Choices, provenance: Provenance) -> Filters:
    last_day = _last_day(choices, provenance)
    preset = st.selectbox("Dates", PRESETS, key="dates", bind="query-params", on_change=_prefill_custom)
    start, end = _custom_days() if preset == CUSTOM else _preset_days(preset, last_day)
    events = choose_by_id("Event", choices.sorted_events, choices.events, "event", "All events")
    rooms = choose_by_id("Room", choices.rooms_in(events), choices.rooms, "room", "All rooms")
    types = _user_types(choices.user_types)
    st.selectbox("Time zone", zones(), index=None, key="zone", placeholder="The browser's", bind="query-params")
    return Filters(start, end, _zone(), events=events, rooms=rooms, user_types=types)


def _user_types(known: tuple[str, ...]) -> tuple[str, ...]:
    if not known:
        return ()
    chosen = st.multiselect("User type", known, key="type", placeholder="All types", bind="query-params")
    # Streamlit checks options in the browser only.
    return tuple(value for value in chosen if value in known)


def _seed_zone() -> None:
    """The zone starts as the browser's and always stands in the URL, so that a link shows the same days elsewhere."""
    if st.session_state.get("zone") is None and st.query_params.get("zone") not in zones():
        put("zone", browser_zone())


def _zone() -> str:
    """The chosen zone: the widget's, or before it is drawn the link's."""
    chosen = st.session_state.get("zone") or st.query_params.get("zone")
    return chosen if chosen in zones() else browser_zone()


def _last_day(choices: Choices, provenance: Provenance) -> date:
    zone = ZoneInfo(_zone())
    fetched = provenance.finished.astimezone(zone).date()
    days = choices.days(zone)
    newest = provenance.days(zone.key)[1] or (days[1] if days else fetched)
    return min(fetched, newest)


def _preset_days(preset: str | None, last_day: date) -> tuple[date | None, date | None]:
    forget("from", "to")
    known = preset if preset in PRESETS else DEFAULT
    return preset_range(known, last_day, settings.term_starts()) or (None, None)


def _prefill_custom() -> None:
    chosen = filters()
    if st.session_state.get("dates") == CUSTOM and chosen.start and chosen.end:
        put("from", chosen.start)
        put("to", chosen.end)


def _custom_days() -> tuple[date | None, date | None]:
    first, last = (
        st.date_input(label, None, FIRST_DAY, LAST_DAY, key=key, format="YYYY-MM-DD", bind="query-params")
        for label, key in (("From", "from"), ("To", "to"))
    )
    if first and last and last < first:
        st.warning("The last day is before the first, so the two were swapped.", icon=":material/swap_horiz:")
        first, last = last, first
    return first, last
