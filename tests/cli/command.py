"""Runs the real command in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def kaltura(
    *arguments: object, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """`python -m kaltura …` with no KALTURA_ variable but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KALTURA_")}
    return subprocess.run(
        [sys.executable, "-m", "kaltura", *map(str, arguments)],
        env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
