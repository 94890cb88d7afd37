"""Every room with its figures and its change, counted by hand."""

from math import isnan

import pytest

from kaltura.metrics.all_rooms import all_rooms, with_change
from tests.builders import attendance, breakout, dataset, room_session

A = ("2026-03-02 10:00", "2026-03-02 11:00")
B = ("2026-03-03 10:00", "2026-03-03 10:30")

DS = dataset(
    [
        room_session("a1", "math", *A),
        room_session("a2", "math", *B),
        room_session("a3", "math", "2026-03-04 10:00", "2026-03-04 11:00"),  # nobody's attendees are reported
        room_session("b1", "bio", *A),
        room_session("c1", "art", *A),
    ],
    [
        attendance("a1", "math", "ada", 60, 0.5),
        attendance("a1", "math", "bob", 30, 1.0),
        attendance("a2", "math", "ada", 30, None),
        attendance("a2", "math", None, 10, 1.0),
        attendance("b1", "bio", "ada", 50, 1.0),
        attendance("x", "math-b", "dua", 999, 1.0),
    ],
    [breakout("x", "math-b", "math", "2026-03-02 10:10", "2026-03-02 10:40", 1)],
)


def test_each_room_has_its_figures_most_minutes_first() -> None:
    table = all_rooms(DS)
    assert table["room_id"].tolist() == ["math", "bio", "art"]
    math = table.iloc[0]
    assert math[["room_name", "sessions", "attendances", "unique_attendees"]].tolist() == ["Room math", 3, 4, 2]
    assert math["people_per_session"] == 1.5  # 2 and 1 identified in the two sessions that are reported
    assert (math["attended_minutes"], math["mean_minutes"], math["disengaged_minutes"]) == (130, 32.5, 30)
    assert math["engagement_rate"] == pytest.approx(0.7)


def test_of_a_room_without_reported_attendees_nothing_is_known() -> None:
    art = all_rooms(DS).set_index("room_id").loc["art"]
    assert art["sessions"] == 1
    assert art[["attendances", "unique_attendees", "people_per_session", "mean_minutes"]].isna().all()
    assert art[["attended_minutes", "engagement_rate", "disengaged_minutes"]].isna().all()


def test_of_a_room_that_nobody_attended_as_kaltura_says_zeros_are_known() -> None:
    art = all_rooms(dataset([room_session("c1", "art", *A, meeting_view_period_unique_users=0)])).iloc[0]
    assert art[["attendances", "unique_attendees", "attended_minutes", "disengaged_minutes"]].tolist() == [0, 0, 0, 0]


def test_the_change_is_of_attendances_and_needs_some_before() -> None:
    past = dataset(
        [room_session("p1", "math", *A), room_session("p2", "art", *A)],
        [attendance("p1", "math", f"u{n}", 60, 1.0) for n in range(5)] + [attendance("p2", "art", "ada", 60, 1.0)],
    )
    table = with_change(all_rooms(DS), all_rooms(past)).set_index("room_id")
    assert table.loc["math", "change"] == pytest.approx(-0.2)  # from 5 to 4
    assert table.loc["math", "attendances_before"] == 5
    assert isnan(table.loc["bio", "change"])  # not there before
    assert isnan(table.loc["art", "change"])  # not known now


def test_without_a_period_before_no_change_is_known() -> None:
    assert with_change(all_rooms(DS), None)["change"].isna().all()
    assert with_change(all_rooms(dataset()), all_rooms(DS)).empty
