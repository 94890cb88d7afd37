"""Tables of sessions: their columns, and rows that open one."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.ui.columns import COUNT, DECIMAL, MOMENT, PERCENT, in_per_cent
from kaltura.ui.row_click import row_table
from kaltura.ui.session_links import open_session

_SHOWN = (
    "room_name",
    "start",
    "state",
    "unique_attendees",
    "duration_minutes",
    "mean_minutes",
    "engagement_rate",
    "breakouts",
    "host_name",
    "kaltura_estimate",
    "anonymous_attendances",
)


def columns() -> dict[str, Any]:
    """st.column_config of `main_sessions`, with units; up to Breakouts they fit beside the sidebar at 1280 pixels."""
    config = st.column_config
    return {
        "room_name": config.TextColumn("Room", pinned=True, width=230),
        "start": config.DatetimeColumn("Start", format=MOMENT, width=132),
        "state": config.TextColumn(
            "State",
            width=86,
            help="Unreported: no report has attendees of it, which does not say that nobody came.",
        ),
        "duration_minutes": config.NumberColumn("Length, min", format=DECIMAL, width=86),
        "unique_attendees": config.NumberColumn("People", format=COUNT, width=58),
        "anonymous_attendances": config.NumberColumn("Anonymous", format=COUNT),
        "kaltura_estimate": config.NumberColumn("Kaltura's estimate", format=COUNT),
        "mean_minutes": config.NumberColumn("Mean min", format=DECIMAL, width=75),
        "engagement_rate": config.NumberColumn("Engagement", format=PERCENT, width=95),
        "breakouts": config.NumberColumn("Breakouts", format=COUNT, width=80),
        "host_name": config.TextColumn("Host", width=150),
    }


def bar_columns() -> dict[str, Any]:
    """st.column_config of a session's timeline: itself and its breakouts, a bar each."""
    config = st.column_config
    return {
        "cue_point_id": None,
        "layer": config.TextColumn("Layer"),
        "label": config.TextColumn("Room"),
        "start": config.DatetimeColumn("Start", format="D MMM, HH:mm:ss"),
        "end": config.DatetimeColumn("End", format="D MMM, HH:mm:ss"),
        "duration_minutes": config.NumberColumn("Length, min", format=DECIMAL),
        "participants": config.NumberColumn("People", format=COUNT),
        "participants_source": config.TextColumn("Counted"),
        "engagement_rate": config.NumberColumn("Engagement rate", format=PERCENT),
    }


def state_words(rows: pd.DataFrame) -> "pd.Series[str]":
    """'Running', 'Provisional', 'Unreported' or ''."""
    words = pd.Series("", index=rows.index, dtype="str")
    words = words.mask(~rows["covered"], "Unreported")
    return words.mask(rows["provisional"], "Provisional").mask(rows["running"], "Running")


def sessions_table(rows: pd.DataFrame, key: str, alt: str, *, rooms: bool = True) -> None:
    """A table whose rows open the session. rooms: whether it names their rooms."""
    shown = rows.assign(state=state_words(rows), start=rows["start"].dt.tz_localize(None))
    order = [name for name in _SHOWN if rooms or name != "room_name"]
    row = row_table(
        in_per_cent(shown[order], columns()),
        key,
        column_config=columns(),
        alt=alt,
        height=min(36 * (len(shown) + 1) + 2, 470),
    )
    if row is not None:
        open_session(rows["cue_point_id"].iloc[row])
