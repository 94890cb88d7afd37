import re

import pandas as pd
import pytest

from kaltura.charts.engagement import (
    LEAST_SPREAD,
    alt_engagement_distribution,
    alt_engagement_over_time,
    alt_engagement_weekday_hour,
    engagement_distribution_chart,
    engagement_over_time_chart,
    engagement_weekday_hour_chart,
)
from kaltura.charts.engagement_classes import alt_engagement_by_class, class_name, engagement_by_class_chart
from kaltura.charts.pareto import alt_pareto, pareto_chart
from kaltura.dataset import Dataset
from kaltura.metrics.attendance import weekday_hour
from kaltura.metrics.engagement import disengaged_by_session, engagement_by_size, engagement_distribution
from kaltura.metrics.over_time import engagement_over_time
from kaltura.ui.chart import finding
from tests.builders import attendance, dataset, room_session

BAD = "<a href='http://x'>$x$</a>"


def lessons() -> Dataset:
    """Monday 2 March: 6 people, 60 minutes each at 0.9; Tuesday 10 March: 2 people, 30 minutes each at 0.5."""
    return dataset(
        [
            room_session("c1", "r1", "2026-03-02 10:00", "2026-03-02 11:00", entry_name="Biology"),
            room_session("c2", "r2", "2026-03-10 14:00", "2026-03-10 14:30", entry_name=BAD),
        ],
        [
            *(attendance("c1", "r1", f"u{n}", 60, 0.9) for n in range(6)),
            *(attendance("c2", "r2", f"v{n}", 30, 0.5) for n in range(2)),
        ],
    )


def test_the_rate_of_each_week_with_its_band_and_small_numbers() -> None:
    table = engagement_over_time(lessons(), "week")
    area, line, cut = engagement_over_time_chart(table, "week").data
    assert list(line.y) == pytest.approx([0.9, 0.5])
    assert [y for y in area.y if y is not None] == pytest.approx([0.9, 0.5, 0.5, 0.9])
    first, second = line.hovertext
    assert first.startswith("Week of 2 Mar 2026: 90.0\u00a0% of the attended minutes were engaged.")
    assert "95\u00a0%" not in first
    assert re.search("Only 2 people: 95\u00a0% interval .* to .*; it begins below this chart", second)
    assert (cut.x, cut.y, cut.hoverinfo) == (("2026-03-09",), (0.4,), "skip")
    assert pd.isna(line.error_y.array[0])
    assert line.error_y.array[1] == pytest.approx(table["interval_high"].iloc[1] - 0.5)
    assert line.error_y.arrayminus[1] == pytest.approx(0.5 - 0.4), "cut where the axis begins"


def test_the_axis_of_rates_begins_where_they_do() -> None:
    figure = engagement_over_time_chart(engagement_over_time(lessons(), "week"), "week")
    low, high = figure.layout.yaxis.range
    assert low == pytest.approx(0.4)  # two people at 0.5: their interval reaches to 0.09, and does not flatten the rest
    assert high > 1


def test_a_week_that_is_only_partly_there_is_hollow() -> None:
    table = engagement_over_time(lessons(), "week").assign(partial=[False, True])
    assert engagement_over_time_chart(table, "week").data[1].marker.symbol == ("circle", "circle-open")


def test_rates_that_are_alike_are_not_called_highest_and_lowest() -> None:
    sessions = [
        room_session("c1", "r", "2026-03-02 10:00", "2026-03-02 11:00"),
        room_session("c2", "r", "2026-03-03 10:00", "2026-03-03 11:00"),
    ]
    people = [attendance("c1", "r", "u", 60, 0.5), *(attendance("c2", "r", f"u{n}", 60, 0.5) for n in range(6))]
    ds = dataset(sessions, people)
    assert alt_engagement_by_class(engagement_by_size(ds), "Size") == "Size: engagement is 50.0\u00a0% in each class."
    week = weekday_hour(ds, "engagement_rate")
    assert alt_engagement_weekday_hour(week) == "Engagement rate by weekday and hour: 50.0\u00a0% at each."


def test_the_finding_over_time_names_both_ends() -> None:
    said = alt_engagement_over_time(engagement_over_time(lessons(), "week"), "week", None)
    assert "90.0\u00a0%" in said
    assert "50.0\u00a0%" in said


def test_a_rate_of_exactly_one_is_in_the_last_bin() -> None:
    ds = dataset(
        [room_session("c1", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("c1", "r", "u", 60, 1.0)]
    )
    [bars] = engagement_distribution_chart(engagement_distribution(ds)).data
    assert bars.y[-1] == 1
    assert sum(bars.y) == 1
    assert bars.hovertext[-1].startswith("95\u00a0% to 100\u00a0% engaged: 1 session, 1 attendance.")
    assert alt_engagement_distribution(engagement_distribution(ds)) == (
        "All sessions have an engagement rate of 95\u00a0% to 100\u00a0%."
    )


def test_of_classes_that_hold_as_many_none_is_said_to_hold_more() -> None:
    def of(*rates: float) -> str:
        days = [f"2026-03-{day:02}" for day in range(2, 2 + len(rates))]
        sessions = [room_session(day, "r", f"{day} 10:00", f"{day} 11:00") for day in days]
        people = [attendance(day, "r", "u", 60, rate) for day, rate in zip(days, rates, strict=True)]
        return alt_engagement_distribution(engagement_distribution(dataset(sessions, people)))

    most = "of the sessions have an engagement rate of 80\u00a0% to 85\u00a0%"
    assert of(0.52, 0.53, 0.82, 0.83) == f"50\u00a0% {most}; no other class has more."
    assert of(0.52, 0.82, 0.83, 0.84) == f"75\u00a0% {most}, more than any other class."


def test_cells_of_the_week_can_be_clicked() -> None:
    table = weekday_hour(lessons(), "engagement_rate")
    heat, cells = engagement_weekday_hour_chart(table).data
    assert heat.z.shape == (7, 9)  # 10 to 14, and more around them
    assert (heat.zmin, heat.zmax) == pytest.approx((0.5, 0.9))
    assert [list(data) for data in cells.customdata] == [[1, 10], [2, 14]]
    assert cells.hovertext[0] == "Monday, 10:00 to 11:00: 90.0\u00a0% engaged, in 1 session that started then."
    assert alt_engagement_weekday_hour(table) == (
        "Engagement rate by weekday and hour: highest, 90.0\u00a0%, for sessions that start on Monday between 10:00 "
        "and 11:00; lowest, 50.0\u00a0%, for sessions that start on Tuesday between 14:00 and 15:00."
    )


@pytest.mark.parametrize(("rate", "ends"), [(1.0, (0.9, 1)), (0.5, (0.4, 0.5)), (0.0, (0, 0.1))])
def test_a_week_of_one_rate_has_no_colours_beyond_what_rates_can_be(rate: float, ends: tuple[float, float]) -> None:
    ds = dataset(
        [room_session("c1", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("c1", "r", "u", 60, rate)]
    )
    heat, _ = engagement_weekday_hour_chart(weekday_hour(ds, "engagement_rate")).data
    assert (heat.zmin, heat.zmax) == pytest.approx(ends)
    assert alt_engagement_weekday_hour(weekday_hour(ds, "engagement_rate")).endswith(
        f"hour: {100 * rate:.1f}\u00a0% for sessions that start on Monday between 10:00 and 11:00."
    )


def test_one_odd_hour_does_not_make_the_others_alike() -> None:
    """25 rates from 0.90 to 0.948 and one of 0.2: the palest colour is 0.90 and says that it holds what is below."""
    rates = [0.2, *(0.9 + 0.002 * n for n in range(25))]
    table = pd.DataFrame({"weekday": 1, "hour": range(26), "sessions": 1, "value": rates})
    heat, _ = engagement_weekday_hour_chart(table).data
    assert heat.zmax - heat.zmin == pytest.approx(LEAST_SPREAD)
    assert heat.zmax == pytest.approx(0.946)
    assert list(heat.colorbar.ticktext) == ["≤ 85\u00a0%", "90\u00a0%", "≥ 95\u00a0%"]


def test_of_few_hours_all_count() -> None:
    heat, _ = engagement_weekday_hour_chart(weekday_hour(lessons(), "engagement_rate")).data
    assert list(heat.colorbar.ticktext) == ["50\u00a0%", "70\u00a0%", "90\u00a0%"]


def test_classes_without_sessions_are_left_out() -> None:
    table = engagement_by_size(lessons())
    spread, rates, cut = engagement_by_class_chart(table, "Attendances of a session").data
    assert list(cut.x) == ["1–4"]
    assert list(rates.x) == ["1–4", "5–9"]
    assert list(rates.y) == pytest.approx([0.5, 0.9])
    assert list(spread.x) == list(rates.x)
    assert rates.hovertext[0].startswith("Attendances of a session 1 to 4: 50.0\u00a0% engaged.")
    assert alt_engagement_by_class(table, "Attendances") == (
        "Attendances: engagement is highest, 90.0\u00a0%, at 5 to 9; lowest, 50.0\u00a0%, at 1 to 4 "
        "(only 2 attendances: 95\u00a0% interval 9\u00a0% to 91\u00a0%)."
    )


def test_a_caption_too_long_for_both_classes_ends_after_the_first() -> None:
    few = {"sessions": 1, "attendances": 3, "rated_attendances": 3, "interval_low": 0.42, "interval_high": 1.0}
    many = {"sessions": 9, "attendances": 90, "rated_attendances": 90, "interval_low": None, "interval_high": None}
    highest = {"low": 30, "high": 45, "engagement_rate": 0.973, **few}
    table = pd.DataFrame([highest, {"low": 120, "high": 180, "engagement_rate": 0.888, **many}])
    said = finding("Engagement rate by length of session", alt_engagement_by_class(table, "Minutes of a session"))
    assert said == (
        "Minutes of a session: engagement is highest, 97.3\u00a0%, at 30 to 44 "
        "(only 3 attendances: 95\u00a0% interval 42\u00a0% to 100\u00a0%)."
    )


def test_the_only_class_tells_how_few_are_behind_it() -> None:
    rooms, people = [room_session("c", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("c", "r", "u", 60, 1)]
    assert alt_engagement_by_class(engagement_by_size(dataset(rooms, people)), "Attendances") == (
        "Attendances: engagement is highest, 100.0\u00a0%, at 1 to 4 "
        "(only 1 attendance: 95\u00a0% interval 21\u00a0% to 100\u00a0%), the only class with sessions."
    )


@pytest.mark.parametrize(
    ("low", "high", "name"), [(1, 5, "1 to 4"), (5, 6, "5"), (500, None, "500 and more"), (0, 15, "0 to 14")]
)
def test_class_names(low: float, high: float | None, name: str) -> None:
    [row] = pd.DataFrame({"low": [low], "high": pd.Series([high], dtype=float)}).itertuples()
    assert class_name(row) == name


def test_pareto_orders_sessions_and_escapes_their_names() -> None:
    found = disengaged_by_session(lessons())
    bars, together = pareto_chart(found.table, found.sessions).data
    # c1: 6 · 60 · 0.1 = 36; c2: 2 · 30 · 0.5 = 30
    assert list(bars.x) == [1, 2]
    assert list(bars.y) == pytest.approx([36, 30])
    assert list(together.y) == pytest.approx([36 / 66, 1])
    assert "<a" not in bars.hovertext[1]
    assert "$" not in bars.hovertext[1]
    assert alt_pareto(found.sessions_to_80, found.sessions, found.disengaged_minutes) == (
        "2 of 2 sessions hold 80\u00a0% of 66.0 min disengaged."
    )


def test_nothing_draws_nothing() -> None:
    nothing = dataset()
    assert not engagement_over_time_chart(engagement_over_time(nothing, "week"), "week").data
    assert not engagement_distribution_chart(engagement_distribution(nothing)).data
    assert not engagement_weekday_hour_chart(weekday_hour(nothing, "engagement_rate")).data
    assert not engagement_by_class_chart(engagement_by_size(nothing), "").data
    empty = disengaged_by_session(nothing)
    assert not pareto_chart(empty.table, 0).data
    for said in (
        alt_engagement_distribution(engagement_distribution(nothing)),
        alt_engagement_weekday_hour(weekday_hour(nothing, "engagement_rate")),
        alt_engagement_by_class(engagement_by_size(nothing), ""),
        alt_pareto(0, 0, 0.0),
    ):
        assert said.startswith("No ")
