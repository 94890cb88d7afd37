"""The real command when somebody or something ends it, or what it says has nobody to read it."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaltura.cli.folder import write_folder
from kaltura.demo.server import Emulator
from kaltura.fetch import fetch
from tests.cli.command import ROOT, kaltura
from tests.cli.processes import command, running, wait_for_a_call
from tests.fetch.in_memory import InMemory
from tests.trust.three_days import FILTERS, NOW, three_days


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_fetch_writes_nothing_and_says_so(ending: signal.Signals, tmp_path: Path) -> None:
    with Emulator(three_days(), faults=["LATExall=30"]) as emulator:
        env = {"KALTURA_PARTNER_ID": str(emulator.partner_id), "KALTURA_ADMIN_SECRET": emulator.admin_secret}
        with running(*command(emulator.base, tmp_path / "out"), env=env) as process:
            wait_for_a_call(emulator, process)
            process.send_signal(ending)
            _, err = process.communicate(timeout=60)
        ended = emulator.calls(name="session.end")
    assert process.returncode == 4
    assert err == "kaltura: It was stopped. A folder is written whole or not at all; run it again when you are ready.\n"
    assert list(tmp_path.iterdir()) == []
    # One that Kaltura was about to hand out when it stopped cannot be ended: nobody has seen it.
    assert 0 <= emulator.calls(name="session.start") - ended <= 1, "the sessions that were made here are ended"


def test_what_is_stopped_says_nothing_untrue_of_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old scratch folder may take a while to delete, and the new folder is in place by then."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kaltura.cli.folder._remove_leftovers", stopped)
    with Emulator(three_days()) as emulator:
        done = kaltura(*command(emulator.base, tmp_path / "out"), env={"KALTURA_KS": emulator.ready_ks()})
    assert done.returncode == 4
    assert (tmp_path / "out" / "fetch.json").is_file()
    assert done.stderr.endswith(
        "It was stopped. A folder is written whole or not at all; run it again when you are ready.\n"
    )
    monkeypatch.setattr("kaltura.cli.summary.from_folder", stopped)
    assert kaltura("summary", tmp_path).stderr == "kaltura: It was stopped. Run it again when you are ready.\n"


def test_below_nohup_a_closed_terminal_ends_nothing(tmp_path: Path) -> None:
    """The signal is ignored from the start, and stays so."""
    with Emulator(three_days(), faults=["LATE@6001=1"]) as emulator:
        env = {"KALTURA_KS": emulator.ready_ks()}
        with running(*command(emulator.base, tmp_path / "out"), env=env, ignored=(signal.SIGHUP,)) as process:
            wait_for_a_call(emulator, process)
            process.send_signal(signal.SIGHUP)
            _, err = process.communicate(timeout=60)
    assert (process.returncode, "Written to" in err) == (0, True), err


def test_a_reader_that_leaves_is_no_trouble() -> None:
    piped = f"'{sys.executable}' -m kaltura fetch --help | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", piped], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fetch_is_written_although_nobody_reads_what_it_says(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with Emulator(three_days()) as emulator:
        env = {"KALTURA_PARTNER_ID": str(emulator.partner_id), "KALTURA_ADMIN_SECRET": emulator.admin_secret}
        arguments = [sys.executable, "-m", "kaltura", *map(str, command(emulator.base, tmp_path / "out"))]
        done = subprocess.run(arguments, cwd=ROOT, env=os.environ | env, stderr=write, timeout=60, check=False)
    os.close(write)
    assert done.returncode == 0
    assert (tmp_path / "out" / "fetch.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="This machine has no /dev/full.")
def test_a_full_disk_below_the_output_is_no_bug(tmp_path: Path) -> None:
    write_folder(fetch(InMemory(three_days()), FILTERS, now=NOW), tmp_path / "out")  # type: ignore[arg-type]
    for arguments in (("summary", str(tmp_path / "out")), ("demo-server", "--scale", "0.01")):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "kaltura", *arguments],
                cwd=ROOT,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        said = "The output could not be written: No space left on device. Free some space or send it elsewhere"
        assert (done.returncode, done.stderr) == (4, f"kaltura: {said}, and run it again.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="This machine has no /dev/full.")
def test_a_fetch_is_written_although_the_disk_of_its_log_is_full(tmp_path: Path) -> None:
    with Emulator(three_days()) as emulator, Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "kaltura", *map(str, command(emulator.base, tmp_path / "out"))]
        env = os.environ | {"KALTURA_KS": emulator.ready_ks()}
        done = subprocess.run(arguments, cwd=ROOT, env=env, stderr=full, timeout=60, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out" / "fetch.json").exists()


def test_a_fetch_is_written_although_its_terminal_is_gone(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with Emulator(three_days(), faults=["LATE@6001=1"]) as emulator:
        arguments = [sys.executable, "-m", "kaltura", *map(str, command(emulator.base, tmp_path / "out"))]
        env = os.environ | {"KALTURA_KS": emulator.ready_ks()}
        process = subprocess.Popen(arguments, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        wait_for_a_call(emulator, process)
        os.close(ours)
        assert process.wait(60) == 0
    assert (tmp_path / "out" / "fetch.json").exists()
