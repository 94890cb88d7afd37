"""Eight hours of a busy server, one rerun after the other: does it go on holding more?

It takes about an hour; `python -m benchmarks reruns --quick` makes a tenth of the reruns.
Visitors (benchmarks.visitor) come, change filters, and go, on all pages; what they leave behind must go too.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, megabytes
from benchmarks.load import ADDRESSES, changed
from benchmarks.visitor import Redraw, Visitor
from tests.conftest import Server, dashboard

RERUNS = 10_000
QUICK = {"reruns": 1_000}
VISIT = 50  # reruns of one visitor, who then leaves
GROWTH = 1.1


def measure(reruns: int = RERUNS) -> list[Figure]:
    """Two figures: memory at the end against memory after a tenth of the reruns, and errors.

    Both memories are medians over a tenth of the reruns, because the allocator gives memory back in bursts.
    """
    held: list[float] = []
    failed: list[str] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(dashboard(home))
        began = time.monotonic()
        for number, redraw in zip(range(reruns), _visits(server), strict=False):
            held.append(megabytes(server.pid, "VmRSS"))
            failed += redraw.errors
            if number % (reruns // 20) == 0:
                print(f"  {number:,}: {held[-1]:.0f} MB, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    tenth = reruns // 10
    for error in sorted(set(failed)):
        print(f"  {failed.count(error)} × {error}", file=sys.stderr)
    return [
        Figure(
            f"memory after {reruns:,} reruns", median(held[-tenth:]), "MB", GROWTH, median(held[tenth : 2 * tenth]),
            f"after {tenth:,}",
        ),
        Figure("  errors", len(failed), "", 0),
    ]  # fmt: skip


def _visits(server: Server) -> Iterator[Redraw]:
    """The redraws of one visitor after the other, each on the next page."""
    for number in count():
        with Visitor(server.base, ADDRESSES[number % len(ADDRESSES)]) as visitor:
            yield from changed(visitor, random.Random(number), VISIT - 1)
