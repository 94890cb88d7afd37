"""What the Breakouts page draws."""

import polars as pl
import streamlit as st

from kaltura.charts import breakout_sets as sets
from kaltura.charts import breakouts as charts
from kaltura.charts.breakout_tree import SIZES, alt_breakout_tree, breakout_tree_chart
from kaltura.metrics.breakout_tree import breakout_tree
from kaltura.metrics.breakouts import durations, median_length
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.halves import halves_of_participation
from kaltura.metrics.lift import lift_by_session
from kaltura.metrics.over_time import breakouts_over_time
from kaltura.metrics.participation import MAIN_NOT_KNOWN, participation
from kaltura.metrics.periods import Period
from kaltura.metrics.tables import everybody, narrowed_to_people, without_main_sessions
from kaltura.reports.columns import Report
from kaltura.ui.chart import chart
from kaltura.ui.choose_one import choose_one
from kaltura.ui.clicks import Points, first_id, narrow_to_period
from kaltura.ui.columns import COLUMNS, COUNT, DECIMAL, PERCENT, START
from kaltura.ui.next_step import is_narrowed, next_step
from kaltura.ui.period import unfinished_caption
from kaltura.ui.session_links import open_session
from kaltura.ui.state import computed, view, whole
from kaltura.ui.states import available, empty

_number = st.column_config.NumberColumn

_TREE = {
    "id": None,
    "parent": None,
    "room_id": None,
    "cue_point_id": None,
    "other": None,
    "orphans": None,
    "label": st.column_config.TextColumn("Name", width="medium"),
    "level": st.column_config.TextColumn("Level"),
    "participants": _number("People", format=COUNT),
    "minutes": _number("Minutes of breakouts", format=DECIMAL),
    "breakouts": _number("Breakouts", format=COUNT),
}
_SETS = {
    "cue_point_id": None,
    "room_id": None,
    "room_name": COLUMNS["room_name"],
    "start": START,
    "breakouts": _number("Breakouts"),
    "known": _number("With a known size"),
    "participants": _number("People"),
    "mean": _number("Mean size", format=DECIMAL),
    "largest": _number("Largest"),
    "evenness": _number("Evenness", format=PERCENT),
    "gini": _number("Gini", format="%.2f"),
    "empty": _number("Empty"),
    "solo": _number("Solo"),
    "over_full": _number("Over-full"),
    "breakout_minutes": _number("Minutes in breakouts", format=DECIMAL),
    "main_minutes": _number("Minutes in the session", format=DECIMAL),
    "breakout_rate": _number("Engaged in breakouts", format=PERCENT),
    "main_rate": _number("Engaged in the session", format=PERCENT),
    "lift": _number("Lift", format=PERCENT),
}
_LENGTHS = {
    "from_minutes": _number("From (min)"),
    "to_minutes": _number("Up to (min)"),
    "breakouts": _number("Breakouts", format=COUNT),
}


def has_breakouts() -> bool:
    """Whether any breakout is selected; else the page says why there is none."""
    if view().sessions.filter(pl.col("layer") == "breakout").limit(1).collect().height:
        return True
    if available(Report.BREAKOUT_SESSIONS):
        of = "this selection" if is_narrowed() else "all of the data"
        empty(f"No session in {of} had breakouts.", next_step())
    return False


def participation_over_time(period: Period, *, key: str = "breakouts_participation") -> None:
    """The part of the people that joined a breakout, with its bounds; a click narrows the dates.

    key: of the chart, another on each page.
    """
    table = computed(breakouts_over_time, period)
    _, step = _without_main_sessions()
    points = chart(
        f"Breakout participation by {period}",
        charts.participation_over_time_chart(table, period),
        key=key,
        alt=charts.alt_participation_over_time(table, period, computed(halves_of_participation)),
        table=table,
        columns=COLUMNS,
        definition="participation",
        caption=f"{unfinished_caption(period, table.dropna(subset='participation_low'), 'Hollow points')} "
        f"Click a point to show only that {period}.",
        empty_reason=computed(participation).reason or None,
        empty_step=step,
        selectable=True,
    )
    narrow_to_period(points, period)


def use_over_time(period: Period) -> None:
    """Main sessions with and without breakouts; a click narrows the dates."""
    table = computed(breakouts_over_time, period)
    reason, step = _without_main_sessions()
    points = chart(
        f"Main sessions with breakouts by {period}",
        charts.use_over_time_chart(table, period),
        key="breakouts_use",
        alt=charts.alt_use_over_time(table, period),
        table=table,
        columns=COLUMNS,
        definition="breakout_share",
        caption=f"{unfinished_caption(period, table[table['main_sessions'] > 0])} "
        f"Click a bar to show only that {period}.",
        empty_reason=reason,
        empty_step=step,
        selectable=True,
    )
    narrow_to_period(points, period)


def tree() -> None:
    """Main rooms, their sessions and breakouts; a clicked breakout opens its main session."""
    size, table = choose_one("Areas are", SIZES, "breakouts_size"), computed(breakout_tree)
    points = chart(
        "Main rooms, their sessions and breakouts",
        breakout_tree_chart(table, size),
        key=f"breakouts_tree_{size}",
        alt=alt_breakout_tree(table, size),
        table=table,
        columns=_TREE,
        definition="parent_session",
        caption="Areas are people in breakouts (or their minutes). Click a room or a session to look inside, and a "
        "breakout to open its session.",
        empty_reason="Nobody was in a breakout of this selection.",
        selectable="drill",
    )
    found = table[table["id"] == points[0].get("id")] if points else table.iloc[:0]
    for node in found.itertuples():
        if node.level == "breakout" and isinstance(node.cue_point_id, str):
            open_session(node.cue_point_id)


def evenness() -> None:
    """How equally people were spread, session by session; a click opens one."""
    table = computed(evenness_by_session)
    reason, step = _without_main_sessions()
    if reason is None and narrowed_to_people(view()):
        reason = "Only some people are selected, so how full a breakout was is not known."
        step = f"{everybody(view())}."
    points = chart(
        "Evenness by session",
        sets.evenness_chart(table),
        key="breakouts_evenness",
        alt=sets.alt_evenness(table),
        table=table,
        columns=_SETS,
        definition="evenness",
        caption="Click a point to open its session.",
        empty_reason=reason or "No session of this selection had two breakouts with people in them.",
        empty_step=step,
        selectable=True,
        by=("cue_point_id",),
    )
    _open_clicked(points)


def lift_of_sessions() -> None:
    """Engagement in breakouts against the session around them; a click opens one."""
    table = computed(lift_by_session)
    reason, step = _without_main_sessions()
    points = chart(
        "Lift by session",
        sets.lift_chart(table),
        key="breakouts_lift",
        alt=sets.alt_lift(table),
        table=table,
        columns=_SETS,
        definition="lift",
        caption="Above the line people were more engaged in breakouts. Click a point to open its session.",
        empty_reason=reason or "Attendees of breakouts are not reported with a ratio in this selection.",
        empty_step=step or next_step(Report.ATTENDEES),
        selectable=True,
        by=("cue_point_id",),
    )
    _open_clicked(points)


def lengths() -> None:
    """How long breakouts lasted."""
    table = computed(durations)
    said = sets.alt_breakout_durations(table, computed(median_length))
    chart(
        "Length of breakouts",
        sets.breakout_durations_chart(table),
        key="breakouts_lengths",
        alt=said,
        table=table,
        columns=_LENGTHS,
        definition="breakout_length",
        empty_reason="No breakout of this selection has a known length.",
    )


def _without_main_sessions() -> tuple[str | None, str | None]:
    """Reason and next step of what needs the main sessions of breakouts, where nothing is known of any."""
    if not without_main_sessions(view()) or computed(participation).main_sessions:
        return None, None
    if whole().provenance.missing(Report.ROOM_SESSIONS):
        return MAIN_NOT_KNOWN, next_step(Report.ROOM_SESSIONS)
    return MAIN_NOT_KNOWN, "Breakouts alone were asked for: fetch their main rooms as rooms."


def _open_clicked(points: Points) -> None:
    cue_point_id = first_id(points)
    if cue_point_id is not None:
        open_session(cue_point_id)
