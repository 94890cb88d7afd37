from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from kaltura.demo.account import Account
from kaltura.demo.report_params import NoSuchReport, ParameterError
from kaltura.demo.report_rows import report_rows
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
