from html import unescape

import numpy as np
import pytest

from kaltura.charts.attendance import (
    alt_minutes,
    alt_user_types,
    alt_weekday_hour,
    minutes_chart,
    user_types_chart,
    weekday_hour_chart,
)
from kaltura.charts.over_time import TREND_MEASURES
from kaltura.dataset import Dataset
from kaltura.metrics.attendance import Measure, minutes_distribution, user_types, weekday_hour
from tests.builders import attendance, dataset, room_session

EVIL = "<a href='http://x'>$x$</a>"

# Monday 5 Oct 2026 at 8:00 UTC is 10:00 in Berlin; 3 people. Wednesday at 14:00 there; 1 person, a guest of odd type.
TWO_CLASSES = dataset(
    [
        room_session("c1", "r", "2026-10-05 08:00", "2026-10-05 09:00"),
        room_session("c2", "r", "2026-10-07 12:00", "2026-10-07 13:00"),
    ],
    [
        attendance("c1", "r", "a", 10, 0.9),
        attendance("c1", "r", "b", 20, 0.9),
        attendance("c1", "r", "c", 60, 0.9, user_type="Guest"),
        attendance("c2", "r", None, 30, 0.9, user_type=EVIL),
    ],
    zone="Europe/Berlin",
)


def test_a_cell_for_each_hour_that_sessions_start_in() -> None:
    table = weekday_hour(TWO_CLASSES, "attendances")
    heat, cells = weekday_hour_chart(table, "attendances").data
    assert list(heat.x) == [8, 9, 10, 11, 12, 13, 14, 15, 16]  # 10 to 14, and more around them
    assert (heat.zmin, heat.zmax) == (0, 3)
    assert list(heat.y)[:3] == ["Mon", "Tue", "Wed"]
    assert heat.z[0][2] == 3
    assert heat.z[2][6] == 1
    assert np.isfinite(heat.z).sum() == 2  # the others are blank, not 0
    assert [list(data) for data in cells.customdata] == [[1, 10], [3, 14]]
    assert cells.hovertext[0] == "Monday, 10:00 to 11:00: 3 attendances in 1 session."


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_one_session_is_one_cell_of_several_with_its_hour_below(hour: int) -> None:
    start = f"2026-10-05 {hour:02}:00"
    one = dataset([room_session("c", "r", start, start)], [attendance("c", "r", "a", 10, 0.9)], zone="UTC")
    figure = weekday_hour_chart(weekday_hour(one, "attendances"), "attendances")
    hours = list(figure.data[0].x)
    assert len(hours) == 9
    assert hour in hours
    assert {*figure.layout.xaxis.tickvals} <= {*hours}
    assert len(figure.layout.xaxis.tickvals) == 5


@pytest.mark.parametrize("measure", TREND_MEASURES)
def test_the_busiest_hour_is_the_finding(measure: Measure) -> None:
    said = alt_weekday_hour(weekday_hour(TWO_CLASSES, measure), measure)
    assert said.startswith(f"{TREND_MEASURES[measure].axis} by weekday and hour: highest")
    if measure in ("attendances", "attended_minutes"):
        assert "Monday at 10:00" in said


def test_minutes_with_median_and_quartiles() -> None:
    found = minutes_distribution(TWO_CLASSES)  # 10, 20, 30, 60
    figure = minutes_chart(found)
    assert sum(figure.data[0].y) == 4
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(17.5, 37.5), (25, 25)]
    assert alt_minutes(found) == (
        "Half of the attendances lasted at least 25.0 min; the middle half between 17.5 min and 37.5 min."
    )
    assert any("1 attendance (25.0\u00a0%)" in text for text in figure.data[0].hovertext)


def test_one_attendance_has_no_middle_half() -> None:
    found = minutes_distribution(
        dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("m", "r", "a", 43.6, 1)])
    )
    assert alt_minutes(found) == "The one attendance lasted 43.6 min."
    assert not minutes_chart(found).layout.shapes


def test_user_types_are_names_not_markup() -> None:
    table = user_types(TWO_CLASSES)
    bars = user_types_chart(table).data[0]
    assert sorted(bars.x) == [1, 1, 2]
    assert {unescape(name) for name in bars.y} == {"User", "Guest", EVIL}
    assert not any("<" in name or "$" in name for name in [*bars.y, *bars.hovertext])
    assert {data[0] for data in bars.customdata} == {"User", "Guest", EVIL}
    assert "User 50.0\u00a0%" in alt_user_types(table)


@pytest.fixture
def nothing() -> Dataset:
    return dataset()


def test_nothing_draws_nothing_and_says_so(nothing: Dataset) -> None:
    week, minutes, types = weekday_hour(nothing), minutes_distribution(nothing), user_types(nothing)
    assert not weekday_hour_chart(week, "attendances").data
    assert not minutes_chart(minutes).data
    assert not user_types_chart(types).data
    assert "none" in alt_weekday_hour(week, "attendances")
    assert "nothing is known" in alt_minutes(minutes)
    assert "no attendance" in alt_user_types(types)
