"""The command in a process that a test watches while it runs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kaltura.demo.server import Emulator
from tests.cli.command import ROOT
from tests.trust.three_days import DAYS


def command(base: str, out: Path) -> tuple[object, ...]:
    return ("fetch", "--from", DAYS[0], "--to", DAYS[-1], "--base-url", base, "--out", out)


def wait_for_a_call(emulator: Emulator, process: subprocess.Popen[Any]) -> None:
    while not emulator.calls():
        assert process.poll() is None
        time.sleep(0.02)


@contextmanager
def running(*arguments: object, env: dict[str, str] | None = None, ignored: tuple[signal.Signals, ...] = ()):
    """The command as a shell starts it, with these signals ignored."""
    with _handed_on(ignored):
        process = subprocess.Popen(
            [sys.executable, "-m", "kaltura", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def _handed_on(ignored: tuple[signal.Signals, ...]) -> Iterator[None]:
    """What a process inherits that starts meanwhile: nothing of what this one was told to ignore, as below nohup."""
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, signal.SIG_IGN if one in ignored else signal.SIG_DFL) for one in ending]
    try:
        yield
    finally:
        for one, handler in zip(ending, before, strict=True):
            signal.signal(one, handler)
