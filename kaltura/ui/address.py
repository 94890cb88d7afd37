"""The address: what is written into it, and the selection of a link whose data is yet to come."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

_FOLLOWED = "_followed"
_CHOSEN = ("room", "event", "type")  # dates are those that are fetched


def put(key: str, value: Any) -> None:
    """Give a widget of the sidebar a value before it is drawn, in the URL too."""
    st.session_state[key] = value
    # A widget that is on the page tells the browser itself; one that is about to appear does not.
    with suppress(StreamlitAPIException):
        if value is not None and not isinstance(value, list):
            st.query_params[key] = str(value)


def forget(*keys: str) -> None:
    """Take widgets that are no longer drawn out of the URL."""
    for key in keys:
        # Until the run after its last one, a widget's name in the URL is still its own.
        with suppress(StreamlitAPIException, KeyError):
            del st.query_params[key]


def unbind(keys: Iterable[str]) -> None:
    """Let these be written into the address by us; their widgets bind themselves again when drawn.

    Streamlit refuses to write a parameter that is a widget's, or to switch to an address that names one. Left to the
    widgets, each would write itself, one step in the browser's history each: "back" would first lose the dates, or
    show names that were hidden.
    """
    context = get_script_run_ctx()
    if context is not None:
        with context.session_state.query_params() as parameters:
            bindings = [parameters.get_binding_for_param(key) for key in keys]
            for binding in bindings:
                if binding is not None:
                    parameters.unbind_widget(binding.widget_id)


def remember_followed() -> None:
    """Keep what the address selects while its data is not here; a page further on it may say nothing any more."""
    chosen = {key: st.query_params.get_all(key) for key in _CHOSEN}
    if any(chosen.values()):
        st.session_state[_FOLLOWED] = chosen


def pop_followed() -> dict[str, list[str]]:
    """Key → what the link that was followed selects, once; IDs that the data does not have are among them."""
    followed: dict[str, list[str]] = st.session_state.pop(_FOLLOWED, {})
    return {key: followed.get(key, []) for key in _CHOSEN}
