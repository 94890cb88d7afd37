"""CSV files that were exported earlier, from Kaltura or from here → the Dataset."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl

from kaltura.api.errors import AnalyticsError, FileError, UsageError
from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.fetch.assemble import assembled
from kaltura.fetch.events import TAGS_SCHEMA
from kaltura.fetch.file_doubts import cut_note, with_shortage
from kaltura.fetch.loaded import (
    SAME_FILE,
    LoadedFile,
    account_of,
    copy_note,
    of_named_people,
    of_one_account,
    without_copies,
)
from kaltura.fetch.not_known import layer_note, timeless_note
from kaltura.fetch.overlap import Combined, combine
from kaltura.fetch.ownership import session_times
from kaltura.fetch.record import FETCH_JSON, NOT_BELIEVED, with_record
from kaltura.fetch.unpack import Content, is_record, unpacked
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.findings import combined
from kaltura.reports.problems import LedgerEntry, Problem
from kaltura.reports.recognise import recognise, unrecognised
from kaltura.reports.resaved import parse_file
from kaltura.reports.size import check_bytes

SELECTION_NOT_KNOWN = "selection_not_known"
# Kinds of problems that say that a file, which they name, was not used.
NOT_USED = ("file_not_read", "other_account", "names_hidden", "same_file_twice", *NOT_BELIEVED)
_SAID = 10  # files in a sentence


def from_files(files: Sequence[tuple[str, bytes]], zone: str = "UTC") -> Dataset:
    """A Dataset of (name, content) pairs, one or several for each report, in any order, and the record beside them.

    Any of them may be a ZIP of such files, as Export writes it.
    The record is the fetch.json of a fetch or an export, by whatever name a browser gave it; copies of it are one. A
    file that cannot be used becomes a problem that names it. Rows in two files count once. Raises FileError when no
    file can be used.
    """
    parts = [part for name, body in files for part in unpacked(name, body)]
    records, strangers = _records([part for part in parts if is_record(part[0])])
    rest = [part for part in parts if not is_record(part[0])]
    if records and not rest:
        raise FileError(
            f"{FETCH_JSON} alone says where files came from; the files are not there.",
            "Choose the CSV files beside it too.",
        )
    dataset = _with_record(*_read(rest, zone, account_of(records)), records)
    return replace(dataset, problems=(*dataset.problems, *strangers))


def _records(files: Sequence[tuple[str, Content]]) -> tuple[list[bytes], list[Problem]]:
    """The records, each once, and a problem for each other file of JSON."""
    records, problems = [], []
    for name, content in files:
        try:
            body = content()
            if not name.rpartition("/")[2].lower().startswith("fetch") and b'"provenance"' not in body:
                raise FileError("It is JSON, and no record of a fetch or an export.", "Leave it out.")
            records.append(body)
        except FileError as error:
            problems.append(_not_read(_named(name, error)))
    return [*dict.fromkeys(records)], problems


def from_folder(folder: Path, zone: str = "UTC") -> Dataset:
    """A Dataset of the CSV files in a folder: Kaltura's own, or what `python -m kaltura fetch` wrote.

    Raises UsageError when it is no folder, and FileError when it, or every file in it, cannot be read or used.
    """
    try:
        if not folder.is_dir():  # which raises below a folder that may not be entered
            raise UsageError(f"{folder} is not a folder.", "Name the folder that holds the CSV files.")
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    except OSError as error:
        raise _cannot_read(error, str(folder)) from error
    if not found:
        raise FileError(f"{folder} holds no CSV file.", "Name the folder that holds the CSV files of the reports.")
    record = folder / FETCH_JSON
    records = [_content(record)] if record.is_file() else []
    read = _read([(path.name, partial(_content, path)) for path in found], zone, account_of(records))
    return _with_record(*read, records)


def _with_record(dataset: Dataset, ours: bool, records: Sequence[bytes]) -> Dataset:
    account, of_files = account_of(records), dataset.provenance.account
    if account and of_files and account != of_files:
        sentence = f"{FETCH_JSON} is of account {account}, the files are of {of_files}: it was not used."
        dataset = replace(dataset, problems=(*dataset.problems, Problem("other_account", sentence, 1)))
    elif len(records) == 1:
        dataset = with_record(dataset, records[0])
    elif ours:
        sentence = (
            "These files were exported from this dashboard, perhaps with some rooms, people or days selected. Without "
            f"the one {FETCH_JSON} that came with them they are taken for all there is."
        )
        dataset = replace(dataset, problems=(*dataset.problems, Problem(SELECTION_NOT_KNOWN, sentence, 1)))
    unknown = any(problem.kind in (SELECTION_NOT_KNOWN, *NOT_BELIEVED) for problem in dataset.problems)
    return with_shortage(dataset, narrowed=ours and unknown)


def _content(path: Path) -> bytes:
    try:
        check_bytes(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise _cannot_read(error) from error


def _cannot_read(error: OSError, what: str = "It") -> FileError:
    return FileError(f"{what} cannot be read: {error.strerror or type(error).__name__}.", "Check its permissions.")


def _read(files: Sequence[tuple[str, Content]], zone: str, account: str | None) -> tuple[Dataset, bool]:
    """The Dataset, and whether a file of it is our own export. account: that of the record."""
    started = datetime.now(UTC)
    loaded, problems = _loaded(files, account)
    loaded, strangers = of_one_account(without_copies(loaded))
    loaded, hidden = of_named_people(loaded)
    used = [file for file in loaded if not file.set_aside]
    parts = {report: _combined(report, used) for report in (Report.ROOM_SESSIONS, Report.BREAKOUT_SESSIONS)}
    times = session_times(part.frame for part in parts.values())
    parts = {report: parts.get(report) or _combined(report, used, times) for report in Report}
    tags = pl.concat([pl.DataFrame(schema=TAGS_SCHEMA), *(f.tags for f in used if f.tags is not None)]).unique(
        maintain_order=True
    )
    provenance = Provenance(
        source="files",
        base=", ".join(file.name for file in loaded),
        requested=Filters(zone=zone),
        started=started,
        finished=datetime.now(UTC),
        account=next((file.account for file in used if file.account), None),
        failures=tuple(_missing(report) for report in Report if not any(f.report == report for f in used)),
    )
    events = {event: event for event in tags["event_id"].unique().sort()}
    dataset = assembled({report: part.frame for report, part in parts.items()}, events, tags, provenance)
    found = combined(problem for file in used for problem in file.parsed.problems)
    copies = [copy_note(file) for file in loaded if file.set_aside == SAME_FILE]
    across = [problem for part in parts.values() for problem in part.problems]
    cut = [note for f in used if f.tags is None and (note := cut_note(f.name, f.parsed))]
    unknown = [note for note in (timeless_note(dataset), layer_note(dataset)) if note]
    dataset = replace(
        dataset,
        ledger=tuple(_ledger_entry(report, part, loaded) for report, part in parts.items()),
        problems=(*problems, *strangers, *hidden, *copies, *found, *cut, *across, *unknown),
        names_hidden=any(file.hides_names for file in used),
    )
    return dataset, any(file.tags is not None for file in used)


def _loaded(files: Sequence[tuple[str, Content]], account: str | None) -> tuple[list[LoadedFile], list[Problem]]:
    loaded, errors = [], []
    for name, content in files:
        try:
            body = content()
            report = recognise(body)
            if report is None:
                raise unrecognised(body)
            loaded.append(LoadedFile(name, body, parse_file(body, report), record_of=account))
        except FileError as error:
            errors.append(_named(name, error))
    if not loaded:
        raise _none_used(errors)
    return loaded, [_not_read(error) for error in errors]


def _not_read(error: FileError) -> Problem:
    return Problem("file_not_read", f"{error.message} {error.next_step}", 1)


def _named(name: str, error: AnalyticsError) -> FileError:
    return FileError(f"{name} was not used. {error.message}", error.next_step)


def _none_used(errors: Sequence[FileError]) -> FileError:
    """One error with the reason of each file, up to _SAID of them."""
    if not errors:
        return FileError("There is no file.", "Choose CSV files of report 6000, 6001 or 6002.")
    *others, last = errors[:_SAID]
    reasons = [*(f"{error.message} {error.next_step}" for error in others), last.message]
    more = len(errors) - _SAID
    return FileError(" ".join(reasons), last.next_step + (f" Nor was any of {more:,} more." if more > 0 else ""))


def _combined(report: Report, files: Sequence[LoadedFile], times: pl.DataFrame | None = None) -> Combined:
    mine = [file for file in files if file.report == report]
    return combine(report, [f.parsed.frame for f in mine], partial=all(f.tags is None for f in mine), times=times)


def _ledger_entry(report: Report, part: Combined, files: Sequence[LoadedFile]) -> LedgerEntry:
    aside = Counter(part.set_aside)
    mine = [file for file in files if file.report == report]
    for file in mine:
        aside.update({file.set_aside: file.parsed.received} if file.set_aside else file.parsed.set_aside)
    received = sum(file.parsed.received for file in mine)
    return LedgerEntry(report, received, part.frame.height, part.merged, 0, dict(+aside))


def _missing(report: Report) -> Failure:
    return Failure(report, f"No file of {report.named} is there.", "Export it too, and add it.")
