"""One session, opened by its ID in the address, whatever the selection's dates and rooms are."""

from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.charts.sessions import MOST_BARS, alt_timeline, timeline_chart
from kaltura.metrics import one_session
from kaltura.metrics.one_session import Session
from kaltura.metrics.sessions import room_history
from kaltura.metrics.shown_names import shown_names
from kaltura.metrics.usual import OTHERS, against_usual
from kaltura.reports.columns import Report
from kaltura.ui import usual_words
from kaltura.ui.access import may_see_people
from kaltura.ui.chart import chart
from kaltura.ui.columns import DECIMAL, PERCENT, in_per_cent
from kaltura.ui.figures import Figure, figure_row, how
from kaltura.ui.navigation import page_button
from kaltura.ui.person_links import open_person
from kaltura.ui.row_click import row_table
from kaltura.ui.session_caveats import caveats
from kaltura.ui.session_links import ROOM, SESSION, SESSIONS, list_button, open_session
from kaltura.ui.sessions_columns import bar_columns
from kaltura.ui.state import computed_everywhere, filters, view
from kaltura.ui.states import available, cannot_open, empty
from kaltura.ui.text import count, local_moment, minutes, percent, plain, plural
from kaltura.when import weekday_span
from kaltura.written import NO_ROOM

MOST_ROWS = 1000
_ATTENDEE = (
    "user_name",
    "share",
    "minutes",
    "engagement_rate",
    "disengaged_minutes",
    "user_type",
    "user_id",
    "user_email",
)


def opened() -> Session | None:
    """The session that the address names; a sentence when there is none of this ID."""
    cue_point_id = st.query_params.get(SESSION)
    if not cue_point_id:
        return None
    try:
        return computed_everywhere(one_session.session, cue_point_id)
    except UsageError:
        list_button(SESSIONS)
        missing = "The data on screen has no such session."
        cannot_open(f"“{cue_point_id[:60]}” cannot be opened. {missing}", "Pick a session from the table.")


def head(session: Session) -> None:
    """Where from and where to, when, who hosted, what to know of it."""
    _ways(session)
    start, end = session.start, session.end
    when = weekday_span(start, end) if start and end else local_moment(start, filters().tz)
    said = [f"{when} ({filters().zone})" if start else "Times not known"]
    said += [f"hosted by {session.host_name}"] if session.host else []
    said += [f"session {session.cue_point_id}"]
    st.caption(plain(" · ".join(said)))
    _remarks(session)


def figures(session: Session) -> None:
    """Its figures, each beside the room's usual."""
    usual = _usual(session)
    peak = _range(session.peak_low, session.peak_high)
    figure_row(
        [
            Figure("unique_attendees", count(session.unique_attendees), **usual("unique_attendees")),
            Figure("kaltura_estimate", count(session.kaltura_estimate), note=_difference(session)),
            Figure("anonymous_attendances", count(session.anonymous_attendances)),
            Figure("peak_attendees", peak, note="An estimate: only this range is known."),
            Figure("duration", minutes(session.duration_minutes), **usual("duration_minutes")),
            Figure("mean_minutes", minutes(session.mean_minutes), **usual("mean_minutes")),
            Figure("engagement_rate", percent(session.engagement_rate), **usual("engagement_rate")),
            Figure("disengaged_minutes", minutes(session.disengaged_minutes), **usual("disengaged_minutes")),
        ]
    )
    for said in caveats(session):
        st.caption(said)


def timeline(session: Session) -> None:
    """The session and its breakouts as bars; a click opens one."""
    if session.layer == "breakout":
        return
    bars = computed_everywhere(one_session.timeline, session.cue_point_id)
    breakouts = len(bars) - 1
    some = f"{MOST_BARS} of {breakouts:,} breakouts are drawn, some of each start; all are in the table."
    points = chart(
        "Timeline with its breakouts",
        timeline_chart(bars),
        key=f"session_timeline_{session.cue_point_id}",
        alt=alt_timeline(bars),
        table=_readable(bars),
        definition="parent_session",
        caption=some if breakouts > MOST_BARS else None,
        columns=bar_columns(),
        selectable=True,
        by=("cue_point_id",),
    )
    if points and points[0]["customdata"][0] != session.cue_point_id:
        open_session(points[0]["customdata"][0])


def attendees(session: Session) -> None:
    """Who was there, how long, and which share of the session that is; a row opens the person."""
    if not available(Report.ATTENDEES):
        return
    rows = computed_everywhere(one_session.attendees, session.cue_point_id)
    with st.container(border=True):
        st.markdown("## Attendees", help=how("share_of_session"))
        if rows.empty:
            empty("Kaltura reports no attendees of this session.", "It may have been empty, or still be processed.")
            return
        row = row_table(
            in_per_cent(
                rows.assign(user_name=shown_names(rows).replace("", None)).head(MOST_ROWS)[list(_ATTENDEE)],
                _attendee_columns(),
            ),
            f"session_attendees_{session.cue_point_id}",
            column_config=_attendee_columns(),
            placeholder="–",
            alt="Attendees, the longest stay first",
        )
        st.caption(_attendance_caption(rows))
    if row is not None and isinstance(rows["user_id"].iloc[row], str):
        open_person(rows["user_id"].iloc[row])


def against_the_rooms_usual(session: Session) -> None:
    """Each figure beside the median and the middle half of the room's other sessions."""
    if session.layer == "breakout":
        return
    table = computed_everywhere(against_usual, session.cue_point_id)
    with st.container(border=True):
        st.markdown("## Against the room's usual", help=usual_words.HELP)
        others = int(table["sessions"].max()) if len(table) else 0
        if others < OTHERS:
            empty(
                f"{OTHERS} other sessions of this room with known figures are needed, and there "
                f"{'is' if others == 1 else 'are'} {others or 'none'}.",
                "Fetch a longer range of dates.",
            )
            return
        st.dataframe(
            usual_words.table(table), hide_index=True, height="content", alt="Figures against the room's usual"
        )


def _ways(session: Session) -> None:
    """Back to the table, to the room, to the session before and after."""
    history = computed_everywhere(room_history, session.room_id)["cue_point_id"].tolist()
    at = history.index(session.cue_point_id) if session.cue_point_id in history else None
    with st.container(horizontal=True, vertical_alignment="center", key="session_ways"):
        list_button(SESSIONS)
        if session.room_id is not None:
            page_button("sessions", "All sessions of this room", ":material/history:", {ROOM: session.room_id})
        if at:
            page_button("sessions", "Session before", ":material/chevron_left:", {SESSION: history[at - 1]})
        if at is not None and at + 1 < len(history):
            page_button("sessions", "Session after", ":material/chevron_right:", {SESSION: history[at + 1]})


def _remarks(session: Session) -> None:
    if session.layer == "breakout":
        st.info(
            f"A breakout session of “{plain(session.room_name or session.room_id or NO_ROOM)}”.",
            icon=":material/account_tree:",
        )
    if session.running:
        st.info(
            "It had not ended when the data was fetched: shares of it are not known, and it is not compared with "
            "whole sessions.",
            icon=":material/timer:",
        )
    elif session.provisional:
        st.info("Provisional: Kaltura still corrects the last 24 hours.", icon=":material/hourglass_top:")
    if not _in_view(session):
        st.caption("This session is outside the dates, rooms or events selected at the side.")


def _usual(session: Session) -> Any:
    if session.layer == "breakout":
        return lambda _: {}
    table = computed_everywhere(against_usual, session.cue_point_id)
    return lambda measure: usual_words.change(table, measure)


def _range(low: int | None, high: int | None) -> str:
    if low is None or low == high:
        return count(low)
    return f"{low:,} or more" if high is None else f"{low:,} to {high:,}"


def _difference(session: Session) -> str:
    exact, estimate = session.unique_attendees, session.kaltura_estimate
    if exact is None or estimate is None:
        return ""
    differs = f"differs by {estimate - exact:+,}" if estimate != exact else "is the same"
    return f"Counted exactly: {exact:,}. The estimate {differs}."


def _attendance_caption(rows: pd.DataFrame) -> str:
    longer = int((rows["share"] > 1).sum())
    said = [f"{plural(len(rows), 'attendance')}."]
    if len(rows) > MOST_ROWS:
        said.append(f"The longest {MOST_ROWS:,} are listed; the Export page has all.")
    if rows["anonymous"].any():
        said.append("A row without a user ID may stand for many people.")
    if longer:
        said.append(f"{plural(longer, 'attendance')} lasted longer than the session; the bar stops at 100 %.")
    said += ["Choose a row to open the person's history."] if may_see_people() else []
    return " ".join(said)


def _attendee_columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "user_name": config.TextColumn("Name", pinned=True),
        "user_id": config.TextColumn("User ID"),
        "user_email": config.TextColumn("E-mail"),
        "user_type": config.TextColumn("Type"),
        "minutes": config.NumberColumn("Minutes", format=DECIMAL),
        "share": config.ProgressColumn("Share of the session", min_value=0, max_value=100, format=PERCENT),
        "engagement_rate": config.NumberColumn("Engagement rate", format=PERCENT),
        "disengaged_minutes": config.NumberColumn("Disengaged min", format=DECIMAL),
    }


def _readable(bars: pd.DataFrame) -> pd.DataFrame:
    local = {name: bars[name].dt.tz_localize(None) for name in ("start", "end")}
    return bars.assign(**local).drop(columns="until")


def _in_view(session: Session) -> bool:
    same = pl.col("cue_point_id") == session.cue_point_id
    return not view().sessions.filter(same).limit(1).collect().is_empty()
