"""The small account, fetched over a socket: what arrives, and what is left when something fails."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kaltura.api.errors import AnalyticsError, CredentialsError, UsageError
from kaltura.dataset import Dataset
from kaltura.fetch import Limits, Progress, fetch
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.fetch.conftest import NEW_YEAR, NOW, Connect

HOURLY = Limits(days=dict.fromkeys(Report, 1 / 24))
too_large = pytest.mark.parametrize(
    ("code", "words"), [("DRUID_QUERY_TIMED_OUT", "timed out"), ("SEARCH_TOO_GENERAL", "too large")]
)


def test_everything_of_a_day(connect: Connect) -> None:
    client, emulator = connect()
    ds = fetch(client, NEW_YEAR, now=NOW)
    sessions = ds.sessions.collect()
    assert sorted(sessions["cue_point_id"].cast(str)) == ["1_cue0", "1_cue1", "1_cue2"]
    assert ds.attendances.collect().height == 15
    assert ds.attendances.collect()["meeting_view_time"].sum() == 15 * 20
    assert ds.complete
    assert ds.provenance.account == str(emulator.partner_id)
    assert ds.provenance.calls == len(emulator.requests)
    assert [w.outcome for w in ds.provenance.windows].count("kept") == 3
    assert {(w.outcome, w.event) for w in ds.provenance.windows} == {("kept", None), ("read for an event", "7")}
    assert all(entry.balances for entry in ds.ledger)


def test_breakouts_take_over_the_event_of_their_main_session(connect: Connect) -> None:
    client, _ = connect()
    ds = fetch(client, NEW_YEAR, now=NOW)
    tags = {(str(cue), event) for cue, event in ds.event_tags.iter_rows()}
    assert tags == {("1_cue0", "7"), ("1_cue1", "7")}
    assert ds.event_names["7"] == "Open Day"


def test_an_event_is_asked_for_and_filtered_again(connect: Connect) -> None:
    client, emulator = connect()
    ds = fetch(client, replace(NEW_YEAR, events=("7",)), now=NOW)
    assert sorted(ds.sessions.collect()["cue_point_id"].cast(str)) == ["1_cue0", "1_cue1"]
    reports = [r for r in emulator.requests if r.report]
    assert reports
    assert all("virtual_event_ids=7" in str(r.params) for r in reports)


@pytest.mark.parametrize("report", list(Report))
def test_a_missing_report_leaves_the_others(connect: Connect, report: Report) -> None:
    client, _ = connect(faults=[f"REPORT_NOT_FOUND@{report.value}xall"])
    ds = fetch(client, NEW_YEAR, now=NOW)
    assert [f.report for f in ds.provenance.failures] == [report]
    assert ds.provenance.failures[0].code == "REPORT_NOT_FOUND"
    assert not ds.complete
    assert ds.report(report).collect().is_empty()
    assert all(not ds.report(other).collect().is_empty() for other in Report if other != report)
    assert all(entry.balances for entry in ds.ledger)


def test_no_permission_for_one_report_leaves_the_others(connect: Connect) -> None:
    client, _ = connect(faults=["SERVICE_FORBIDDEN@6002xall"])
    ds = fetch(client, NEW_YEAR, now=NOW)
    assert [f.report for f in ds.provenance.failures] == [Report.BREAKOUT_SESSIONS]


def test_minutes_without_any_session_times(connect: Connect) -> None:
    client, _ = connect(faults=["REPORT_NOT_FOUND@6000xall", "REPORT_NOT_FOUND@6002xall"])
    ds = fetch(client, NEW_YEAR, now=NOW, limits=HOURLY)
    assert ds.attendances.collect()["meeting_view_time"].sum() == pytest.approx(15 * 20)
    assert ds.sessions.collect()["start"].is_null().all()
    assert "session_without_times" in {problem.kind for problem in ds.problems}
    assert all(entry.balances for entry in ds.ledger)


def test_a_window_that_fails_makes_its_report_missing_not_smaller(connect: Connect) -> None:
    client, _ = connect(faults=["REPORT_NOT_FOUND@6001:3"])
    ds = fetch(client, NEW_YEAR, now=NOW, limits=HOURLY)
    assert ds.attendances.collect().is_empty()
    assert ds.provenance.missing(Report.ATTENDEES)
    entry = ds.ledger[1]
    assert entry.balances
    assert entry.received > 0 == entry.kept


def test_when_nothing_can_be_had_the_reason_is_raised(connect: Connect) -> None:
    client, _ = connect(faults=["REPORT_NOT_FOUNDxall"])
    with pytest.raises(AnalyticsError) as caught:
        fetch(client, NEW_YEAR, now=NOW)
    assert caught.value.code == "REPORT_NOT_FOUND"


def test_a_refused_session_ends_everything(connect: Connect) -> None:
    client, _ = connect(faults=["EXPIRED@6002xall"])
    with pytest.raises(CredentialsError):
        fetch(client, NEW_YEAR, now=NOW)


@pytest.mark.parametrize(
    ("code", "words"), [("DRUID_QUERY_TIMED_OUT", "timed out"), ("SEARCH_TOO_GENERAL", "too large")]
)
def test_what_is_too_large_is_asked_again_in_halves(connect: Connect, code: str, words: str) -> None:
    client, _ = connect(faults=[f"{code}@6001>15hxall"])
    ds = fetch(client, NEW_YEAR, now=NOW)
    assert ds.complete
    assert ds.attendances.collect()["meeting_view_time"].sum() == pytest.approx(15 * 20)
    assert f"{words}, asked again in halves" in {w.outcome for w in ds.provenance.windows}


@pytest.mark.parametrize(
    ("code", "words"), [("DRUID_QUERY_TIMED_OUT", "timed out"), ("SEARCH_TOO_GENERAL", "too large")]
)
def test_an_hour_that_cannot_be_had_is_named_with_its_reason(connect: Connect, code: str, words: str) -> None:
    client, _ = connect(faults=[f"{code}@6001xall"])
    ds = fetch(client, NEW_YEAR, now=NOW)
    failure = ds.provenance.missing(Report.ATTENDEES)
    assert failure
    assert re.search(r"single hour 1 Jan 2026 \d\d:00 to 1 Jan 2026 \d\d:00 UTC", failure.message)
    assert failure.code == code
    assert words in failure.message
    assert f"{words} for one hour" in {w.outcome for w in ds.provenance.windows}


def test_a_cut_answer_is_discarded_and_counted(connect: Connect) -> None:
    client, _ = connect(row_cap=15)
    ds = fetch(client, NEW_YEAR, now=NOW, limits=Limits(cap=15))
    assert ds.attendances.collect().height == 15
    assert ds.ledger[1].set_aside["cut answer, asked again"] >= 15
    assert ds.ledger[1].balances


def test_an_unknown_cap_is_found_by_its_round_count(connect: Connect) -> None:
    client, _ = connect(row_cap=10)
    ds = fetch(client, NEW_YEAR, now=NOW, limits=Limits(round_count=10))
    assert ds.attendances.collect().height == 15
    assert not ds.provenance.failures


def test_a_round_count_in_one_hour_is_kept_and_said(connect: Connect) -> None:
    client, _ = connect()
    ds = fetch(client, NEW_YEAR, now=NOW, limits=Limits(round_count=5, pad=0, days=dict.fromkeys(Report, 1 / 24)))
    assert ds.attendances.collect().height == 15
    assert "maybe_cut" in {problem.kind for problem in ds.problems}
    assert not ds.complete, "a nightly job is told by the exit code"


def tagged(ds: Dataset) -> set[tuple[str, str]]:
    return {(str(cue), event) for cue, event in ds.event_tags.iter_rows()}


def notes_on_events(ds: Dataset) -> dict[str, str]:
    return {problem.kind: problem.sentence for problem in ds.problems if problem.kind.startswith("event")}


def test_an_event_whose_sessions_cannot_be_had_is_not_half_known(connect: Connect) -> None:
    client, _ = connect(faults=["INTERNAL_SERVERL_ERROR@6000:2x2"])
    ds = fetch(client, NEW_YEAR, now=NOW, limits=Limits(in_flight=1))
    assert ds.complete
    assert "the event Open Day could not be fetched" in notes_on_events(ds)["event_not_tagged"]
    assert tagged(ds) == set()


def test_an_event_whose_breakouts_cannot_be_had_keeps_its_main_sessions(connect: Connect) -> None:
    client, _ = connect(faults=["INTERNAL_SERVERL_ERROR@6002:2x2"])
    ds = fetch(client, NEW_YEAR, now=NOW, limits=Limits(in_flight=1))
    assert ds.complete
    assert [*notes_on_events(ds)] == ["event_breakouts_not_tagged"]
    assert "Open Day" in notes_on_events(ds)["event_breakouts_not_tagged"]
    assert tagged(ds) == {("1_cue0", "7"), ("1_cue1", "7")}, "a breakout takes over the event of its main session"


@pytest.mark.parametrize("events", [(), ("7",)])
def test_without_6002_events_are_known_from_6000_and_nothing_else_is_said(
    connect: Connect, events: tuple[str, ...]
) -> None:
    client, _ = connect(faults=["REPORT_NOT_FOUND@6002xall"])
    ds = fetch(client, replace(NEW_YEAR, events=events), now=NOW)
    assert notes_on_events(ds) == {}
    assert ("1_cue0", "7") in tagged(ds)
    assert "1_cue2" in ds.sessions.collect()["cue_point_id"].cast(str) or events


def test_events_that_fail_alike_are_named_in_one_note(connect: Connect) -> None:
    client, _ = connect(faults=["REPORT_NOT_FOUND@6000xall"])
    ds = fetch(client, replace(NEW_YEAR, events=("7", "8")), now=NOW)
    assert [p.count for p in ds.problems if p.kind == "event_not_tagged"] == [2]
    assert "the events Open Day, 8 could not be fetched" in notes_on_events(ds)["event_not_tagged"]


def test_answers_are_taken_while_events_are_being_listed(connect: Connect) -> None:
    client, _ = connect(faults=["LATE@virtualEvent_virtualEvent.list=2"])
    seen: list[Progress] = []
    fetch(client, NEW_YEAR, now=NOW, on_progress=seen.append)
    rooms = [p for p in seen if p.report == Report.ROOM_SESSIONS]
    assert (rooms[0].windows_done, rooms[0].windows_total) == (1, 1), "the event is not known yet"
    assert (rooms[-1].windows_done, rooms[-1].windows_total) == (2, 2)


def test_days_to_come_are_refused_or_left_out(connect: Connect) -> None:
    client, emulator = connect()
    with pytest.raises(UsageError, match="has not come yet"):
        fetch(client, Filters(date(2026, 1, 2), date(2026, 1, 3)), now=NOW)
    assert not emulator.requests
    ds = fetch(client, Filters(date(2026, 1, 1), date(2026, 2, 1)), now=NOW)
    assert "future_dates" in {problem.kind for problem in ds.problems}
    assert ds.attendances.collect().height == 15


def test_a_request_that_begins_long_before_the_data_says_so(connect: Connect) -> None:
    client, _ = connect()
    ds = fetch(client, Filters(date(2025, 9, 1), date(2026, 1, 1)), now=NOW)
    assert "longer_than_data" in {problem.kind for problem in ds.problems}


def test_a_first_day_is_needed(connect: Connect) -> None:
    client, _ = connect()
    with pytest.raises(UsageError, match="no first day"):
        fetch(client, Filters(), now=NOW)
