"""Addresses of people: a keyed pseudonym stands in the link, never a name, e-mail or user ID."""

import streamlit as st

from kaltura.metrics.pseudonyms import PREFIX
from kaltura.ui.access import may_see_people
from kaltura.ui.hiding import names_hidden, person_keys
from kaltura.ui.navigation import go
from kaltura.ui.row_click import row_opened
from kaltura.ui.state import loaded

PERSON, LIST = "person", "list"  # the names in the address


def open_person(user_id: str) -> None:
    """Show one person's history; a viewer stays here. user_id: as on screen, a pseudonym when names are hidden."""
    if may_see_people():
        row_opened()
        go("people", {PERSON: key_of(user_id), **open_list()})


def open_list() -> dict[str, str]:
    """The part of an address that names the list of People that is open, if it does."""
    return {LIST: st.query_params[LIST]} if LIST in st.query_params else {}


def key_of(user_id: str) -> str:
    """The part of an address that stands for a person on screen."""
    if names_hidden():
        return user_id.removeprefix(PREFIX)
    return person_keys(loaded().dataset)[user_id]


def is_known(user_id: object) -> bool:
    """Whether the data has somebody of this user ID, which is as on screen; anything else is nobody."""
    known = person_keys(loaded().dataset)
    if names_hidden():
        return isinstance(user_id, str) and user_id.removeprefix(PREFIX) in known.values()
    return user_id in known


def opened_person() -> str | None:
    """The user ID, as it is on screen, of the person that the address names; "" when the data has nobody like that."""
    key = st.query_params.get(PERSON)
    if not key:
        return None
    user = next((user for user, known in person_keys(loaded().dataset).items() if known == key), None)
    if user is None:
        return ""
    return f"{PREFIX}{key}" if names_hidden() else user
