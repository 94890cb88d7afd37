"""`python -m tests.fuzz TARGET [libFuzzer's options]`: fuzz a target of tests/fuzz/targets.py, guided by coverage.

Each input may take 30 seconds and the process 2 GB. An input that breaks a promise is written to a file crash-….
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=[
        "kaltura.reports",
        "kaltura.fetch.files",
        "kaltura.fetch.overlap",
        "kaltura.fetch.loaded",
        "kaltura.metrics.roster",
    ]
):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.seeds import dictionary, seeds


def main() -> None:
    target, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds(target)):
            (corpus / str(number)).write_bytes(seed)
        words = Path(folder) / "words"
        words.write_text(dictionary(target))
        bounds = ["-timeout=30", "-rss_limit_mb=2048", "-max_len=20000", f"-dict={words}"]
        atheris.Setup([sys.argv[0], *bounds, *options, str(corpus)], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
