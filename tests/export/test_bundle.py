"""Files that hold all of a selection, with what they say of themselves."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from kaltura.dataset import Failure
from kaltura.export.bundle import bundle
from kaltura.export.csv import CsvDialect, csv_bytes, export_rows
from kaltura.export.parquet import parquet_bytes
from kaltura.export.record import CAVEAT, record_of, rows_by_layer, rows_of
from kaltura.export.source import source_table
from kaltura.export.tables import BY_STEM, TABLES, TableOptions, derived
from kaltura.export.workbook import workbook
from kaltura.fetch.files import from_folder
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.pseudonyms import hide_names
from kaltura.metrics.rule import Rule
from kaltura.reports.columns import Report
from tests.export.cases import three


def test_parquet_carries_selection_ledger_and_caveat() -> None:
    ds = three().select(Filters(zone="Europe/Berlin", rooms=("r1",)))
    content = parquet_bytes(ds, export_rows(ds, Report.ATTENDEES), "Only r1", Report.ATTENDEES)
    metadata = pq.read_metadata(io.BytesIO(content)).metadata
    record = json.loads(metadata[b"kaltura_room_analytics"])
    assert record == json.loads(json.dumps(record_of(ds, "Only r1")))
    assert record["selection"]["rooms"] == ["r1"]
    assert record["selection"]["words"] == "Only r1"
    assert record["rows"] == {"sessions": 1, "attendances": 3, "breakouts": 1}
    assert record["caveat"] == CAVEAT
    assert "ledger" in record
    columns = json.loads(metadata[b"columns"])
    assert [*columns] == export_rows(ds, Report.ATTENDEES).columns
    assert columns["events"] == "Names of the session's events, joined by “; ”"


def test_the_workbook_has_a_sheet_a_table_with_its_rows() -> None:
    ds = three()
    sheets = pl.read_excel(io.BytesIO(workbook(ds, "All of it")), sheet_id=0)
    reports = [f"{report.title} {report.value}" for report in Report]
    assert [*sheets] == ["Source", *reports, *(table.title for table in TABLES), "Definitions", "Columns"]
    assert {name: sheets[name].height for name in reports} == dict(zip(reports, (2, 4, 1), strict=True))
    assert all(sheets[table.title].height == derived(ds, table.stem).height for table in TABLES)
    assert sheets["Room sessions 6000"]["session_start"].to_list()[0] == datetime(2026, 3, 3, 0, 30)
    source = dict(sheets["Source"].iter_rows())
    assert source["Selection"] == "All of it"
    assert source["Caveat"] == CAVEAT
    assert source["Rule of decisions"] == Rule().sentence
    assert source["Rows here: Attendees"] == "4"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "2026-03-01 to 2026-03-31"),
        ("America/New_York", "2026-03-01 to 2026-03-31 (Europe/Berlin)"),
    ],
)
def test_the_days_asked_for_are_told_as_they_were_asked(zone: str, said: str) -> None:
    asked = Filters(date(2026, 3, 1), date(2026, 3, 31), "Europe/Berlin")
    ds = replace(three(zone), provenance=replace(three().provenance, requested=asked))
    assert dict(source_table(ds, "All").to_numpy())["Days asked for"] == said


@pytest.mark.parametrize("dialect", [CsvDialect(), CsvDialect(decimal_comma=True)])
def test_the_bundle_unpacks_to_a_folder_that_is_read_back(tmp_path: Path, dialect: CsvDialect) -> None:
    ds = three()
    with zipfile.ZipFile(io.BytesIO(bundle(ds, "All of it", dialect=dialect))) as archive:
        archive.extractall(tmp_path)
        assert archive.read("sessions.csv") == csv_bytes(ds, Report.ROOM_SESSIONS, dialect)
        assert dialect.separator in archive.read("tables/rooms.csv").decode().splitlines()[0]
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted([*BY_STEM, "columns", "definitions"])
    explained = pl.read_csv(tmp_path / "tables" / "columns.csv", separator=dialect.separator)
    assert ("Gradebook", "held") in explained.select("File", "Column").rows()
    assert json.loads((tmp_path / "fetch.json").read_text())["caveat"] == CAVEAT
    again = from_folder(tmp_path, "Europe/Berlin")
    assert headline(again) == headline(ds)
    assert [problem.kind for problem in again.problems] == []


def test_the_record_says_how_its_files_were_made(tmp_path: Path) -> None:
    hidden, dialect = hide_names(three(), b"key"), CsvDialect(safe_for_excel=False, decimal_comma=True)
    with zipfile.ZipFile(io.BytesIO(bundle(hidden, "All", TableOptions("month"), dialect=dialect))) as archive:
        archive.extractall(tmp_path)
    record = json.loads((tmp_path / "fetch.json").read_text())
    assert record["csv"] == {"safe_for_excel": False, "decimal_comma": True, "separator": ";"}
    assert (record["names"], record["tables"]["by"], record["tables"]["rule"]) == ("hidden", "month", Rule().sentence)
    assert dict(source_table(hidden, "").to_numpy())["Names"].startswith("hidden")
    again = from_folder(tmp_path, "Europe/Berlin")
    assert again.names_hidden
    assert [problem.kind for problem in again.problems] == []
    assert record_of(three(), "")["names"] == "shown"
    assert "Names" not in dict(source_table(three(), "").to_numpy())


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
