"""Whether a fetch.json is believed: of what shape it is, and of whose files."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaltura.cli.folder import write_folder
from kaltura.cli.summary import _zone_of
from kaltura.dataset import Dataset, Failure
from kaltura.export.csv import csv_bytes
from kaltura.export.record import record_of, rows_of
from kaltura.fetch.files import from_files, from_folder
from kaltura.fetch.record import RECORD_NOT_THEIRS
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry
from tests.fetch.test_record import BERLIN, HELD, NOVEMBER, fetched, kinds, reopened


def told(ds: Dataset, folder: Path, **changed: Any) -> Dataset:
    """Written and read, with other values in the record."""
    write_folder(ds, folder / "out")
    record = folder / "out" / "fetch.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | changed))
    return from_folder(folder / "out", BERLIN)


@pytest.mark.parametrize(
    "changed",
    [
        {"ledger": [{"report": 6001, "received": 3, "kept": 3, "merged": 0, "outside": 0, "set_aside": ["x"]}]},
        {"ledger": [{"report": 6001, "received": -3, "kept": 3, "merged": 0, "outside": 0, "set_aside": {}}]},
        {"ledger": [{"report": 6001, "received": "many", "kept": 3, "merged": 0, "outside": 0, "set_aside": {}}]},
        {"ledger": [{"report": 6001, "received": 3, "kept": 3, "merged": 0, "outside": 0, "set_aside": {"x": "lots"}}]},
        {"problems": [{"kind": "x", "report": None, "count": 1e999, "sentence": "x"}]},
        {"problems": [{"kind": "x", "report": None, "count": True, "sentence": "x"}]},
        {"problems": [{"kind": "x", "report": None, "count": 1, "sentence": "x" * 20_000}]},
        {"problems": [{"kind": "x", "report": None, "count": 1, "sentence": "half a pair: \ud83d"}]},
        {"events": [{"event_id": "e", "event_name": "E", "sessions": "c1"}]},
        {"events": {}},
        {"provenance": None},
    ],
)
def test_a_record_of_other_shape_is_not_believed_and_the_rows_stay(changed: dict[str, Any], tmp_path: Path) -> None:
    back = told(fetched(), tmp_path, **changed)
    assert [problem.kind for problem in back.problems] == ["record_not_read"]
    assert back.attendances.collect().height == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"account": {"a": [1]}},
        {"account": "\ud83d"},
        {"requested": {"start": None, "end": None, "zone": "Mars/Phobos"}},
        {"requested": {"users": "alice"}},
    ],
)
def test_nor_is_one_whose_request_cannot_be_meant(changed: dict[str, Any], tmp_path: Path) -> None:
    if "requested" in changed:
        as_asked = {name: [] for name in ("events", "rooms", "users", "sessions", "parents", "user_types")}
        changed = {"requested": {"start": None, "end": None, "zone": BERLIN} | as_asked | changed["requested"]}
    back = reopened(fetched(), tmp_path, BERLIN, **changed)
    assert [problem.kind for problem in back.problems] == ["record_not_read"]
    assert back.provenance.account is None
    assert _zone_of(tmp_path / "out") == "UTC"


def test_what_a_later_version_adds_to_a_failure_is_passed_over(tmp_path: Path) -> None:
    failure = {"report": 6002, "message": "m", "next_step": "n", "code": None, "session_id": None, "later": 1}
    ds = fetched()
    lacking = replace(ds.provenance, failures=(Failure(Report.BREAKOUT_SESSIONS, "m", "n"),))
    back = reopened(replace(ds, provenance=lacking), tmp_path, BERLIN, failures=[failure])
    assert [failed.report for failed in back.provenance.failures] == [Report.BREAKOUT_SESSIONS]
    assert "record_not_read" not in {problem.kind for problem in back.problems}


def test_a_record_of_other_files_is_not_used(tmp_path: Path) -> None:
    ds = fetched()
    ledger = tuple(LedgerEntry(r, rows_of(ds, r), rows_of(ds, r)) for r in Report)
    write_folder(replace(ds, ledger=ledger), tmp_path / "three")
    two = {cue: span for cue, span in HELD.items() if cue != "last"}
    write_folder(fetched(NOVEMBER, **two), tmp_path / "two")
    (tmp_path / "two" / "fetch.json").write_bytes((tmp_path / "three" / "fetch.json").read_bytes())
    back = from_folder(tmp_path / "two", BERLIN)
    assert [problem.sentence for problem in back.problems if problem.kind == RECORD_NOT_THEIRS] == [
        "fetch.json is of other files: it tells of 3 rows of Room sessions (6000), and here are 2. It is not used, so "
        "what was selected or missing is not known."
    ]
    assert back.provenance.requested == Filters(zone=BERLIN)
    assert not back.complete


def test_an_exports_record_is_not_used_for_more_than_its_rows() -> None:
    whole = fetched()
    one = whole.select(replace(NOVEMBER, sessions=("middle",)))
    record = ("fetch.json", json.dumps(record_of(one, "One")).encode())
    files = [(f"{report.file_stem}.csv", csv_bytes(whole, report)) for report in Report]
    assert RECORD_NOT_THEIRS in kinds(from_files([*files, record]))
    of_one = [(f"{report.file_stem}.csv", csv_bytes(one, report)) for report in Report]
    assert RECORD_NOT_THEIRS not in kinds(from_files([*of_one, record]))
    assert RECORD_NOT_THEIRS not in kinds(from_files([of_one[1], record]))
