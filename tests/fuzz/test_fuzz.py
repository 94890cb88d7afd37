"""Two seconds of the fuzzer in each test run; FUZZ_SECONDS=600 pytest tests/fuzz looks longer."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
SECONDS = int(os.environ.get("FUZZ_SECONDS", "2"))


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_keep_the_promises(target: str) -> None:
    for seed in seeds(target):
        TARGETS[target](seed)
        TARGETS[target](seed[: len(seed) // 2])


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is there on Linux only")
@pytest.mark.parametrize("target", TARGETS)
def test_the_fuzzer_finds_nothing(target: str, tmp_path: Path) -> None:
    found = tmp_path / "found-"
    command = [sys.executable, "-m", "tests.fuzz", target, f"-max_total_time={SECONDS}", f"-artifact_prefix={found}"]
    # A shell between: a process begins with the peak of the one that starts it, which libFuzzer takes for its own.
    done = subprocess.run(
        ["sh", "-c", '"$@"; exit $?', "sh", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
        check=False,
        errors="replace",
    )
    broken = [path.read_bytes() for path in tmp_path.iterdir()]
    assert (done.returncode, broken) == (0, []), done.stderr[-4000:]
    runs = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
    assert runs
    assert int(runs[0].split()[1]) > len([*seeds(target)]), "the fuzzer did not get beyond what it was given"
