"""The one session, room or person that an address names: what the page is then called, and what of it is shown."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.metrics.one_session import session
from kaltura.metrics.people import person
from kaltura.metrics.sessions import room_history
from kaltura.metrics.shown_names import shown_name
from kaltura.ui.person_links import PERSON, opened_person
from kaltura.ui.session_links import ROOM, SESSION
from kaltura.ui.state import computed_everywhere, loaded
from kaltura.written import NO_ROOM

_NAMES = {"sessions": (SESSION, ROOM), "people": (PERSON,)}  # page → what of its address names a subject


@dataclass(frozen=True)
class Subject:
    """name: data, never markup. shown: what the page shows in place of the selection, in words."""

    name: str
    shown: str


def names_subject(stem: str) -> bool:
    """Whether the address of this page names one thing; the data need not have it."""
    return any(st.query_params.get(key) for key in _NAMES.get(stem, ()))


def subject(stem: str) -> Subject | None:
    """What the address of this page names; None when that is nothing, or nothing that the data has."""
    for key in _NAMES.get(stem, ()):
        if st.query_params.get(key):
            try:
                return _FOUND[key](st.query_params[key])
            except UsageError:
                return None
    return None


def _session(cue_point_id: str) -> Subject:
    found = computed_everywhere(session, cue_point_id)
    return Subject(found.name or found.room_name or found.room_id or NO_ROOM, "one session")


def _room(room_id: str) -> Subject | None:
    if computed_everywhere(room_history, room_id).empty:
        return None
    return Subject(loaded().choices.rooms.get(room_id, room_id), "all dates of the data")


def _person(_: str) -> Subject | None:
    user_id = opened_person()
    if user_id is None:
        return None
    who = computed_everywhere(person, user_id)
    return Subject(shown_name(who.user_name, who.user_id), "all rooms and dates of the data")


_FOUND: dict[str, Callable[[str], Subject | None]] = {SESSION: _session, ROOM: _room, PERSON: _person}
