"""The selection in words at the top of a page, each piece with a button that takes it away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from zoneinfo import ZoneInfo

import streamlit as st

from kaltura.filters import Filters
from kaltura.ui.choices import Choices
from kaltura.ui.dates import date_range
from kaltura.ui.state import all_dates, filters, loaded, select
from kaltura.ui.text import plain, plural
from kaltura.when import day

# The parts that kaltura.ui.state.everywhere keeps too.
_EVERYWHERE = ("type", "asked_types", "asked_people", "asked_sessions", "zone")


@dataclass(frozen=True)
class Piece:
    """One piece of the selection: its words, and what takes it away (None: it cannot go)."""

    key: str
    text: str
    remove: Callable[[], NoReturn] | None = None


def in_words(chosen: Filters, choices: Choices) -> str:
    """'Biology 101 · 12 rooms · 1 Sep to 30 Nov 2026 · Europe/Berlin', as plain text."""
    return " · ".join(piece.text for piece in pieces(chosen, choices))


def pieces(chosen: Filters, choices: Choices) -> list[Piece]:
    """The selection's parts in reading order: what, where, who, when, in which zone."""
    found = [
        Piece("event", _named(chosen.events, choices.events, "event"), lambda: select(events=())),
        Piece("room", _named(chosen.rooms, choices.rooms, "room"), lambda: select(rooms=())),
        Piece("type", _named(chosen.user_types, {}, "user type"), lambda: select(user_types=())),
    ]
    shown = [piece for piece in found if piece.text]
    asked = choices.asked
    if not chosen.rooms:
        shown.append(Piece("rooms", _all_rooms(chosen, choices)))
    if asked.user_types and not chosen.user_types:
        shown.append(Piece("asked_types", f"{_named(asked.user_types, {}, 'user type')} only"))
    if asked.users:
        shown.append(Piece("asked_people", f"{plural(len(asked.users), 'person', 'people')} only"))
    if asked.sessions:
        shown.append(Piece("asked_sessions", f"{plural(len(asked.sessions), 'session')} only"))
    days, dated = _days(chosen), chosen.start or chosen.end
    if days:
        shown.append(Piece("dates", date_range(*days), all_dates if dated else None))
    elif choices.undated and not dated:
        shown.append(Piece("dates", "all dates"))
    return [*shown, Piece("zone", chosen.zone)]


def show_selection() -> None:
    """One line of text and small buttons; wraps on a narrow screen. Below it, where the dates reach before the data."""
    _show(pieces(filters(), loaded().choices))
    chosen, begins = filters().start, _covered()[0]
    if chosen and begins and chosen < begins:
        st.caption(f"The data starts on {day(begins)}.")


def show_instead(shown: str) -> None:
    """The same line above one session, room or person: what is shown, whatever dates, rooms and events are selected."""
    kept = [piece for piece in pieces(filters(), loaded().choices) if piece.key in _EVERYWHERE]
    _show([Piece("shown", shown), *kept])


def _show(found: list[Piece]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="selection"):
        if loaded().dataset.provenance.source == "demo":  # also after a reload, which leaves a live account behind
            st.markdown(":small[:gray-badge[Demo account: invented people]]", width="content")
        for piece in found:
            if piece.remove is None:
                st.markdown(f":small[{plain(piece.text)}]", width="content")
            elif st.button(
                plain(piece.text),
                key=f"remove_{piece.key}",
                icon=":material/close:",
                icon_position="right",
                type="tertiary",
            ):
                piece.remove()


def _all_rooms(chosen: Filters, choices: Choices) -> str:
    asked, number = choices.asked, len(choices.rooms)
    if asked.rooms:
        return _named(asked.rooms, choices.rooms, "room")
    if chosen.events:
        return "all their rooms"
    return f"all {number:,} rooms" if number > 1 else next(iter(choices.rooms.values()), "no room")


def _named(chosen: tuple[str, ...], names: dict[str, str], what: str) -> str:
    if len(chosen) > 2:
        return plural(len(chosen), what)
    return ", ".join(names.get(value, value) for value in chosen)


def _covered() -> tuple[date | None, date | None]:
    """The first and last day that were asked for; of files that do not tell, those of the first and last session."""
    first, last = loaded().dataset.provenance.days(filters().zone)
    choices = loaded().choices
    held = None if choices.undated else choices.days(ZoneInfo(filters().zone))
    earliest, latest = held or (None, None)
    return first or earliest, last or latest


def _days(chosen: Filters) -> tuple[date, date] | None:
    first, last = _covered()
    first, last = chosen.start or first, chosen.end or last
    return (first, last) if first and last else None
