from typing import get_args

import pandas as pd
import plotly.graph_objects as go
import pytest

from kaltura.charts.over_time import TREND_MEASURES, alt_attendance_over_time, attendance_over_time_chart
from kaltura.charts.periods import on_periods
from kaltura.dataset import Dataset
from kaltura.metrics.halves import halves_of_headline
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import Period
from tests.builders import attendance, dataset, room_session


def held(*attended: int) -> Dataset:
    """A session on the Monday of each week from 5 Oct 2026 on, with so many people of 30 minutes each."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-10-05", periods=len(attended), freq="7D")]
    return dataset(
        [room_session(f"c{n}", "r", f"{day} 10:00", f"{day} 11:00") for n, day in enumerate(days)],
        [attendance(f"c{n}", "r", f"u{p}", 30, 0.9) for n, people in enumerate(attended) for p in range(people)],
        fetched="2026-12-31 00:00",
    )


def weeks(*attended: int) -> pd.DataFrame:
    return attendance_over_time(held(*attended), "week")


def test_a_bar_a_period_with_its_sentence() -> None:
    bars = attendance_over_time_chart(weeks(4, 2, 1), "week").data[0]
    assert list(bars.x) == ["2026-10-05", "2026-10-12", "2026-10-19"]
    assert list(bars.y) == [4, 2, 1]
    assert bars.hovertext[0].startswith("Week of 5 Oct 2026: 4 attendances.")
    assert "In 1 session." in bars.hovertext[0]


def test_a_period_whose_attendees_are_not_reported_has_no_bar_and_says_so() -> None:
    bars = attendance_over_time_chart(weeks(4, 0, 1), "week").data[0]
    assert pd.isna(bars.y).tolist() == [False, True, False]
    assert bars.hovertext[1].startswith("Week of 12 Oct 2026: the attendees are not reported.")


def test_days_without_sessions_are_no_course_of_attendees_that_are_not_reported() -> None:
    said = alt_attendance_over_time(attendance_over_time(held(0, 0), "day"), "day", None)
    assert said == "Attendances by day: nothing is known in this selection."


def test_a_period_that_is_only_partly_there_is_paler_and_says_so() -> None:
    bars = attendance_over_time_chart(weeks(4, 2), "week").data[0]
    whole, partial = bars.marker.opacity  # the data ends on the second Monday
    assert partial < whole
    assert bars.hovertext[1].endswith("<br>This period is only partly selected, or not over yet.")  # it is all selected


@pytest.mark.parametrize("measure", TREND_MEASURES)
def test_every_measure_has_bars_and_a_finding(measure: str) -> None:
    table = weeks(4, 2, 1)
    figure = attendance_over_time_chart(table, "week", measure)
    assert list(figure.data[0].y) == table[measure].tolist()
    assert figure.layout.yaxis.title.text == TREND_MEASURES[measure].axis
    assert TREND_MEASURES[measure].axis in alt_attendance_over_time(table, "week", None, measure)


def test_the_finding_names_both_ends_and_the_highest() -> None:
    said = alt_attendance_over_time(weeks(4, 6, 2, 1), "week", None)
    assert "went down" in said
    assert "4 attendances (week of 5 Oct 2026)" in said
    assert "2 attendances (week of 19 Oct 2026)" in said  # the week after is not whole
    assert "6 attendances (week of 12 Oct 2026)" in said


@pytest.mark.parametrize("measure", TREND_MEASURES)
def test_it_went_the_same_way_whatever_the_period(measure: str) -> None:
    # One week of many people makes the sum of the first half the larger one, and its median the smaller.
    ds = held(1, 1, 1, 20, 1, 3, 3, 3, 3, 3)
    halves, periods = halves_of_headline(ds)[measure], get_args(Period)
    said = [alt_attendance_over_time(attendance_over_time(ds, period), period, halves, measure) for period in periods]
    assert len({sentence.partition(";")[0] for sentence in said}) == 1, said
    assert all("in the first half of the days" in sentence for sentence in said)


def test_a_half_that_is_not_known_leaves_the_first_and_the_last() -> None:
    said = alt_attendance_over_time(weeks(4, 6, 2, 1), "week", (5, 8))
    assert said.startswith("Attendances went up, from 5 attendances in the first half of the days to 8 attendances in ")
    ends = "Attendances went down, from 4 attendances (week of 5 Oct 2026) to 2 attendances (week of 19 Oct 2026)"
    assert alt_attendance_over_time(weeks(4, 6, 2, 1), "week", (5, None)).startswith(ends)


def test_a_week_of_few_people_is_not_called_the_highest() -> None:
    table = weeks(5, 2, 6, 1).assign(mean_minutes=[20.0, 60.0, 30.0, 50.0])
    assert "the highest was 30.0 minutes" in alt_attendance_over_time(table, "week", None, "mean_minutes")
    few = weeks(2, 3, 1).assign(mean_minutes=[20.0, 60.0, 50.0])
    assert "the highest was 60.0 minutes" in alt_attendance_over_time(few, "week", None, "mean_minutes")


def test_without_sessions_there_is_no_bar() -> None:
    table = attendance_over_time(dataset(), "week")
    assert not attendance_over_time_chart(table, "week").data
    assert "nothing is known" in alt_attendance_over_time(table, "week", None)


def test_ticks_stand_on_mondays_and_name_a_year_once() -> None:
    days = pd.date_range("2026-12-10", "2027-01-20")
    axis = on_periods(attendance_over_time_chart(weeks(1), "day"), days, "day").layout.xaxis
    assert list(axis.tickvals) == [
        "2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11", "2027-01-18",
    ]  # fmt: skip
    assert list(axis.ticktext) == ["14 Dec<br>2026", "21 Dec", "28 Dec", "4 Jan<br>2027", "11 Jan", "18 Jan"]


@pytest.mark.parametrize("periods", [1, 7, 8, 26, 53, 200])
def test_never_more_labels_than_a_phone_has_room_for(periods: int) -> None:
    days = pd.date_range("2026-01-05", periods=periods, freq="7D")
    axis = on_periods(attendance_over_time_chart(weeks(1), "week"), days, "week").layout.xaxis
    assert 1 <= len(axis.tickvals) <= 7


@pytest.mark.parametrize(
    ("period", "days", "ends"),
    [
        ("day", ["2026-11-25"], ["2026-11-22 12:00", "2026-11-27 12:00"]),
        ("day", ["2026-11-25", "2026-11-26"], ["2026-11-23 00:00", "2026-11-28 00:00"]),
        ("week", ["2026-11-23"], ["2026-11-05 12:00", "2026-12-10 12:00"]),
    ],
)
def test_a_few_periods_stand_in_the_middle_of_five_places(period: Period, days: list[str], ends: list[str]) -> None:
    axis = on_periods(go.Figure(), map(pd.Timestamp, days), period).layout.xaxis
    assert list(axis.range) == ends


def test_a_single_bar_has_the_width_of_a_place_among_five() -> None:
    (bars,) = attendance_over_time_chart(weeks(4), "week").data
    assert bars.width == 0.8 * 7 * 86_400_000


def test_enough_periods_fill_the_axis() -> None:
    assert on_periods(go.Figure(), pd.date_range("2026-11-01", periods=5), "day").layout.xaxis.range is None
