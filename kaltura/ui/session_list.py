"""The sessions behind a bar or a cell, each one click from its own page."""

from calendar import day_name

import pandas as pd
import streamlit as st

from kaltura.ui.columns import COLUMNS, START, in_per_cent
from kaltura.ui.errors import guarded
from kaltura.ui.row_click import row_table
from kaltura.ui.session_links import open_session
from kaltura.ui.text import plain, plural

SHOWN = 200

_ORDER = ("room_name", "start", "attendances", "engagement_rate", "disengaged_minutes")


def weekday_words(weekday: int, hour: int) -> str:
    """'Start on Monday from 9:00 to 10:00', of the sessions of a cell of a week."""
    return f"Start on {day_name[weekday - 1]} from {hour}:00 to {hour + 1}:00"


@st.dialog("Sessions", width="large")
def session_list(heading: str, rows: pd.DataFrame) -> None:
    """Rows of `session_rates` or `main_sessions` in a dialog; a chosen row opens the session."""
    with guarded():
        st.markdown(f"{plain(heading)}: {plural(len(rows), 'session')}. Choose one to open it.")
        shown = rows.head(SHOWN)
        row = row_table(
            in_per_cent(shown, COLUMNS),
            "session_list",
            column_order=_ORDER,
            column_config={**COLUMNS, "start": START},
            alt=f"Sessions: {heading}",
        )
        if len(rows) > SHOWN:
            st.caption(f"The first {SHOWN} of {len(rows):,} are shown.")
        if row is not None:
            open_session(shown["cue_point_id"].iloc[row])
