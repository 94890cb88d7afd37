"""What happened in this room, this session?"""

import streamlit as st

from kaltura.ui import host_sessions, room_detail, rooms_all, session_breakouts, session_detail, sessions_all
from kaltura.ui.session_links import PART, ROOMS, SESSIONS
from kaltura.ui.state import view
from kaltura.ui.states import PageEnd, has_main_sessions

if session := session_detail.opened():
    session_detail.head(session)
    session_detail.figures(session)
    session_breakouts.figures(session)
    session_detail.timeline(session)
    session_detail.attendees(session)
    session_detail.against_the_rooms_usual(session)
elif room := room_detail.opened():
    room_detail.head(room)
    room_detail.figures(room)
    room_detail.over_time(room)
    room_detail.its_sessions(room)
else:
    if not has_main_sessions(view()):
        raise PageEnd
    if host := host_sessions.opened():
        host_sessions.sessions_of(host)
        raise PageEnd
    sessions_all.figures()
    held, rooms = st.tabs([SESSIONS, ROOMS], key=PART, bind="query-params")
    # Only the open tab is computed.
    if held.open:
        with held:
            sessions_all.table()
            sessions_all.at_once()
    if rooms.open:
        with rooms:
            rooms_all.table()
