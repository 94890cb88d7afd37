import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pyarrow.parquet as pq
import pytest

from kaltura.dataset import Dataset, Failure
from kaltura.export.bundle import bundle
from kaltura.export.csv import csv_bytes, export_rows, table_csv
from kaltura.export.parquet import parquet_bytes
from kaltura.export.record import CAVEAT, record_of, rows_by_layer, rows_of
from kaltura.export.tables import BY_STEM, TABLES, derived, is_personal
from kaltura.export.workbook import workbook
from kaltura.fetch.files import from_folder
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session

NASTY = '=HYPERLINK("http://x")'


def three(zone: str = "Europe/Berlin") -> Dataset:
    """Two rooms; r1 is called like a formula, has a breakout and belongs to an event."""
    return dataset(
        [
            room_session(
                "m1", "r1", "2026-03-02 23:30", "2026-03-03 00:30", entry_name=NASTY, session_host_user_id="h"
            ),
            room_session("m2", "r2", "2026-03-09 10:00", "2026-03-09 11:00"),
        ],
        [
            attendance("m1", "r1", "a", 60, 0.5),
            attendance("m1", "r1", "b", 30, 1.0),
            attendance("m2", "r2", "a", 40, None),
            attendance("b1", "g1", "a", 20, 1.0),
        ],
        [breakout("b1", "g1", "r1", "2026-03-02 23:40", "2026-03-03 00:10", 1, parent_entry_name=NASTY)],
        events={"7": "Open day"},
        tags=[("m1", "7")],
        zone=zone,
    )


def test_times_are_local_and_say_their_zone() -> None:
    rows = derived(three(), "main-sessions").sort("start")
    assert rows["start"].to_list() == [datetime(2026, 3, 3, 0, 30), datetime(2026, 3, 9, 11, 0)]
    assert rows["time_zone"].to_list() == ["Europe/Berlin"] * 2


def test_periods_are_days_and_follow_the_choice() -> None:
    assert derived(three(), "attendance-over-time", "month")["period"].to_list() == [date(2026, 3, 1)]
    assert derived(three(), "attendance-over-time", "week")["period"].to_list() == [date(2026, 3, 2), date(2026, 3, 9)]


def test_unknown_is_null_and_figures_are_the_metrics() -> None:
    rows = derived(three(), "main-sessions").sort("start")
    assert rows["attended_minutes"].to_list() == [90, 40]
    assert rows["engagement_rate"].to_list() == [pytest.approx(60 / 90), None]
    assert rows["attended_minutes"].sum() == headline(three()).attended_minutes


def test_breakouts_of_a_session_stand_in_one_row() -> None:
    (row,) = derived(three(), "breakouts-of-sessions").to_dicts()
    assert (row["cue_point_id"], row["breakouts"], row["people"]) == ("m1", 1, 2)
    assert (row["participation_low"], row["participation_high"], row["exact"]) == (0.5, 0.5, True)
    assert row["lift"] == pytest.approx(1 - 60 / 90)


def test_tables_that_name_people_say_so() -> None:
    personal = {stem for stem in BY_STEM if is_personal(derived(three(), stem))}
    assert personal == {"main-sessions", "hosts", "people", "breakout-groups"}


@pytest.mark.parametrize("stem", BY_STEM)
def test_every_table_is_the_same_in_csv_and_parquet(stem: str) -> None:
    ds = three()
    table = derived(ds, stem)
    assert len(table) > 0
    back = pl.read_parquet(io.BytesIO(parquet_bytes(ds, table, "everything")))
    assert back.equals(table)
    rows = pl.read_csv(io.BytesIO(table_csv(table)), infer_schema=False)
    assert (rows.columns, rows.height) == (table.columns, table.height)


@pytest.mark.parametrize("stem", BY_STEM)
def test_an_empty_selection_gives_the_same_columns(stem: str) -> None:
    empty = derived(three().select(Filters(zone="Europe/Berlin", rooms=("nowhere",))), stem)
    assert empty.columns == derived(three(), stem).columns


def test_a_name_like_a_formula_is_harmless_in_csv_unless_wanted_raw() -> None:
    table = derived(three(), "rooms")
    assert f"'{NASTY}" in pl.read_csv(io.BytesIO(table_csv(table)))["room_name"].to_list()
    assert NASTY in pl.read_csv(io.BytesIO(table_csv(table, safe_for_excel=False)))["room_name"].to_list()


def test_parquet_carries_selection_ledger_and_caveat() -> None:
    ds = three().select(Filters(zone="Europe/Berlin", rooms=("r1",)))
    content = parquet_bytes(ds, export_rows(ds, Report.ATTENDEES), "Only r1")
    metadata = pq.read_metadata(io.BytesIO(content)).metadata
    record = json.loads(metadata[b"kaltura_room_analytics"])
    assert record == json.loads(json.dumps(record_of(ds, "Only r1")))
    assert record["selection"]["rooms"] == ["r1"]
    assert record["selection"]["words"] == "Only r1"
    assert record["rows"] == {"sessions": 1, "attendances": 3, "breakouts": 1}
    assert record["caveat"] == CAVEAT
    assert "ledger" in record


def test_the_workbook_has_a_sheet_a_table_with_its_rows() -> None:
    ds = three()
    sheets = pl.read_excel(io.BytesIO(workbook(ds, "All of it", "week")), sheet_id=0)
    reports = [f"{report.title} {report.value}" for report in Report]
    assert [*sheets] == ["Source", *reports, *(table.title for table in TABLES), "Definitions", "Columns"]
    assert {name: sheets[name].height for name in reports} == dict(zip(reports, (2, 4, 1), strict=True))
    assert all(sheets[table.title].height == derived(ds, table.stem).height for table in TABLES)
    assert sheets["Room sessions 6000"]["session_start"].to_list()[0] == datetime(2026, 3, 3, 0, 30)
    source = dict(sheets["Source"].iter_rows())
    assert source["Selection"] == "All of it"
    assert source["Caveat"] == CAVEAT
    assert source["Rows here: Attendees"] == "4"


def test_the_bundle_unpacks_to_a_folder_that_is_read_back(tmp_path) -> None:
    ds = three()
    with zipfile.ZipFile(io.BytesIO(bundle(ds, "All of it"))) as archive:
        archive.extractall(tmp_path)
        assert archive.read("sessions.csv") == csv_bytes(ds, Report.ROOM_SESSIONS)
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted(BY_STEM)
    assert json.loads((tmp_path / "fetch.json").read_text())["caveat"] == CAVEAT
    again = from_folder(tmp_path, "Europe/Berlin")
    assert headline(again) == headline(ds)
    assert [problem.kind for problem in again.problems] == []


def test_a_report_that_could_not_be_had_is_no_empty_file() -> None:
    ds = three()
    failure = Failure(Report.BREAKOUT_SESSIONS, "Not there.", "Ask.")
    ds = replace(ds, provenance=replace(ds.provenance, failures=(failure,)))
    with zipfile.ZipFile(io.BytesIO(bundle(ds, ""))) as archive:
        assert "breakouts.csv" not in archive.namelist()
    sheets = pl.read_excel(io.BytesIO(workbook(ds, "")), sheet_id=0)
    assert "Breakout sessions 6002" not in sheets
    assert dict(sheets["Source"].iter_rows())["Missing: Breakout sessions"] == "Not there. Ask."


def test_rows_by_layer_are_all_rows() -> None:
    ds = three()
    assert rows_by_layer(ds, Report.ATTENDEES) == {"main": 3, "breakout": 1}
    assert all(sum(rows_by_layer(ds, report).values()) == rows_of(ds, report) for report in Report)
    assert rows_by_layer(ds, Report.ATTENDEES)["main"] == headline(ds).attendances
