"""A chart on a page: title, figure, words for those who don't see it, its numbers, and how they are computed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kaltura.charts.theme import config
from kaltura.metrics.periods import undated
from kaltura.names import short
from kaltura.reports.columns import Report
from kaltura.ui import head_start
from kaltura.ui.columns import in_per_cent
from kaltura.ui.figures import how
from kaltura.ui.next_step import next_step
from kaltura.ui.row_click import KEYS, row_table
from kaltura.ui.state import computed
from kaltura.ui.states import empty
from kaltura.ui.text import plain

FEWEST_SESSIONS = 8  # fewer, spread over a chart's classes or ranks, are a block or two
LONGEST = 140  # characters of a finding below its chart: about a line of one across the page


def chart(  # noqa: PLR0913  a component with named options, as Streamlit's own have
    title: str,
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    definition: str,
    table: pd.DataFrame | None = None,
    caption: str | None = None,
    empty_reason: str | None = None,
    empty_step: str | None = None,
    columns: Mapping[str, Any] | None = None,
    selectable: bool | Literal["drill"] = False,
    by: Sequence[str] = (),
    sessions: int | None = None,
    needs_times: bool = False,
) -> list[dict[str, Any]]:
    """Draw one chart in a card and return the points that were clicked (when `selectable`), once for each click.

    A row chosen in the table comes back as the point that it is: who has no mouse opens by it what a click opens.

    title: what the chart shows, with its unit. alt: the finding as a sentence, for screen readers and below the chart.
    table: the numbers behind it, shown on demand; an empty one (or no trace) shows the empty state instead.
    empty_reason, empty_step: why there is nothing, and what to do; the step is usually to select more.
    definition: a key of DEFINITIONS for "How is this computed?". caption: what follows the finding, e.g. on coverage or
    what a click does.
    columns: st.column_config of the table. selectable: "drill" for a treemap, which a click opens in the browser:
    it stays as it is, and the clicked node comes back in every run until another one is clicked.
    by: the table's columns that make a point's customdata. sessions: how many are drawn, where fewer than
    FEWEST_SESSIONS make no chart: then the finding stands in its place. needs_times: whether nothing can be drawn of
    sessions whose times are not known; where that is why it is empty, the empty state says so.
    """
    with st.container(border=True, height="stretch"):
        _head(title, key, definition, table is not None)
        if not figure.data or (table is not None and table.empty):
            if needs_times and computed(undated):
                tells, empty_step = Report.ROOM_SESSIONS.named, next_step(Report.ROOM_SESSIONS)
                empty_reason = f"When these sessions began and ended is not known: {tells} would tell."
            empty(empty_reason or "There is nothing in this selection to draw here.", empty_step or next_step())
            return []
        said = plain(finding(title, alt))
        if sessions is not None and sessions < FEWEST_SESSIONS:
            st.markdown(said)
            st.caption(f"Fewer than {FEWEST_SESSIONS} sessions are not drawn; their figures are in the table.")
            points = []
        else:
            points = _draw(figure, key, alt, selectable)
            st.caption(f"{said} {(caption or '').strip()}".strip())
        if table is not None and st.session_state.get(f"table_{key}"):
            points = _rows(table, columns, key, title, by if selectable else None) or points
    return points


def finding(title: str, alt: str) -> str:
    """The finding as it stands below a chart of this title: without what the title says, and its first part if long."""
    said = alt.removeprefix(f"{title}: ")
    if len(said) > LONGEST and "; " in said:
        said = f"{said.partition('; ')[0]}."
    said = said[:1].upper() + said[1:]
    return said if len(said) <= LONGEST else short(said, LONGEST)


def _rows(
    table: pd.DataFrame, columns: Mapping[str, Any] | None, key: str, title: str, by: Sequence[str] | None
) -> list[dict[str, Any]]:
    shown, alt = in_per_cent(table, columns), f"The numbers of: {title}"
    if by is None:
        st.dataframe(shown, hide_index=True, column_config=columns, alt=alt)
        return []
    at = row_table(shown, f"{key}_{_turn(key)}", column_config=columns, alt=alt)
    st.caption(KEYS)
    if at is None:
        return []
    _next_turn(key)
    row = {str(name): table[name].iloc[at] for name in table}  # as a row of the table, counts would be floats
    data = [None if pd.isna(row[name]) else row[name] for name in by]
    return [{"point_index": at, "x": row.get("period"), "id": row.get("id"), "customdata": data}]


def _head(title: str, key: str, definition: str, has_table: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"## {title}", help=how(definition), width="stretch")
        if has_table:
            st.toggle("Table", key=f"table_{key}")


def _draw(figure: go.Figure, key: str, alt: str, selectable: bool | Literal["drill"]) -> list[dict[str, Any]]:
    head_start.before_a_chart()
    shown = config(key.replace("_", "-"))
    if not selectable:
        st.plotly_chart(figure, key=key, config=shown, alt=alt)
        return []
    drawn = f"{key}_{_turn(key)}"
    event = st.plotly_chart(figure, key=drawn, config=shown, alt=alt, on_select="rerun", selection_mode="points")
    points: list[dict[str, Any]] = list(event["selection"]["points"])
    if points and selectable != "drill":
        _next_turn(key)
    return points


def _turn(key: str) -> int:
    """Part of the key of what can be clicked: else the same points would come back in the next run, and act again."""
    return int(st.session_state.get(f"turn_{key}", 0))


def _next_turn(key: str) -> None:
    st.session_state[f"turn_{key}"] = _turn(key) + 1
