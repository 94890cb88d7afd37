from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.metrics.concurrency import peak_sessions, people_at_once, sessions_at_once, sessions_at_once_by_day
from tests.builders import attendance, dataset, room_session


def one_hour(*minutes: float, anonymous: int = 0) -> tuple[int | None, int | None]:
    rows = [attendance("m", "r", f"u{n}", m, 1.0) for n, m in enumerate(minutes)]
    rows += [attendance("m", "r", None, 10, 1.0, user_name=f"x{n}") for n in range(anonymous)]
    found = people_at_once(dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], rows), "m")
    return found.low, found.high


@pytest.mark.parametrize(
    ("minutes", "bounds"),
    [
        ((20, 20, 20, 30), (2, 4)),  # 90 minutes need two places
        ((40, 40, 40), (3, 3)),  # each is there at half-time
        ((30, 30), (1, 2)),  # exactly half is not more than half
        ((60, 60, 60), (3, 3)),
        ((200,), (1, 1)),  # longer than the session: nobody fills two places
        ((0.1, 0.2, 59.7), (1, 3)),  # the sum of floats is not lifted above one
    ],
)
def test_people_at_once_lie_between(minutes: tuple[float, ...], bounds: tuple[int, int]) -> None:
    assert one_hour(*minutes) == bounds


def test_anonymous_viewers_leave_the_upper_bound_open() -> None:
    assert one_hour(40, 40, anonymous=1) == (2, None)


def test_nothing_is_said_while_a_session_runs_or_without_rows() -> None:
    running = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 10:00")], [attendance("m", "r", "a", 3, 1)]
    )
    assert people_at_once(running, "m").low is None
    assert people_at_once(dataset(), "m").high is None


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), min_size=1, max_size=12))
def test_the_true_peak_of_people_who_stay_in_one_piece_lies_within(presences: list[tuple[int, int]]) -> None:
    spans = [(start, min(start + length, 60)) for start, length in presences]
    true_peak = max(sum(a <= minute < b for a, b in spans) for minute in range(60))
    low, high = one_hour(*[float(b - a) for a, b in spans])
    assert low is not None
    assert high is not None
    assert low <= true_peak <= high


def test_sessions_at_once_are_swept_exactly() -> None:
    ds = dataset(
        [
            room_session("a", "r1", "2026-03-02 10:00", "2026-03-02 11:00"),
            room_session("b", "r2", "2026-03-02 10:30", "2026-03-02 11:30"),
            room_session("c", "r3", "2026-03-02 11:00", "2026-03-02 12:00"),  # starts as "a" ends: no third
            room_session("d", "r4", "2026-03-02 10:00", "2026-03-02 10:00"),  # running
        ],
        zone="Europe/Berlin",
    )
    steps = sessions_at_once(ds)
    assert steps["sessions"].tolist() == [1, 2, 1, 0]
    peak = peak_sessions(ds)
    assert (peak.sessions, peak.left_out) == (2, 1)
    assert peak.at == datetime(2026, 3, 2, 11, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def test_what_runs_lasts_until_the_fetch_unless_it_was_never_closed() -> None:
    ds = dataset(
        [
            room_session("ended", "r1", "2026-03-02 10:00", "2026-03-02 13:00"),
            room_session("runs", "r2", "2026-03-02 12:00", "2026-03-02 12:00"),
            room_session("runs too", "r3", "2026-03-02 12:30", "2026-03-02 12:30"),
            room_session("never closed", "r4", "2026-03-01 12:00", "2026-03-01 12:00"),
        ],
        fetched="2026-03-02 12:45",
    )
    peak = peak_sessions(ds)
    assert (peak.sessions, peak.left_out) == (3, 1)
    assert sessions_at_once_by_day(ds)["peak"].tolist() == [3]


def test_a_day_counts_what_already_runs_at_its_midnight() -> None:
    ds = dataset(
        [
            room_session("a", "r1", "2026-03-02 22:00", "2026-03-04 01:00"),
            room_session("b", "r2", "2026-03-02 23:00", "2026-03-02 23:30"),
            room_session("c", "r3", "2026-03-06 10:00", "2026-03-06 11:00"),
        ]
    )
    table = sessions_at_once_by_day(ds)
    assert table["day"].tolist() == [date(2026, 3, day) for day in (2, 3, 4, 5, 6)]
    assert table["peak"].tolist() == [2, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("zone", "day", "midnight"),
    [  # the first moment of the day, in UTC; on that night the clocks skip it, strike it twice, or change right before
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-28 22:00"),
        ("Asia/Beirut", date(2026, 10, 25), "2026-10-24 22:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23 22:00"),
        ("Africa/Cairo", date(2026, 10, 30), "2026-10-29 22:00"),
        ("America/Havana", date(2026, 3, 8), "2026-03-08 05:00"),
        ("America/Havana", date(2026, 11, 1), "2026-11-01 04:00"),
        ("Atlantic/Azores", date(2026, 3, 29), "2026-03-29 01:00"),
        ("Atlantic/Azores", date(2026, 10, 25), "2026-10-25 00:00"),
        ("America/Santiago", date(2026, 9, 6), "2026-09-06 04:00"),
        ("America/Santiago", date(2026, 4, 5), "2026-04-05 04:00"),
    ],
)
def test_days_that_begin_as_the_clocks_change(zone: str, day: date, midnight: str) -> None:
    def at(minutes: int) -> str:
        return f"{datetime.fromisoformat(midnight) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"

    ds = dataset(
        [
            room_session("over midnight", "r1", at(-30), at(30)),
            room_session("too", "r2", at(-20), at(10)),
            room_session("ends at midnight", "r3", at(-10), at(0)),
            room_session("next day", "r1", at(36 * 60), at(37 * 60)),
        ],
        zone=zone,
        fetched="2026-12-01 00:00",
    )
    table = sessions_at_once_by_day(ds)
    assert table["day"].tolist() == [day - timedelta(days=1), day, day + timedelta(days=1)]
    assert table["peak"].tolist() == [3, 2, 1]
    for edge in (-30, 0):  # the first or the last moment of all is that midnight
        edges = sessions_at_once_by_day(dataset([room_session("a", "r", at(edge), at(edge + 30))], zone=zone))
        assert edges["peak"].tolist() == [1]


def test_no_sessions_at_all() -> None:
    assert sessions_at_once(dataset()).empty
    assert sessions_at_once_by_day(dataset()).empty
    assert peak_sessions(dataset()).at is None
