"""Peak memory of reading a large account and computing the Overview on it, in a process of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.account import body, rows
from benchmarks.figure import Figure, megabytes
from kaltura.reports.columns import Report


def measure(attendances: int = 1_000_000) -> list[Figure]:
    """One figure: what a process grows by, beyond imports and the bytes themselves, per 1,000,000 attendances."""
    with tempfile.TemporaryDirectory() as folder:
        for report in Report:
            (Path(folder) / f"Report_{int(report)}.csv").write_bytes(body(report, attendances))
        command = [sys.executable, "-m", "benchmarks.memory", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    grown = float(done.stdout)
    per_million = grown * 1_000_000 / rows(Report.ATTENDEES, attendances)
    return [Figure("peak memory per 1,000,000 attendances", per_million, "MB", 300)]


def _grown(folder: Path) -> float:
    """Megabytes between the moment the bytes are there and the peak."""
    from benchmarks.overview import compute
    from kaltura.fetch.files import from_files

    files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    before = megabytes(os.getpid(), "VmHWM")
    compute(from_files(files, "Europe/Berlin"))
    return megabytes(os.getpid(), "VmHWM") - before


if __name__ == "__main__":
    print(_grown(Path(sys.argv[1])))
