"""Row caps that nobody told us of: found by what another report knows, mended with few calls, or said."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

from kaltura.api.client import ReportAnswer
from kaltura.api.errors import ReportUnavailable
from kaltura.api.params import ParamValue
from kaltura.dataset import Dataset
from kaltura.demo.account import Account
from kaltura.demo.report_rows import report_rows
from kaltura.demo.university import demo_account
from kaltura.demo.wire import csv_bytes
from kaltura.fetch import Limits, fetch
from kaltura.fetch.doubts import DOUBTED
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.builders import unix
from tests.demo.accounts import account
from tests.fetch.in_memory import InMemory, heard_by_server
from tests.trust.three_days import FILTERS, NOW, same_totals, three_days

TODAY = date(2026, 11, 20)
MONTH = Filters(date(2026, 10, 1), date(2026, 10, 31))


class Capped(InMemory):
    """Cuts an answer of some reports after so many rows, and leaves some sessions out of 6001."""

    def __init__(self, account: Account, caps: Mapping[int, int], *, without: str = "", **more: Any) -> None:
        super().__init__(account, **more)
        self.caps, self.without = caps, without

    def report(self, report_id: int, params: Mapping[str, ParamValue], *, stop: Any = None) -> ReportAnswer:
        whole = super().report(report_id, params, stop=stop)
        rows = report_rows(self.account, int(report_id), heard_by_server(params))
        if report_id == Report.ATTENDEES and self.without:
            rows = rows.filter(pl.col("cue_point_id") != self.without)
        return ReportAnswer(csv_bytes(rows.head(self.caps.get(int(report_id), 10**9))), whole.account)


def fetched(client: InMemory, filters: Filters = FILTERS, now: datetime = NOW, **limits: Any) -> Dataset:
    ds = fetch(client, filters, now=now, limits=Limits(**limits))
    assert all(entry.balances for entry in ds.ledger)
    assert ds.provenance.calls == len(client.asked) == len(ds.provenance.windows)
    return ds


def kinds(ds: Dataset) -> set[str]:
    return {problem.kind for problem in ds.problems}


@cache
def undisturbed() -> Dataset:
    return fetched(InMemory(three_days()))


@cache
def demo() -> Account:
    return demo_account(seed=1, today=TODAY)


@pytest.mark.parametrize("cap", [17, 23, 40])
def test_a_cap_of_any_number_is_found_by_sessions_without_attendees(cap: int) -> None:
    client = Capped(three_days(), {6001: cap})
    ds = fetched(client)
    same_totals(ds, undisturbed())
    assert DOUBTED in {window.outcome for window in ds.provenance.windows}
    assert len(client.of(6001)) <= 1 + 2 * 8
    assert kinds(ds) == kinds(undisturbed())


@pytest.mark.parametrize("report", [6000, 6002])
def test_a_cap_on_the_sessions_is_found_by_what_the_others_know(report: int) -> None:
    client = Capped(three_days(), {report: 5})
    ds = fetched(client, least_cap=4)
    same_totals(ds, undisturbed())
    assert len(client.asked) <= undisturbed().provenance.calls + 20


def test_a_cap_on_every_report() -> None:
    ds = fetched(Capped(three_days(), {6000: 5, 6001: 17, 6002: 5}), least_cap=4)
    same_totals(ds, undisturbed())


def test_a_month_of_the_demo_account_comes_through_a_cap() -> None:
    account, now = demo(), datetime(2026, 11, 20, tzinfo=UTC)
    true = fetched(InMemory(account), MONTH, now)
    rows = true.attendances.collect().height
    assert rows > 2500
    client = Capped(account, dict.fromkeys(map(int, Report), 1234))
    same_totals(fetched(client, MONTH, now), true)
    assert len(client.of(6001)) <= 60


def test_an_hour_beyond_the_cap_is_kept_and_said() -> None:
    client = Capped(three_days(), {6001: 12})
    ds = fetched(client)
    assert {"maybe_cut", "short_of_people"} & kinds(ds)
    assert ds.attendances.collect().height < undisturbed().attendances.collect().height
    said = next(p for p in ds.problems if p.kind == "maybe_cut")
    assert "12 rows each" in said.sentence
    assert said.report == Report.ATTENDEES
    assert len(client.of(6001)) <= 200


def test_rechecks_have_a_bound() -> None:
    client = Capped(three_days(), {6001: 12})
    ds = fetched(client, rechecks=3)
    assert len(client.of(6001)) == 1 + 2 * 3
    assert "maybe_cut" in kinds(ds)


def test_the_same_count_twice_is_a_cap_even_when_6000_is_missing() -> None:
    account, now = demo(), datetime(2026, 11, 20, tzinfo=UTC)
    broken = {
        6000: lambda: ReportUnavailable("Not here.", "Ask."),
        6002: lambda: ReportUnavailable("Not here.", "Ask."),
    }
    days = dict.fromkeys(Report, 10)
    true = fetched(InMemory(account, broken=broken), MONTH, now, days=days)
    client = Capped(account, {6001: 777}, broken=broken)
    ds = fetched(client, MONTH, now, days=days)
    assert ds.attendances.collect().height == true.attendances.collect().height
    minutes = [d.attendances.collect()["meeting_view_time"].sum() for d in (ds, true)]
    assert minutes[0] == pytest.approx(minutes[1])


def test_windows_that_overlap_and_hold_the_same_sessions_are_no_cap() -> None:
    account, now = demo(), datetime(2026, 11, 20, tzinfo=UTC)
    hours = dict.fromkeys(Report, 1 / 24)
    ds = fetched(InMemory(account), Filters(date(2026, 10, 20), date(2026, 10, 20)), now, days=hours)
    counts = Counter(window.rows for window in ds.provenance.windows if window.report == Report.ATTENDEES)
    assert max(number for rows, number in counts.items() if rows >= Limits().telling_count) > 1
    assert not {DOUBTED} & {window.outcome for window in ds.provenance.windows}
    assert "maybe_cut" not in kinds(ds)


@pytest.mark.parametrize("more", [{"rows_for_breakouts_in_6001": False}, {"lists_breakouts_in_6000": False}, {}])
@pytest.mark.parametrize(
    "filters",
    [{}, {"users": ("ann",)}, {"rooms": ("1_main",)}, {"rooms": ("1_one",)}, {"sessions": ("21_main",)}],
)
def test_what_an_account_does_not_have_raises_no_alarm(more: dict[str, Any], filters: dict[str, Any]) -> None:
    ds = fetched(InMemory(three_days(**more)), Filters(FILTERS.start, FILTERS.end, **filters))
    assert not {DOUBTED} & {window.outcome for window in ds.provenance.windows}
    assert not {"maybe_cut", "short_of_people"} & kinds(ds)


@pytest.mark.parametrize("report", [6000, 6001, 6002])
def test_a_missing_report_raises_no_alarm(report: int) -> None:
    broken = {report: lambda: ReportUnavailable("Not here.", "Ask.")}
    ds = fetched(InMemory(three_days(), broken=broken))
    assert not {DOUBTED} & {window.outcome for window in ds.provenance.windows}


EVERYONE = Filters(FILTERS.start, FILTERS.end, users=("ann", "bob", "cem", "dee"))


@pytest.mark.parametrize("cap", [10, 17, 23, 35])
@pytest.mark.parametrize("missing", [(), (6000, 6002)], ids=["all reports", "6001 alone"])
def test_a_cap_on_the_rows_of_some_people_is_found_by_asking_for_fewer_of_them(cap: int, missing: Any) -> None:
    broken = {report: lambda: ReportUnavailable("Not here.", "Ask.") for report in missing}
    client = Capped(three_days(), {6001: cap}, broken=broken)
    ds, true = fetched(client, EVERYONE), fetched(InMemory(three_days(), broken=broken), EVERYONE)
    same_totals(ds, true)
    assert not {"maybe_cut"} & kinds(ds)
    assert len(client.of(6001)) <= 2 * (1 + 2 * 3)


def test_a_server_that_does_not_know_the_filter_on_people_is_asked_for_less_time() -> None:
    client = Capped(three_days(), {6001: 23}, deaf=frozenset({"user_ids"}))
    ds = fetched(client, EVERYONE)
    same_totals(ds, fetched(InMemory(three_days()), EVERYONE))
    assert "maybe_cut" not in kinds(ds)
    assert len(client.of(6001)) <= 1 + 2 * 8


def test_a_whole_answer_of_some_people_costs_two_calls_more() -> None:
    client = InMemory(three_days())
    assert "maybe_cut" not in kinds(fetched(client, EVERYONE))
    assert len(client.of(6001)) == 1 + 2


@pytest.mark.parametrize("users", [("ann",), ("ann", "nobody")])
def test_one_person_with_many_rows_within_an_hour_raises_no_alarm(users: tuple[str, ...]) -> None:
    start = unix("2026-03-02 10:00")
    rooms = [(f"r{n}", f"Room {n}", None, 1, 2, 0) for n in range(14)]
    sessions = [(f"c{n}", f"r{n}", start, start + 1800, 0) for n in range(14)]
    presence = [(n, 0, start, start + 1200, True) for n in range(14)]
    busy = account(rooms, [("ann", "Ann", None, "User")], sessions, presence)
    client = InMemory(busy)
    ds = fetched(client, Filters(FILTERS.start, FILTERS.end, users=users))
    assert ds.complete
    assert ds.attendances.collect().height == 14
    assert len(client.of(6001)) <= 3
    assert not {"maybe_cut", "merged_rows", "long_session"} & kinds(ds)


def test_a_session_that_6001_lacks_costs_two_calls_and_is_said() -> None:
    client = Capped(three_days(), {}, without="31_main")
    ds = fetched(client)
    assert len(client.of(6001)) == 1 + 2
    said = next(p for p in ds.problems if p.kind == "short_of_people")
    assert said.count == 1
    assert said.rows[0]["cue_point_id"] == "31_main"
    assert "maybe_cut" not in kinds(ds)


def test_the_demo_account_raises_no_alarm() -> None:
    account, now = demo(), datetime(2026, 11, 20, tzinfo=UTC)
    ds = fetched(InMemory(account), Filters(date(2026, 6, 1), date(2026, 11, 19)), now)
    assert not {DOUBTED} & {window.outcome for window in ds.provenance.windows}
    assert not {"maybe_cut", "short_of_people"} & kinds(ds)
