"""What a fetch or an export wrote beside its files, given back: where they came from and what was wrong with them."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.fetch.events import EVENTS_SCHEMA, TAGS_SCHEMA
from kaltura.fetch.limits import DAY, HOUR
from kaltura.fetch.record_shape import well_formed
from kaltura.filters import LISTS, Filters, is_zone
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry, Problem
from kaltura.when import moment

FETCH_JSON = "fetch.json"
# Kinds of problems.
RECORD_NOT_READ = "record_not_read"
RECORD_NOT_THEIRS = "record_not_theirs"
UNKNOWN_TO_RECORD = "unknown_to_record"
NOT_BELIEVED = (RECORD_NOT_READ, RECORD_NOT_THEIRS)  # after these, nothing is known of what was selected


class _ToCome(ValueError):
    """A moment that is not over, in words."""


def with_record(dataset: Dataset, content: bytes) -> Dataset:
    """The Dataset with the request, account, failures, ledger, problems and events of a fetch.json.

    The record of an export has its selection: what that left out was not asked for, as far as these files go.
    A record that cannot be read, or is of other files, is a problem, and the rows stay usable. Its moments hold for all
    rows: sessions that it cannot know of, as those of files that were added later, are a problem.
    """
    try:
        record = _believed(content)
        if stranger := _not_theirs(dataset, record):
            return replace(dataset, problems=(*dataset.problems, stranger))
        return _with_events(_with_provenance(dataset, record), record["events"])
    except _ToCome as error:
        written = f"{FETCH_JSON} says that it is of a fetch on {error}, which is still to come."
        return _not_read(dataset, f"{written} A clock is wrong, this machine's or that of the one that fetched:")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, UsageError, RecursionError):
        return _not_read(dataset, f"{FETCH_JSON} could not be read:")


def _not_read(dataset: Dataset, why: str) -> Dataset:
    sentence = f"{why} where these files came from, and what was missing, is not known."
    return replace(dataset, problems=(*dataset.problems, Problem(RECORD_NOT_READ, sentence, 1)))


def zone_of(content: bytes) -> str:
    """The zone that a fetch.json's days are counted in. Raises ValueError or RecursionError when it has none."""
    record = _believed(content)
    zone = str(record.get("selection", {}).get("zone") or record["provenance"]["requested"]["zone"])
    if not is_zone(zone):
        raise ValueError("The zone is none.")
    return zone


def _believed(content: bytes) -> dict[str, Any]:
    record = json.loads(content)
    if not well_formed(record):
        raise ValueError("This is no record of a fetch or an export.")
    return dict(record)


def _not_theirs(dataset: Dataset, record: Mapping[str, Any]) -> Problem | None:
    """A problem when files lack rows that the record counts; beside an export's record, also when they have more.

    Rows that a fetch's record does not know of may have been added to its folder.
    """
    exported: Mapping[str, int] | None = record.get("rows")
    fetched = {Report(row["report"]).file_stem: row["kept"] for row in record["ledger"]}
    there = {entry.report: entry.received for entry in dataset.ledger if not dataset.provenance.missing(entry.report)}
    for report, received in there.items():
        told = (fetched if exported is None else exported).get(report.file_stem, received)
        if received < told or (exported is not None and received > told):
            sentence = (
                f"{FETCH_JSON} is of other files: it tells of {plural(told, 'row')} of {report.named}, and here "
                f"{'is' if received == 1 else 'are'} {received:,}. It is not used, so what was selected or missing is "
                "not known."
            )
            return Problem(RECORD_NOT_THEIRS, sentence, 1, report)
    return None


def _with_provenance(dataset: Dataset, record: Mapping[str, Any]) -> Dataset:
    written = record["provenance"]
    known = {failure["report"]: _failure(failure) for failure in written["failures"]}
    failures = tuple(known.get(failure.report, failure) for failure in dataset.provenance.failures)
    started, finished = (_moment(written[name]) for name in ("started", "finished"))
    request = replace(
        dataset.provenance,
        requested=_filters(written["requested"]),
        started=min(started, finished),
        finished=finished,
        account=written["account"] or dataset.provenance.account,
        failures=failures,
        within=_within(*written.get("within", (None, None))),
    )
    provenance = replace(request, requested=_asked(record), within=request.interval())
    problems = tuple(_problem(problem) for problem in record["problems"])
    said = {(problem.kind, problem.sentence) for problem in problems}
    found = (*dataset.problems, *_unknown_to(provenance, dataset))
    new = [problem for problem in found if (problem.kind, problem.sentence) not in said]
    return replace(
        dataset, provenance=provenance, problems=(*problems, *new), ledger=_ledger(dataset, record["ledger"])
    )


def _moment(written: str) -> datetime:
    """A moment that is over, in UTC. Raises _ToCome for one to come, ValueError for one without a zone."""
    told = datetime.fromisoformat(written)
    if told.tzinfo is None:
        raise ValueError(f"{written} has no zone.")
    # Clocks differ, by hours where one has another zone's time.
    if told > datetime.now(UTC) + timedelta(seconds=DAY):
        raise _ToCome(f"{moment(told.astimezone(UTC))} UTC")
    return told.astimezone(UTC)


def _within(start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Two moments, or None, within what days can be asked for. Raises ValueError for others."""
    last = datetime(9999, 1, 2, tzinfo=UTC).timestamp()
    if not all(moment is None or -DAY <= moment <= last for moment in (start, end)):
        raise ValueError(f"{start} to {end} is no time.")
    return start, end


def _asked(record: Mapping[str, Any]) -> Filters:
    """The request, with what was selected of it where there is a selection; days keep the zone they are counted in."""
    asked, chosen = record["provenance"]["requested"], dict(record.get("selection", {}))
    days = chosen if chosen.get("start") or chosen.get("end") else asked
    lists = {name: chosen.get(name) or asked[name] for name in LISTS}
    return _filters({name: days[name] for name in ("start", "end", "zone")} | lists)


def _unknown_to(provenance: Provenance, dataset: Dataset) -> list[Problem]:
    """A problem when sessions start outside the days that were asked for, or after the fetch."""
    start, end = provenance.interval()
    seconds = pl.col("start").dt.epoch("s")
    fetched = int(provenance.finished.timestamp()) + HOUR  # clocks differ
    last = fetched if end is None else min(end, fetched)
    known = seconds.is_between(0 if start is None else start, last, closed="left")
    number = dataset.sessions.filter(~known).select(pl.len()).collect().item()
    sentence = (
        f"{FETCH_JSON} tells of other days, or of an earlier time, than {plural(number, 'session')} in these files: "
        "they are counted, but charts over time may lack them. Open files that were added later by themselves."
    )
    return [Problem(UNKNOWN_TO_RECORD, sentence, number)] if number else []


def _ledger(dataset: Dataset, written: list[Mapping[str, Any]]) -> tuple[LedgerEntry, ...]:
    """The fetch's account of each report whose file still holds all the rows that it kept; else that of the file."""
    entries = {row["report"]: _entry(row) for row in written}
    pairs = [(now, entries.get(now.report, now)) for now in dataset.ledger]
    return tuple(then if now.received == now.kept == then.kept else now for now, then in pairs)


def _with_events(dataset: Dataset, events: list[Mapping[str, Any]]) -> Dataset:
    """The events of the record, those without sessions too, and its tags, which names in the files cannot replace.

    Sessions that it tags with no event, as those of files that were added, keep the names in their file.
    """
    names = {str(event["event_id"]): str(event["event_name"]) for event in events}
    tags = [(str(cue), str(event["event_id"])) for event in events for cue in event.get("sessions", ())]
    known = dataset.sessions.select(pl.col("cue_point_id").cast(pl.String)).collect()
    told = pl.DataFrame(tags, schema=dict.fromkeys(TAGS_SCHEMA, pl.String), orient="row").unique(maintain_order=True)
    told = told.join(known, on="cue_point_id", how="semi", maintain_order="left")
    ids = {name: identifier for identifier, name in names.items()}
    in_files = dataset.event_tags.with_columns(pl.col("cue_point_id").cast(pl.String), pl.col("event_id").replace(ids))
    rest = in_files.join(told, on="cue_point_id", how="anti", maintain_order="left")
    names |= {event: event for event in rest["event_id"].unique().sort() if event not in names}
    table = pl.DataFrame({"event_id": [*names], "event_name": [*names.values()]}, schema=EVENTS_SCHEMA)
    return replace(dataset, events=table, event_tags=pl.concat([told, rest]).cast(TAGS_SCHEMA))


def _filters(written: Mapping[str, Any]) -> Filters:
    values = {f.name: written[f.name] for f in fields(Filters)}
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in ("start", "end")}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Filters(**{**values, **days, **lists})


def _entry(written: Mapping[str, Any]) -> LedgerEntry:
    counts = {f.name: written[f.name] for f in fields(LedgerEntry) if f.name != "report"}
    return LedgerEntry(Report(written["report"]), **counts)


def _failure(written: Mapping[str, Any]) -> Failure:
    known = {f.name: written[f.name] for f in fields(Failure) if f.name in written}
    return Failure(**{**known, "report": Report(written["report"])})


def _problem(written: Mapping[str, Any]) -> Problem:
    report = None if written["report"] is None else Report(written["report"])
    return Problem(str(written["kind"]), str(written["sentence"]), int(written["count"]), report)
