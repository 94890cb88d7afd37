"""Answers that are cut without a word, and a server that asks to slow down: the totals stay what they are."""

import re

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.demo.server import Emulator
from kaltura.fetch import Limits, fetch
from kaltura.reports.columns import Report
from tests.trust.checks import undisturbed
from tests.trust.three_days import FILTERS, NOW, QUICK, accounted_for, fetched, same_rows, same_totals, three_days

# At most 15 people's rows, three sessions and two breakouts fall into one hour; three days have 45, 9 and 6.
ABOVE_AN_HOUR = {Report.ROOM_SESSIONS: 4, Report.ATTENDEES: 16, Report.BREAKOUT_SESSIONS: 3}
each_report = pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))


@each_report
@pytest.mark.parametrize("days", [1, 92], ids=["a window a day", "one window"])
def test_a_known_cap_loses_nothing(report: Report, days: int) -> None:
    cap = ABOVE_AN_HOUR[report]
    limits = Limits(cap=cap, days=dict.fromkeys(Report, days))
    with Emulator(three_days(), row_cap=cap) as emulator:
        found = fetched(emulator, limits=limits)
    assert found.dataset.provenance.missing(report) is None
    accounted_for(found.dataset)
    same_rows(found.dataset, undisturbed().dataset, report)
    assert found.calls <= 400


@each_report
def test_an_unknown_cap_is_found_when_it_is_a_round_number(report: Report) -> None:
    cap = {Report.ROOM_SESSIONS: 4, Report.ATTENDEES: 20, Report.BREAKOUT_SESSIONS: 4}[report]
    limits = Limits(round_count=cap, days=dict.fromkeys(Report, 92))
    with Emulator(three_days(), faults=[f"ROW_CAP@{report.value}xall={cap}"]) as emulator:
        found = fetched(emulator, limits=limits)
    assert found.dataset.complete
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)
    assert found.dataset.ledger[[*Report].index(report)].set_aside["cut answer, asked again"] >= cap


@pytest.mark.parametrize(("cap", "missing"), [(5, [6001]), (3, [6000, 6001])])
def test_an_hour_beyond_the_cap_is_named_and_its_report_missing(cap: int, missing: list[int]) -> None:
    with Emulator(three_days(), row_cap=cap) as emulator:
        found = fetched(emulator, limits=Limits(cap=cap))
    failures = found.dataset.provenance.failures
    assert [failure.report for failure in failures] == missing
    assert all(re.search(r"single hour .* UTC is more than Kaltura gives", failure.message) for failure in failures)
    accounted_for(found.dataset)
    assert found.calls <= 400


@pytest.mark.parametrize("rate", ["4/0.2", "2/0.1"])
def test_calls_at_once_get_through_a_rate_limit(rate: str) -> None:
    waits: list[float] = []

    def waiting(ceiling: float) -> float:
        waits.append(ceiling)
        return ceiling / 20  # Kaltura's limit clears in about 10 s, this one in a fiftieth of that

    limits = Limits(in_flight=8, days=dict.fromkeys(Report, 1))
    with Emulator(three_days(), faults=[f"RATE_LIMITxall={rate}"]) as emulator:
        with Client(emulator.base, ReadyKs(emulator.ready_ks()), limits=QUICK, jitter=waiting) as client:
            ds = fetch(client, FILTERS, now=NOW, limits=limits)
        blocked = sum(call.outcome == "ACTION_BLOCKED" for call in emulator.requests)
        assert len(emulator.requests) == undisturbed().calls + blocked
    assert 0 < blocked == len(waits) == ds.provenance.retries
    assert max(waits) > min(waits), "each further wait may be longer"
    same_totals(ds, undisturbed().dataset)
