"""Small accounts whose rows are stated by hand, for tests of reports and of the emulator."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from kaltura.demo.account import (
    EVENT_SESSIONS,
    EVENTS,
    PEOPLE,
    PRESENCE,
    ROOMS,
    SESSIONS,
    Account,
    DemoToken,
)
from tests.builders import unix

DAY = "2026-03-02"


def at(clock: str) -> int:
    """'10:00:10' on the test day, UTC → Unix seconds."""
    return unix(f"{DAY} {clock}")


def room(entry: str, name: str = "", parent: str | None = None) -> tuple[Any, ...]:
    """A room; a breakout room when it has a parent."""
    return entry, name or f"Room {entry}", parent, 2 if parent else 1, 2, 0


def person(user: str | None, name: str | None = None, email: str | None = None, kind: str | None = "User") -> Any:
    """A person without their number."""
    return user, name, email, kind


def session(cue: str | None, entry: str, start: str, end: str | None, host: int | None = None) -> tuple[Any, ...]:
    """A session without its number, on the test day; end None: running. cue None: people without a session."""
    return cue, entry, at(start) if cue else None, at(end) if cue and end else None, host


def seen(number: int, who: int, start: str, end: str, *, engaged: bool = True) -> tuple[Any, ...]:
    """A presence interval on the test day."""
    return number, who, at(start), at(end), engaged


def account(
    rooms: Sequence[tuple[Any, ...]],
    people: Sequence[tuple[Any, ...]],
    sessions: Sequence[tuple[Any, ...]],
    presence: Sequence[tuple[Any, ...]],
    events: Sequence[tuple[int, int]] = (),
    **more: Any,
) -> Account:
    """An account of these rows; people and sessions are numbered from 0; events: (event_id, session)."""
    names = [(event, f"Event {event}", 2) for event in sorted({event for event, _ in events})]
    return Account(
        partner_id=123,
        admin_secret="0" * 32,
        app_tokens=(DemoToken("1_token", "1" * 32),),
        now=at("23:00:00"),
        rooms=pl.DataFrame(list(rooms), ROOMS, orient="row"),
        events=pl.DataFrame(names, EVENTS, orient="row"),
        event_sessions=pl.DataFrame(list(events), EVENT_SESSIONS, orient="row"),
        people=pl.DataFrame([(n, *row) for n, row in enumerate(people)], PEOPLE, orient="row"),
        sessions=pl.DataFrame([(n, *row) for n, row in enumerate(sessions)], SESSIONS, orient="row"),
        presence=pl.DataFrame(list(presence), PRESENCE, orient="row"),
        **more,
    )


def window(start: str = "00:00:00", end: str = "23:59:59", **more: str) -> dict[str, str]:
    """params of a report for a window of the test day."""
    return {"from_date": str(at(start)), "to_date": str(at(end)), **more}
