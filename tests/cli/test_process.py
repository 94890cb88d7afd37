"""The real command in a process of its own: exit status, what it prints where, and signals."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from kaltura.cli.folder import write_folder
from kaltura.demo.server import Emulator
from kaltura.fetch import fetch
from tests.builders import dataset, room_session
from tests.cli.command import ROOT, kaltura, kaltura_process
from tests.cli.processes import command, running
from tests.fetch.in_memory import InMemory
from tests.trust.three_days import FILTERS, NOW, three_days

# faults; credentials; exit status; a piece of what is said; the reports whose files are there, None when nothing is.
ALL = {"sessions.csv", "attendances.csv", "breakouts.csv"}
CASES = {
    "nothing fails": ((), "ks", 0, "Written to", ALL),
    "a reset": (("RESET@6001",), "ks", 0, "Written to", ALL),
    "a cut body": (("CUT@6000",), "ks", 0, "Written to", ALL),
    "an hour that times out": (
        ("DRUID_QUERY_TIMED_OUT@6001xall",),
        "ks",
        5,
        "timed out, even",
        ALL - {"attendances.csv"},
    ),
    "no such report": (("REPORT_NOT_FOUND@6002xall",), "ks", 5, "does not have", ALL - {"breakouts.csv"}),
    "another account": (("WRONG_ACCOUNT@6000xall",), "ks", 5, "Account 999", ALL - {"sessions.csv"}),
    "rows that seem to be missing": (("ROW_CAP@6001xall=13",), "ks", 5, "seem to be missing", ALL),
    "a page": (("HTMLxall",), "ks", 4, "a web page", None),
    "nothing but HTTP 500": (("HTTP_500xall",), "ks", 4, "HTTP 500", None),
    "an expired session": (("SESSION_EXPIRES@6001",), "ks", 3, "has expired", None),
    "a renewed session": (("SESSION_EXPIRES@6001",), "secret", 0, "Written to", ALL),
    "a refused secret": (("START_SESSION_ERROR@session.startxall",), "secret", 3, "do not belong together", None),
    "no permission": (("SERVICE_FORBIDDENxall",), "ks", 3, "ANALYTICS_BASE", None),
}


# Each status in a process of its own, as a shell sees it; what leads to it is the same in this one.
APART = {"nothing fails", "no such report", "a page", "an expired session"}


@pytest.mark.parametrize("case", CASES)
def test_exit_status_sentence_and_files(case: str, tmp_path: Path) -> None:
    faults, credentials, code, words, files = CASES[case]
    with Emulator(three_days(), faults=faults) as emulator:
        env = {
            "ks": {"KALTURA_KS": emulator.ready_ks()},
            "secret": {
                "KALTURA_PARTNER_ID": str(emulator.partner_id),
                "KALTURA_ADMIN_SECRET": emulator.admin_secret,
            },
        }[credentials]
        run = kaltura_process if case in APART else kaltura
        done = run(*command(emulator.base, tmp_path / "out"), env=env)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    if files is None:
        assert list(tmp_path.iterdir()) == []
        return
    assert {path.name for path in (tmp_path / "out").iterdir()} == files | {"fetch.json"}
    assert json.loads((tmp_path / "out" / "fetch.json").read_text())["complete"] is (code == 0)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_what_was_fetched_is_summed_up_for_a_program(tmp_path: Path) -> None:
    with Emulator(three_days()) as emulator:
        env = {"KALTURA_KS": emulator.ready_ks()}
        assert kaltura_process(*command(emulator.base, tmp_path / "out"), env=env).returncode == 0
    done = kaltura_process("summary", tmp_path / "out", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["main_sessions"] == 3


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_on_a_terminal_a_note_is_said_once(how: tuple[str, ...], tmp_path: Path) -> None:
    write_folder(fetch(InMemory(three_days()), FILTERS, now=NOW), tmp_path / "out")  # type: ignore[arg-type]
    ours, theirs = pty.openpty()
    arguments = ("summary", str(tmp_path / "out"), "--rooms", "nowhere", *how)
    process = subprocess.Popen(
        [sys.executable, "-m", "kaltura", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    with suppress(OSError):  # raised when the other end is closed
        while piece := os.read(ours, 4096):
            said += piece
    os.close(ours)
    assert process.wait(60) == 0
    assert said.count(b"No session was found of the room nowhere.") == 1, said.decode()


def test_the_demo_server_prints_what_a_client_needs_and_ends_when_told() -> None:
    with running("demo-server", "--scale", "0.01") as process:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 30)[0]
        lines = dict(process.stdout.readline().strip().split("=", 1) for _ in range(6))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", lines["KALTURA_BASE_URL"])
    assert re.fullmatch(r"[0-9a-f]{32}", lines["KALTURA_ADMIN_SECRET"])
    assert lines["KALTURA_KS"].startswith("djJ8")
    assert {"KALTURA_PARTNER_ID", "KALTURA_APP_TOKEN", "KALTURA_APP_TOKEN_ID"} <= lines.keys()


def test_names_that_the_output_has_no_letters_for_are_written_in_escapes(tmp_path: Path) -> None:
    room = room_session("c1", "r", "2026-03-02 10:00", "2026-03-02 11:00", entry_name="قاعة")
    write_folder(dataset([room]), tmp_path / "out")
    unknown = ("summary", tmp_path / "out", "--rooms", "none", "--json")
    done = kaltura_process(*unknown, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr.count("bug")) == (0, 0)
    assert r"\u0642\u0627\u0639\u0629" in done.stdout


@pytest.mark.parametrize(("closed", "arguments"), [("2>&-", ("--json", "--rooms", "none")), (">&-", ())])
def test_a_stream_that_is_closed_is_no_failure_and_nothing_of_it_goes_elsewhere(
    closed: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    write_folder(dataset([room_session("c1", "r", "2026-03-02 10:00", "2026-03-02 11:00")]), tmp_path / "out")
    command = [sys.executable, "-m", "kaltura", "summary", str(tmp_path / "out"), *arguments]
    run = ["bash", "-c", f'"$@" {closed}', "bash", *command]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--json" not in arguments or json.loads(done.stdout)


@pytest.mark.skipif(not shutil.which("setpriv"), reason="Root reads everything, unless setpriv takes that right away.")
def test_a_folder_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o300)
    rights = "-dac_override,-dac_read_search"
    drop = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []
    for arguments, code in (
        (("summary", tmp_path / "closed"), 2),
        (command("http://127.0.0.1:9", tmp_path / "closed"), 4),
    ):
        done = subprocess.run(
            [*drop, sys.executable, "-m", "kaltura", *map(str, arguments)],
            env={**os.environ, "KALTURA_KS": "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, "Permission denied" in done.stderr) == (code, True), done.stderr
