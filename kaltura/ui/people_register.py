"""The register: people down, sessions across, a decision in each cell that explains itself."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kaltura.charts.bands import faded
from kaltura.charts.theme import DISENGAGED, MAIN
from kaltura.metrics.cell import accounts_of, explanation
from kaltura.metrics.people import people
from kaltura.metrics.register import Register, register
from kaltura.metrics.rule import ABSENT, BRIEF, NOT_JUDGED, PARTIAL, PRESENT, UNDECIDED, Rule
from kaltura.metrics.shown_names import shown_names
from kaltura.ui.choose_one import choose_one
from kaltura.ui.columns import DECIMAL, PERCENT
from kaltura.ui.figures import how
from kaltura.ui.navigation import link
from kaltura.ui.people_lists import nobody_identified
from kaltura.ui.people_room import chosen_room
from kaltura.ui.people_roster import current_roster
from kaltura.ui.person_links import open_person
from kaltura.ui.row_click import content_key, table_key
from kaltura.ui.search import rows_with
from kaltura.ui.session_links import SESSION
from kaltura.ui.state import computed, computed_of, filters, select
from kaltura.ui.states import empty
from kaltura.ui.text import plain, plural
from kaltura.when import brief_day

MOST_PEOPLE, MOST_SESSIONS, SHOWN_PEOPLE, MOST_ELSEWHERE = 20_000, 30, 200, 12
_SEARCHED = ("user_id", "user_name", "user_email")
_CELLS = {"decision": "Decision", "share": "Share", "minutes": "Minutes"}
# Paler is less of the session; the words in the cells say it too.
_SHADES = {
    PRESENT: faded(MAIN, 0.32),
    PARTIAL: faded(MAIN, 0.16),
    BRIEF: faded(MAIN, 0.07),
    ABSENT: faded(DISENGAGED, 0.3),
    UNDECIDED: "",
    NOT_JUDGED: "",
}


def register_table(rule: Rule) -> None:
    """The latest sessions of one room, or of all selected; a cell explains itself, a name opens the person."""
    query, cells, room = _controls()
    of = replace(filters(), rooms=(room,)) if room else filters()
    book = computed_of(of, register, rule, current_roster(), most_people=MOST_PEOPLE, most_sessions=MOST_SESSIONS)
    found = rows_with(book.people, _SEARCHED, query)
    shown = found.head(SHOWN_PEOPLE).reset_index(drop=True)
    if shown.empty:
        _elsewhere(query)
        return
    # A choice ends with the people and sessions it was made among: at its place there may be somebody else then.
    among = content_key(shown[["person"]].assign(sessions=" ".join(book.sessions["cue_point_id"])))
    above = st.container()  # below a table as tall as the window nobody would see it
    event = st.dataframe(
        _styled(book, shown, cells),
        hide_index=True,
        column_config=_columns(book, cells),
        key=table_key(f"people_register_{cells}_{query}_{among}"),
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        alt="Register: people down, sessions across, the decision in each cell",
        height=min(36 * (len(shown) + 1) + 2, 620),
    )
    if query:
        _elsewhere(query, besides=found)
    with above:
        _explain(book, shown, event["selection"].get("cells") or [], rule)
    st.caption(_how_many(book, len(shown), room))
    if room and st.button("Select this room on all pages", key="people_select_room", icon=":material/filter_alt:"):
        select(rooms=[room])


def _elsewhere(query: str, besides: pd.DataFrame | None = None) -> None:
    """Who may be meant too: people of the selection's other rooms. besides: who is found in this register."""
    found = rows_with(computed(people), _SEARCHED, query) if query else pd.DataFrame()
    if besides is not None:
        found = found[~found["user_id"].isin(besides["user_id"])]
        if found.empty:
            return
    if found.empty:
        if query:
            empty("Nobody is in this register.", "Search for a part of a name, ID or e-mail, or choose all rooms.")
        elif not nobody_identified():
            empty(
                "Nobody in this register is judged by the rule.", "Choose other user types in the rule, or all rooms."
            )
        return
    with st.container(border=True, key="people_elsewhere"):
        st.markdown(f"Not in this register. {plural(len(found), 'person', 'people')} in the selection:")
        with st.container(horizontal=True):
            for name, user_id in zip(shown_names(found).head(MOST_ELSEWHERE), found["user_id"], strict=False):
                if st.button(plain(name), key=f"people_elsewhere_{user_id}", icon=":material/person:"):
                    open_person(user_id)
        if len(found) > MOST_ELSEWHERE:
            st.caption(f"The first {MOST_ELSEWHERE:,} are listed; search for more of the name to find others.")


def _controls() -> tuple[str, str, str | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input(
            "Find a person",
            key="people_search",
            placeholder="Name, user ID or e-mail",
            icon=":material/search:",
            persist_state="session",
            width=280,
        )
        cells = choose_one("In each cell", _CELLS, "people_cells")
        room = chosen_room("Register of")
    return query or "", cells, room


def _styled(book: Register, shown: pd.DataFrame, cells: str) -> Any:
    rows = shown["person"].tolist()
    decided = book.decisions.loc[rows].reset_index(drop=True)
    matrix = {"decision": book.decisions, "share": book.shares * 100, "minutes": book.minutes}[cells]
    first = shown[["shown_name", "present", "held", "share"]].rename(columns={"share": "total"})
    first["total"] *= 100
    table = pd.concat([first, matrix.loc[rows].reset_index(drop=True)], axis=1)
    shades = pd.DataFrame("", index=table.index, columns=table.columns)
    for cue in book.sessions["cue_point_id"]:
        shades[cue] = [f"background-color: {_SHADES[word]}" if _SHADES.get(word) else "" for word in decided[cue]]
    return table.style.apply(lambda _: shades, axis=None)


def _columns(book: Register, cells: str) -> dict[str, Any]:
    config = st.column_config
    named = {
        "shown_name": config.TextColumn("Name", pinned=True, width=_name_width(book.people["shown_name"])),
        "present": config.NumberColumn("Present", width=75),
        "held": config.NumberColumn("Of", width=50, help="Sessions held that can be decided"),
        "total": config.NumberColumn("Share", format=PERCENT, width=75, help=how("attendance_share")),
    }
    kinds: dict[str, Callable[..., Any]] = {
        "decision": config.TextColumn,
        "share": partial(config.NumberColumn, format=PERCENT),
        "minutes": partial(config.NumberColumn, format=DECIMAL),
    }
    for row in book.sessions.itertuples():
        title = f"{brief_day(row.start)} {row.start:%H:%M}{'' if row.covered else ' *'}"  # type: ignore[arg-type]
        named[str(row.cue_point_id)] = kinds[cells](title, help=plain(row.label), width=95)
    return named


def _name_width(names: "pd.Series[str]") -> int:
    """Wider where namesakes carry their IDs, or these would be cut off."""
    return 170 if names.str.len().max() < 22 else 200


def _explain(book: Register, shown: pd.DataFrame, cells: list[tuple[int, str]], rule: Rule) -> None:
    """The chosen cell's sentence, and ways to its person and session."""
    if not cells or cells[0][0] >= len(shown):
        st.caption("Choose a cell to see why it says so, or a name for the way to the person's history.")
        return
    person, column = shown.iloc[cells[0][0]], cells[0][1]
    if column not in book.decisions.columns:
        _open(person)
        return
    word = book.decisions.at[person["person"], column]
    why = computed(explanation, rule, current_roster(), person["person"], column)
    unseen = "On the roster and not seen → Absent" if word == ABSENT else _unseen(book, column)
    with st.container(border=True, key="people_explained"):
        st.markdown(f"**{plain(person['shown_name'])}** · {plain(why or unseen)}")
        link("sessions", "Open the session", icon=":material/event_note:", query={SESSION: column})


def _unseen(book: Register, cue_point_id: str) -> str:
    sessions = book.sessions
    if sessions.loc[sessions["cue_point_id"] == cue_point_id, "covered"].all():
        return "Not seen in this session."
    return "Who was in this session is not known: its attendees are not reported."


def _open(person: Any) -> None:
    """The way to the person's history; who has several accounts on one line of the roster has as many."""
    accounts = computed(accounts_of, current_roster(), person["person"])
    with st.container(border=True, key="people_accounts"):
        present, held = int(person["present"]), int(person["held"])
        several = f", seen under {len(accounts):,} accounts" if len(accounts) > 1 else ""
        st.markdown(f"**{plain(person['shown_name'])}** · Present in {present:,} of {held:,}{several}.")
        for account in accounts:
            label = f"History of {plain(account)}" if several else "Open the person's history"
            if st.button(label, key=f"people_account_{account}", icon=":material/person:"):
                open_person(account)


def _how_many(book: Register, shown: int, room: str | None) -> str:
    said = []
    if shown < book.people_total:
        said.append(f"{shown:,} of {plural(book.people_total, 'person', 'people')} are shown; search to find others.")
    if len(book.sessions) < book.sessions_total:
        said.append(
            f"The latest {len(book.sessions):,} of {plural(book.sessions_total, 'session')} are shown; "
            "Present and Share cover all of them, and the gradebook file has every one."
        )
    if book.people["not_judged"].any():
        said.append(
            "“Not judged” means present, but of a user type that the rule leaves out. Such sessions do not count in "
            "the person's share."
        )
    bare = not book.sessions["covered"].all()
    if current_roster() is None:
        unknown = r", and under \* that the session's attendees are not reported" if bare else ""
        said.append(f"Without a roster nobody is Absent: an empty cell means not seen{unknown}.")
    elif room is None:
        said.append("The register and the figures above are of the people of the roster.")
    else:  # the figures stay those of the selection
        said.append(
            "The register lists the people of the roster; the figures above are of them, in all selected rooms."
        )
    if bare and current_roster() is not None:
        said.append(r"The attendees of sessions marked \* are not reported: nobody is Absent there.")
    return " ".join(said)
