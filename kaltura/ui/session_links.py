"""Addresses of sessions and rooms: the names in them, and what opens one."""

import streamlit as st

from kaltura.ui.navigation import go, page_button

SESSION, ROOM = "session", "room_history"  # what the address of the Sessions page may name
PART = "part"  # which tab or list of a page is open, in its address
SESSIONS, ROOMS = "Sessions", "Rooms"  # the Sessions page's two lists
FLAGGED = "Need a look"  # a tab of the Breakouts page, as it stands in the address


def open_session(cue_point_id: str) -> None:
    """The page of one session, as a click on a chart or a row does."""
    go("sessions", {SESSION: str(cue_point_id)})


def list_button(part: str) -> None:
    """A button back to one of the lists of the page, whichever of them was open last."""
    query = {} if part == SESSIONS else {PART: part}
    page_button(
        "sessions",
        f"All {part.lower()}",
        ":material/arrow_back:",
        query,
        before=lambda: st.session_state.update({PART: part}),
    )
