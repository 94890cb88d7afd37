"""Runs the command: in this process, which is quick, or in one of its own, as people do."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from kaltura.api.client import Client
from kaltura.cli.main import main

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


def kaltura(*arguments: object, env: Mapping[str, str] | None = None) -> Done:
    """The command in this process, never waiting before it tries again; no KALTURA_ variable but those given."""
    out, err = StringIO(), StringIO()
    with (
        patch.dict(os.environ, _environment(env), clear=True),
        patch("kaltura.cli.fetch.Client", partial(Client, jitter=lambda _: 0.0)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main([str(argument) for argument in arguments])
    return subprocess.CompletedProcess(list(arguments), code, out.getvalue(), err.getvalue())


def kaltura_process(
    *arguments: object, env: Mapping[str, str] | None = None, largest_file: int | None = None, cwd: Path = ROOT
) -> Done:
    """`python -m kaltura …` in a process of its own. largest_file: KiB after which a write fails, as on a full disk."""
    command = [sys.executable, "-m", "kaltura", *map(str, arguments)]
    if largest_file is not None:
        command = ["bash", "-c", f'ulimit -f {largest_file} && exec "$@"', "bash", *command]
    return subprocess.run(
        command,
        env=_environment({"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KALTURA_")} | dict(more or {})
