"""What a person should know of a fetch besides its rows, in sentences."""

from collections.abc import Iterable
from datetime import UTC, datetime

import polars as pl

from kaltura.dataset import Dataset
from kaltura.fetch.calls import Arrived, Calls
from kaltura.fetch.limits import DAY
from kaltura.fetch.not_known import layer_note, only_breakouts_note, timeless_note
from kaltura.fetch.ownership import beyond
from kaltura.fetch.shortage import shortage_note
from kaltura.fetch.span import Span
from kaltura.filters import LISTS, Filters
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS, Problem
from kaltura.when import moment

_SHORT_OF_DATA = 28 * DAY


def notes_on(whole: Dataset, calls: Calls, times: pl.DataFrame, span: Span) -> list[Problem]:
    """Every note that applies. times: of `session_times`."""
    times = times.filter(pl.col("start").is_between(span.start, span.end, closed="left"))
    notes = [
        _long(calls, times, span),
        timeless_note(whole),
        layer_note(whole),
        only_breakouts_note(whole.provenance.requested),
        shortage_note(whole),
        _two_accounts(calls.answers),
        _end_not_told(calls.answers),
    ]
    return [note for note in (*notes, _before_data(whole.provenance.requested, times, span)) if note is not None]


def _long(calls: Calls, times: pl.DataFrame, span: Span) -> Problem | None:
    """Sessions longer than the padding of the window that owns them."""
    owners = {a.ask.tile for report in Report for a in calls.of(report, "rows")}
    found = [beyond(times, tile, span.now) for tile in owners]
    long = pl.concat([times.clear(), *found]).unique("cue_point_id").sort("start")
    if long.is_empty():
        return None
    rows = tuple(
        {"cue_point_id": cue, "start": _instant(start), "end": _instant(end)}
        for cue, start, end in long.head(SHOWN_ROWS).iter_rows()
    )
    sentence = (
        f"{plural(long.height, 'session')} ran on long after the window that asked for them, or never ended. "
        "Their later minutes were asked for separately; Kaltura's own estimates and ratios of them may be partial."
    )
    return Problem("long_session", sentence, long.height, rows=rows)


def _two_accounts(answers: Iterable[Arrived]) -> Problem | None:
    accounts = sorted({answer.account for answer in answers if answer.account})
    if len(accounts) < 2:
        return None
    sentence = (
        f"The answers came from {len(accounts)} accounts ({', '.join(accounts)}), perhaps from a cache on the way. "
        "These figures mix them: check the proxy and fetch again."
    )
    return Problem("two_accounts", sentence, len(accounts))


def _end_not_told(answers: Iterable[Arrived]) -> Problem | None:
    """Answers that end with the connection: what a cut at a line's end left would look whole."""
    untold = [answer.parsed.received for answer in answers if not answer.end_told]
    if not untold:
        return None
    sentence = (
        f"The server did not say where {plural(len(untold), 'answer')} ended. Each was asked for twice and had as many "
        "rows again, but what is cut at the same place every time looks whole. Check the proxy on the way."
    )
    return Problem("end_not_told", sentence, sum(untold))


def _before_data(filters: Filters, times: pl.DataFrame, span: Span) -> Problem | None:
    """The request begins long before the data; not when a filter may be why."""
    if times.is_empty() or any(getattr(filters, name) for name in LISTS):
        return None
    first = times["start"].min()
    if not isinstance(first, int) or first - span.start < _SHORT_OF_DATA:
        return None
    sentence = (
        f"The first session in the answers starts on {_instant(first)}; the request begins on {_instant(span.start)}. "
        "There were none in between, or Kaltura does not keep them that long."
    )
    return Problem("longer_than_data", sentence, 1)


def _instant(seconds: int) -> str:
    return f"{moment(datetime.fromtimestamp(seconds, UTC))} UTC"
