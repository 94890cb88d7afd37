"""Who held most sessions, and the sessions of one host, for whom a keyed pseudonym stands in the address."""

import pandas as pd
import streamlit as st

from kaltura.charts.rooms import alt_hosts, hosts_chart
from kaltura.metrics.pseudonyms import PREFIX
from kaltura.metrics.rooms import hosts
from kaltura.metrics.sessions import main_sessions
from kaltura.reports.columns import Report
from kaltura.ui.chart import chart
from kaltura.ui.clicks import first_id
from kaltura.ui.columns import COLUMNS
from kaltura.ui.figures import how
from kaltura.ui.hiding import links_end, names_hidden, person_keys
from kaltura.ui.navigation import go
from kaltura.ui.next_step import next_step
from kaltura.ui.person_links import key_of
from kaltura.ui.session_links import SESSIONS, list_button
from kaltura.ui.sessions_columns import sessions_table
from kaltura.ui.state import computed, loaded
from kaltura.ui.states import empty
from kaltura.ui.text import plain, plural

HOST = "host"  # the name in the address
TOP = 10
MOST_ROWS = 500


def top_hosts() -> None:
    """The hosts with most attended minutes; a click opens a host's sessions."""
    rows = computed(hosts, TOP)
    points = chart(
        "Hosts with most attended minutes",
        hosts_chart(rows),
        key="overview_hosts",
        alt=alt_hosts(rows),
        table=rows,
        definition="attended_minutes",
        columns=COLUMNS,
        caption="Click a bar for the host's sessions.",
        empty_reason="No session of this selection names its host.",
        empty_step=next_step(Report.ROOM_SESSIONS),
        selectable=True,
        by=("host",),
    )
    host = first_id(points)
    if host is not None:
        go("sessions", {HOST: key_of(host)})


def opened() -> str | None:
    """The part of the address that stands for a host."""
    return st.query_params.get(HOST) or None


def sessions_of(key: str) -> None:
    """The selection's main sessions of this host, the latest first."""
    rows = computed(main_sessions)
    rows = rows[_keys(rows["host"]) == key].reset_index(drop=True)
    with st.container(border=True):
        list_button(SESSIONS)
        if rows.empty:
            empty(
                "This link is to a host who held no session in this selection.",
                f"Choose longer dates, or go to all sessions. {links_end()}",
            )
            return
        st.markdown(f"## Main sessions hosted by {plain(rows['host_name'].iloc[0])}", help=how("session"))
        sessions_table(rows.head(MOST_ROWS), f"host_sessions_{key}", "Main sessions of this host, the latest first")
        latest = f"The latest {MOST_ROWS:,} of " if len(rows) > MOST_ROWS else ""
        st.caption(f"{latest}{plural(len(rows), 'session')}. Choose a row to open the session.")


def _keys(shown: "pd.Series[str]") -> "pd.Series[str]":
    """What stands for each host in an address."""
    return shown.str.removeprefix(PREFIX) if names_hidden() else shown.map(person_keys(loaded().dataset))
