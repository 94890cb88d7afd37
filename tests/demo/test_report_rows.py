import math
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltura.demo.account import HEARTBEAT, Account
from kaltura.demo.report_rows import NoSuchReport, ParameterError, report_rows
from kaltura.reports.columns import Report, column_names
from tests.demo.accounts import account, at, person, room, seen, session, window

ANN, BOB, NOBODY_A, NOBODY_B, ANN_BY_PHONE = range(5)
LECTURE, GROUP, EMPTY_GROUP, RUNNING, UNOPENED = range(5)


def school(**more: Any) -> Account:
    """Ann and Bob in a lecture from 10:00 to 11:30 with two groups, a running session, people before a session."""
    return account(
        rooms=[room("main"), room("group", parent="main"), room("empty", parent="main"), room("other")],
        people=[
            person("ann", "Doe, Ann", "ann@school.example"),
            person("bob", None, None, "Guest"),
            person(None, None, None, None),
            person(None, None, None, None),
            person("ann", "Ann (phone)", "ann@school.example"),
        ],
        sessions=[
            session("c_lecture", "main", "09:58:13", "11:30:07", ANN),
            session("c_group", "group", "10:20:00", "10:40:00", ANN),
            session("c_empty", "empty", "10:20:00", "10:41:00", BOB),
            session("c_running", "other", "22:30:00", None),
            session(None, "main", "", None),
        ],
        presence=[
            seen(LECTURE, ANN, "10:00:00", "11:00:00"),
            seen(LECTURE, ANN, "11:00:00", "11:30:00", engaged=False),
            seen(LECTURE, BOB, "10:50:00", "11:10:00"),
            seen(GROUP, BOB, "10:20:00", "10:40:00"),
            seen(RUNNING, NOBODY_A, "22:30:00", "22:40:00"),
            seen(RUNNING, NOBODY_B, "22:30:00", "22:40:10"),
            seen(UNOPENED, BOB, "09:50:00", "09:55:00"),
        ],
        events=[(7, LECTURE), (7, GROUP), (8, RUNNING)],
        **more,
    )


def rows(of: Account, report: int, params: dict[str, str]) -> dict[str, dict[str, str]]:
    """Session → its one row."""
    table = report_rows(of, report, params).to_dicts()
    assert len({row["cue_point_id"] for row in table}) == len(table)
    return {row["cue_point_id"]: row for row in table}


def of_user(of: Account, params: dict[str, str]) -> dict[tuple[str, str], dict[str, str]]:
    return {(r["cue_point_id"], r["user_id"]): r for r in report_rows(of, 6001, params).to_dicts()}


@pytest.mark.parametrize("report", list(Report))
def test_columns_are_kaltura_s_and_every_cell_is_text(report: Report) -> None:
    table = report_rows(school(), report, window())
    assert table.columns == column_names(report)
    assert set(table.dtypes) == {pl.String}
    assert table.null_count().sum_horizontal().item() == 0
    assert table.height > 0


def test_a_whole_day_of_room_sessions() -> None:
    lecture = rows(school(), 6000, window())["c_lecture"]
    assert lecture == {
        "entry_id": "main",
        "entry_name": "Room main",
        "parent_entry_id": "",
        "cue_point_id": "c_lecture",
        "session_start_time": str(at("09:58:13")),
        "session_end_time": str(at("11:30:07")),
        "session_host_user_id": "ann",
        "meeting_view_period_unique_users": "2",
        "meeting_engaged_play_time_ratio": "0.72727272727273",  # (60 + 20) / 110 minutes
    }


def test_a_whole_day_of_attendees() -> None:
    table = of_user(school(), window())
    ann, bob = table["c_lecture", "ann"], table["c_lecture", "bob"]
    assert (ann["meeting_view_time"], ann["meeting_engaged_play_time_ratio"]) == ("90", "0.66666666666667")
    assert (ann["user_name"], ann["user_email"], ann["user_type"]) == ("Doe, Ann", "ann@school.example", "User")
    assert (bob["meeting_view_time"], bob["meeting_engaged_play_time_ratio"]) == ("20", "1")
    assert bob["user_type"] == "Guest"


def test_numbers_are_cut_at_the_window_and_times_are_not() -> None:
    late = window("11:00:00", "12:00:00")
    lecture = rows(school(), 6000, late)["c_lecture"]
    assert lecture["session_start_time"] == str(at("09:58:13"))
    assert lecture["meeting_engaged_play_time_ratio"] == "0.25"  # Bob's 10 of 40 minutes
    table = of_user(school(), late)
    assert table["c_lecture", "ann"]["meeting_view_time"] == "30"
    assert table["c_lecture", "ann"]["meeting_engaged_play_time_ratio"] == "0"
    assert table["c_lecture", "bob"]["meeting_view_time"] == "10"


def test_uniques_are_those_of_the_window() -> None:
    early = replace(school(), presence=school().presence.filter(pl.col("start") < at("10:40:00")))
    assert rows(early, 6000, window("10:00:00", "11:00:00"))["c_lecture"]["meeting_view_period_unique_users"] == "1"


def test_a_window_within_an_hour_loses_its_first_hour_and_gets_its_last_whole() -> None:
    assert of_user(school(), window("10:00:01", "11:00:01"))["c_lecture", "ann"]["meeting_view_time"] == "30"
    assert report_rows(school(), 6001, window("10:01:00", "10:59:00")).is_empty()


@pytest.mark.parametrize("report", list(Report))
def test_reversed_and_equal_dates_give_no_rows(report: Report) -> None:
    for dates in (window("12:00:00", "10:00:00"), window("10:00:00", "10:00:00")):
        table = report_rows(school(), report, dates)
        assert table.is_empty()
        assert table.columns == column_names(report)


def test_a_session_still_running_ends_when_it_started() -> None:
    running = rows(school(), 6000, window())["c_running"]
    assert running["session_start_time"] == running["session_end_time"] == str(at("22:30:00"))
    assert running["session_host_user_id"] in {"", "0", "Unknown"}


def test_anonymous_viewers_are_one_row_and_counted_apart() -> None:
    table = [row for row in report_rows(school(), 6001, window()).to_dicts() if row["cue_point_id"] == "c_running"]
    assert [row["meeting_view_time"] for row in table] == ["20.166666666667"]
    assert table[0]["user_id"] in {"", "0", "Unknown"}
    assert rows(school(), 6000, window())["c_running"]["meeting_view_period_unique_users"] == "2"


def test_somebody_known_by_two_names_has_two_rows_and_counts_once() -> None:
    phone = pl.DataFrame([seen(LECTURE, ANN_BY_PHONE, "10:00:00", "10:05:00")], school().presence.schema, orient="row")
    twice = replace(school(), presence=pl.concat([school().presence, phone]))
    table = report_rows(twice, 6001, window(cue_point_ids="c_lecture", user_ids="ann"))
    assert sorted(zip(table["user_name"], table["meeting_view_time"], strict=True)) == [
        ("Ann (phone)", "5"),
        ("Doe, Ann", "90"),
    ]
    assert rows(twice, 6000, window())["c_lecture"]["meeting_view_period_unique_users"] == "2"


def test_people_without_a_session_are_unknown_in_every_number() -> None:
    unknown = rows(school(), 6000, window())["Unknown"]
    numbers = [name for name in unknown if name.startswith(("session_start", "session_end", "meeting"))]
    assert len(numbers) == 4
    assert {unknown[name] for name in numbers} == {"Unknown"}
    attendee = of_user(school(), window())["Unknown", "bob"]
    assert (attendee["meeting_view_time"], attendee["meeting_engaged_play_time_ratio"]) == ("Unknown", "Unknown")


def test_breakout_sessions() -> None:
    table = rows(school(), 6002, window())
    assert table["c_group"] == {
        "parent_entry_id": "main",
        "parent_entry_name": "Room main",
        "breakout_entry_id": "group",
        "breakout_entry_name": "Room group",
        "cue_point_id": "c_group",
        "session_initiator": "Doe, Ann",
        "session_start_time": str(at("10:20:00")),
        "session_end_time": str(at("10:40:00")),
        "duration": "1200",
        "participant_count": "1",
        "engagement_rate": "1",
    }
    assert (table["c_empty"]["participant_count"], table["c_empty"]["engagement_rate"]) == ("0", "")
    assert table["c_empty"]["session_initiator"] == "bob"  # who has no name
    assert set(table) == {"c_group", "c_empty"}
    assert report_rows(school(), 6002, window("11:00:00", "23:00:00")).is_empty()


def test_whether_other_reports_know_breakouts_is_the_account_s() -> None:
    assert "c_group" in rows(school(), 6000, window())
    assert "c_group" not in rows(school(lists_breakouts_in_6000=False), 6000, window())
    assert ("c_group", "bob") in of_user(school(), window())
    assert ("c_group", "bob") not in of_user(school(rows_for_breakouts_in_6001=False), window())


@pytest.mark.parametrize(
    ("report", "params", "found"),
    [
        (6000, {"entry_ids": "group,other"}, {"c_group", "c_running"}),
        (6000, {"virtual_event_ids": "7"}, {"c_lecture", "c_group"}),
        (6000, {"virtual_event_ids": "7,8"}, {"c_lecture", "c_group", "c_running"}),
        (6000, {"virtual_event_ids": "99"}, set()),
        (6000, {"entry_ids": "group", "virtual_event_ids": "8"}, set()),
        (6001, {"entry_ids": "main", "virtual_event_ids": "7"}, {"c_lecture"}),
        (6001, {"user_ids": "ann"}, {"c_lecture"}),
        (6001, {"user_ids": "nobody"}, set()),
        (6001, {"cue_point_ids": "c_group,c_running"}, {"c_group", "c_running"}),
        (6002, {"parentEntryIds": "main"}, {"c_group", "c_empty"}),
        (6002, {"parent_entry_ids": "other"}, set()),
        (6002, {"virtual_event_ids": "7"}, {"c_group"}),
        (6002, {"entry_ids": "other"}, {"c_group", "c_empty"}),  # 6002 has no such filter
    ],
)
def test_filters(report: int, params: dict[str, str], found: set[str]) -> None:
    assert set(report_rows(school(), report, window(**params))["cue_point_id"]) == found


def test_the_server_learns_what_is_wrong_by_type() -> None:
    with pytest.raises(ParameterError):
        report_rows(school(), 6000, {"from_date": "1"})
    with pytest.raises(NoSuchReport):
        report_rows(school(), 1, window())


BEATS = 6 * 3600 // HEARTBEAT  # six hours of heartbeats from 08:00
PEOPLE = [person(f"u{n}", f"Name {n}") for n in range(4)]
ROOMS = [room("main"), room("group", parent="main")]

stays = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, BEATS - 1), st.integers(1, 900), st.booleans()),
    max_size=12,
)


def with_stays(drawn: list[tuple[int, int, int, int, bool]]) -> Account:
    day = at("08:00:00")
    sessions = [session(f"c{n}", "group" if n == 2 else "main", "08:00:00", "20:00:00") for n in range(3)]
    presence = [(s, p, day + HEARTBEAT * b, day + HEARTBEAT * (b + n), e) for s, p, b, n, e in drawn]
    return account(ROOMS, PEOPLE, sessions, presence)


def beats(of: Account, start: int, end: int) -> dict[tuple[int, int], list[bool]]:
    """Every heartbeat in the hours whose first second is in [start, end), one by one."""
    found = defaultdict(list)
    for number, who, since, until, engaged in of.presence.iter_rows():
        for beat in range(since, until, HEARTBEAT):
            if start <= beat // 3600 * 3600 < end:
                found[number, who].append(engaged)
    return found


@settings(deadline=None)
@given(stays, st.integers(-3600, 7 * 3600), st.integers(0, 8 * 3600))
def test_reports_are_the_heartbeats_of_the_window(drawn: Any, offset: int, length: int) -> None:
    of, start = with_stays(drawn), at("08:00:00") + offset
    params = {"from_date": str(start), "to_date": str(start + length)}
    truth = beats(of, start, start + length)
    found = {(int(r["cue_point_id"][1:]), int(r["user_id"][1:])): r for r in report_rows(of, 6001, params).to_dicts()}
    assert found.keys() == truth.keys()
    for key, engaged in truth.items():
        assert float(found[key]["meeting_view_time"]) == pytest.approx(len(engaged) * HEARTBEAT / 60, rel=1e-12)
        ratio = sum(engaged) / len(engaged)
        assert float(found[key]["meeting_engaged_play_time_ratio"]) == pytest.approx(ratio, rel=1e-12)
    sessions = rows(of, 6000, params)
    assert {f"c{number}" for number, _ in truth} == sessions.keys()
    for cue, row in sessions.items():
        here = [value for key, value in truth.items() if f"c{key[0]}" == cue]
        pooled = sum(map(sum, here)) / sum(map(len, here))
        assert float(row["meeting_engaged_play_time_ratio"]) == pytest.approx(pooled, rel=1e-12)
        assert int(row["meeting_view_period_unique_users"]) == len(here)


@settings(deadline=None)
@given(stays, st.lists(st.integers(0, 12), max_size=5))
def test_windows_of_whole_hours_add_up(drawn: Any, cuts: list[int]) -> None:
    of, day = with_stays(drawn), at("08:00:00")
    edges = [day + 3600 * hour for hour in sorted({0, 12, *cuts})]
    parts: dict[tuple[str, str], float] = defaultdict(float)
    for start, end in pairwise(edges):
        for key, row in of_user(of, {"from_date": str(start), "to_date": str(end)}).items():
            parts[key] += float(row["meeting_view_time"])
    whole = of_user(of, {"from_date": str(edges[0]), "to_date": str(edges[-1])})
    assert parts.keys() == whole.keys()
    assert all(math.isclose(parts[key], float(whole[key]["meeting_view_time"]), rel_tol=1e-12) for key in whole)
