"""What happened in this room, this session?"""

from kaltura.ui import host_sessions, room_detail, session_breakouts, session_detail, sessions_all
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
    sessions_all.table()
    sessions_all.at_once()
