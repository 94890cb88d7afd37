import pandas as pd
import pytest

from kaltura.charts.breakout_sets import (
    alt_breakout_durations,
    alt_evenness,
    alt_lift,
    breakout_durations_chart,
    evenness_chart,
    lift_chart,
)
from kaltura.charts.most_points import MOST_POINTS
from kaltura.metrics.breakouts import durations, median_length
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.lift import lift_by_session
from tests.metrics.breakout_cases import only_counts, with_rows


def test_a_session_is_a_point_that_names_its_breakouts() -> None:
    [points] = evenness_chart(evenness_by_session(only_counts(12, 4, 2, 2, people=20))).data
    assert [list(data) for data in points.customdata] == [["m1"]]
    assert "4 breakouts with 20 people" in points.hovertext[0]
    assert "Gini 0.40" in points.hovertext[0]
    assert points.hovertext[0].endswith("1 over-full.")


def test_evenness_says_the_middle_and_the_least() -> None:
    table = evenness_by_session(only_counts(5, 5, 5, 5))
    assert alt_evenness(table).startswith("Evenness was 100\u00a0% in Room r1, 2 Mar")
    two = pd.concat([table.assign(evenness=0.5, room_name="Room r2"), table])
    assert alt_evenness(two).startswith(
        "In half of 2 sessions evenness was at least 75\u00a0%; lowest, 50\u00a0%, in Room r2, 2 Mar"
    )


def test_lift_is_in_percentage_points() -> None:
    table = lift_by_session(with_rows(["a", "b"], ["a"], ["b"]))  # 0.9 in breakouts, 0.8 in the main session
    [points] = lift_chart(table).data
    assert list(points.y) == pytest.approx([10])
    assert points.hovertext[0].endswith(
        "90.0\u00a0% engaged in breakouts, 80.0\u00a0% in the main session: +10.0 points."
    )
    assert alt_lift(table) == "Engagement in the breakouts differed by +10.0 points from that in their main session."


def test_of_several_sessions_the_median_difference_is_that_of_all() -> None:
    table = lift_by_session(with_rows(["a", "b"], ["a"], ["b"]))
    three = pd.concat([table] * 3).assign(lift=[0.08, -0.03, -0.05])
    assert alt_lift(three) == (
        "People were more engaged in the breakouts than in the main session in 1 of 3 sessions; "
        "the median difference is -3.0 points."
    )


def test_lengths_of_breakouts() -> None:
    ds = only_counts(3, 3)  # two breakouts of an hour
    table, median = durations(ds), median_length(ds)
    [bars] = breakout_durations_chart(table).data
    assert bars.y[-1] == 2
    assert bars.hovertext[-1] == "2 breakouts lasted 60 to 65 min."
    assert alt_breakout_durations(table, median) == (
        "Half of the breakouts lasted at least 60.0 min; the most frequent length was 60 to 65 min (2 of 2 breakouts)."
    )


def test_one_breakout_has_no_half() -> None:
    one = only_counts(3)
    assert alt_breakout_durations(durations(one), median_length(one)) == "The one breakout lasted 60.0 min."


def test_many_sessions_stay_few_points() -> None:
    count = MOST_POINTS + 7
    table = pd.DataFrame(
        {
            "cue_point_id": [str(n) for n in range(count)],
            "room_name": "<b>",
            "start": pd.date_range("2026-01-01", periods=count, freq="h", tz="UTC"),
            "lift": 0.1,
            "breakout_rate": 0.9,
            "main_rate": 0.8,
        }
    )
    [points] = lift_chart(table).data
    assert len(points.x) == MOST_POINTS
    assert points.customdata[-1][0] == str(count - 1)
    assert points.hovertext[0].startswith("&lt;b&gt;")


def test_unknown_draws_nothing_and_says_so() -> None:
    ds = only_counts(5)  # one breakout, and no attendees of it
    assert not evenness_chart(evenness_by_session(ds)).data
    assert not lift_chart(lift_by_session(ds)).data
    assert alt_evenness(evenness_by_session(ds)).startswith("No session")
    assert alt_lift(lift_by_session(ds)) == "No session has a known rate for both its breakouts and itself."
    assert alt_breakout_durations(durations(only_counts()), None).startswith("No breakout")
