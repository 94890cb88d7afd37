from math import isnan
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.errors import UsageError
from kaltura.metrics.attendance import Measure, minutes_distribution, user_types, weekday_hour
from kaltura.metrics.headline import headline
from tests.builders import attendance, dataset, room_session

SESSIONS = [
    room_session("s1", "r", "2026-03-02 10:15", "2026-03-02 11:00"),  # a Monday
    room_session("s2", "r", "2026-03-09 10:45", "2026-03-09 11:30"),  # the next
    room_session("s3", "r", "2026-03-08 23:30", "2026-03-09 00:30"),  # Sunday night
]
ROWS = [
    attendance("s1", "r", "ada", 40, 1.0),
    attendance("s2", "r", "ada", 20, 0.5),
    attendance("s2", "r", None, 20, None),
    attendance("s3", "r", "bob", 60, 0.0, user_type="Guest"),
]


def cell(measure: Measure, weekday: int, hour: int, zone: str = "UTC") -> float:
    table = weekday_hour(dataset(SESSIONS, ROWS, zone=zone), measure)
    assert len(table) == 168
    (value,) = table[(table["weekday"] == weekday) & (table["hour"] == hour)]["value"]
    return float(value)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("sessions", 2),
        ("attendances", 3),
        ("unique_attendees", 1),
        ("attended_minutes", 80),
        ("mean_minutes", 80 / 3),
        ("engagement_rate", 50 / 60),
        ("disengaged_minutes", 10),
    ],
)
def test_mondays_at_ten(measure: Measure, expected: float) -> None:
    assert cell(measure, 1, 10) == pytest.approx(expected)


def test_the_clock_is_the_zones() -> None:
    assert cell("attendances", 7, 23) == 1
    assert cell("attendances", 1, 0, "Europe/Berlin") == 1
    assert cell("attendances", 7, 18, "America/New_York") == 0
    assert cell("attendances", 7, 19, "America/New_York") == 1  # summer time there since that Sunday


def test_a_cell_without_sessions_is_0_for_counts_and_unknown_for_rates() -> None:
    assert cell("attendances", 3, 3) == 0
    assert isnan(cell("engagement_rate", 3, 3))


@pytest.mark.parametrize("measure", get_args(Measure))
def test_an_empty_dataset_has_all_cells_too(measure: Measure) -> None:
    assert len(weekday_hour(dataset(), measure)) == 168


def test_an_unknown_measure_is_a_sentence() -> None:
    with pytest.raises(UsageError, match=r"“joy” is not a measure\."):
        weekday_hour(dataset(), "joy")  # type: ignore[arg-type]


def test_minutes_with_median_and_quartiles() -> None:
    ds = dataset(SESSIONS[:1], [attendance("s1", "r", f"u{m}", m, 1) for m in (10, 20, 30, 40)])
    found = minutes_distribution(ds)
    assert (found.lower_quartile, found.median, found.upper_quartile, found.mean) == (17.5, 25, 32.5, 25)
    assert (found.known, found.unknown) == (4, 0)
    table = found.table
    assert table["attendances"].sum() == 4
    assert table.loc[(table["low"] <= 20) & (table["high"] > 20), "attendances"].tolist() == [1]
    assert table["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize(("longest", "width"), [(30, 1), (45, 2), (100, 5), (550, 15)])
def test_minutes_are_in_the_bin_that_holds_them(longest: int, width: int) -> None:
    stays = (0, 7, longest / 2, longest, longest)
    ds = dataset(SESSIONS[:1], [attendance("s1", "r", f"u{n}", stay, 1) for n, stay in enumerate(stays)])
    table = minutes_distribution(ds).table
    high = table["high"].fillna(float("inf"))
    assert (high - table["low"]).iloc[0] == width
    assert table["attendances"].tolist() == [
        sum(low <= stay < end for stay in stays) for low, end in zip(table["low"], high, strict=True)
    ]


def test_the_last_bin_holds_all_that_is_longer() -> None:
    rows = [attendance("s1", "r", f"u{i}", 45, 1) for i in range(999)] + [attendance("s1", "r", "late", 100_000, 1)]
    table = minutes_distribution(dataset(SESSIONS[:1], rows)).table
    assert len(table) <= 40
    assert isnan(table["high"].iloc[-1])
    assert table["attendances"].sum() == 1000


def test_unknown_minutes_are_counted_apart() -> None:
    rows = [*ROWS, attendance("s1", "r", "cem", None, None)]  # type: ignore[arg-type]
    found = minutes_distribution(dataset(SESSIONS, rows))
    assert (found.known, found.unknown) == (4, 1)


def test_no_attendance_has_no_distribution() -> None:
    found = minutes_distribution(dataset())
    assert found.table.empty
    assert (found.known, found.median) == (0, None)


def test_user_types_are_shares_of_attendances() -> None:
    table = user_types(dataset(SESSIONS, [*ROWS, attendance("s3", "r", "eve", 2, 1, user_type=None)]))
    assert table["user_type"].tolist() == ["User", "", "Guest"]
    assert table["share"].tolist() == [0.6, 0.2, 0.2]
    assert table["unique_attendees"].tolist() == [1, 1, 1]
    assert table["anonymous_attendances"].tolist() == [1, 0, 0]
    assert table["guest"].tolist() == [False, False, True]
    assert table["mean_minutes"].tolist() == [pytest.approx(80 / 3), 2, 60]
    assert user_types(dataset()).empty


@given(st.lists(st.floats(0, 500), min_size=1, max_size=40))
def test_every_attendance_is_in_a_bin(minutes: list[float]) -> None:
    ds = dataset(SESSIONS[:1], [attendance("s1", "r", f"u{i}", m, 1) for i, m in enumerate(minutes)])
    found = minutes_distribution(ds)
    assert found.table["attendances"].sum() == len(minutes) == headline(ds).attendances
    assert min(minutes) <= (found.median or 0) <= max(minutes)


def test_a_session_that_nobody_is_known_of_is_a_session_all_the_same() -> None:
    ds = dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")])
    week = weekday_hour(ds, "unique_attendees").set_index(["weekday", "hour"])
    assert week.loc[(1, 10), "sessions"] == 1
    assert week["value"].isna().sum() == 1  # who was in it is not reported


def test_minutes_that_are_all_unknown_are_not_0() -> None:
    row = attendance("m", "r", "a", 0, 1.0) | {"meeting_view_time": None}
    ds = dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [row])
    week = weekday_hour(ds, "attended_minutes").set_index(["weekday", "hour"])["value"]
    assert isnan(week.loc[(1, 10)])
    assert week.loc[(1, 11)] == 0
