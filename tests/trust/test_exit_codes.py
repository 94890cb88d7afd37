"""Each failure, as the command ends with it: its status, its sentence, the files that are there."""

import json
from pathlib import Path

import pytest

from kaltura.demo.faults import ALWAYS, Fault
from kaltura.demo.server import Emulator
from kaltura.reports.columns import Report
from tests.cli.command import kaltura
from tests.cli.test_process import ALL, command
from tests.trust.faults import ROWS, Row, met_at
from tests.trust.three_days import three_days

# The command waits minutes for a late answer; test_faults_that_stay gives it less.
KINDS = [kind for kind in ROWS if kind != "LATE"]


def check(kind: str, report: Report, out: Path, *, always: bool) -> None:
    row = ROWS[kind]
    fault = Fault(kind, report, 1, ALWAYS if always else 1, row.value)
    with Emulator(three_days(), faults=[fault]) as emulator:
        done = kaltura(*command(emulator.base, out), env={"KALTURA_KS": emulator.ready_ks()})
    assert (done.returncode, done.stdout) == (_status(row, always=always), ""), done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert row.words in done.stderr
    if row.ends:
        assert list(out.parent.iterdir()) == []
        return
    missing = {f"{report.file_stem}.csv"} if done.returncode else set()
    assert {path.name for path in out.iterdir()} == ALL - missing | {"fetch.json"}
    assert json.loads((out / "fetch.json").read_text(encoding="utf-8"))["complete"] == (not missing)


def _status(row: Row, *, always: bool) -> int:
    """0 complete, 3 credentials refused, 5 a report is missing."""
    if row.survives and not always:
        return 0
    return 3 if row.ends else 5


each_kind = pytest.mark.parametrize(
    ("kind", "report"),
    met_at(KINDS, Report, Report.ATTENDEES),
    ids=lambda one: one if isinstance(one, str) else str(one.value),
)
each_report = pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))


@each_kind
def test_what_stays(kind: str, report: Report, tmp_path: Path) -> None:
    check(kind, report, tmp_path / "out", always=True)


@each_kind
def test_what_comes_once(kind: str, report: Report, tmp_path: Path) -> None:
    check(kind, report, tmp_path / "out", always=False)


@each_report
def test_what_may_be_cut_is_written_and_never_called_complete(report: Report, tmp_path: Path) -> None:
    with Emulator(three_days(), faults=[Fault("CUT_AT_A_LINE", report, 1, ALWAYS)]) as emulator:
        done = kaltura(*command(emulator.base, tmp_path / "out"), env={"KALTURA_KS": emulator.ready_ks()})
    assert done.returncode == 5
    assert "did not say where" in done.stderr
    assert not json.loads((tmp_path / "out" / "fetch.json").read_text(encoding="utf-8"))["complete"]
