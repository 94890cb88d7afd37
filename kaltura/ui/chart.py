"""A chart on a page: title, figure, words for those who don't see it, its numbers, and how they are computed."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kaltura.charts.theme import CONFIG
from kaltura.ui import head_start
from kaltura.ui.columns import in_per_cent
from kaltura.ui.figures import how
from kaltura.ui.states import empty


def chart(  # noqa: PLR0913  a component with named options, as Streamlit's own have
    title: str,
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    table: pd.DataFrame | None = None,
    definition: str | None = None,
    caption: str | None = None,
    empty_reason: str | None = None,
    empty_step: str = "Choose a longer range of dates, or take parts out of the selection.",
    columns: Mapping[str, Any] | None = None,
    selectable: bool | Literal["drill"] = False,
) -> list[dict[str, Any]]:
    """Draw one chart in a card and return the points that were clicked (when `selectable`), once for each click.

    title: what the chart shows, with its unit. alt: the finding as a sentence, for screen readers.
    table: the numbers behind it, shown on demand; an empty one (or no trace) shows the empty state instead.
    definition: a key of DEFINITIONS for "How is this computed?". caption: one line below, e.g. on coverage.
    columns: st.column_config of the table. selectable: "drill" for a treemap, which a click opens in the browser:
    it stays as it is, and the clicked node comes back in every run until another one is clicked.
    """
    with st.container(border=True, height="stretch"):
        _head(title, key, definition, table is not None)
        if not figure.data or (table is not None and table.empty):
            empty(empty_reason or "There is nothing in this selection to draw here.", empty_step)
            return []
        points = _draw(figure, key, alt, selectable)
        if caption:
            st.caption(caption)
        if table is not None and st.session_state.get(f"table_{key}"):
            shown = in_per_cent(table, columns)
            st.dataframe(shown, hide_index=True, column_config=columns, alt=f"The numbers of: {title}")
    return points


def _head(title: str, key: str, definition: str | None, has_table: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"## {title}", help=how(definition) if definition else None, width="stretch")
        if has_table:
            st.toggle("Table", key=f"table_{key}")


def _draw(figure: go.Figure, key: str, alt: str, selectable: bool | Literal["drill"]) -> list[dict[str, Any]]:
    head_start.before_a_chart()
    if not selectable:
        st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)
        return []
    # Another key after each click: else the same points would come back in the next run, and act again.
    turn = f"turn_{key}"
    drawn = f"{key}_{st.session_state.get(turn, 0)}"
    event = st.plotly_chart(figure, key=drawn, config=CONFIG, alt=alt, on_select="rerun", selection_mode="points")
    points: list[dict[str, Any]] = list(event["selection"]["points"])
    if points and selectable != "drill":
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
    return points
