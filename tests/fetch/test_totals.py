"""Whatever the windows, the cap, the padding and the zone: the totals are those of the presence intervals."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaltura.api.errors import ReportUnavailable
from kaltura.dataset import Dataset
from kaltura.demo.account import Account
from kaltura.fetch import Limits, fetch
from kaltura.fetch.limits import HOUR
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.builders import unix
from tests.conftest import EXAMPLES
from tests.fetch.in_memory import InMemory
from tests.fetch.worlds import (
    DAYS,
    DAYS_BEFORE_CHANGES,
    accounts,
    measured,
    rows_within,
    truth,
    truth_within,
    whole_hours,
)

ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]
NOW = datetime(2026, 11, 10, tzinfo=UTC)
# An example is a whole fetch: fewer of them, and more where more are asked for.
slow = settings(max_examples=EXAMPLES * 3 // 10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Request:
    day: date  # from which on the account has sessions
    filters: Filters
    limits: Limits
    cap: int

    @property
    def interval(self) -> tuple[int, int]:
        start, end = self.filters.interval()
        assert start is not None
        assert end is not None
        return start, end


@st.composite
def cases(draw: st.DrawFn) -> tuple[Account, Request]:
    day = draw(st.sampled_from(DAYS_BEFORE_CHANGES))
    first = day + timedelta(days=draw(st.integers(-1, DAYS - 1)))
    filters = Filters(first, first + timedelta(days=draw(st.integers(0, DAYS))), draw(st.sampled_from(ZONES)))
    known = draw(st.sampled_from([8, 12, 40]))  # the cap
    days = {report: draw(st.sampled_from([0.1, 0.3, 1, 2.5, 92])) for report in Report}
    limits = Limits(
        in_flight=draw(st.integers(1, 4)),
        cap=known,
        round_count=draw(st.sampled_from([4, 7, 1000])),
        pad=HOUR * draw(st.sampled_from([0, 1, 12])),
        days=days,
        ids_per_call=draw(st.sampled_from([1, 3, 500])),
    )
    return draw(accounts(day)), Request(day, filters, limits, known)


def agree(found: dict[tuple[str, str], tuple[float, float]], true: dict[tuple[str, str], tuple[float, float]]) -> None:
    assert found.keys() == true.keys()
    for key, numbers in true.items():
        assert found[key] == pytest.approx(numbers, abs=1e-6)


def check_ledger(ds: Dataset) -> None:
    for entry in ds.ledger:
        assert entry.balances
        assert entry.kept == ds.report(entry.report).collect().height


@slow
@given(cases())
def test_windows_never_change_a_total(case: tuple[Account, Request]) -> None:
    world, request_ = case
    client = InMemory(world, cap=request_.cap)
    ds = fetch(client, request_.filters, limits=request_.limits, now=NOW)
    check_ledger(ds)
    start, end = request_.interval
    assert not {f.report for f in ds.provenance.failures} - {Report.ATTENDEES}
    if ds.provenance.missing(Report.ATTENDEES):
        assert "single hour" in ds.provenance.failures[0].message
        assert _crowded(world, request_)
        assert ds.attendances.collect().is_empty()
        return
    agree(measured(ds.attendances.collect()), truth(world, start=start, end=end))
    unlimited = fetch(InMemory(world), request_.filters, now=NOW)
    assert set(unlimited.sessions.collect()["cue_point_id"]) == set(ds.sessions.collect()["cue_point_id"])
    agree(measured(ds.attendances.collect()), measured(unlimited.attendances.collect()))


@slow
@given(cases())
def test_without_session_times_the_minutes_of_the_request_are_counted_once(case: tuple[Account, Request]) -> None:
    world, request_ = case

    def gone() -> ReportUnavailable:
        return ReportUnavailable("This account does not have this report.", "Go on.", code="REPORT_NOT_FOUND")

    client = InMemory(world, cap=request_.cap, broken={6000: gone, 6002: gone})
    ds = fetch(client, request_.filters, limits=request_.limits, now=NOW) if not _hopeless(world, request_) else None
    if ds is None:
        return
    check_ledger(ds)
    start, end = whole_hours(*request_.interval)
    agree(measured(ds.attendances.collect()), truth_within(world, start=start, end=end))


def _hopeless(world: Account, request_: Request) -> bool:
    """Whether some hour has as many rows as the cap."""
    start, end = whole_hours(*request_.interval)
    return any(rows_within(world, hour, hour + HOUR) >= request_.cap for hour in range(start, end, HOUR))


def _crowded(world: Account, request_: Request) -> bool:
    """Whether any hour at all has as many rows as the cap: one after the request counts, when a session runs on."""
    first = unix(f"{request_.day} 00:00")
    hours = range(first - 24 * HOUR, first + (DAYS + 2) * 24 * HOUR, HOUR)
    return any(rows_within(world, hour, hour + HOUR) >= request_.cap for hour in hours)
