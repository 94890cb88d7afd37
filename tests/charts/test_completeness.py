import pytest

from kaltura.charts.completeness import (
    alt_completeness,
    alt_threshold,
    completeness_chart,
    threshold_chart,
)
from kaltura.metrics.completeness import completeness, threshold_curve
from kaltura.metrics.denominators import DENOMINATORS, Denominator
from tests.builders import attendance, dataset, room_session

# An hour: 30, 48, 60 and 66 of its minutes.
CLASS = dataset(
    [room_session("c", "r", "2026-10-05 08:00", "2026-10-05 09:00", session_host_user_id="d")],
    [attendance("c", "r", user, minutes, 0.9) for user, minutes in (("a", 30), ("b", 48), ("c", 60), ("d", 66))],
)


def test_longer_ones_are_clipped_in_the_picture_and_counted_in_words() -> None:
    found = completeness(CLASS)
    figure = completeness_chart(found)
    bars = figure.data[0]
    assert sum(bars.y) == 4
    assert bars.y[-1] == 2  # 60 and 66 of 60
    assert tuple(figure.layout.xaxis.range) == (0, 1)
    assert "100\u00a0% or more of the session's length" in bars.hovertext[-1]
    assert alt_completeness(found) == (
        "Half of the attendances covered at least 90.0\u00a0% of the session's length; 1 of 4 was longer than it."
    )


def test_one_attendance_has_no_half() -> None:
    hour = [room_session("c", "r", "2026-10-05 08:00", "2026-10-05 09:00")]
    one = completeness(dataset(hour, [attendance("c", "r", "a", 30, 0.9)]))
    assert alt_completeness(one) == "The one attendance covered 50.0\u00a0% of the session's length."


@pytest.mark.parametrize("denominator", DENOMINATORS)
def test_the_whole_is_named(denominator: Denominator) -> None:
    figure = completeness_chart(completeness(CLASS, denominator))
    assert DENOMINATORS[denominator] in figure.layout.xaxis.title.text
    assert DENOMINATORS[denominator] in figure.data[0].hovertext[0]


def test_the_threshold_curve_says_what_the_usual_line_gives() -> None:
    table = threshold_curve(CLASS)  # 75 % is 45 minutes, less half a minute
    line = threshold_chart(table, 0.75).data[0]
    assert line.y[14] == 3
    assert line.hovertext[14] == "At a threshold of 75\u00a0%, 3 attendances (75.0\u00a0%) would be Present."
    assert alt_threshold(table, 0.75) == (
        "At a threshold of 75\u00a0%, 3 attendances (75.0\u00a0%) are Present; at 100\u00a0%, 2 (50.0\u00a0%)."
    )


def test_the_threshold_that_a_person_chose_is_a_point_of_the_curve_and_marked() -> None:
    table = threshold_curve(CLASS, tolerance=0, also=0.805)  # 48.3 minutes
    figure = threshold_chart(table, 0.805)
    assert alt_threshold(table, 0.805).startswith("At a threshold of 80.5\u00a0%, 2 attendances (50.0\u00a0%)")
    assert [a.text for a in figure.layout.annotations] == ["the rule, 80.5\u00a0%"]
    assert 0.805 in figure.data[0].x


def test_nothing_draws_nothing_and_says_so() -> None:
    empty = dataset()
    assert not completeness_chart(completeness(empty)).data
    assert not threshold_chart(threshold_curve(empty), 0.75).data
    assert "nothing is known" in alt_completeness(completeness(empty))
    assert "no attendance" in alt_threshold(threshold_curve(empty), 0.75)
