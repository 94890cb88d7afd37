"""The command in a process that a test watches while it runs."""

import os
import subprocess
import sys
import time
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
def running(*arguments: object, env: dict[str, str] | None = None):
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
