"""People worth a look: close to the line, at risk, in two sessions at once."""

from typing import Any

import streamlit as st

from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.decisions import borderline
from kaltura.metrics.headline import headline
from kaltura.metrics.overlaps import TOLERANCE_MINUTES, overlapping_presence
from kaltura.metrics.room_attendance import RECENT
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_decisions import roster_borderline
from kaltura.metrics.rule import Rule
from kaltura.ui.address_numbers import RISK_NUMBERS
from kaltura.ui.figures import how
from kaltura.ui.next_step import chosen_places
from kaltura.ui.people_room import chosen_room
from kaltura.ui.people_roster import OF_ROSTER, current_roster
from kaltura.ui.people_table import people_table
from kaltura.ui.state import computed, select
from kaltura.ui.states import empty
from kaltura.ui.text import plural

_LAST_RISK = "_risk"


def nobody_identified() -> bool:
    """Whether the selection has attendances and none names a person; then that is said, in place of a list."""
    now = computed(headline)
    if now.unique_attendees or not now.attendances:
        return False
    number = "The one attendance" if now.attendances == 1 else f"All {now.attendances:,} attendances"
    empty(
        f"{number} of this selection {'is' if now.attendances == 1 else 'are'} anonymous, so nobody can be named.",
        "Anonymous viewers are counted under Attendance and Engagement, and are in no list of people.",
    )
    return True


def borderline_list(rule: Rule) -> None:
    """Decisions close to the line, the closest first."""
    roster = current_roster()
    rows = computed(borderline, rule) if roster is None else computed(roster_borderline, rule, roster)
    if rows.empty and not (roster is None and nobody_identified()):
        empty(
            f"No decision{'' if roster is None else OF_ROSTER} is close to the line.",
            "Lower or raise the threshold to see who would change.",
        )
    if rows.empty:
        return
    shown = ["user_name", "room_name", "start", "decision", "explanation", "user_id", "user_email"]
    alt = "Decisions close to the line, the closest first"
    people_table(rows, shown, "people_borderline", alt, definition="borderline", said="explanation")


def at_risk_list(rule: Rule) -> None:
    """People with reasons for a word, each for one room; with a roster its people, seen or not, in one room."""
    roster = current_roster()
    room = None if roster is None else chosen_room("Compare the roster with", "people_risk_room")
    risk = _risk(roster)
    rows = computed(at_risk, rule, risk, roster, room)
    if rows.empty:
        _nobody_at_risk(risk, roster)
        return
    at_most = [] if risk.remaining_sessions is None else ["maximum"]
    shown = ["user_name", "room_name", "present", "held", *at_most, "reasons", "share", "misses_in_row", "last"]
    shown += ["user_id", "user_email"]
    if roster is not None:
        st.caption("The people of the roster, those never seen too; whoever is not on it is not listed.")
    people_table(
        rows,
        shown,
        "people_at_risk",
        "People at risk, with reasons",
        definition="at_risk",
        said="reasons",
        lines=3,
    )


def _nobody_at_risk(risk: Risk, roster: Roster | None) -> None:
    if roster is not None:
        empty("Nobody on the roster is at risk by these measures.", "Choose longer dates or stricter measures.")
        return
    if nobody_identified():
        return
    empty(
        "Nobody is at risk by these measures.",
        f"Only people seen in at least {plural(risk.seen_at_least, 'session')} are listed. Choose a longer range "
        "of dates, or lower that number.",
    )


def two_at_once() -> None:
    """More minutes in two sessions that overlap than fit into the time."""
    rows = computed(overlapping_presence)
    if rows.empty and nobody_identified():
        return
    places = chosen_places()
    within = f" Only sessions of the selected {places} are compared." if places else ""
    st.caption(
        f"Only where more than {TOLERANCE_MINUTES:g} min must have been spent in both sessions at once. "
        f"This usually means two devices or a shared account.{within}"
    )
    if rows.empty:
        _nobody_at_once(places)
    if places and st.button(f"Compare all {places}", key="people_at_once_all", icon=":material/filter_alt_off:"):
        select(rooms=(), events=())
    if rows.empty:
        return
    shown = ["user_name", "excess", "first_room", "first_start", "first_minutes", "second_room", "second_start"]
    shown += ["second_minutes", "available", "user_id"]
    people_table(rows, shown, "people_overlaps", "People in two sessions at once, most minutes first")


def _nobody_at_once(places: str) -> None:
    if places:
        empty(
            f"Nobody was in two sessions of the selected {places} at once.",
            f"Who was in one of them and elsewhere at once is found without {places} in the selection.",
        )
        return
    empty("Nobody was in two sessions at once.", "There is nothing to do.")


def _risk(roster: Roster | None) -> Risk:
    usual = Risk()
    kept: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        misses = st.number_input(
            "Sessions missed in a row",
            *RISK_NUMBERS["risk_misses"],
            usual.misses_in_row,
            key="risk_misses",
            width=150,
            **kept,
        )
        fall = st.number_input(
            "Fall in attendance, points",
            *RISK_NUMBERS["risk_fall"],
            round(usual.fall * 100),
            step=5,
            key="risk_fall",
            width=160,
            **kept,
        )
        required = st.number_input(
            "Required Present, %",
            *RISK_NUMBERS["risk_required"],
            round(usual.required_share * 100),
            step=5,
            key="risk_required",
            width=150,
            **kept,
        )
        remaining = st.number_input(
            "Sessions still to come",
            *RISK_NUMBERS["risk_remaining"],
            None,
            key="risk_remaining",
            placeholder="Not known",
            width=170,
            help=how("maximum_attendance"),
            **kept,
        )
        least = st.number_input(
            "Seen in at least (sessions)",
            *RISK_NUMBERS["risk_seen"],
            usual.seen_at_least,
            key="risk_seen",
            width=150,
            disabled=roster is not None,
            help=None if roster is None else "Everybody on the roster is expected, however few sessions they came to.",
            **kept,
        )
    short = f"A fall in attendance is looked for in rooms with {2 * RECENT} sessions or more."
    if remaining is not None:
        st.caption(short)
    else:
        st.caption(
            f"{short} Enter how many sessions are still to come in one room: the list then also names those who cannot "
            "reach the required share any more, and “At most” what each still can."
        )
    risk = Risk(int(misses), fall / 100, required / 100, None if remaining is None else int(remaining), int(least))
    st.session_state[_LAST_RISK] = risk
    return risk


def last_risk() -> Risk:
    """For other pages: the measures that this session last looked at, else the usual ones."""
    risk: Risk = st.session_state.get(_LAST_RISK, Risk())
    return risk
