"""What was asked for and is not there, in sentences that name what is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.problems import Problem
from kaltura.when import day

NOT_FOUND = "not_found"
_NAMED = 8  # names in a sentence
_NOUNS = {"rooms": "room", "parents": "main room", "sessions": "session", "users": "user", "events": "event"}
_ELSEWHERE = "The account has what was asked for: check the days and the other filters."


def not_found(
    at_hand: Dataset, selected: Dataset, filters: Filters, rooms: Sequence[str] = (), events: Sequence[str] = ()
) -> list[Problem]:
    """A note for each kind of ID of which some match nothing, and one when nothing at all is selected.

    at_hand: what could be selected from; selected: what `filters` left of it.
    rooms, events: names of the account's, where at_hand holds only those that were asked for.
    """
    there = {"rooms": [*rooms], "parents": [*rooms], "events": [*events]}
    absent = [*_absent(at_hand, filters, there)]
    empty = selected.sessions.limit(1).collect().is_empty()
    sentences = absent or ([_nothing(at_hand, filters)] if empty else [])
    return [Problem(NOT_FOUND, sentence, 1) for sentence in sentences]


def _absent(at_hand: Dataset, filters: Filters, there: dict[str, list[str]]) -> Iterator[str]:
    for name, noun in _NOUNS.items():
        wanted = getattr(filters, name)
        if not wanted or (name == "users" and at_hand.provenance.missing(Report.ATTENDEES)):
            continue
        known = _known(at_hand, name)
        if absent := [value for value in wanted if value not in known]:
            nouns = noun if len(absent) == 1 else f"{noun}s"
            listed = there.get(name, [])
            here = all(any(each.endswith(f"({value})") for each in listed) for value in absent)
            what_is = _ELSEWHERE if here else _what_is(at_hand, name, listed)
            yield f"No session was found of the {nouns} {_listed(absent)}. {what_is}"


def _what_is(at_hand: Dataset, name: str, there: list[str]) -> str:
    if there:
        return f"{'Events' if name == 'events' else 'Rooms'} of the account: {_listed(there)}."
    names = _events(at_hand) if name == "events" else _rooms(at_hand) if name in ("rooms", "parents") else []
    return f"At hand: {_listed(names)}." if names else "Check the IDs and the days."


def _known(ds: Dataset, name: str) -> set[str]:
    match name:
        case "users":
            values = [ds.attendances.select("user_id")]
        case "events":
            values = [ds.event_tags.lazy().select("event_id")]
        case "rooms":
            values = [ds.sessions.select(column) for column in ("entry_id", "room_id")]
        case "parents":
            values = [ds.sessions.select("parent_entry_id")]
        case _:
            values = [ds.sessions.select("cue_point_id")]
    return {str(value) for lazy in values for value in lazy.unique().collect().to_series().drop_nulls()}


def _rooms(ds: Dataset) -> list[str]:
    """Main rooms as "name (ID)", those with most sessions first."""
    rooms = ds.sessions.filter(pl.col("layer") == "main").group_by("room_id").agg(pl.col("room_name").last(), pl.len())
    found = rooms.sort("len", "room_name", descending=[True, False]).collect()
    return [f"{name} ({room})" for room, name, _ in found.iter_rows()]


def _events(ds: Dataset) -> list[str]:
    tagged = ds.event_tags["event_id"].unique()
    return [f"{name} ({event})" for event, name in ds.event_names.items() if event in tagged]


def _nothing(at_hand: Dataset, filters: Filters) -> str:
    """Why nothing is selected although each ID is there: the days, or filters that exclude each other."""
    first, last = (
        at_hand.sessions.select(
            first=pl.col("start").min().dt.convert_time_zone(filters.zone).dt.date(),
            last=pl.col("start").max().dt.convert_time_zone(filters.zone).dt.date(),
        )
        .collect()
        .row(0)
    )
    days = _days(filters.start, filters.end)
    # Without 6001 nothing is known of users, and nothing was left out for them.
    known = replace(filters, users=()) if at_hand.provenance.missing(Report.ATTENDEES) else filters
    kinds = [f"{noun}s" for name, noun in _NOUNS.items() if getattr(known, name)]
    undated = at_hand.select(replace(known, start=None, end=None))
    if len(kinds) > 1 and undated.sessions.limit(1).collect().is_empty():
        return f"No session is of all that was asked for: the {' and the '.join(kinds)} have none in common."
    if first is None:
        return f"No session starts {days} ({filters.zone})."
    return f"No session {days} matches. Those at hand start {_days(first, last)} ({filters.zone})."


def _days(first: object, last: object) -> str:
    if first == last and isinstance(first, date):
        return f"on {day(first)}"
    parts = [f"{word} {day(when)}" for word, when in (("from", first), ("to", last)) if isinstance(when, date)]
    return " ".join(parts) or "on any day"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    shown = ", ".join(names[:_NAMED]) + more
    return "".join(c if c.isprintable() else " " for c in shown)  # names go to a terminal too
