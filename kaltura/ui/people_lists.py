"""People worth a look: close to the line, at risk, in two sessions at once."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.decisions import Rule, borderline
from kaltura.metrics.overlaps import TOLERANCE_MINUTES, overlapping_presence
from kaltura.metrics.shown_names import shown_names
from kaltura.ui.columns import COUNT, DECIMAL, PERCENT, in_per_cent
from kaltura.ui.figures import how
from kaltura.ui.person_links import open_person
from kaltura.ui.state import computed
from kaltura.ui.states import empty
from kaltura.ui.text import plural

MOST_ROWS = 500
_LAST_RISK = "_risk"


def borderline_list(rule: Rule) -> None:
    """Decisions close to the line, the closest first."""
    rows = computed(borderline, rule)
    if rows.empty:
        empty("No decision is close to the line.", "Lower or raise the threshold to see who would change.")
        return
    shown = ["user_name", "decision", "explanation", "room_name", "start", "user_id", "user_email"]
    alt = "Decisions close to the line, the closest first"
    _people_table(rows, shown, "people_borderline", alt, "borderline", lines=2)


def at_risk_list(rule: Rule) -> None:
    """People with reasons for a word, each for one room."""
    risk = _risk()
    rows = computed(at_risk, rule, risk)
    if rows.empty:
        empty(
            "Nobody is at risk by these measures.",
            f"People count from {plural(risk.seen_at_least, 'session')} on; choose longer dates or stricter measures.",
        )
        return
    shown = ["user_name", "reasons", "room_name", "present", "held", "share", "maximum", "misses_in_row", "last"]
    shown += ["user_id", "user_email"]
    _people_table(rows, shown, "people_at_risk", "People at risk, with reasons", "at_risk", lines=3)


def two_at_once() -> None:
    """More minutes in two sessions that overlap than fit into the time."""
    rows = computed(overlapping_presence)
    st.caption(
        f"Only where more than {TOLERANCE_MINUTES:g} min must have been spent in both sessions at once. "
        "Two devices, or an account that is shared, explain it."
    )
    if rows.empty:
        empty("Nobody was in two sessions at once.", "Choose a longer range of dates, or more rooms.")
        return
    shown = ["user_name", "excess", "first_room", "first_start", "first_minutes", "second_room", "second_start"]
    shown += ["second_minutes", "available", "user_id"]
    _people_table(rows, shown, "people_overlaps", "People in two sessions at once, most minutes first", None)


def _risk() -> Risk:
    usual = Risk()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        misses = st.number_input(
            "Missed in a row, from", 1, 50, usual.misses_in_row, key="risk_misses", persist_state="session", width=150
        )
        fall = st.number_input(
            "Attended less by, points",
            1,
            100,
            round(usual.fall * 100),
            step=5,
            key="risk_fall",
            persist_state="session",
            width=170,
        )
        required = st.number_input(
            "Required Present, %",
            1,
            100,
            round(usual.required_share * 100),
            step=5,
            key="risk_required",
            persist_state="session",
            width=150,
        )
        remaining = st.number_input(
            "Sessions still to come",
            0,
            500,
            None,
            key="risk_remaining",
            placeholder="Not known",
            persist_state="session",
            width=170,
            help=how("maximum_attendance"),
        )
        least = st.number_input(
            "Seen at least", 1, 50, usual.seen_at_least, key="risk_seen", persist_state="session", width=130
        )
    if remaining is None:
        st.caption(
            "Who cannot reach the required share any more is not among the reasons, and “At most” is empty: how many "
            "sessions are still to come is not known. Enter it for one room."
        )
    risk = Risk(int(misses), fall / 100, required / 100, None if remaining is None else int(remaining), int(least))
    st.session_state[_LAST_RISK] = risk
    return risk


def last_risk() -> Risk:
    """For other pages: the measures that this session last looked at, else the usual ones."""
    risk: Risk = st.session_state.get(_LAST_RISK, Risk())
    return risk


def _people_table(
    rows: pd.DataFrame, shown: list[str], key: str, alt: str, definition: str | None, lines: int = 1
) -> None:
    """A table whose rows open the person. lines: of text in a row, so that a sentence is read to its end."""
    with st.container(border=True):
        st.markdown(f"## {alt}", help=how(definition) if definition else None)
        event = st.dataframe(
            in_per_cent(without_zone(rows.assign(user_name=shown_names(rows)).head(MOST_ROWS)[shown]), COLUMNS),
            hide_index=True,
            column_config=COLUMNS,
            key=key,
            on_select="rerun",
            selection_mode="single-row",
            row_height=15 + 20 * lines if lines > 1 else None,
            alt=alt,
        )
        more = f"The first {MOST_ROWS:,} of {len(rows):,} are listed. " if len(rows) > MOST_ROWS else ""
        st.caption(f"{more}Choose a row to open the person's history.")
    for row in event["selection"]["rows"]:
        open_person(str(rows["user_id"].iloc[row]))


def without_zone(rows: pd.DataFrame) -> pd.DataFrame:
    """Local times as they stand: the browser would show them in its own zone."""
    return rows.assign(**{str(name): rows[name].dt.tz_localize(None) for name in rows.select_dtypes("datetimetz")})


_text, _number = st.column_config.TextColumn, st.column_config.NumberColumn
_when = st.column_config.DatetimeColumn
COLUMNS: dict[str, Any] = {
    "user_name": _text("Name", pinned=True, width=160),
    "user_id": _text("User ID"),
    "user_email": _text("E-mail"),
    "room_name": _text("Room", width=190),
    "start": _when("Start", format="D MMM YYYY, HH:mm", width=140),
    "decision": _text("Decision", width=80),
    "minutes": _number("Minutes", format=DECIMAL),
    "explanation": _text("Why", width=390),
    "reasons": _text("Reasons", width=390),
    "present": _number("Present", format=COUNT),
    "held": _number("Sessions", format=COUNT),
    "share": _number("Share", format=PERCENT),
    "maximum": _number("At most", format=PERCENT, help=how("maximum_attendance")),
    "misses_in_row": _number("Missed in a row", format=COUNT),
    "last": _when("Last seen", format="D MMM YYYY, HH:mm"),
    "excess": _number("Minutes in both", format=DECIMAL),
    "first_room": _text("First room"),
    "first_start": _when("First start", format="D MMM YYYY, HH:mm"),
    "first_minutes": _number("Minutes there", format=DECIMAL),
    "second_room": _text("Second room"),
    "second_start": _when("Second start", format="D MMM YYYY, HH:mm"),
    "second_minutes": _number("Minutes there", format=DECIMAL),
    "available": _number("Minutes between", format=DECIMAL, help="From the start of the first to the later end"),
    "engagement_rate": _number("Engagement", format=PERCENT),
    "breakouts": _number("Breakouts joined", format=COUNT),
}
