"""The one room that a list of a class is of, chosen on the People page; the other pages keep the selection."""

import streamlit as st

from kaltura.metrics.register import rooms_by_people
from kaltura.ui.people_roster import current_roster
from kaltura.ui.state import computed, loaded

_ALL_ROOMS = "All rooms of the selection"


def chosen_room(label: str, key: str = "people_room") -> str | None:
    """The room whose people are listed: a list is of one class, so it starts with the largest. None: all rooms."""
    rooms = computed(rooms_by_people, current_roster())
    if len(rooms) < 2:
        return None
    names = loaded().choices.rooms
    chosen = st.selectbox(
        label,
        [_ALL_ROOMS, *rooms],
        index=1,
        format_func=lambda value: names.get(value, value),
        filter_mode="contains",
        key=f"{key}_{rooms[0]}",  # another selection starts with its own largest room
        persist_state="session",
        width=280,
        help="It starts with the room that most people came to, of the roster if there is one.",
    )
    return chosen if chosen in rooms else None
