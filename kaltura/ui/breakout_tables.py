"""Tables of the Breakouts page: rooms that need a look, and people who never joined one."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.metrics.breakouts import flagged
from kaltura.metrics.participation import breakout_attendance, never_joined, participation_by_session
from kaltura.metrics.shown_names import shown_names
from kaltura.ui.breakout_figures import unlisted
from kaltura.ui.columns import COLUMNS, DECIMAL, START
from kaltura.ui.figures import how
from kaltura.ui.row_click import row_table
from kaltura.ui.session_links import open_session
from kaltura.ui.state import computed
from kaltura.ui.states import empty
from kaltura.ui.text import plural

SHOWN = 300
_WORDS = {
    "empty": "Empty: nobody joined",
    "solo": "Solo: one person",
    "over_full": "Over-full: more than twice the mean",
    "orphan": "Orphan: no session of its main room at the time",
}


def rooms_to_look_at() -> None:
    """Empty, solo, over-full and orphan breakouts with their reasons; a chosen row opens its session."""
    rows = computed(flagged)
    with st.container(border=True):
        st.markdown("## Breakouts that need a look", help=how("breakout_flags"))
        if rows.empty and unlisted():
            empty(f"Nothing is known of such breakouts: {unlisted()}.", "Add that report.")
            return
        if rows.empty:
            empty("No breakout in this selection was empty, solo, over-full or an orphan.", "There is nothing to do.")
            return
        counts = {flag: int(rows[flag].sum()) for flag in _WORDS}
        chosen = st.pills(
            "Show only",
            [flag for flag, number in counts.items() if number],
            format_func=lambda flag: f"{_WORDS[flag].partition(':')[0]} {counts[flag]:,}",
            selection_mode="multi",
            key="breakouts_flags",
            persist_state="session",
        )
        kept = rows[rows[list(chosen)].any(axis=1)] if chosen else rows
        _listed(kept.assign(reasons=reasons(kept)).iloc[::-1].reset_index(drop=True), "-".join(chosen))


def reasons(rows: pd.DataFrame) -> list[str]:
    """Why each row of `flagged` is listed, in words; the over-full ones with their numbers."""
    return ["; ".join(_reasons(row)) for row in rows.to_dict("records")]


def never_joined_a_breakout() -> None:
    """People who were in sessions with breakouts and joined none, as far as that is known."""
    with st.container(border=True):
        st.markdown("## People who never joined a breakout", help=how("participation"))
        try:
            never = computed(never_joined)
        except UsageError as error:
            empty(error.message, error.next_step)
            return
        sessions = computed(participation_by_session)
        exact = int(sessions["exact"].sum())
        if not exact and unlisted():
            empty(f"Who joined none is not known: {unlisted()}.", "Add that report.")
            return
        if not exact:
            empty(
                "Kaltura reported no attendees of these breakouts (report 6001), so nobody can be named.",
                "How many joined is shown above as a range, from the counts of report 6002.",
            )
            return
        st.caption(_scope(len(never), len(computed(breakout_attendance)), exact, len(sessions)))
        if len(never):
            _people(never)


def _reasons(row: dict[Hashable, Any]) -> list[str]:
    said = {flag: words for flag, words in _WORDS.items() if row[flag]}
    if row["over_full"]:
        said["over_full"] += f" of {row['set_mean']:.1f}"
    return list(said.values())


def _listed(rows: pd.DataFrame, shown: str) -> None:
    row = row_table(
        rows.head(SHOWN),
        f"breakouts_look_{shown}",
        column_order=("start", "entry_name", "participants", "duration_minutes", "reasons", "room_name"),
        column_config={
            "start": START,
            "room_name": st.column_config.TextColumn("Main room", width="medium"),
            "entry_name": st.column_config.TextColumn("Breakout", width=270),
            "participants": st.column_config.NumberColumn("People", format="%d"),
            "duration_minutes": st.column_config.NumberColumn("Minutes", format=DECIMAL),
            "reasons": st.column_config.TextColumn("Why it is here", width=270),
        },
        placeholder="–",
        alt=f"{plural(len(rows), 'breakout')} with the reason why each needs a look",
    )
    more = f"The latest {SHOWN} of {len(rows):,} are shown. " if len(rows) > SHOWN else ""
    st.caption(f"{more}Choose a row to open the main session it belongs to.")
    if row is not None:
        parent = rows["parent_session_id"].iloc[row]
        if pd.isna(parent):
            st.info("This breakout is an orphan: no session of its main room is known to open.")
        else:
            open_session(parent)


def _people(never: pd.DataFrame) -> None:
    st.dataframe(
        never.head(SHOWN).assign(user_name=shown_names(never)),
        hide_index=True,
        column_order=("user_name", "user_id", "sessions"),
        column_config={
            "user_name": st.column_config.TextColumn("Name", width="medium"),
            "user_id": st.column_config.TextColumn("User ID", width="medium"),
            "sessions": COLUMNS["sessions"] | {"label": "Sessions with breakouts"},
        },
        alt=f"{plural(len(never), 'person', 'people')} who joined no breakout, most sessions first",
    )
    if len(never) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(never):,} are shown, those with most sessions.")


def _scope(never: int, people: int, exact: int, sessions: int) -> str:
    part = "" if exact == sessions else " Attendees of the others' breakouts are not reported."
    return (
        f"{never:,} of {plural(people, 'person', 'people')} in {exact:,} of {plural(sessions, 'session')} with "
        f"breakouts joined none of them. Hosts are among them. Anonymous viewers are not.{part}"
    )
