from math import isnan

import pytest

from kaltura.metrics.rooms import audience_overlap, hosts, top_rooms
from tests.builders import attendance, breakout, dataset, room_session

A = ("2026-03-02 10:00", "2026-03-02 11:00")
B = ("2026-03-03 10:00", "2026-03-03 10:30")
C = ("2026-03-04 10:00", "2026-03-04 10:00")  # running

DS = dataset(
    [
        room_session("a1", "math", *A, session_host_user_id="gauss"),
        room_session("a2", "math", *B, session_host_user_id="noether"),
        room_session("b1", "bio", *A, session_host_user_id="gauss"),
        room_session("c1", "art", *C, meeting_view_period_unique_users=0),
    ],
    [
        attendance("a1", "math", "ada", 60, 0.5),
        attendance("a1", "math", "bob", 30, 1.0),
        attendance("a2", "math", "ada", 30, None),
        attendance("a2", "math", None, 10, 1.0),
        attendance("b1", "bio", "ada", 50, 1.0),
        attendance("b1", "bio", "cem", 5, 0.0),
        attendance("x", "math-b", "dua", 999, 1.0),
    ],
    [breakout("x", "math-b", "math", "2026-03-02 10:10", "2026-03-02 10:40", 1)],
)


def test_rooms_are_ranked_by_attended_minutes() -> None:
    table = top_rooms(DS)
    assert table["room_id"].tolist() == ["math", "bio", "art"]
    math = table.iloc[0]
    assert (math["room_name"], math["sessions"], math["attendances"]) == ("Room math", 2, 4)
    assert (math["attended_minutes"], math["unique_attendees"]) == (130, 2)  # the breakout's 999 are its own layer
    assert math["mean_minutes"] == 32.5
    assert math["engagement_rate"] == pytest.approx(70 / 100)
    assert math["disengaged_minutes"] == pytest.approx(30)
    assert math["engagement_coverage"] == pytest.approx(100 / 130)


def test_a_room_that_nobody_attended_as_kaltura_says_is_there_with_zeros() -> None:
    art = top_rooms(DS).iloc[2]
    assert (art["attendances"], art["unique_attendees"], art["running_sessions"]) == (0, 0, 1)
    assert art[["mean_minutes", "engagement_rate"]].isna().all()


def test_only_the_first_rooms_are_shown() -> None:
    assert top_rooms(DS, 1)["room_id"].tolist() == ["math"]
    assert top_rooms(dataset()).empty


def test_a_room_without_a_name_is_called_by_its_id() -> None:
    ds = dataset([room_session("s", "r", *A, entry_name=None)])
    assert top_rooms(ds)["room_name"].tolist() == ["r"]


def test_hosts_with_what_they_held() -> None:
    table = hosts(DS).set_index("host")
    assert list(table.index) == ["gauss", "noether"]
    gauss = table.loc["gauss"]
    assert (gauss["rooms"], gauss["sessions"], gauss["hosted_minutes"]) == (2, 2, 120)
    assert (gauss["attendances"], gauss["mean_attendances"], gauss["attended_minutes"]) == (4, 2, 145)
    assert gauss["engagement_rate"] == pytest.approx((30 + 30 + 50 + 0) / 145)
    assert hosts(DS, 1)["host"].tolist() == ["gauss"]


def test_a_room_that_is_not_known_is_none_of_a_hosts() -> None:
    cases = [("m", "math", "gauss"), ("n", None, "gauss"), ("o", None, "noether")]
    rooms = [room_session(cue, "", *A, entry_id=room, session_host_user_id=host) for cue, room, host in cases]
    assert hosts(dataset(rooms)).set_index("host")["rooms"].to_dict() == {"gauss": 1, "noether": 0}


def test_rooms_share_people() -> None:
    table = audience_overlap(DS)
    assert len(table) == 1  # nobody identified was in art
    pair = table.iloc[0]
    assert (pair["room_id"], pair["other_id"]) == ("bio", "math")
    assert (pair["people"], pair["other_people"]) == (2, 2)
    assert (pair["shared"], pair["either"], pair["jaccard"]) == (1, 3, pytest.approx(1 / 3))


def test_pairs_that_share_nobody_are_there_too() -> None:
    rooms = [room_session(room, room, *A) for room in "abc"]
    people = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2"), ("c", "3"), ("c", None)]
    table = audience_overlap(dataset(rooms, [attendance(r, r, u, 5, 1) for r, u in people]))
    assert table[["room_id", "other_id", "shared"]].to_numpy().tolist() == [["a", "b", 2], ["a", "c", 0], ["b", "c", 0]]
    assert table["jaccard"].tolist() == [1, 0, 0]
    assert len(audience_overlap(dataset(rooms, [attendance(r, r, u, 5, 1) for r, u in people]), n=2)) == 1


def test_an_empty_dataset_has_no_hosts_and_no_overlap() -> None:
    assert hosts(dataset()).empty
    assert audience_overlap(dataset()).empty


def test_a_session_whose_attendees_are_not_reported_lowers_no_mean() -> None:
    rooms = [
        room_session(cue, "r", f"2026-03-0{day} 10:00", f"2026-03-0{day} 11:00", session_host_user_id=host)
        for day, (cue, host) in enumerate([("m", "h"), ("n", "h"), ("o", "alone")], start=2)
    ]
    table = hosts(dataset(rooms, [attendance("m", "r", user, 60, 1.0) for user in "ab"])).set_index("host")
    assert table.loc["h", ["attendances", "mean_attendances"]].tolist() == [2, 2]
    assert table.loc["alone", ["attendances", "mean_attendances", "attended_minutes"]].isna().all()


@pytest.mark.parametrize("estimate", [12, None])
def test_who_was_in_a_room_is_unknown_where_no_session_has_its_attendees_reported(estimate: int | None) -> None:
    unreported = room_session("m", "math", *A, meeting_view_period_unique_users=estimate)
    nobody = room_session("n", "math", *B, meeting_view_period_unique_users=0)
    ds = dataset([unreported, nobody, room_session("b1", "bio", *A)], [attendance("b1", "bio", "ada", 0, 1.0)])
    table = top_rooms(ds)
    assert table["room_id"].tolist() == ["bio", "math"]  # what is not known is least of all
    figures = ["attendances", "unique_attendees", "attended_minutes", "disengaged_minutes"]
    assert table.loc[1, figures].isna().all()
    assert table["sessions"].tolist() == [1, 2]


def test_disengaged_minutes_are_unknown_where_no_ratio_is_known() -> None:
    ds = dataset([room_session("m", "r", *A)], [attendance("m", "r", "a", 60, None)])
    assert isnan(top_rooms(ds)["disengaged_minutes"].iloc[0])
