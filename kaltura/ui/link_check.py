"""What a link asked for and this data does not have, left out, or days in the wrong order, swapped: said so."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import streamlit as st

from kaltura.metrics.denominators import DENOMINATORS
from kaltura.ui.address_numbers import RISK_NUMBERS, RULE_NUMBERS, is_between, measure_name
from kaltura.ui.choices import Choices
from kaltura.ui.dates import CUSTOM, FIRST_DAY, LAST_DAY, PRESETS
from kaltura.ui.text import plain
from kaltura.ui.zones import zones

_CHECKED = "_link_checked"
_SENTENCES = "_link_sentences"


def remember_ignored(choices: Choices) -> None:
    """Once per browser session, before the widgets drop what they don't know from the URL."""
    if st.session_state.get(_CHECKED):
        return
    st.session_state[_CHECKED] = True
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    st.session_state[_SENTENCES] = ignored(query, choices)


def show_ignored() -> None:
    """The sentences, once."""
    sentences = st.session_state.pop(_SENTENCES, ())
    if sentences:
        st.warning("  \n".join(sentences), icon=":material/link_off:")


def ignored(query: Mapping[str, Sequence[str]], choices: Choices) -> list[str]:
    """One sentence for each part of the address that names nothing here, or is not taken as it stands."""
    known: dict[str, tuple[str, Collection[str]]] = {
        "dates": ("an unknown range of dates", PRESETS),
        "zone": ("an unknown time zone", zones()),
        "event": ("an event that is not in this data", {*choices.events, *choices.events.values()}),
        "room": ("a room that is not in this data", {*choices.rooms, *choices.rooms.values()}),
        "type": ("a user type that is not in this data", choices.user_types),
        "of": ("an unknown measure", [measure_name(of) for of in DENOMINATORS]),
        "roles": ("a user type that is not in this data", choices.user_types),
    }
    sentences = []
    for key, (what, values) in known.items():
        unknown = [value for value in query.get(key, ()) if value and value not in values]
        if unknown:
            names = ", ".join(f"“{plain(value[:60])}”" for value in unknown[:3])
            more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
            sentences.append(f"The link names {what}: {names}{more}. It was left out.")
    if any(not _is_day(day) for key in ("from", "to") for day in query.get(key, ())):
        sentences.append(
            f"A day in the link is not a date such as 2026-11-30, from {FIRST_DAY.year} to {LAST_DAY.year}. "
            "It was left out."
        )
    days = [day for key in ("from", "to") for day in query.get(key, ()) if _is_day(day)]
    if days and CUSTOM not in query.get("dates", ()):
        names = ", ".join(f"“{day}”" for day in days[:3])
        were = "It was" if len(days) == 1 else "They were"
        sentences.append(
            f"The link names {'a day' if len(days) == 1 else 'days'} and not dates=Custom: {names}. {were} left out."
        )
    elif _wrong_order(query):
        # The sidebar says it of its fields, and is folded away on a narrow screen.
        sentences.append("The link's last day is before its first, so the two were swapped.")
    for key, (least, most) in (RULE_NUMBERS | RISK_NUMBERS).items():
        odd = [value for value in query.get(key, ()) if not is_between(value, least, most)]
        if odd:
            sentences.append(
                f"The link's {key} of “{plain(odd[0][:60])}” is not {least:g} to {most:g}. It was left out."
            )
    return sentences


def _wrong_order(query: Mapping[str, Sequence[str]]) -> bool:
    first, last = ([date.fromisoformat(day) for day in query.get(key, ()) if _is_day(day)] for key in ("from", "to"))
    return bool(first and last) and last[-1] < first[-1]


def _is_day(text: str) -> bool:
    try:
        return FIRST_DAY <= date.fromisoformat(text) <= LAST_DAY
    except ValueError:
        return False
