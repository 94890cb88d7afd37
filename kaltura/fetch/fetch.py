"""A request → the Dataset: calls made, rows owned and merged, events tagged, every row accounted for."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import polars as pl

from kaltura.api.client import Client
from kaltura.api.errors import AnalyticsError, Stopped
from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.fetch.asks import check_ids
from kaltura.fetch.assemble import assembled
from kaltura.fetch.calls import Calls
from kaltura.fetch.doubts import Doubts
from kaltura.fetch.events import Events, event_asks, listed, tag_problems, tags_of, untagged_of
from kaltura.fetch.kept import Kept
from kaltura.fetch.limits import Limits
from kaltura.fetch.notes import notes_on
from kaltura.fetch.ownership import session_times
from kaltura.fetch.plan import BREAKOUTS, ROOMS, Plan
from kaltura.fetch.progress import OnProgress
from kaltura.fetch.rows import READ_ONLY, narrowed, rows_of
from kaltura.fetch.span import Span, span_of
from kaltura.fetch.unmatched import not_found
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.findings import combined

_DEFAULT = Limits()
ROOM_COLUMNS = ("entry_id", "parent_entry_id", "breakout_entry_id")


def fetch(  # noqa: PLR0913  each is optional and named where it is given
    client: Client,
    filters: Filters,
    *,
    source: Literal["live", "demo"] = "live",
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
    limits: Limits = _DEFAULT,
    now: datetime | None = None,
    kept: Kept | None = None,
) -> Dataset:
    """The three reports for `filters`, whole or with the reason of each report that is missing.

    on_progress: called on this thread. stop: once it is set, Stopped is raised within a second.
    now: the moment of the request, for tests. kept: where whole answers are left for another fetch of the same, which
    then asks for the rest only.
    Raises UsageError for dates and IDs that cannot be asked for, CredentialsError when Kaltura refuses the session,
    Stopped, and what happened to the first report when none of the three could be had.
    """
    check_ids(filters)
    started = now or datetime.now(UTC)
    span, before = span_of(filters, started), (client.calls, client.retries)
    had = kept.open(client, filters, started) if kept else None
    with Calls(client, limits, stop, on_progress, had) as calls:
        doubts = Doubts(filters, limits)
        events, times = _ask(client, calls, Plan(filters, span, limits), doubts, filters, limits)
        there = _rooms_there(client, calls, filters)
    if len(calls.failures) == len(Report):
        raise next(iter(calls.failures.values()))
    provenance = Provenance(
        source=source,
        base=client.base,
        requested=filters,
        started=started,
        finished=datetime.now(UTC),
        account=_account(client, calls),
        windows=tuple(sorted(calls.windows, key=lambda window: (window.report, window.start, window.end))),
        calls=client.calls - before[0],
        retries=client.retries - before[1],
        failures=_failures(calls),
    )
    return _dataset(calls, events, times, span, provenance, there)


def _ask(
    client: Client, calls: Calls, plan: Plan, doubts: Doubts, filters: Filters, limits: Limits
) -> tuple[Events, pl.DataFrame]:
    """Make every call; the events asked for, and when each session was."""
    listing = calls.begin(lambda: listed(client, filters.events, limits.events, calls.halt))
    calls.start(plan.first())
    events = calls.result(listing)
    calls.start(event_asks(events.names, {report: plan.tiles[report] for report in (ROOMS, BREAKOUTS)}))
    calls.finish()
    while more := plan.rooms_found(calls) or doubts.asks(calls):
        calls.start(more)
        calls.finish()
    times = session_times(answer.parsed.frame for answer in calls.of(ROOMS) + calls.of(BREAKOUTS))
    more = [*plan.timeless(calls, times), *plan.late(calls, times)]
    while more:
        calls.start(more)
        calls.finish()
        more = doubts.asks(calls)
    calls.problems += doubts.notes(calls)
    return events, times


def _dataset(
    calls: Calls, events: Events, times: pl.DataFrame, span: Span, provenance: Provenance, there: list[str]
) -> Dataset:
    untagged = untagged_of(calls.untagged, calls.failures)
    rows = {report: rows_of(report, calls, times, (span.start, span.end)) for report in Report}
    tags = tags_of(calls.of(ROOMS, "event") + calls.of(BREAKOUTS, "event"), untagged.wholly)
    whole = assembled({report: frame for report, (frame, *_) in rows.items()}, events.names, tags, provenance)
    ledger = {report: entry for report, (_, entry, _) in rows.items()}
    asked = provenance.requested
    # The sessions of an event that could not be tagged are known by Kaltura's own filter alone.
    local = replace(asked, events=()) if untagged.wholly or untagged.in_breakouts else asked
    found = [problem for a in calls.answers if a.ask.purpose not in READ_ONLY for problem in a.parsed.problems]
    problems = (
        *combined(found),
        *calls.problems,
        *span.problems,
        *events.problems,
        *tag_problems(tags, events.names, untagged),
        *notes_on(whole, calls, times, span),
        *(note for *_, notes in rows.values() for note in notes),
    )
    dataset = narrowed(whole, ledger, whole.select(local))
    absent = not_found(whole, dataset, local, there, events.there)
    return replace(dataset, problems=(*absent, *problems), selection=asked)


def _rooms_there(client: Client, calls: Calls, filters: Filters) -> list[str]:
    """Names of the account's main rooms, when one that was asked for is in no answer; none when they are not told."""
    rows = [answer.parsed.frame for answer in calls.answers]
    seen = {room for frame in rows for name in ROOM_COLUMNS if name in frame.columns for room in frame[name].unique()}
    if {*filters.rooms, *filters.parents} <= seen:
        return []
    try:
        named = calls.result(calls.begin(lambda: client.rooms(1, stop=calls.halt)))
    except Stopped:
        raise
    except AnalyticsError:
        return []
    return [f"{room.name} ({room.id})" for room in named or ()]


def _account(client: Client, calls: Calls) -> str | None:
    named = next((answer.account for answer in calls.answers if answer.account), None)
    return named or (str(client.partner_id) if client.partner_id else None)


def _failures(calls: Calls) -> tuple[Failure, ...]:
    return tuple(
        Failure(report, error.message, error.next_step, error.code, error.session_id)
        for report, error in sorted(calls.failures.items())
    )
