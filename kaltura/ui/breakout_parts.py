"""What the Breakouts page is made of, beside its figures and tables."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import polars as pl
import streamlit as st

from kaltura.charts.breakout_tree import Size
from kaltura.reports.columns import Report
from kaltura.ui.columns import COLUMNS, COUNT, DECIMAL, PERCENT
from kaltura.ui.navigation import go
from kaltura.ui.session_list import START
from kaltura.ui.state import view
from kaltura.ui.states import available, empty

_count = st.column_config.NumberColumn

TREE_COLUMNS = {
    "id": None,
    "parent": None,
    "room_id": None,
    "cue_point_id": None,
    "other": None,
    "orphans": None,
    "label": st.column_config.TextColumn("Name", width="medium"),
    "level": st.column_config.TextColumn("Level"),
    "participants": _count("Participants", format=COUNT),
    "minutes": _count("Minutes of breakouts", format=DECIMAL),
    "breakouts": _count("Breakouts", format=COUNT),
}
SET_COLUMNS = {
    "cue_point_id": None,
    "room_id": None,
    "room_name": COLUMNS["room_name"],
    "start": START,
    "breakouts": _count("Breakouts"),
    "known": _count("With a known size"),
    "participants": _count("Participants"),
    "mean": _count("Mean size", format=DECIMAL),
    "largest": _count("Largest"),
    "evenness": _count("Evenness", format=PERCENT),
    "gini": _count("Gini", format="%.2f"),
    "empty": _count("Empty"),
    "solo": _count("Solo"),
    "over_full": _count("Over-full"),
    "breakout_minutes": _count("Minutes in breakouts", format=DECIMAL),
    "main_minutes": _count("Minutes in the session", format=DECIMAL),
    "breakout_rate": _count("Engaged in breakouts", format=PERCENT),
    "main_rate": _count("Engaged in the session", format=PERCENT),
    "lift": _count("Lift", format=PERCENT),
}
LENGTH_COLUMNS = {
    "from_minutes": _count("From (min)"),
    "to_minutes": _count("Up to (min)"),
    "breakouts": _count("Breakouts", format=COUNT),
}


def has_breakouts() -> bool:
    """Whether any breakout is selected; else the page says why there is none."""
    if view().sessions.filter(pl.col("layer") == "breakout").limit(1).collect().height:
        return True
    if available(Report.BREAKOUT_SESSIONS):
        empty(
            "No session in this selection had breakouts.",
            "Choose a longer range of dates, or take rooms, events and user types out of the selection.",
        )
    return False


def choose_size(sizes: Mapping[Size, str]) -> Size:
    """What the areas of the tree stand for."""
    chosen = st.segmented_control(
        "Areas are",
        list(sizes),
        format_func=lambda size: sizes[size],
        default="participants",
        key="breakouts_size",
        persist_state="session",
    )
    return cast(Size, chosen if chosen in sizes else "participants")


def open_node(tree: pd.DataFrame, points: Sequence[Mapping[str, Any]]) -> None:
    """A clicked breakout opens its main session; rooms and sessions open in the picture itself."""
    found = tree[tree["id"] == points[0].get("id")] if points else tree.iloc[:0]
    for node in found.itertuples():
        if node.level == "breakout" and isinstance(node.cue_point_id, str):
            open_session([node.cue_point_id])


def open_session(cue_point_ids: Sequence[str]) -> None:
    """Go to the page of the session that was clicked, if one was."""
    for cue_point_id in cue_point_ids:
        go("sessions", {"session": cue_point_id})
