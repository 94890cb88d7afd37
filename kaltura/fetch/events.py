"""Which sessions belong to which event: the reports have a filter for it, but no column."""

import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from kaltura.api.client import Client
from kaltura.api.errors import AnalyticsError, CredentialsError, Stopped
from kaltura.fetch.asks import Ask
from kaltura.fetch.calls import Arrived
from kaltura.fetch.windows import Tile
from kaltura.reports.columns import Report
from kaltura.reports.problems import Problem

EVENTS_SCHEMA: Final = pl.Schema({"event_id": pl.String(), "event_name": pl.String()})
TAGS_SCHEMA: Final = pl.Schema({"cue_point_id": pl.Categorical(), "event_id": pl.String()})
_NAMED = 5  # events in a sentence


@dataclass(frozen=True)
class Untagged:
    """Event → why its sessions are not known: none of them (wholly), or not all of its breakouts."""

    wholly: dict[str, AnalyticsError]
    in_breakouts: dict[str, AnalyticsError]


@dataclass(frozen=True)
class Events:
    """Events to ask for, ID → name (the ID itself where the name is not known), and what went wrong on the way.

    there: the account's events as "name (ID)", where it lists them.
    """

    names: dict[str, str]
    problems: tuple[Problem, ...] = ()
    there: tuple[str, ...] = ()


def listed(client: Client, wanted: Sequence[str], most: int, stop: threading.Event) -> Events:
    """The events wanted, or without any those of the account, at most `most`. Raises CredentialsError, Stopped."""
    try:
        named = client.events(stop=stop)
    except (CredentialsError, Stopped):
        raise
    except AnalyticsError as error:
        sentence = f"The account's events could not be listed. {error.message}"
        return Events({e: e for e in wanted}, (Problem("events_not_listed", sentence, 1),))
    names = {str(event.id): event.name for event in named or ()}
    if wanted:
        there = tuple(f"{name} ({event})" for event, name in names.items())
        return Events({event: names.get(event, event) for event in wanted}, there=there)
    if len(names) <= most:
        return Events(names)
    sentence = (
        f"The account has {len(names):,} events and no event was chosen: the sessions of the first {most:,} are known. "
        "Choose events to know the sessions of others."
    )
    return Events(dict(list(names.items())[:most]), (Problem("events_left_out", sentence, len(names) - most),))


def event_asks(events: Iterable[str], tiles: Mapping[Report, Sequence[Tile]]) -> Iterator[Ask]:
    """One call an event of 6000, and one of 6002 for its breakouts."""
    for event in events:
        for report, some in tiles.items():
            yield from (Ask(report, tile, events=(event,), purpose="event") for tile in some)


def untagged_of(failed: Mapping[tuple[str, Report], AnalyticsError], missing: Container[Report]) -> Untagged:
    """What is not known of events. failed: by event and report. missing: reports that did not arrive at all."""
    wholly = {event: error for (event, report), error in failed.items() if report == Report.ROOM_SESSIONS}
    # Without 6002 there is nothing to tag: 6000 alone says which of its sessions belong to an event.
    breakouts = () if Report.BREAKOUT_SESSIONS in missing else failed.items()
    in_part = {event: error for (event, _), error in breakouts if event not in wholly}
    return Untagged(wholly, in_part)


def tags_of(answers: Iterable[Arrived], untagged: Container[str]) -> pl.DataFrame:
    """(cue_point_id, event_id), once each; none of the events in `untagged`, whose sessions are known in part."""
    parts = [
        answer.parsed.frame.select("cue_point_id", event_id=pl.lit(answer.ask.events[0]))
        for answer in answers
        if answer.ask.events[0] not in untagged
    ]
    return pl.concat([pl.DataFrame(schema=TAGS_SCHEMA), *parts]).drop_nulls().unique(maintain_order=True)


def with_breakouts(tags: pl.DataFrame, sessions: pl.DataFrame) -> pl.DataFrame:
    """The tags of known sessions, and those of a main session for its breakouts too."""
    inherited = sessions.select("cue_point_id", "parent_session_id").join(
        tags, left_on="parent_session_id", right_on="cue_point_id"
    )
    both = pl.concat([tags, inherited.select("cue_point_id", "event_id")]).unique(maintain_order=True)
    return both.join(sessions, on="cue_point_id", how="semi", maintain_order="left")


def tag_problems(tags: pl.DataFrame, events: Mapping[str, str], untagged: Untagged) -> list[Problem]:
    """Events whose sessions are not known, and a filter by event that Kaltura seems to have ignored."""
    found = [
        Problem(
            "event_not_tagged",
            f"Which sessions belong to the {names} could not be fetched. {message} "
            "Until the data is fetched again, filtering by event shows nothing of this.",
            count,
        )
        for names, message, count in _alike(untagged.wholly, events)
    ]
    found += [
        Problem(
            "event_breakouts_not_tagged",
            f"Which breakout sessions belong to the {names} could not be fetched. {message} "
            "Those held during a main session of an event count as the event's; others do not.",
            count,
        )
        for names, message, count in _alike(untagged.in_breakouts, events)
    ]
    sets = {frozenset(sessions) for _, sessions in tags.group_by("event_id").agg("cue_point_id").iter_rows()}
    if tags["event_id"].n_unique() == len(events) > 1 and len(sets) == 1:
        sentence = (
            f"All {len(events)} events came with the very same {len(next(iter(sets))):,} sessions: "
            "this account seems to ignore the filter by event, so figures by event are not to be trusted."
        )
        found.append(Problem("event_filter_ignored", sentence, len(events)))
    return found


def _alike(untagged: Mapping[str, AnalyticsError], names: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """(events in words, why, how many) for each reason."""
    for message in dict.fromkeys(error.message for error in untagged.values()):
        alike = [names.get(event, event) for event, error in untagged.items() if error.message == message]
        more = f" and {len(alike) - _NAMED:,} more" if len(alike) > _NAMED else ""
        yield f"{'event' if len(alike) == 1 else 'events'} {', '.join(alike[:_NAMED])}{more}", message, len(alike)
