"""A fetch that is written down and read back, perhaps in another zone and a year later, says what it said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from kaltura.cli.folder import write_folder
from kaltura.cli.summary import _zone_of
from kaltura.dataset import Dataset
from kaltura.export.csv import csv_bytes
from kaltura.export.record import record_of
from kaltura.export.tables import TableOptions, derived
from kaltura.fetch.files import from_files, from_folder
from kaltura.fetch.record import UNKNOWN_TO_RECORD
from kaltura.filters import Filters
from kaltura.metrics.before import before
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import selected_days
from kaltura.metrics.quality import provisional_sessions, running_sessions
from kaltura.reports.columns import Report
from tests.builders import attendance, dataset, room_session

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
NOVEMBER = Filters(date(2025, 11, 1), date(2025, 11, 30), BERLIN)
HELD = {  # UTC; on 1 November and 30 November in Berlin; the first is on 31 October in New York
    "first": ("2025-11-01 01:00", "2025-11-01 02:00"),
    "middle": ("2025-11-15 09:00", "2025-11-15 10:00"),
    "last": ("2025-11-30 21:00", "2025-11-30 22:00"),
}


def fetched(asked: Filters = NOVEMBER, at: str = "2025-12-20 00:00", **held: tuple[str, str]) -> Dataset:
    """Sessions with an attendance each, as they were fetched at this moment (UTC)."""
    spans = held or HELD
    rooms = [room_session(cue, "r", *span) for cue, span in spans.items()]
    ds = dataset(rooms, [attendance(cue, "r", "ada", 30, 0.9) for cue in spans], zone=asked.zone, fetched=at)
    made = ds.provenance
    return replace(ds, provenance=replace(made, source="live", requested=asked, started=made.finished - MINUTE))


MINUTE = timedelta(minutes=1)


def reopened(ds: Dataset, folder: Path, zone: str, **changed: Any) -> Dataset:
    """Written and read in this zone. changed: what else is put into the record's provenance."""
    write_folder(ds, folder / "out")
    record = folder / "out" / "fetch.json"
    written = json.loads(record.read_text())
    record.write_text(json.dumps(written | {"provenance": written["provenance"] | changed}))
    return from_folder(folder / "out", zone)


def exported(ds: Dataset, zone: str) -> Dataset:
    """A selection as it is taken away, read in this zone."""
    record = json.dumps(record_of(ds, "A selection")).encode()
    files = [(f"{report.file_stem}.csv", csv_bytes(ds, report)) for report in Report]
    return from_files([*files, ("fetch.json", record)], zone)


def assert_same_tables(one: Dataset, two: Dataset) -> None:
    for stem in (
        "attendance-over-time",
        "stickiness",
        "new-returning",
        "retention",
        "main-sessions",
        "sessions-at-once",
    ):
        assert_frame_equal(derived(one, stem, TableOptions("day")), derived(two, stem, TableOptions("day")))


def kinds(ds: Dataset) -> set[str]:
    return {problem.kind for problem in ds.problems}


def test_what_was_fetched_halfway_stays_so(tmp_path: Path) -> None:
    runs, over = ("2025-11-15 13:00", "2025-11-15 13:00"), ("2025-11-15 09:00", "2025-11-15 10:00")
    ds = fetched(at="2025-11-15 14:00", runs=runs, over=over)
    back = reopened(ds, tmp_path, BERLIN)
    assert back.provenance.finished == datetime(2025, 11, 15, 14, tzinfo=UTC)
    assert back.provenance.started == datetime(2025, 11, 15, 13, 59, tzinfo=UTC)
    assert back.provenance.was_fetched
    assert selected_days(back) == (date(2025, 11, 1), date(2025, 11, 15))
    days = attendance_over_time(back, "day")
    assert days["partial"].tolist() == [False] * 14 + [True]
    assert running_sessions(back)["hours"].tolist() == [1]
    assert len(provisional_sessions(back)) == 2
    assert before(back.select(Filters(date(2025, 11, 16), date(2025, 11, 30), BERLIN)), back) is None
    assert_same_tables(ds, back)


def test_the_request_keeps_its_zone_when_it_is_seen_in_another(tmp_path: Path) -> None:
    ds = fetched()
    back = reopened(ds, tmp_path, NEW_YORK)
    assert back.zone == NEW_YORK
    assert back.provenance.requested == NOVEMBER
    days = attendance_over_time(back, "day")
    # In New York the request goes from 19:00 on 31 October to 18:00 on 30 November.
    assert (len(days), days["sessions"].sum()) == (31, 3)
    assert days["partial"].tolist() == [True] + [False] * 29 + [True]
    for selection in (Filters(zone=NEW_YORK), Filters(date(2025, 11, 2), date(2025, 12, 5), NEW_YORK)):
        assert_same_tables(ds.select(selection), back.select(selection))
    week = Filters(date(2025, 11, 5), date(2025, 11, 9), NEW_YORK)
    assert before(back.select(week), back) == before(ds.select(week), ds)


@pytest.mark.parametrize(
    "selection",
    [
        Filters(zone=NEW_YORK),
        Filters(date(2025, 10, 20), date(2025, 12, 5), NEW_YORK),  # beyond the request at both ends
        Filters(None, date(2025, 11, 20), NEW_YORK),
        Filters(date(2025, 11, 10), date(2025, 12, 31), "Asia/Tokyo"),
        Filters(date(2025, 10, 1), date(2025, 12, 31), BERLIN),
    ],
)
def test_an_export_covers_what_was_selected_and_no_more_than_was_fetched(selection: Filters) -> None:
    chosen = fetched().select(selection)
    back = exported(chosen, selection.zone)
    assert selected_days(back) == selected_days(chosen)
    assert_same_tables(chosen, back)
    again = exported(back.select(Filters(zone="Asia/Tokyo")), selection.zone)
    assert_same_tables(chosen, again)


def test_a_folder_is_summed_up_in_the_zone_of_its_selection_else_of_its_request(tmp_path: Path) -> None:
    write_folder(fetched(), tmp_path / "out")
    assert _zone_of(tmp_path / "out") == BERLIN
    record = record_of(fetched().select(Filters(zone=NEW_YORK)), "All of it")
    (tmp_path / "out" / "fetch.json").write_text(json.dumps(record))
    assert _zone_of(tmp_path / "out") == NEW_YORK


@pytest.mark.parametrize(
    "moment", ["2025-12-20T00:00:00", "9999-01-01T00:00:00+00:00", "0001-01-01T00:00:00+01:00", "soon", None, 3]
)
def test_a_record_whose_fetch_has_no_moment_or_is_to_come_is_not_read(tmp_path: Path, moment: Any) -> None:
    back = reopened(fetched(), tmp_path, BERLIN, finished=moment)
    assert "record_not_read" in kinds(back)
    assert not back.provenance.was_fetched


def test_a_fetch_that_is_still_to_come_is_said_to_be_a_matter_of_clocks(tmp_path: Path) -> None:
    """Nothing is wrong with the file where this machine's clock is years slow."""
    back = reopened(fetched(), tmp_path, BERLIN, finished="2999-05-01T12:00:00+00:00")
    said = next(problem.sentence for problem in back.problems if problem.kind == "record_not_read")
    assert said.startswith("fetch.json says that it is of a fetch on 1 May 2999 12:00 UTC, which is still to come.")
    assert "A clock is wrong, this machine's or that of the one that fetched" in said


@pytest.mark.parametrize("within", [[0, 10**30], [-(10**12), 0], ["a", "b"], [1], 7])
def test_a_record_of_no_time_is_not_read(tmp_path: Path, within: Any) -> None:
    assert "record_not_read" in kinds(reopened(fetched(), tmp_path, BERLIN, within=within))


@pytest.mark.parametrize("hours", [0.5, 14])
def test_clocks_that_differ_by_less_than_a_day_are_no_trouble(tmp_path: Path, hours: float) -> None:
    soon = datetime.now(UTC) + timedelta(hours=hours)
    assert reopened(fetched(), tmp_path, BERLIN, finished=soon.isoformat()).provenance.finished == soon


def test_sessions_that_the_record_cannot_know_are_named(tmp_path: Path) -> None:
    assert UNKNOWN_TO_RECORD not in kinds(reopened(fetched(), tmp_path, NEW_YORK))
    later = fetched(december=("2025-12-02 09:00", "2025-12-02 10:00"), middle=HELD["middle"])
    (tmp_path / "out" / "later.csv").write_bytes(csv_bytes(later, Report.ROOM_SESSIONS))
    back = from_folder(tmp_path / "out", NEW_YORK)
    (problem,) = (problem for problem in back.problems if problem.kind == UNKNOWN_TO_RECORD)
    assert problem.count == 1
    assert "1 session in these files" in problem.sentence


def test_files_without_a_record_do_not_tell_when_they_were_exported() -> None:
    ds = from_files([("sessions.csv", csv_bytes(fetched(), Report.ROOM_SESSIONS))])
    assert not ds.provenance.was_fetched
