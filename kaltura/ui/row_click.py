"""A table whose rows open something, wherever in the row the click falls."""

from collections.abc import Mapping
from typing import Any, Literal

# Of a row alone, Streamlit takes a click on its tick box only.
ANYWHERE: list[Literal["single-row", "single-cell"]] = ["single-row", "single-cell"]


def chosen_row(selection: Mapping[str, Any]) -> int | None:
    """The place of the chosen row in the table, from the selection of an st.dataframe with ANYWHERE."""
    cells = selection.get("cells") or []
    return next(iter([*(row for row, _ in cells), *(selection.get("rows") or [])]), None)
