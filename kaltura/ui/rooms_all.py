"""All rooms of the selection as a table: the worst attended one is found by a click on a column's head."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.metrics.all_rooms import all_rooms, with_change
from kaltura.metrics.before import Before, before
from kaltura.ui.columns import COLUMNS, COUNT, DECIMAL, PERCENT, in_per_cent
from kaltura.ui.compared import comparable, compared_with
from kaltura.ui.figures import how
from kaltura.ui.navigation import go
from kaltura.ui.row_click import KEYS, row_opened, row_table, table_key
from kaltura.ui.search import rows_with, search_box
from kaltura.ui.session_links import ROOM
from kaltura.ui.state import computed, computed_of, filters, view, whole
from kaltura.ui.states import empty
from kaltura.ui.text import plural

MOST_ROWS = 1000
_SEARCHED = ("room_name", "room_id")
_SHOWN = (
    "room_name",
    "sessions",
    "attendances",
    "unique_attendees",
    "people_per_session",
    "change",
    "mean_minutes",
    "engagement_rate",
    "disengaged_minutes",
)


def table() -> None:
    """Every main room, searchable and sortable; most attended minutes first. A row opens the room."""
    prior = before(view(), whole()) if filters().start else None
    rows = _rows(prior)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("## Rooms", help=how("unique_attendees"), width="stretch")
            query = search_box("Find a room", "rooms_search", "Room or its ID")
        found = rows_with(rows, _SEARCHED, query)
        if found.empty:
            _nothing(query)
            return
        listed = found.head(MOST_ROWS)
        shown = [name for name in _SHOWN if name != "change" or rows["change"].notna().any()]
        at = row_table(
            in_per_cent(listed[shown], _columns()),
            table_key(f"rooms_table_{query}"),
            column_config=_columns(),
            alt="Rooms, most attended minutes first",
            height=min(36 * (len(listed) + 1) + 2, 620),
        )
        st.caption(_how_many(len(found), len(rows)))
        compared_with(prior)
    if at is not None:
        row_opened()
        go("sessions", {ROOM: str(listed["room_id"].iloc[at])})


def _rows(prior: Before | None) -> pd.DataFrame:
    now = computed(all_rooms)
    return with_change(now, computed_of(prior.filters, all_rooms) if prior and comparable(prior) else None)


def _nothing(query: str) -> None:
    if query:
        empty(f"No room's name or ID holds “{query}”.", "Search for a part of it, or empty the search.")
    else:
        empty("No session of this selection names its room.", "The list of sessions has them all.")


def _how_many(found: int, total: int) -> str:
    opens = f"Choose the head of a column to sort by it, and a row to open the room. {KEYS}"
    if found > MOST_ROWS:
        return f"The first {MOST_ROWS:,} of {plural(found, 'room')} are listed; search to find others. {opens}"
    return f"{plural(found, 'room')} of {total:,}. {opens}" if found < total else opens


def _columns() -> dict[str, Any]:
    """Up to the engagement rate they fit beside the sidebar at 1280 pixels."""
    config = st.column_config
    return {
        "room_name": config.TextColumn("Room", pinned=True, width=230),
        "sessions": config.NumberColumn("Sessions", format=COUNT, width=72),
        "attendances": config.NumberColumn("Attendances", format=COUNT, width=92),
        "unique_attendees": config.NumberColumn("People", format=COUNT, width=62, help=how("unique_attendees")),
        "people_per_session": config.NumberColumn(
            "Per session",
            format=DECIMAL,
            width=85,
            help="Identified people per session, on average over the sessions whose attendees are reported.",
        ),
        "change": config.NumberColumn(
            "Change", format=PERCENT, width=78, help="Of the room's attendances, against the period before."
        ),
        "mean_minutes": config.NumberColumn("Mean min", format=DECIMAL, width=76),
        "engagement_rate": config.NumberColumn("Engagement rate", format=PERCENT, width=118),
        "disengaged_minutes": COLUMNS["disengaged_minutes"],
    }
