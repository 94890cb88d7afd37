import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.errors import UsageError
from kaltura.metrics.overlaps import overlapping_presence
from kaltura.metrics.people import people, person, person_history
from kaltura.metrics.rule import Rule
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.class_cases import weekly_class, weekly_rows


def test_people_are_summed_over_main_sessions() -> None:
    rooms, rows = weekly_rows({"b": [60, 20], "a": [30, None]})
    rows[0]["meeting_engaged_play_time_ratio"] = None
    rows += [attendance("r0", "r", None, 60, 1.0), attendance("x", "g", "a", 10, 1.0)]
    groups = [breakout("x", "g", "r", "2026-03-02 10:10", "2026-03-02 10:30", 1)]
    table = people(dataset(rooms, rows, groups))
    assert table["user_id"].tolist() == ["a", "b"]
    assert table["sessions"].tolist() == [1, 2]
    assert table["minutes"].tolist() == [30, 80]
    assert table["engagement_rate"].tolist() == [pytest.approx(0.9), pytest.approx(0.9)]
    assert table["disengaged_minutes"].tolist() == [pytest.approx(3), pytest.approx(2)]  # an unknown ratio adds nothing


def test_one_person() -> None:
    found = person(weekly_class({"a": [60, None, 30], "b": [60, 60, 60]}), "a")
    assert (found.sessions, found.rooms, found.minutes, found.user_name) == (2, 1, 90, "Name of a")
    assert found.first_seen is not None
    assert found.last_seen is not None
    assert (found.first_seen.day, found.last_seen.day) == (2, 16)
    with pytest.raises(UsageError, match="“x” is in no main session"):
        person(dataset(), "x")


def test_a_room_that_is_not_known_is_none() -> None:
    day = ("2026-03-02 10:00", "2026-03-02 11:00")
    rooms = [room_session(cue, "", *day, entry_id=room) for cue, room in (("m", "r"), ("n", None), ("o", None))]
    rows = [attendance(cue, "", user, 60, 1.0, entry_id=None) for cue, user in (("m", "a"), ("n", "a"), ("o", "b"))]
    assert people(dataset(rooms, rows))["rooms"].tolist() == [1, 0]
    assert person(dataset(rooms, rows), "a").rooms == 1


def test_when_somebody_was_seen_is_on_the_clock_of_the_data() -> None:
    rooms = [room_session("m", "r", "2026-03-02 23:30", "2026-03-03 00:30")]
    ds = dataset(rooms, [attendance("m", "r", "a", 60, 1.0)], zone="Europe/Berlin")
    for table in (people(ds).iloc[0], vars(person(ds, "a"))):
        assert {table[name].isoformat() for name in ("first_seen", "last_seen")} == {"2026-03-03T00:30:00+01:00"}


def test_the_history_shows_what_was_missed_in_their_rooms() -> None:
    rooms, rows = weekly_rows({"a": [60, None], "b": [60, 60]})
    more, others = weekly_rows({"b": [60]}, room="s")
    rows.append(attendance("x", "g", "a", 10, 1.0))
    groups = [breakout("x", "g", "r", "2026-03-02 10:10", "2026-03-02 10:30", 1)]
    table = person_history(dataset([*rooms, *more], [*rows, *others], groups), "a", Rule())
    assert table["cue_point_id"].tolist() == ["r1", "r0"]  # room s was never theirs
    assert table["decision"].tolist() == ["Not seen", "Present"]
    assert table["breakouts"].tolist() == [0, 1]
    assert table["user_id"].tolist() == ["a", "a"]
    assert not table["borderline"].any()
    assert table["explanation"][1].endswith("→ Present (+15.0 min)")
    assert math.isnan(table["engagement_rate"][0])


def test_more_minutes_than_fit_into_two_sessions_at_once() -> None:
    ds = dataset(
        [
            room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00"),
            room_session("m2", "r2", "2026-03-02 10:30", "2026-03-02 11:30"),
            room_session("m3", "r3", "2026-03-02 11:30", "2026-03-02 12:30"),
        ],
        [
            attendance("m1", "r1", "twice", 60, 1.0),
            attendance("m2", "r2", "twice", 50, 1.0),  # 110 minutes in the 90 from 10:00 to 11:30
            attendance("m3", "r3", "twice", 60, 1.0),  # starts as m2 ends
            attendance("m1", "r1", "moved", 45, 1.0),
            attendance("m2", "r2", "moved", 45, 1.0),  # fits exactly
            attendance("m1", "r1", "device", 90, 1.0),  # no more than the session counts
            attendance("m2", "r2", "device", 31, 1.0),  # 1 minute is within the rounding
        ],
        zone="Europe/Berlin",
    )
    table = overlapping_presence(ds)
    assert table[["user_id", "first", "second", "available", "excess"]].to_numpy().tolist() == [
        ["twice", "m1", "m2", 90, 20]
    ]
    assert table["user_name"][0] == "Name of twice"
    assert table["first_start"][0].hour == 11
    assert overlapping_presence(dataset()).empty


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 40), st.integers(1, 40)),
        min_size=2,
        max_size=6,
        unique_by=lambda s: s[0],
    )
)
def test_every_pair_is_compared(spans: list[tuple[int, int, int]]) -> None:
    rooms = [
        room_session(f"m{n}", f"r{n}", f"2026-03-02 10:{a:02d}", f"2026-03-02 {10 + (a + d) // 60}:{(a + d) % 60:02d}")
        for n, (a, d, _) in enumerate(spans)
    ]
    rows = [attendance(f"m{n}", f"r{n}", "u", m, 1.0) for n, (_, _, m) in enumerate(spans)]
    expected = set()
    for n, (a, d, m) in enumerate(spans):
        for k, (b, e, o) in enumerate(spans):
            if a < b < a + d and min(m, d) + min(o, e) - (max(a + d, b + e) - a) > 1:
                expected.add((f"m{n}", f"m{k}"))
    table = overlapping_presence(dataset(rooms, rows))
    assert set(zip(table["first"], table["second"], strict=True)) == expected
