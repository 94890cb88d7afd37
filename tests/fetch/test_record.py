"""A fetch that is written down and read back, perhaps in another zone and a year later, says what it said."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from kaltura.cli.folder import write_folder
from kaltura.cli.summary import _zone_of
from kaltura.dataset import Dataset
from kaltura.export.bundle import bundle
from kaltura.export.tables import Terms, all_derived
from kaltura.fetch.files import from_files, from_folder
from kaltura.filters import Filters
from kaltura.metrics.before import before
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import covered_days
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
    """The ZIP of a selection, read in this zone."""
    return from_files([("all.zip", bundle(ds, "A selection"))], zone)


def assert_same_tables(one: Dataset, two: Dataset) -> None:
    tables, others = (all_derived(ds, Terms("day"))[0] for ds in (one, two))
    assert tables.keys() == others.keys()
    for stem, table in tables.items():
        assert_frame_equal(table, others[stem])


def kinds(ds: Dataset) -> set[str]:
    return {problem.kind for problem in ds.problems}


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
    assert covered_days(back) == covered_days(chosen)
    assert_same_tables(chosen, back)
    again = exported(back.select(Filters(zone="Asia/Tokyo")), selection.zone)
    assert_same_tables(chosen, again)


def test_a_folder_is_summed_up_in_the_zone_of_its_selection_else_of_its_request(tmp_path: Path) -> None:
    write_folder(fetched(), tmp_path / "out")
    assert _zone_of(tmp_path / "out") == BERLIN
    with zipfile.ZipFile(io.BytesIO(bundle(fetched().select(Filters(zone=NEW_YORK)), "All"))) as archive:
        archive.extractall(tmp_path / "zip")
    assert _zone_of(tmp_path / "zip") == NEW_YORK


@pytest.mark.parametrize("within", [[0, 10**30], [-(10**12), 0], ["a", "b"], [1], 7])
def test_a_record_of_no_time_is_not_read(tmp_path: Path, within: Any) -> None:
    assert "record_not_read" in kinds(reopened(fetched(), tmp_path, BERLIN, within=within))
