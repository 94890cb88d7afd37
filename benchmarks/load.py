"""Fifty visitors at once, each changing filters on 100,000 attendances: how long a redraw takes, and what it holds.

The visitors speak Streamlit's protocol without a browser (benchmarks.visitor): fifty browsers on the same machine
would measure themselves. Each is on one of the pages that follow the selection and looks at what it sees for a while
before the next change, as people do.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from threading import Barrier

from benchmarks.account import scale_of
from benchmarks.figure import Figure, megabytes
from benchmarks.visitor import Redraw, Visitor
from kaltura.ui.navigation import PAGES
from tests.conftest import Server, dashboard

VISITORS = 50
ATTENDANCES = 100_000
CHANGES = 12  # of each visitor
QUICK = {"visitors": 10, "changes": 4}
LOOKING = (5.0, 15.0)  # seconds between two changes
MOST_MEGABYTES = 60  # a session beyond the first
PRESETS = ("Last 7 days", "Last 90 days", "This term", "All dates", "Last 30 days")
ADDRESSES = [("" if info is PAGES[0] else info.address) for info in PAGES if info.selects]


def measure(visitors: int = VISITORS, changes: int = CHANGES) -> list[Figure]:
    """Redraws have no goal of their own here: they share two cores with the others. Errors and memory have."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(dashboard(home, secrets=f"demo_scale = {scale_of(ATTENDANCES)}"))
        # One visitor of each page: what the server imports and makes for everybody is there, and one session's data.
        for address in ADDRESSES[1:]:
            with Visitor(server.base, address) as early:
                list(changed(early, random.Random(address), changes))
        first = stack.enter_context(Visitor(server.base))
        list(changed(first, random.Random(0), changes))
        before = megabytes(server.pid, "VmRSS")
        visits = _all_at_once(stack, server, visitors - 1, changes)
        held = (megabytes(server.pid, "VmRSS") - before) / (visitors - 1)
    failed = [error for visit in visits for redraw in visit for error in redraw.errors]
    seen = [redraw for visit in visits for redraw in visit[1:]]
    for error in sorted(set(failed)):
        print(f"  {failed.count(error)} × {error}", file=sys.stderr)
    cuts = quantiles([redraw.seconds for redraw in seen], n=20)
    name = f"{visitors} visitors, {ATTENDANCES:,} attendances"
    return [
        Figure(f"{name}: redraw, half within", cuts[9], "s", None),
        Figure("  the same, 95 % within", cuts[18], "s", None),
        Figure(f"  errors in {len(seen):,} redraws", len(failed), "", 0),
        Figure("  memory of a session beyond the first", held, "MB", MOST_MEGABYTES),
    ]


def changed(
    visitor: Visitor, choice: random.Random, changes: int, looking: tuple[float, float] = (0, 0)
) -> Iterator[Redraw]:
    """Open the page, then change the dates or the rooms again and again, as a person looking for something."""
    first = visitor.open("?zone=Europe/Berlin")
    yield first
    if first.errors:
        return
    for _ in range(changes):
        time.sleep(choice.uniform(*looking))
        if choice.random() < 0.3:
            yield visitor.choose_one("Dates", choice.choice(PRESETS))
        else:
            rooms = visitor.widgets["Room"][1]
            yield visitor.choose("Room", choice.sample(rooms, choice.randrange(3)))


def _all_at_once(stack: ExitStack, server: Server, number: int, changes: int) -> list[list[Redraw]]:
    """Everybody's first sight of the page and redraws; the sessions stay until the stack ends."""
    together = Barrier(number)

    def one(place: int, address: str) -> list[Redraw]:
        together.wait()
        visitor = stack.enter_context(Visitor(server.base, address))
        return list(changed(visitor, random.Random(place), changes, LOOKING))

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number), islice(cycle(ADDRESSES), number)))
