import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.headline import headline
from kaltura.metrics.one_session import attendees, session, timeline
from kaltura.metrics.people import person
from kaltura.metrics.rooms import top_rooms
from kaltura.metrics.sessions import main_sessions, main_sessions_starting, room_history
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ds() -> Dataset:
    return dataset(
        [
            room_session(
                "m1",
                "r1",
                "2026-03-02 10:00",
                "2026-03-02 11:00",
                session_host_user_id="host",
                meeting_view_period_unique_users=4,
                meeting_engaged_play_time_ratio=0.1,
            ),
            room_session("m2", "r1", "2026-03-09 10:00", "2026-03-09 10:00"),
            room_session("m3", "r2", "2026-03-09 09:00", "2026-03-09 09:30", meeting_engaged_play_time_ratio=0.7),
        ],
        [
            attendance("m1", "r1", "a", 60, 0.95),
            attendance("m1", "r1", "b", 58, 0.90),
            attendance("m1", "r1", None, 2, 0.0),
            attendance("m1", "r1", "c", 72, None),
            attendance("m2", "r1", "a", 5, 1.0),
            attendance("b1", "g1", "a", 10, 1.0),
        ],
        [
            breakout("b1", "g1", "r1", "2026-03-02 10:10", "2026-03-02 10:40", 1),
            breakout("b2", "g2", "r1", "2026-03-02 10:15", "2026-03-02 10:15", 3),
        ],
        zone="Europe/Berlin",
        fetched="2026-03-09 11:00",
    )


def test_the_table_has_main_sessions_latest_first_in_local_time(ds: Dataset) -> None:
    table = main_sessions(ds)
    assert table["cue_point_id"].tolist() == ["m2", "m3", "m1"]
    assert table["start"].iloc[0].to_pydatetime() == datetime(2026, 3, 9, 11, tzinfo=BERLIN)
    assert table["running"].tolist() == [True, False, False]
    assert table["provisional"].tolist() == [True, True, False]


def test_figures_of_a_session(ds: Dataset) -> None:
    row = main_sessions(ds).set_index("cue_point_id").loc["m1"]
    assert (row["attendances"], row["unique_attendees"], row["anonymous_attendances"]) == (4, 3, 1)
    assert (row["attended_minutes"], row["mean_minutes"], row["duration_minutes"]) == (192, 48, 60)
    assert row["engagement_rate"] == pytest.approx((60 * 0.95 + 58 * 0.90) / 120)  # an unknown ratio weighs nothing
    assert row["disengaged_minutes"] == pytest.approx(120 - 60 * 0.95 - 58 * 0.90)
    assert (row["engagement_source"], row["breakouts"], row["kaltura_estimate"]) == ("attendances", 2, 4)


def test_a_session_without_rows_shows_kalturas_own_ratio_and_says_so(ds: Dataset) -> None:
    row = main_sessions(ds).set_index("cue_point_id").loc["m3"]
    assert (row["engagement_rate"], row["engagement_source"], row["covered"]) == (0.7, "kaltura", False)
    assert math.isnan(row["attendances"])


def test_sessions_of_a_weekday_and_hour_are_local_and_need_no_attendees(ds: Dataset) -> None:
    assert main_sessions_starting(ds, 1, 10)["cue_point_id"].tolist() == ["m3"]  # 9:00 in UTC, without a row of 6001
    assert main_sessions_starting(ds, 1, 11)["cue_point_id"].tolist() == ["m2", "m1"]
    assert main_sessions_starting(ds, 1, 9).empty


def test_one_session_for_its_page(ds: Dataset) -> None:
    found = session(ds, "m1")
    assert (found.host, found.attendances, found.breakouts, found.kaltura_estimate) == ("host", 4, 2, 4)
    assert found.start == datetime(2026, 3, 2, 11, tzinfo=BERLIN)
    assert (found.peak_low, found.peak_high) == (3, None)  # (60 + 58 + 60 + 2) / 60; an anonymous row may be many
    running = session(ds, "m2")
    assert (running.end, running.duration_minutes, running.peak_low) == (None, None, None)
    assert session(ds, "b1").layer == "breakout"


def test_a_session_that_is_not_there_is_a_sentence(ds: Dataset) -> None:
    with pytest.raises(UsageError, match="“x” is not in this selection"):
        session(ds, "x")


def test_attendees_with_their_share(ds: Dataset) -> None:
    table = attendees(ds, "m1")
    assert table["minutes"].tolist() == [72, 60, 58, 2]
    assert table["share"].tolist() == pytest.approx([1.2, 1.0, 58 / 60, 2 / 60])  # above 1 is shown, not hidden
    assert table["disengaged_minutes"].tolist()[1:] == pytest.approx([3.0, 5.8, 2.0])
    assert table["anonymous"].tolist() == [False, False, False, True]
    assert attendees(ds, "m2")["share"].isna().all()


def test_breakouts_of_one_start_stand_in_the_order_of_their_numbers() -> None:
    times = ("2026-03-02 10:20", "2026-03-02 10:40")
    groups = [breakout(f"b{n}", f"g{n}", "r", *times, 1, breakout_entry_name=f"Group {n}") for n in (10, 9, 100, 1)]
    main = room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")
    bars = timeline(dataset([main], [attendance("m", "r", "ada", 60, 0.9)], groups), "m")
    assert bars["label"].tolist()[1:] == ["Group 1", "Group 9", "Group 10", "Group 100"]


def test_breakouts_that_opened_in_one_minute_stand_by_name() -> None:
    groups = [
        breakout(f"b{n}", f"g{n}", "r", f"2026-03-02 10:20:{second}", "2026-03-02 10:40", 1, breakout_entry_name=name)
        for n, (second, name) in enumerate([("07", "Group 2"), ("03", "Group 3"), ("41", "Group 1")])
    ]
    groups.append(breakout("b9", "g9", "r", "2026-03-02 10:21", "2026-03-02 10:40", 1, breakout_entry_name="Group 0"))
    main = room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")
    bars = timeline(dataset([main], [attendance("m", "r", "ada", 60, 0.9)], groups), "m")
    assert bars["label"].tolist()[1:] == ["Group 1", "Group 2", "Group 3", "Group 0"]


def test_of_anonymous_viewers_alone_the_timeline_keeps_the_estimate() -> None:
    main = room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", meeting_view_period_unique_users=30)
    bars = timeline(dataset([main], [attendance("m", "r", None, 60, 0.9)]), "m")
    assert bars[["participants", "participants_source"]].to_numpy().tolist() == [[30, "estimate"]]


def test_the_timeline_has_the_session_and_its_breakouts(ds: Dataset) -> None:
    bars = timeline(ds, "m1")
    assert bars["cue_point_id"].tolist() == ["m1", "b1", "b2"]
    assert bars["label"].tolist() == ["Room r1", "Room g1", "Room g2"]
    assert bars["participants"].tolist() == [3, 1, 3]  # as many as the session's own figure says
    assert bars["participants_source"].tolist() == ["exact", "exact", "estimate"]
    assert bars["until"].iloc[1] == bars["end"].iloc[1]
    assert bars["until"].iloc[2].to_pydatetime() == datetime(
        2026, 3, 9, 12, tzinfo=BERLIN
    )  # still running at the fetch
    assert timeline(ds, "m3")["cue_point_id"].tolist() == ["m3"]
    assert timeline(ds, "nothing").empty


def test_a_room_over_time_is_earliest_first(ds: Dataset) -> None:
    assert room_history(ds, "r1")["cue_point_id"].tolist() == ["m1", "m2"]


def test_empty_data_gives_empty_tables() -> None:
    assert main_sessions(dataset()).empty
    assert room_history(dataset(), "r1").empty
    assert attendees(dataset(), "m1").empty


def test_means_are_of_the_attendances_whose_minutes_are_known() -> None:
    rows = [attendance("m", "r", "a", 60, 1.0), attendance("m", "r", "b", 0, 1.0, meeting_view_time=None)]
    ds = dataset([room_session("m", "r", START, END)], rows)
    assert main_sessions(ds)["mean_minutes"].tolist() == [60] == top_rooms(ds)["mean_minutes"].tolist()
    assert headline(ds).mean_minutes == 60
    assert (person(ds, "a").mean_minutes, person(ds, "b").mean_minutes) == (60, None)
