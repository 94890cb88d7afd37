"""Which filter goes to which report, and what happens when a server does not hear it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from kaltura.api.client import ReportAnswer
from kaltura.api.errors import ReportUnavailable, ServerError, UsageError
from kaltura.api.params import ParamValue
from kaltura.dataset import Dataset
from kaltura.demo.account import Account
from kaltura.fetch import Limits, fetch
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.demo.accounts import account, person, room, seen, session
from tests.fetch.in_memory import InMemory

DAY = Filters(date(2026, 3, 2), date(2026, 3, 2))
NOW = datetime(2026, 3, 5, tzinfo=UTC)
DEAF = frozenset({"entry_ids", "user_ids", "cue_point_ids", "parentEntryIds", "parent_entry_ids", "virtual_event_ids"})


def world(**more: Any) -> Account:
    """Room A with breakout A1, room B with breakout B1; ann is in A and A1, bob in B and B1, cem in A."""
    return account(
        [room("A"), room("A1", parent="A"), room("B"), room("B1", parent="B")],
        [person("ann"), person("bob"), person("cem")],
        [
            session("a", "A", "10:00:00", "11:00:00"),
            session("a1", "A1", "10:10:00", "10:30:00"),
            session("b", "B", "10:00:00", "11:00:00"),
            session("b1", "B1", "10:10:00", "10:30:00"),
        ],
        [
            seen(0, 0, "10:00:00", "11:00:00"),
            seen(0, 2, "10:00:00", "10:30:00"),
            seen(1, 0, "10:10:00", "10:30:00"),
            seen(2, 1, "10:00:00", "11:00:00"),
            seen(3, 1, "10:10:00", "10:30:00"),
        ],
        [(7, 0), (7, 1), (8, 2), (8, 3)],
        **more,
    )


def sessions(ds: Dataset) -> set[str]:
    return set(ds.sessions.collect()["cue_point_id"].cast(str))


def attended(ds: Dataset) -> set[tuple[str, str]]:
    rows = ds.attendances.select("cue_point_id", "user_id").collect()
    return {(str(cue), str(user)) for cue, user in rows.iter_rows()}


@pytest.mark.parametrize("name", ["events", "rooms", "users", "sessions", "parents"])
@pytest.mark.parametrize("value", ["1_a;1_b", "1_a,1_b", "1_a\n1_b", "1_a\x00"])
def test_an_id_that_cannot_be_sent_is_refused_before_anything_is_asked(name: str, value: str) -> None:
    client = InMemory(world())
    with pytest.raises(UsageError, match=name):
        fetch(client, replace(DAY, **{name: (value,)}), now=NOW)
    assert client.calls == 0


@cache
def whole_day(listed: bool) -> Dataset:
    return fetch(InMemory(world(lists_breakouts_in_6000=listed)), DAY, now=NOW)


@pytest.mark.parametrize("deaf", [frozenset(), DEAF], ids=["filters heard", "filters ignored"])
@pytest.mark.parametrize("listed", [True, False], ids=["6000 lists breakouts", "6000 does not"])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"rooms": ("A",)}, {"a", "a1"}),
        ({"rooms": ("B1",)}, {"b1"}),
        ({"parents": ("A",)}, {"a1"}),
        ({"users": ("bob",)}, {"b", "b1"}),
        ({"users": ("cem",)}, {"a"}),
        ({"sessions": ("a1", "b")}, {"a1", "b"}),
        ({"rooms": ("A",), "users": ("bob",)}, set()),
        ({"rooms": ("A", "B"), "parents": ("B",)}, {"b1"}),
        ({"user_types": ("Guest",)}, set()),
    ],
)
def test_only_what_was_asked_for_is_kept(
    deaf: frozenset[str], listed: bool, filters: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    client = InMemory(world(lists_breakouts_in_6000=listed), deaf=deaf)
    ds = fetch(client, replace(DAY, **filters), now=NOW)  # type: ignore[arg-type]
    assert sessions(ds) == expected
    selected = whole_day(listed).select(replace(DAY, **filters))  # type: ignore[arg-type]
    assert attended(ds) == attended(selected)
    parents = ["cue_point_id", "parent_session_id"]
    assert set(ds.sessions.select(parents).collect().iter_rows()) == set(
        selected.sessions.select(parents).collect().iter_rows()
    )
    for entry in ds.ledger:
        assert entry.balances
        assert entry.kept == ds.report(entry.report).collect().height


def test_each_report_is_sent_the_filters_it_has() -> None:
    client = InMemory(world())
    fetch(client, replace(DAY, rooms=("A",), users=("ann",), sessions=("a",), events=("7",)), now=NOW)
    first = {report: client.of(report, key)[0] for report, key in ((6000, "entry_ids"), (6001, ""), (6002, ""))}
    assert first[6000].keys() == {"from_date", "to_date", "entry_ids", "virtual_event_ids"}
    assert first[6001].keys() == first[6000].keys() | {"user_ids", "cue_point_ids"}
    assert first[6002]["parentEntryIds"] == first[6002]["parent_entry_ids"] == "A"
    assert first[6002]["fromDate"] == first[6002]["from_date"]
    assert first[6002]["toDate"] == first[6002]["to_date"]


def test_breakout_rooms_that_6002_names_are_asked_of_the_others() -> None:
    client = InMemory(world(lists_breakouts_in_6000=False))
    fetch(client, replace(DAY, rooms=("A",)), now=NOW)
    for report in (6000, 6001):
        assert [params["entry_ids"] for params in client.of(report, "entry_ids")] == ["A", "A1"]


def test_long_lists_are_sent_in_parts_that_do_not_overlap() -> None:
    client = InMemory(world(), deaf=DEAF)
    ds = fetch(client, replace(DAY, rooms=("A", "B"), users=("ann", "bob")), now=NOW, limits=Limits(ids_per_call=1))
    assert attended(ds) == {("a", "ann"), ("a1", "ann"), ("b", "bob"), ("b1", "bob")}
    assert ds.attendances.collect()["meeting_view_time"].sum() == pytest.approx(60 + 20 + 60 + 20)


def test_events_that_all_look_alike_are_not_trusted() -> None:
    ds = fetch(InMemory(world(), deaf=DEAF), DAY, now=NOW)
    assert "event_filter_ignored" in {problem.kind for problem in ds.problems}
    assert "event_filter_ignored" not in {p.kind for p in fetch(InMemory(world()), DAY, now=NOW).problems}


def test_only_so_many_events_are_asked_for_unless_named() -> None:
    ds = fetch(InMemory(world()), DAY, now=NOW, limits=Limits(events=1))
    assert ds.events["event_id"].to_list() == ["7"]
    assert "events_left_out" in {problem.kind for problem in ds.problems}


def test_answers_of_two_accounts_are_a_problem() -> None:
    ds = fetch(InMemory(world(), answers_as={6002: "999"}), DAY, now=NOW)
    assert "999" in next(p.sentence for p in ds.problems if p.kind == "two_accounts")


class WithARowOfNoSession(InMemory):
    """Its answers of 6001 have one row more, of which nobody can say where it belongs."""

    def report(self, report_id: int, params: Mapping[str, ParamValue], *, stop: Any = None) -> ReportAnswer:
        whole = super().report(report_id, params, stop=stop)
        header, first, *_ = whole.body.decode().split("\n")
        cells = dict(zip(header.removeprefix("\ufeff").split(","), first.split(","), strict=True))
        lost = ",".join((cells | {"cue_point_id": "Unknown"}).values()) + "\n"
        return replace(whole, body=whole.body + lost.encode()) if report_id == Report.ATTENDEES else whole


def test_a_row_of_no_session_is_set_aside_and_counted() -> None:
    entry = fetch(WithARowOfNoSession(world()), DAY, now=NOW).ledger[1]
    assert (entry.received, entry.kept, entry.set_aside) == (6, 5, {"no session": 1})


def test_without_6002_breakouts_come_from_6000() -> None:
    def gone() -> ReportUnavailable:
        return ReportUnavailable("Gone.", "Go on.")

    ds = fetch(InMemory(world(), broken={6002: gone}), replace(DAY, rooms=("A",)), now=NOW)
    assert sessions(ds) == {"a", "a1"}
    assert ds.provenance.missing(Report.BREAKOUT_SESSIONS)


def test_without_6000_breakouts_count_once_although_all_is_asked_again() -> None:
    def gone() -> ReportUnavailable:
        return ReportUnavailable("Gone.", "Go on.")

    # More sessions without times than a call may name: the second answer has those of the breakouts too.
    ds = fetch(InMemory(world(), broken={6000: gone}), DAY, now=NOW, limits=Limits(ids_per_call=1))
    rows = ds.attendances.select("cue_point_id", "user_id", "meeting_view_time").collect().rows()
    assert sorted(rows) == [("a", "ann", 60), ("a", "cem", 30), ("a1", "ann", 20), ("b", "bob", 60), ("b1", "bob", 20)]
    assert all(entry.balances for entry in ds.ledger)


def test_a_session_longer_than_the_padding_is_whole_all_the_same() -> None:
    long = account(
        [room("A")],
        [person("ann")],
        [session("a", "A", "00:30:00", "23:00:00")],
        [seen(0, 0, "00:30:00", "23:00:00")],
    )
    limits = Limits(days=dict.fromkeys(Report, 1 / 24))
    ds = fetch(InMemory(long), DAY, now=NOW, limits=limits)
    assert ds.attendances.collect()["meeting_view_time"].to_list() == [22.5 * 60]
    assert "long_session" in {problem.kind for problem in ds.problems}


def test_a_session_that_nobody_viewed_in_its_own_window_is_counted_once() -> None:
    late = account(
        [room("A")],
        [person("ann")],
        [session("a", "A", "09:59:50", "12:30:00")],
        [seen(0, 0, "10:00:00", "12:00:00")],
    )
    limits = Limits(days=dict.fromkeys(Report, 1 / 24), pad=0)
    ds = fetch(InMemory(late), DAY, now=NOW, limits=limits)
    assert ds.sessions.select("start").collect().item() == datetime(2026, 3, 2, 9, 59, 50, tzinfo=UTC)
    assert ds.attendances.collect()["meeting_view_time"].to_list() == [120]
    assert [entry.kept for entry in ds.ledger] == [1, 1, 0]
    assert all(entry.balances for entry in ds.ledger)


def test_a_search_that_fails_loses_none_of_the_rooms_that_are_there() -> None:
    class NoSearch(InMemory):
        def report(self, report_id: int, params: Mapping[str, ParamValue], **more: Any) -> ReportAnswer:
            if report_id == Report.BREAKOUT_SESSIONS and not {"parentEntryIds", "parent_entry_ids"} & params.keys():
                self.asked.append((report_id, {}))
                raise ServerError("Kaltura failed.", "Try again.", code="INTERNAL_SERVERL_ERROR")
            return super().report(report_id, params, **more)

    client = NoSearch(world())
    ds = fetch(client, replace(DAY, rooms=("A", "typo")), now=NOW)  # type: ignore[arg-type]
    assert (int(Report.BREAKOUT_SESSIONS), {}) in client.asked, "or nothing was searched for"
    assert ds.complete
    assert ds.breakout_sessions.collect().height == 1
