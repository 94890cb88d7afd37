"""The "Hide names" switch, its key, and addresses of people that name nobody."""

from functools import cache
from secrets import token_bytes
from typing import Any

import streamlit as st

from kaltura.dataset import Dataset
from kaltura.metrics.pseudonyms import PREFIX, hide_names, pseudonyms
from kaltura.ui import settings
from kaltura.ui.access import may_see_people

SWITCH = "hide"  # the widget's key and its name in the URL, so that a reload does not show names
_KEPT = "_pseudonyms"


def switch() -> None:
    """The sidebar's switch; a viewer has none."""
    if not may_see_people():
        st.caption("Names are hidden for viewers.")
        return
    st.toggle(
        "Hide names",
        key=SWITCH,
        bind="query-params",
        help="Replaces names, e-mails and user IDs by pseudonyms on every page, chart and file, for sharing a screen. "
        "The same person keeps the same pseudonym. Names of rooms and events stay as they are.",
    )


def names_hidden() -> bool:
    """Whether the switch is on; before it is drawn, what the link says. For viewers it always is."""
    if not may_see_people():
        return True
    if SWITCH in st.session_state:
        return bool(st.session_state[SWITCH])
    return str(st.query_params.get(SWITCH, "")).casefold() == "true"


def links_end() -> str:
    """How long a part of an address stands for a person, as a sentence."""
    if not may_see_people():
        return "Your links to people last until you reload."
    return "Links to people end when the server stops, unless its operator set a key."


def pseudonym_key() -> bytes:
    """The operator's key, else one that lasts until the server stops."""
    return settings.pseudonym_key() or _key_of_this_server()


def hidden(dataset: Dataset) -> Dataset:
    """The Dataset under pseudonyms, made once for each Dataset of a session."""
    made: Dataset = _once(dataset, "dataset", hide_names)
    return made


def person_keys(dataset: Dataset) -> dict[str, str]:
    """user_id, or a host's text → the part of an address that stands for the person, of a Dataset with its names.

    With names hidden, the user ID on screen is PREFIX + this.
    """
    made: dict[str, str] = _once(dataset, "people", _keys)
    return made


def _keys(dataset: Dataset, key: bytes) -> dict[str, str]:
    return {user: name.removeprefix(PREFIX) for user, name in pseudonyms(dataset, key).items()}


def _once(dataset: Dataset, what: str, make: Any) -> Any:
    """One result of each kind is kept, for the Dataset it was made of."""
    kept: dict[str, tuple[Dataset, Any]] = st.session_state.setdefault(_KEPT, {})
    if what not in kept or kept[what][0] is not dataset:
        kept[what] = (dataset, make(dataset, _key()))
    return kept[what][1]


def _key() -> bytes:
    """A viewer's key lasts for one Dataset: files of their own making must not tell whom a pseudonym stands for."""
    return pseudonym_key() if may_see_people() else token_bytes(32)


@cache
def _key_of_this_server() -> bytes:
    return token_bytes(32)
