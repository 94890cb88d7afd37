from math import isnan

import numpy as np
import pandas as pd
import pytest

from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import (
    attendance_over_time,
    breakouts_over_time,
    course,
    engagement_over_time,
)
from tests.builders import attendance, breakout, dataset, room_session

MON, TUE, NEXT_MON = "2026-03-02", "2026-03-03", "2026-03-09"


def lesson(cue: str, day: str, hour: int = 10, room: str = "r") -> dict[str, object]:
    return room_session(cue, room, f"{day} {hour}:00", f"{day} {hour + 1}:00")


TWO_WEEKS = dataset(
    [lesson("s1", MON), lesson("s2", TUE), lesson("s3", NEXT_MON), room_session("s4", "r", *[f"{NEXT_MON} 12:00"] * 2)],
    [
        attendance("s1", "r", "ada", 60, 1.0),
        attendance("s1", "r", "bob", 30, 0.5),
        attendance("s2", "r", "ada", 30, 0.8),
        attendance("s3", "r", "ada", 20, None),
        attendance("s3", "r", None, 40, 0.25),
    ],
)


def test_attendance_by_week() -> None:
    table = attendance_over_time(TWO_WEEKS, "week")
    first, second = table.to_dict("records")
    assert first["period"] == pd.Timestamp(MON)
    assert (first["sessions"], first["attendances"], first["unique_attendees"]) == (2, 3, 2)
    assert (first["attended_minutes"], first["mean_minutes"]) == (120, 40)
    assert (second["sessions"], second["running_sessions"]) == (2, 1)
    assert (second["unique_attendees"], second["anonymous_attendances"]) == (1, 1)


def test_days_without_sessions_are_zero_and_their_mean_is_unknown() -> None:
    table = attendance_over_time(TWO_WEEKS, "day")
    assert len(table) == 8
    empty = table.iloc[3]
    assert (empty["sessions"], empty["attendances"], empty["attended_minutes"]) == (0, 0, 0)
    assert isnan(empty["mean_minutes"])


def test_a_day_none_of_whose_attendees_are_reported_is_unknown_and_no_zero() -> None:
    ds = dataset(
        [lesson("s1", MON), lesson("s2", TUE), {**lesson("s3", NEXT_MON), "meeting_view_period_unique_users": 0}],
        [attendance("s1", "r", "ada", 60, 1.0)],
    )
    table = attendance_over_time(ds, "day")
    for name in ("attendances", "unique_attendees", "anonymous_attendances", "attended_minutes"):
        assert table[name].isna().tolist() == [False, True, *[False] * 6]
    assert table["attendances"].dropna().tolist() == [1, *[0] * 6]
    assert engagement_over_time(ds, "day")["disengaged_minutes"].isna().tolist() == [False, True, *[False] * 6]


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_what_may_be_added_adds_up_to_the_headline(period: str) -> None:
    table, figures = attendance_over_time(TWO_WEEKS, period), headline(TWO_WEEKS)
    assert table["sessions"].sum() == figures.main_sessions
    assert table["attendances"].sum() == figures.attendances
    assert table["attended_minutes"].sum() == figures.attended_minutes
    assert engagement_over_time(TWO_WEEKS, period)["disengaged_minutes"].sum() == pytest.approx(
        figures.disengaged_minutes
    )


def test_unique_attendees_of_weeks_do_not_add_up() -> None:
    assert attendance_over_time(TWO_WEEKS, "week")["unique_attendees"].sum() == 3
    assert headline(TWO_WEEKS).unique_attendees == 2


def test_engagement_is_pooled_in_each_period_and_says_what_it_rests_on() -> None:
    first, second = engagement_over_time(TWO_WEEKS, "week").to_dict("records")
    assert first["engagement_rate"] == pytest.approx((60 + 15 + 24) / 120)
    assert first["disengaged_minutes"] == pytest.approx(21)
    assert (first["rated_sessions"], first["rated_people"], first["engagement_coverage"]) == (2, 2, 1)
    assert second["engagement_rate"] == pytest.approx(0.25)  # the blank ratio is unknown, not 0
    assert (second["sessions"], second["rated_sessions"], second["rated_people"]) == (2, 1, 1)
    assert second["engagement_coverage"] == pytest.approx(40 / 60)


def test_few_people_come_with_an_interval_and_many_without() -> None:
    rows = [attendance("s1", "r", f"u{i}", 10, 1.0) for i in range(5)] + [attendance("s2", "r", "ada", 10, 1.0)]
    many, one = engagement_over_time(dataset([lesson("s1", MON), lesson("s2", TUE)], rows), "day").to_dict("records")
    assert isnan(many["interval_low"])
    assert one["interval_low"] == pytest.approx(0.2065, abs=1e-4)
    assert one["interval_high"] == pytest.approx(1.0)


def test_the_spread_is_weighted_by_minutes() -> None:
    # Rates 0.2 (10 min), 0.6 (20 min), 0.9 (70 min): a quarter of 100 minutes is reached in the second session.
    rows = [attendance(f"s{i}", "r", "ada", m, r) for i, (m, r) in enumerate([(10, 0.2), (20, 0.6), (70, 0.9)])]
    ds = dataset([lesson(f"s{i}", MON, 10 + i) for i in range(3)], rows)
    (row,) = engagement_over_time(ds, "day").to_dict("records")
    assert (row["spread_low"], row["spread_high"]) == (0.6, 0.9)


def test_breakouts_by_week_exact_where_rows_are_known_and_a_range_where_not() -> None:
    people = [attendance("s1", "r", f"u{i}", 60, 1) for i in range(4)]
    people += [attendance("s3", "r", f"u{i}", 60, 1) for i in range(10)]
    people += [attendance("b1", "b", "u0", 10, 1), attendance("b2", "b", "u0", 10, 1)]
    ds = dataset(
        [lesson("s1", MON), lesson("s2", TUE), lesson("s3", NEXT_MON)],
        people,
        [
            breakout("b1", "b", "r", f"{MON} 10:10", f"{MON} 10:20", 1),
            breakout("b2", "c", "r", f"{MON} 10:10", f"{MON} 10:20", 1),
            breakout("b3", "d", "r", f"{NEXT_MON} 10:10", f"{NEXT_MON} 10:20", 3),
            breakout("b4", "e", "r", f"{NEXT_MON} 10:10", f"{NEXT_MON} 10:20", 4),
        ],
    )
    first, second = breakouts_over_time(ds, "week").to_dict("records")
    assert (first["breakout_sessions"], first["main_sessions"], first["sessions_with_breakouts"]) == (2, 2, 1)
    assert first["breakout_share"] == 0.5
    assert (first["people"], first["participation_low"], first["participation_high"]) == (4, 0.25, 0.25)
    assert first["participation_exact"]
    assert (second["participation_low"], second["participation_high"]) == (0.4, 0.7)
    assert not second["participation_exact"]


def test_a_week_without_breakouts_has_no_participation() -> None:
    table = breakouts_over_time(TWO_WEEKS, "week")
    assert table["breakout_sessions"].tolist() == [0, 0]
    assert table["breakout_share"].tolist() == [0, 0]
    assert table["participation_low"].isna().all()


def test_a_selection_of_people_has_no_participation() -> None:
    rows = [attendance("s1", "r", "ada", 60, 1), attendance("s1", "r", "bob", 60, 1), attendance("b", "b", "ada", 5, 1)]
    ds = dataset([lesson("s1", MON)], rows, [breakout("b", "b", "r", f"{MON} 10:10", f"{MON} 10:20", 1)])
    assert breakouts_over_time(ds, "day")["participation_low"].tolist() == [0.5]
    assert breakouts_over_time(ds.select(Filters(users=("ada",))), "day")["participation_low"].isna().all()


@pytest.mark.parametrize("table", [attendance_over_time, engagement_over_time, breakouts_over_time])
def test_an_empty_dataset_gives_an_empty_table_with_the_same_columns(table: object) -> None:
    empty, full = (table(ds, "week") for ds in (dataset(), TWO_WEEKS))  # type: ignore[operator]
    assert empty.empty
    assert list(empty.columns) == list(full.columns)
    assert list(full.columns)[-2:] == ["partial", "provisional"]


@pytest.mark.parametrize(
    ("partial", "expected"),
    [([True, False, False, True], [2, 3]), ([True, True, False, True], [1, 2, 3]), ([False] * 4, [1, 2, 3])],
)
def test_a_course_has_whole_periods(partial: list[bool], expected: list[float]) -> None:
    days = pd.date_range("2026-10-05", periods=4, freq="7D")
    table = pd.DataFrame({"period": days, "value": [1.0, 2.0, 3.0, np.nan], "partial": partial})
    assert course(table, "value") == {days[int(value) - 1]: value for value in expected}
