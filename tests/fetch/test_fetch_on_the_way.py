"""What a fetch does while it is on its way: progress, Stop, calls in flight."""

import threading
import time
from dataclasses import replace

import pytest

from kaltura.api.errors import Stopped
from kaltura.demo.faults import ALWAYS, Fault
from kaltura.fetch import Progress, fetch
from kaltura.reports.columns import Report
from tests.fetch.conftest import NEW_YEAR, NOW, Connect
from tests.fetch.test_fetch import HOURLY


def test_progress_reaches_its_total_on_the_callers_thread(connect: Connect) -> None:
    client, _ = connect()
    seen: list[tuple[Progress, str]] = []
    fetch(client, NEW_YEAR, now=NOW, on_progress=lambda p: seen.append((p, threading.current_thread().name)))
    last = {progress.report: progress for progress, _ in seen}
    assert all(p.windows_done == p.windows_total for p in last.values())
    assert last[Report.ATTENDEES].sentence == "Attendees: 1 of 1 window, 15 rows"
    assert {name for _, name in seen} == {threading.current_thread().name}


def test_stop_stops_within_a_second(connect: Connect) -> None:
    client, _ = connect(faults=[Fault("LATE", times=ALWAYS, value="20")])
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        fetch(client, NEW_YEAR, now=NOW, stop=stop)
    assert time.monotonic() - began < 1.3


def test_no_more_calls_in_flight_than_allowed(connect: Connect) -> None:
    client, emulator = connect()
    fetch(client, NEW_YEAR, now=NOW, limits=replace(HOURLY, in_flight=2))
    assert emulator.calls(6001) == 20  # midnight to 19:00, and an hour for clocks that differ
