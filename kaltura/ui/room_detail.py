"""One room, opened by its ID in the address: all its sessions over time, whatever dates are selected."""

from dataclasses import replace

import streamlit as st

from kaltura.charts.sessions import ROOM_MEASURES, alt_room_history, room_history_chart
from kaltura.dataset import Dataset
from kaltura.metrics.headline import Headline, headline
from kaltura.metrics.sessions import room_history
from kaltura.ui.chart import chart
from kaltura.ui.choose_one import choose_one
from kaltura.ui.figures import Figure, figure_row, how
from kaltura.ui.session_links import ROOM, ROOMS, SESSIONS, list_button, open_session
from kaltura.ui.sessions_columns import sessions_table
from kaltura.ui.state import computed_everywhere, filters, select
from kaltura.ui.states import cannot_open
from kaltura.ui.text import count, local_moment, minutes, percent, plain, plural

MOST_ROWS = 500
# measure of the chart → its definition
_DEFINITIONS = {"duration_minutes": "duration", "breakouts": "breakout_sessions"}


def opened() -> str | None:
    """The ID of the main room that the address names; a sentence when the data has no session of it."""
    room_id = st.query_params.get(ROOM)
    if room_id and computed_everywhere(room_history, room_id).empty:
        list_button(SESSIONS)
        missing = "The data on screen has no main session of it."
        cannot_open(f"The room “{room_id[:60]}” cannot be opened. {missing}", "Pick one from the table.")
    return room_id


def head(room_id: str) -> None:
    """Back, since when."""
    rows = computed_everywhere(room_history, room_id)
    with st.container(horizontal=True, vertical_alignment="center", key="room_ways"):
        list_button(SESSIONS)
        list_button(ROOMS)
        if filters().rooms != (room_id,) and st.button(
            "Select this room on all pages", key="room_narrow", icon=":material/filter_alt:", type="tertiary"
        ):
            select(rooms=[room_id])
    zone, known = filters().tz, rows.dropna(subset="start")
    if len(known):
        first, last = known["start"].iloc[0], known["start"].iloc[-1]
        span = f"first on {local_moment(first, zone)}, last on {local_moment(last, zone)} ({filters().zone})"
        st.caption(plain(f"{plural(len(rows), 'main session')} in all of the data: {span} · room {room_id}"))


def figures(room_id: str) -> None:
    """The room's figures over all of the data."""
    now = computed_everywhere(_of_room, room_id)
    figure_row(
        [
            Figure("main_sessions", count(now.main_sessions)),
            Figure("unique_attendees", count(now.unique_attendees)),
            Figure("mean_minutes", minutes(now.mean_minutes)),
            Figure("engagement_rate", percent(now.engagement_rate)),
        ]
    )


def over_time(room_id: str) -> None:
    """One figure of every session; a click opens the session."""
    rows = computed_everywhere(room_history, room_id)
    titles = {key: measure.title for key, measure in ROOM_MEASURES.items()}
    measure = choose_one("Figure over time", titles, "room_measure", label_visibility="collapsed")
    points = chart(
        f"{ROOM_MEASURES[measure].title}, session by session",
        room_history_chart(rows, measure),
        key=f"room_history_chart_{room_id}_{measure}",
        alt=alt_room_history(rows, measure),
        definition=_DEFINITIONS.get(measure, measure),
        caption="The dotted line is the median. Hollow points are provisional or still running.",
        selectable=True,
    )
    if points:
        open_session(points[0]["customdata"][0])


def its_sessions(room_id: str) -> None:
    """The same as a table, the latest first."""
    rows = computed_everywhere(room_history, room_id).iloc[::-1]
    with st.container(border=True):
        st.markdown("## Its sessions", help=how("session"))
        sessions_table(rows.head(MOST_ROWS), f"room_sessions_{room_id}", "Sessions of this room", rooms=False)
        if len(rows) > MOST_ROWS:
            st.caption(f"The latest {MOST_ROWS:,} of {len(rows):,} are listed.")


def _of_room(ds: Dataset, room_id: str) -> Headline:
    return headline(ds.select(replace(ds.selection, rooms=(room_id,))))
