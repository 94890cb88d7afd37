"""How few calls it takes to learn that an hour cannot be had, and in which order calls are made."""

from datetime import date

import pytest

from kaltura.api.errors import TooLarge
from kaltura.fetch import Limits, fetch
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.fetch.conftest import NOW, Connect

A_TERM = Filters(date(2025, 9, 1), date(2026, 1, 1))


@pytest.mark.parametrize("code", ["DRUID_QUERY_TIMED_OUT", "SEARCH_TOO_GENERAL"])
def test_a_report_that_is_always_too_large_is_given_up_without_cutting_a_term_into_hours(
    connect: Connect, code: str
) -> None:
    client, emulator = connect(faults=[f"{code}@6001xall"])
    ds = fetch(client, A_TERM, now=NOW)
    assert ds.provenance.missing(Report.ATTENDEES)
    # From 61 days to one hour in eleven halvings, then four times less padding; others are under way meanwhile.
    assert emulator.calls(6001) <= 4 * (11 + 4)
    entry = ds.ledger[1]
    assert entry.balances


def test_when_everything_is_too_large_it_ends_soon(connect: Connect) -> None:
    client, emulator = connect(faults=["DRUID_QUERY_TIMED_OUTxall"])
    with pytest.raises(TooLarge, match="single hour"):
        fetch(client, A_TERM, now=NOW)
    assert emulator.calls() <= 300  # a term has nearly 3,000 hours, and three reports


def test_halves_are_asked_before_windows_that_wait(connect: Connect) -> None:
    client, emulator = connect(faults=["DRUID_QUERY_TIMED_OUT@6001"])
    days = dict.fromkeys(Report, 10)
    ds = fetch(client, Filters(date(2025, 12, 1), date(2026, 1, 1)), now=NOW, limits=Limits(in_flight=1, days=days))
    assert ds.complete
    asked = [call.report for call in emulator.requests if call.report]
    assert asked[:3] == [6001, 6001, 6001]
    starts = [str(call.params["params"]) for call in emulator.requests if call.report == 6001]
    assert starts[0].split(";")[0] == starts[1].split(";")[0]
