"""A choice of rooms or events: by name on screen, by ID in the address, so that a link outlives a new name.

Streamlit writes into the address what a widget shows (`MultiSelect.raw_values`, its options as formatted). So the
widget that the address is bound to holds IDs and is not shown; the one that is shown is not bound, and follows it.
"""

from collections.abc import Iterable, Mapping

import streamlit as st

HELD = "in_address"  # style.css hides what has it in its key


def choose_by_id(
    label: str, options: list[str], names: Mapping[str, str], key: str, placeholder: str
) -> tuple[str, ...]:
    """The chosen IDs. options: IDs in the order of their names; what is chosen can be seen and removed beside them.

    key: the IDs' name in the address and in the state.
    """
    if not names:
        return ()
    asked = [*st.query_params.get_all(key), *st.session_state.get(key, ())]
    with st.container(key=f"{HELD}_{key}"):
        # Only what is asked for and known can be chosen: all options would be sent a second time.
        known = list(dict.fromkeys(value for value in asked if ids_of([value], names)))
        held = st.multiselect(f"{label} in the address", known, key=key, bind="query-params")
    chosen, shown = ids_of(held, names), f"{key}_shown"
    if st.session_state.get(shown) != chosen:
        st.session_state[shown] = chosen
    st.multiselect(
        label,
        list(dict.fromkeys([*options, *chosen])),
        format_func=lambda value: names.get(value, value),
        key=shown,
        placeholder=placeholder,
        filter_mode="contains",  # letters in between would match other rooms, and "select all matches" take them too
        on_change=_hold,
        args=(key, shown),
    )
    return tuple(chosen)


def ids_of(values: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The IDs that these are, or are the names of, once each; a link of before, or by hand, has names."""
    known = {name: value for value, name in names.items()} | {value: value for value in names}
    return list(dict.fromkeys(known[value] for value in values if value in known))


def _hold(key: str, shown: str) -> None:
    st.session_state[key] = st.session_state[shown]
