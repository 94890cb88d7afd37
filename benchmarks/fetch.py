"""A whole fetch over real sockets, against the slowest single answer in it."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.account import account
from benchmarks.figure import Figure
from kaltura.api.client import Client, ReportAnswer
from kaltura.api.credentials import ReadyKs
from kaltura.demo.server import Emulator
from kaltura.fetch import fetch
from kaltura.filters import Filters

SECONDS = 2.0


class TimedClient(Client):
    """The client, remembering how long each report took."""

    slowest = 0.0

    def report(self, *arguments: object, **named: object) -> ReportAnswer:
        began = perf_counter()
        try:
            return super().report(*arguments, **named)  # type: ignore[arg-type]
        finally:
            self.slowest = max(self.slowest, perf_counter() - began)


def measure(attendances: int = 18_000, runs: int = 3) -> list[Figure]:
    """One figure. Each attendees answer takes SECONDS, as a busy Kaltura's does."""
    today = datetime.now(UTC).date()
    asked = Filters(start=today - timedelta(days=89), end=today, zone="Europe/Berlin")
    walls, slowest = [], []
    for _ in range(runs):
        with ExitStack() as stack:
            emulator = stack.enter_context(Emulator(account(attendances), faults=[f"LATE@6001xall={SECONDS}"]))
            client = stack.enter_context(TimedClient(emulator.base, ReadyKs(emulator.report_ks())))
            began = perf_counter()
            fetch(client, asked)
            walls.append(perf_counter() - began)
            slowest.append(client.slowest)
    return [
        Figure("fetch of 90 days", sorted(walls)[runs // 2], "s", 1.2, sorted(slowest)[runs // 2], "slowest answer")
    ]
