"""People whom a search finds in the selection and the register on screen does not have, with the way to them."""

import pandas as pd
import streamlit as st

from kaltura.metrics.people import people
from kaltura.metrics.register import Register
from kaltura.metrics.roster_match import match
from kaltura.metrics.shown_names import shown_names
from kaltura.ui.people_roster import current_roster
from kaltura.ui.person_links import open_person
from kaltura.ui.search import rows_with
from kaltura.ui.state import computed
from kaltura.ui.text import plain, plural

SEARCHED = ("user_id", "user_name", "user_email")
MOST_BUTTONS = 8


def found_elsewhere(book: Register, words: str) -> pd.DataFrame:
    """The rows of `people` that hold these words and are not in the register; none without words."""
    if not words.strip():
        return pd.DataFrame()
    roster = current_roster()
    known = {*book.people["user_id"]} | ({*computed(match, roster).accounts["account"]} if roster else set())
    found = rows_with(computed(people), SEARCHED, words)
    return found[~found["user_id"].isin(known)].reset_index(drop=True)


def show_elsewhere(others: pd.DataFrame, words: str) -> None:
    """How many there are, and a button for the history of each of the first."""
    if others.empty:
        return
    match_them = "matches" if len(others) == 1 else "match"
    first = f" The first {MOST_BUTTONS} are listed; search for more of the name." if len(others) > MOST_BUTTONS else ""
    with st.container(border=True, key="people_elsewhere"):
        st.markdown(
            f"{plural(len(others), 'person', 'people')} of the selection {match_them} “{plain(words)}” "
            f"and {'is' if len(others) == 1 else 'are'} not in this register.{first}"
        )
        with st.container(horizontal=True):
            for user_id, name in [*zip(others["user_id"], shown_names(others), strict=True)][:MOST_BUTTONS]:
                if st.button(plain(name), key=f"people_found_{user_id}", icon=":material/person:", type="tertiary"):
                    open_person(user_id)
