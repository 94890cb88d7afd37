"""What needs a look, on Overview: each with its reason and a link to the place."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kaltura.dataset import Dataset
from kaltura.metrics.anomalies import Anomaly, Severity, needs_a_look
from kaltura.metrics.room_anomalies import AT_LEAST, anything_usual
from kaltura.metrics.tables import narrowed_to_people
from kaltura.ui import head_start
from kaltura.ui.navigation import PAGES, link
from kaltura.ui.session_links import FLAGGED, PART, ROOM, SESSION
from kaltura.ui.state import computed, view, whole
from kaltura.ui.text import UNBROKEN, plain, plural

SHOWN = 3
_HEIGHT = 220  # pixels of a card with so many lines
_MOST_OF_A_KIND = 5  # rooms that fell, and unusual sessions, the furthest from their usual first
_BADGES: dict[Severity, str] = {
    "high": ":red-badge[High]",
    "medium": ":orange-badge[Medium]",
    "low": ":gray-badge[Low]",
}
_PAGES = {info.address: info for info in PAGES}


def what_needs_a_look() -> Callable[[], None]:
    """A card with a line for each of the gravest, and all with their reasons on demand.

    On a visit's first page only its place is kept, for nothing goes before the first charts: the answer draws it.
    """
    place = st.empty()
    if not head_start.goes_ahead():
        _draw(place)
        return lambda: None
    place.skeleton(height=_HEIGHT)
    return lambda: _draw(place)


def _draw(place: DeltaGenerator) -> None:
    every = computed(_found)
    found = first_of_each_kind(every)
    with place.container(border=True):
        st.markdown("## What needs a look")
        if not found:
            _nothing()
            return
        with st.container(gap=None, key="attention_rows"):
            for anomaly in found[:SHOWN]:
                _row(anomaly)
        left = len(every) - len(found)
        of_all = f"{len(found)} of {len(every):,}" if left else f"All {len(found)}"
        with st.expander(f"{of_all}, with the reason" if len(every) > 1 else "The reason"):
            for anomaly in found:
                _entry(anomaly)
            if left:
                more = plural(left, "more room or session is", "more rooms and sessions are")
                st.caption(f"{more} in Export's table “What needs a look”.")


def first_of_each_kind(found: Sequence[Anomaly]) -> list[Anomaly]:
    """All of them, but for rooms and sessions after the first _MOST_OF_A_KIND of their kind."""
    seen: Counter[str] = Counter()
    kept = []
    for anomaly in found:
        seen[anomaly.kind] += 1
        if seen[anomaly.kind] <= _MOST_OF_A_KIND or anomaly.kind not in ("room_fell", "session_unusual"):
            kept.append(anomaly)
    return kept


def _found(ds: Dataset) -> tuple[Anomaly, ...]:
    """Measured against all that is at hand up to the selection's end: a month alone shows nothing as usual."""
    return needs_a_look(ds, _past(ds))


def _past(ds: Dataset) -> Dataset:
    return whole().select(replace(ds.selection, start=None))


def _can_tell(ds: Dataset) -> bool:
    return anything_usual(_past(ds))


def _nothing() -> None:
    if computed(_can_tell):
        st.markdown(":material/check_circle: Nothing in this selection is out of the ordinary.")
    elif narrowed_to_people(view()):
        st.markdown(":material/info: Only some people are selected, so sessions are not compared with their usual.")
    else:
        st.markdown(":material/info: Too few sessions to tell what is usual.")
        st.caption(f"A room is compared once it has {AT_LEAST} ended sessions whose attendees are reported.")


def _row(anomaly: Anomaly) -> None:
    """The whole line is a link."""
    said = f"**{plain(anomaly.about)}** {plain(_unbroken(anomaly.brief))}" if anomaly.brief else ""
    said = said or plain(_unbroken(anomaly.sentence))
    label = f"{_BADGES[anomaly.severity]} {said}"
    link(_PAGES[anomaly.page].stem, label, icon=":material/chevron_right:", query=_query(anomaly), row=True)


def _entry(anomaly: Anomaly) -> None:
    page = _PAGES[anomaly.page]
    with st.container(gap=None):
        st.markdown(f"{_BADGES[anomaly.severity]} {plain(_unbroken(anomaly.sentence))}")
        link(page.stem, f"Open in {page.title}", icon=":material/arrow_forward:", query=_query(anomaly))


def _unbroken(sentence: str) -> str:
    """A number and its sign on one line."""
    return sentence.replace(" %", f"{UNBROKEN}%")


def _query(anomaly: Anomaly) -> dict[str, str]:
    if anomaly.page == "breakouts":
        return {PART: FLAGGED}
    if len(anomaly.cue_point_ids) == 1:
        return {SESSION: anomaly.cue_point_ids[0]}
    return {ROOM: anomaly.room_id} if anomaly.room_id else {}
