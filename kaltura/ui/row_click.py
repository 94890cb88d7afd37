"""A table whose rows open something, wherever in the row the click falls."""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

_OPENED = "_rows_opened"
# Of a row alone, Streamlit takes a click on its tick box only.
ANYWHERE: list[Literal["single-row", "single-cell"]] = ["single-row", "single-cell"]


def table_key(key: str) -> str:
    """The key of a table whose rows open something on the table's own page.

    It is another one after each opening: the browser remembers the choice in a table that it has seen, and would open
    the row again on the way back.
    """
    times = st.session_state.get(_OPENED, 0)
    return f"{key}_{times}" if times else key


def row_opened() -> None:
    """To be called before a row is opened."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1


def chosen_row(selection: Mapping[str, Any]) -> int | None:
    """The place of the chosen row in the table, from the selection of an st.dataframe with ANYWHERE."""
    cells = selection.get("cells") or []
    return next(iter([*(row for row, _ in cells), *(selection.get("rows") or [])]), None)
