"""All sessions of the selection: how many, which, and how many at once."""

import streamlit as st

from kaltura.charts.sessions import alt_at_once, at_once_chart
from kaltura.metrics.concurrency import peak_sessions, sessions_at_once_by_day
from kaltura.metrics.headline import headline
from kaltura.metrics.sessions import main_sessions
from kaltura.ui.chart import chart
from kaltura.ui.figures import Figure, figure_row, how
from kaltura.ui.row_click import KEYS
from kaltura.ui.search import rows_with, search_box
from kaltura.ui.sessions_columns import sessions_table
from kaltura.ui.state import computed, filters
from kaltura.ui.states import empty
from kaltura.ui.text import count, local_moment, plural

MOST_ROWS = 500
SEARCHED = ("room_name", "name", "host_name", "host", "cue_point_id", "room_id")


def figures() -> None:
    """Four figures of the selection."""
    now, peak = computed(headline), computed(peak_sessions)
    provisional = int(computed(main_sessions)["provisional"].sum())
    at = local_moment(peak.at, filters().tz) if peak.at else ""
    left_out = f"Left out, as they were never closed: {peak.left_out:,}." if peak.left_out else ""
    figure_row(
        [
            Figure("main_sessions", count(now.main_sessions), note=f"Provisional: {provisional:,} of them."),
            Figure("breakout_sessions", count(now.breakout_sessions)),
            Figure("running_sessions", count(now.running_sessions)),
            Figure(
                "concurrency",
                count(peak.sessions),
                label="Most sessions at once",
                note=f"First reached on {at}. {left_out}" if at else left_out,
            ),
        ]
    )


def table() -> None:
    """Every main session, searchable; the latest first."""
    rows = computed(main_sessions)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("## Main sessions", help=how("session"), width="stretch")
            query = search_box("Find a session", "sessions_search", "Room, host or session ID")
        found = rows_with(rows, SEARCHED, query)
        if found.empty:
            empty(f"No session's room, host or ID holds “{query}”.", "Search for a part of it, or empty the search.")
            return
        sessions_table(found.head(MOST_ROWS), f"sessions_table_{query}", "Main sessions, the latest first")
        st.caption(_how_many(len(found), len(rows)))


def at_once() -> None:
    """The most sessions at once on each day."""
    by_day = computed(sessions_at_once_by_day)
    chart(
        "Most sessions at once, by day",
        at_once_chart(by_day),
        key="sessions_at_once",
        alt=alt_at_once(by_day),
        table=by_day,
        definition="concurrency",
        columns={"day": "Day", "peak": "Main sessions at once"},
        needs_times=True,
    )


def _how_many(found: int, total: int) -> str:
    opens = f"Choose a row to open the session, and from there all sessions of its room. {KEYS}"
    if found > MOST_ROWS:
        return f"The latest {MOST_ROWS:,} of {plural(found, 'session')} are listed; search or narrow the dates. {opens}"
    return f"{plural(found, 'session')} of {total:,}. {opens}" if found < total else opens
