"""The roster: who was expected, as a file from the person's computer; it stays in this browser session only."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.api.errors import AnalyticsError
from kaltura.charts.people import alt_roster, roster_chart
from kaltura.filters import Filters
from kaltura.metrics.absentees import absences, absences_by_session, absentees
from kaltura.metrics.hidden_roster import hide_roster
from kaltura.metrics.register import rooms_by_people
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.roster_match import match, one_line_a_person
from kaltura.metrics.rule import Rule
from kaltura.metrics.shown_names import shown_names
from kaltura.metrics.tables import everybody
from kaltura.reports.roster_file import MAX_BYTES, NEXT_STEP
from kaltura.ui import audit, errors
from kaltura.ui.chart import chart
from kaltura.ui.clicks import first_id
from kaltura.ui.columns import DECIMAL
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.hiding import names_hidden, pseudonym_key
from kaltura.ui.state import computed, computed_of, filters, loaded, select, view
from kaltura.ui.states import empty
from kaltura.ui.text import NOTHING, count, plain, plural
from kaltura.when import weekday_moment

_ROSTER, _CURRENT, _FAILURE, _FORGOTTEN = "_roster", "_current_roster", "_roster_failure", "_rosters_forgotten"
_SESSION = "_roster_session"  # the one whose absentees are listed, once it was clicked
MOST_ROWS = 1000
OF_ROSTER = " of the people on the roster"
_MOST_OF_ROSTER = "The room that most people of the roster came to."


def current_roster() -> Roster | None:
    """The uploaded roster, one line a person, under pseudonyms when names are hidden; None before one is uploaded."""
    roster: Roster | None = st.session_state.get(_ROSTER)
    if roster is None:
        return None
    key = (loaded().id, roster, names_hidden())
    known: tuple[Any, Roster] | None = st.session_state.get(_CURRENT)
    if known is None or known[0] != key:
        data = loaded().dataset
        single = one_line_a_person(data, roster)
        known = (key, hide_roster(single, data, pseudonym_key()) if names_hidden() else single)
        st.session_state[_CURRENT] = known
    return known[1]


def upload() -> None:
    """Takes a file; a roster that cannot be read is said, and the one before stays."""
    file = st.file_uploader(
        "Roster: the people who are expected, as CSV or Excel",
        type=["csv", "tsv", "txt", "xlsx"],
        key=_file_key(),
        max_upload_size=MAX_BYTES // 1_000_000,
        help=f"{NEXT_STEP} People are matched by user ID or e-mail, never by name. The file stays in this browser "
        "session, is sent nowhere else and is gone after a reload.",
        on_change=_read,
    )
    failure: AnalyticsError | None = st.session_state.get(_FAILURE)
    if failure is not None and file is not None:
        errors.show(failure)
        before = current_roster()
        if before is not None:
            st.caption(f"The roster read before, of {plural(len(before.people), 'person', 'people')}, is still in use.")
    if st.session_state.get(_ROSTER) is not None and st.button(
        "Forget the roster", key="people_forget", icon=":material/delete:", type="tertiary"
    ):
        _forget()
        st.rerun()


def compared(rule: Rule) -> None:
    """The roster beside the people seen: figures, absentees by session, who did not match."""
    roster = current_roster()
    if roster is None:
        empty(
            "No roster is uploaded, so nobody can be called absent.",
            "Upload a list of the people expected. Choose one room at the side, since a roster is of one class.",
        )
        return
    _one_room(roster)
    found = computed(match, roster)
    matched = found.accounts["line"].nunique()
    by_session = computed(absences_by_session, rule, roster)
    figure_row(
        [
            Figure("roster_match", count(len(roster.people)), label="On the roster"),
            Figure("roster_match", count(matched), label="Seen", note="Roster people whose ID or e-mail was seen."),
            Figure("roster_match", count(len(found.unmatched)), label="Not in this selection"),
            Figure("roster_match", count(len(found.strangers)), label="Not on the roster"),
            _absences(by_session),
        ]
    )
    _by_session(rule, roster, by_session)
    elsewhere = found.unmatched["line"].isin(computed_of(Filters(zone=filters().zone), match, roster).accounts["line"])
    _listed("In the data, but never in this selection", found.unmatched[elsewhere], "people_elsewhere")
    _listed("Nobody in the data: never seen, or written differently", found.unmatched[~elsewhere], "people_unmatched")
    _listed("Seen, and not on the roster", found.strangers, "people_strangers")
    _listed("Left out: an earlier line is of the same person", roster.duplicates, "people_duplicates")
    if roster.other_sheets:
        st.caption(f"The first sheet of the file was read; {plural(roster.other_sheets, 'other')} not.")
    if roster.blank:
        st.caption(f"{plural(roster.blank, 'line')} of the file had neither an ID nor an e-mail.")


def _one_room(roster: Roster) -> None:
    """A warning, and a way out, where a list of one class is held against many rooms."""
    rooms = computed(rooms_by_people, roster)
    if len(rooms) < 2:
        return
    most = loaded().choices.rooms.get(rooms[0], rooms[0])
    with st.container(border=True, key="people_roster_rooms"):
        st.markdown(
            f":material/warning: {len(rooms):,} rooms are selected, and everybody on the roster is expected in each of "
            "their sessions. A roster is of one class: choose its room."
        )
        if st.button(f"Only {plain(most)}", key="people_roster_room", type="primary", help=_MOST_OF_ROSTER):
            select(rooms=[rooms[0]])


def _file_key() -> str:
    """Another one after each roster that was forgotten: a file leaves the server with the box that took it."""
    return f"people_roster_file_{st.session_state.get(_FORGOTTEN, 0)}"


def _forget() -> None:
    for key in (_ROSTER, _CURRENT, _FAILURE, _SESSION):
        st.session_state.pop(key, None)
    st.session_state[_FORGOTTEN] = st.session_state.get(_FORGOTTEN, 0) + 1


def _read() -> None:
    file = st.session_state.get(_file_key())
    st.session_state.pop(_FAILURE, None)
    if file is None:
        return
    try:
        roster = read_roster(file.name, file.getvalue())
    except AnalyticsError as error:
        st.session_state[_FAILURE] = error
    else:
        st.session_state[_ROSTER] = roster
        audit.uploaded(len(roster.people))


def _absences(by_session: pd.DataFrame) -> Figure:
    known = absences(view(), by_session)
    if known is None:
        return Figure("absences", NOTHING, note=f"Not known in a selection of people. {everybody(view())}.")
    absent, decided = known
    return Figure("absences", f"{count(absent)} of {count(decided)}")


def _by_session(rule: Rule, roster: Roster, table: pd.DataFrame) -> None:
    points = chart(
        "The roster, session by session",
        roster_chart(table),
        key="people_roster_chart",
        alt=alt_roster(table),
        table=table.assign(start=table["start"].dt.tz_localize(None)),
        definition="decision",
        caption="Choose a bar to list that session's absentees.",
        columns={"cue_point_id": None, "room_id": None, "room_name": st.column_config.TextColumn("Room")},
        selectable=True,
        by=("cue_point_id",),
    )
    clicked = first_id(points)
    if clicked is not None:
        st.session_state[_SESSION] = clicked  # a click is told once, and the list stays until the next
    shown = st.session_state.get(_SESSION)
    if shown not in set(table["cue_point_id"]):
        shown = next(iter(table["cue_point_id"].tail(1)), None)
    if shown is not None:
        _one_session(rule, roster, shown, table)


def _one_session(rule: Rule, roster: Roster, cue_point_id: str, held: pd.DataFrame) -> None:
    rows = computed(absentees, rule, roster, cue_point_id)
    session = held[held["cue_point_id"] == cue_point_id].iloc[0]
    when = weekday_moment(session["start"])
    with st.container(border=True):
        st.markdown(f"## {plain(session['room_name'])}, {plain(when)}: {session['absent']:,} of {len(rows):,} absent")
        st.dataframe(
            rows.assign(user_name=shown_names(rows)).drop(columns="person").head(MOST_ROWS),
            hide_index=True,
            column_config=_COLUMNS,
            placeholder="–",
            alt="The roster in this session, the absent first",
        )


def _listed(title: str, rows: pd.DataFrame, key: str) -> None:
    if len(rows):
        with st.expander(f"{title}: {len(rows):,}", key=key, on_change="rerun") as box:
            if box.open:
                listed = rows.head(MOST_ROWS)
                st.dataframe(listed, hide_index=True, column_config=_COLUMNS, placeholder="–", alt=title)


_text = st.column_config.TextColumn
_COLUMNS: dict[str, Any] = {
    "line": st.column_config.NumberColumn("Line", format="%d"),
    "first_line": st.column_config.NumberColumn("Same as line", format="%d"),
    "user_id": _text("User ID"),
    "user_name": _text("Name"),
    "name": _text("Name"),
    "user_email": _text("E-mail"),
    "email": _text("E-mail"),
    "decision": _text("Decision"),
    "minutes": st.column_config.NumberColumn("Minutes", format=DECIMAL),
}
