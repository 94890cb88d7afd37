"""The request that people take away must work: both scripts are run against the emulator."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from kaltura.api.addresses import DEMO
from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.errors import UsageError
from kaltura.api.regions import REGIONS
from kaltura.dataset import Dataset
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from kaltura.export.api_request import as_curl, as_python, calls
from kaltura.fetch import fetch
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.reports.columns import Report
from kaltura.reports.parse import parse
from tests.builders import dataset

TODAY = datetime.now(UTC).date()
DAYS = Filters(start=TODAY - timedelta(days=20), end=TODAY - timedelta(days=3), zone="Europe/Berlin")


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(demo_account(seed=5)) as running:
        yield running


@pytest.fixture(scope="module")
def ds(emulator: Emulator) -> Dataset:
    with Client(emulator.base, ReadyKs(emulator.ready_ks()), policy=DEMO) as client:
        return fetch(client, DAYS)


def run(ds: Dataset, emulator: Emulator, folder: Path, way: str) -> subprocess.CompletedProcess[str]:
    script = as_curl(ds) if way == "curl" else as_python(ds)
    command = ["bash", "-euc", script] if way == "curl" else [sys.executable, "-c", script]
    env = {**os.environ, "KALTURA_KS": emulator.ready_ks(), "NO_PROXY": "127.0.0.1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)


def sessions(folder: Path, report: Report) -> set[str]:
    found = [parse(path.read_bytes(), report).frame for path in folder.glob(f"{report.file_stem}_*.csv")]
    return {*pl.concat(found)["cue_point_id"].cast(pl.String).drop_nulls()}


@pytest.mark.parametrize("way", ["curl", "python"])
def test_the_request_brings_the_sessions_that_are_on_the_page(
    ds: Dataset, emulator: Emulator, tmp_path: Path, way: str
) -> None:
    done = run(ds, emulator, tmp_path, way)
    assert done.returncode == 0, done.stderr
    for report in Report:
        here = {*ds.report(report).select(pl.col("cue_point_id").cast(pl.String)).collect()["cue_point_id"]}
        assert here
        assert here <= sessions(tmp_path, report)


def test_both_scripts_say_what_to_do_with_the_answers(ds: Dataset) -> None:
    start, end = DAYS.interval()
    for script in (as_curl(ds), as_python(ds)):
        assert "Windows overlap by 12 hours" in script
        assert "'" not in "".join(line for line in script.splitlines() if line.startswith("#"))
        assert f"session_start_time (6000 and 6002) from {start} on, before {end}." in script
        assert f"python -m kaltura summary FOLDER --from {DAYS.start} --to {DAYS.end} --tz Europe/Berlin\n" in script


def test_what_the_scripts_say_to_run_reads_the_folder_as_the_dashboard_does(
    ds: Dataset, emulator: Emulator, tmp_path: Path
) -> None:
    script = as_python(ds)
    assert run(ds, emulator, tmp_path, "python").returncode == 0
    line = next(line for line in script.splitlines() if "python -m kaltura summary" in line)
    command = shlex.split(line.lstrip("# "))[1:]
    command[command.index("FOLDER")] = str(tmp_path)
    done = subprocess.run([sys.executable, *command, "--json"], capture_output=True, text=True, check=False)
    told, now = json.loads(done.stdout), headline(ds)
    assert (told["main_sessions"], told["attendances"]) == (now.main_sessions, now.attendances)
    assert told["attended_minutes"] == pytest.approx(now.attended_minutes)


@pytest.mark.parametrize("way", ["curl", "python"])
def test_a_room_and_an_event_are_asked_for(ds: Dataset, emulator: Emulator, tmp_path: Path, way: str) -> None:
    room = ds.sessions.filter(pl.col("layer") == "main").collect()["room_id"].cast(pl.String)[0]
    narrow = ds.select(replace(DAYS, rooms=(room,)))
    done = run(narrow, emulator, tmp_path, way)
    assert done.returncode == 0, done.stderr
    mains = narrow.sessions.filter(pl.col("layer") == "main").collect()["cue_point_id"].cast(pl.String)
    assert {*mains} <= sessions(tmp_path, Report.ROOM_SESSIONS)
    asked = {call.report: call.params for call in calls(narrow)}
    assert f"entry_ids={room}" in asked[Report.ROOM_SESSIONS]
    assert f"parentEntryIds={room};parent_entry_ids={room}" in asked[Report.BREAKOUT_SESSIONS]


@pytest.mark.parametrize("way", ["curl", "python"])
def test_no_session_is_in_the_request_or_in_what_it_prints(
    ds: Dataset, emulator: Emulator, tmp_path: Path, way: str
) -> None:
    assert emulator.ready_ks()[:12] not in as_curl(ds) + as_python(ds)
    done = run(ds, emulator, tmp_path, way)
    assert emulator.ready_ks()[:12] not in done.stdout + done.stderr


def test_a_refused_session_is_said_without_repeating_it(ds: Dataset, tmp_path: Path) -> None:
    env = {**os.environ, "KALTURA_KS": "djJ8canary", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", as_python(ds)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "sent no report" in done.stderr
    assert "canary" not in done.stderr + done.stdout
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("session", [{}, {"KALTURA_KS": ""}, {"KALTURA_KS": " \n"}])
def test_without_a_session_python_says_what_to_do(ds: Dataset, tmp_path: Path, session: dict[str, str]) -> None:
    env = {name: value for name, value in os.environ.items() if name != "KALTURA_KS"} | session
    done = subprocess.run(
        [sys.executable, "-c", as_python(ds)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "Put a session into the environment variable KALTURA_KS first.\n"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("session", [None, ""])
@pytest.mark.parametrize("interactive", [False, True])
def test_without_a_session_the_shell_says_what_to_do_and_asks_nothing(
    ds: Dataset, emulator: Emulator, tmp_path: Path, session: str | None, interactive: bool
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "KALTURA_KS"}
    env |= {} if session is None else {"KALTURA_KS": session}
    asked = len(emulator.requests)
    command = ["bash", "--norc", "-i"] if interactive else ["bash"]  # pasted into a shell, or run as a script
    done = subprocess.run(
        command, input=as_curl(ds), cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert done.stderr.count("KALTURA_KS: Put a session into this environment variable first.") == 1
    assert len(emulator.requests) == asked
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("room", ["1_a'b", '1_"$(id)"', "1_`id`", "1_\\", "1_ü", "-x"])
def test_any_id_stays_one_value_in_the_shell_and_in_python(ds: Dataset, room: str, tmp_path: Path) -> None:
    odd = replace(ds, selection=replace(DAYS, rooms=(room,)))
    shown = as_curl(odd).replace("curl --fail", "printf '%s\\n'")
    out = subprocess.run(["bash", "-euc", shown], capture_output=True, text=True, env={"KALTURA_KS": "x"}, check=True)
    assert f"entry_ids={room}" in {part for line in out.stdout.splitlines() for part in line.split(";")}
    names: dict[str, object] = {}
    exec(as_python(odd).split("\nks = ")[0], names)
    assert any(f"entry_ids={room}" in params for _, _, params in names["CALLS"])  # type: ignore[attr-defined]


def test_what_the_selection_leaves_open_is_as_fetched(ds: Dataset) -> None:
    fetched = replace(ds.provenance, requested=replace(DAYS, events=("7",)))
    open_one = replace(ds, provenance=fetched, selection=Filters(zone="Europe/Berlin"))
    assert all("virtual_event_ids=7" in call.params for call in calls(open_one))
    assert [c.params.split(";")[0] for c in calls(open_one)] == [c.params.split(";")[0] for c in calls(ds)]


def test_the_days_that_were_fetched_are_those_of_their_own_zone(ds: Dataset) -> None:
    assert calls(ds.select(Filters(zone="Asia/Tokyo"))) == calls(ds)


def test_long_ranges_are_asked_in_several_windows(ds: Dataset) -> None:
    long = replace(ds, selection=replace(DAYS, start=TODAY - timedelta(days=300)))
    files = [call.file for call in calls(long)]
    assert len(files) == len({*files}) > 3
    assert all(file in as_curl(long) and file in as_python(long) for file in files)


def test_data_without_an_address_names_kalturas_own() -> None:
    files = replace(dataset(), selection=Filters(start=date(2026, 10, 20)))
    assert REGIONS["us"].base in as_curl(files)


def test_data_without_days_cannot_be_asked_for() -> None:
    with pytest.raises(UsageError, match="no first day"):
        as_curl(dataset())
