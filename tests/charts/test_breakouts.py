import pandas as pd
import pytest

from kaltura.charts.breakouts import (
    alt_participation_over_time,
    alt_use_over_time,
    participation_over_time_chart,
    use_over_time_chart,
)
from kaltura.metrics.over_time import breakouts_over_time
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import only_counts, with_rows


def weeks(*rows: tuple[float | None, float | None, int]) -> pd.DataFrame:
    """Weeks from 2 Mar 2026 on: low, high, people."""
    low, high, people = (list(column) for column in zip(*rows, strict=True))
    table = pd.DataFrame(
        {
            "period": pd.date_range("2026-03-02", periods=len(rows), freq="W-MON", unit="us"),
            "breakout_sessions": 4,
            "main_sessions": 10,
            "sessions_with_breakouts": [2 if n else 0 for n in people],
            "people": people,
            "participation_low": pd.Series(low, dtype=float),
            "participation_high": pd.Series(high, dtype=float),
            "partial": False,
            "provisional": False,
        }
    )
    return table.assign(participation_exact=table["participation_low"].eq(table["participation_high"]))


def test_an_exact_rate_is_one_line() -> None:
    figure = participation_over_time_chart(weeks((0.5, 0.5, 20), (None, None, 0), (0.75, 0.75, 40)), "week")
    [line] = figure.data
    assert line.name == "Participation"
    assert list(line.x) == ["2026-03-02", "2026-03-09", "2026-03-16"]
    assert line.y[0] == 0.5
    assert pd.isna(line.y[1])
    assert line.hovertext[0] == (
        "Week of 2 Mar 2026: 50\u00a0% of 20 people joined a breakout, in 2 sessions with breakouts."
    )
    assert line.hovertext[1] == ""


def test_bounds_are_a_band_between_two_lines() -> None:
    figure = participation_over_time_chart(weeks((0.64, 0.71, 100), (0.5, 0.6, 10)), "week")
    area, most, least = figure.data
    assert (most.name, least.name) == ("At most", "At least")
    assert list(area.y) == [0.71, 0.6, 0.5, 0.64, None]
    assert "64\u00a0% to 71\u00a0% of 100 people" in least.hovertext[0]
    assert "Only bounds are known" in least.hovertext[0]


def test_a_period_that_is_only_partly_there_is_hollow() -> None:
    table = weeks((0.5, 0.5, 20), (0.75, 0.75, 40)).assign(partial=[False, True])
    [line] = participation_over_time_chart(table, "week").data
    assert line.marker.symbol == ("circle", "circle-open")


def test_nothing_known_draws_nothing() -> None:
    assert not participation_over_time_chart(weeks((None, None, 0)), "week").data
    assert "nothing is known" in alt_participation_over_time(weeks((None, None, 0)), "week", None)


def test_the_finding_says_where_it_went() -> None:
    said = alt_participation_over_time(weeks((0.5, 0.5, 20), (0.75, 0.75, 40)), "week", None)
    assert "50.0\u00a0%" in said
    assert "75.0\u00a0%" in said
    assert "bounds" not in said
    bounded = alt_participation_over_time(weeks((0.5, 0.5, 20), (0.6, 0.75, 40)), "week", None)
    assert "not which way it went: each week lies between 50.0\u00a0% and 75.0\u00a0%." in bounded


@pytest.mark.parametrize("source", [only_counts(5, 4), with_rows(["a", "b", "c"], ["a"], ["a", "b"])])
def test_the_metric_fits_the_chart(source: object) -> None:
    table = breakouts_over_time(source, "day")  # type: ignore[arg-type]
    figure = participation_over_time_chart(table, "day")
    known = table.dropna(subset="participation_low")
    assert [y for y in figure.data[-1].y if not pd.isna(y)] == list(known["participation_low"])


def test_sessions_with_breakouts_stand_on_those_without() -> None:
    start, end = "2026-03-02 10:00", "2026-03-02 11:00"
    ds = dataset(
        [room_session("m1", "r1", start, end), room_session("m2", "r2", start, end)],
        [attendance("m1", "r1", "u1", 60, 1.0)],
        [breakout("b1", "g1", "r1", start, end, 1)],
    )
    table = breakouts_over_time(ds, "month")
    used, without = use_over_time_chart(table, "month").data
    assert (list(used.y), list(without.y)) == ([1], [1])
    for bars in (used, without):
        assert bars.marker.opacity == (0.5,)  # the data is of a day in the month
    assert used.hovertext[0].startswith("March 2026: 1 of 2 main sessions used breakouts.")
    assert alt_use_over_time(table, "month") == "1 of 2 main sessions used breakouts; most, 1, in March 2026."


def test_the_first_of_days_with_as_many_breakouts_is_named_and_the_others_counted() -> None:
    days = ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05")
    rooms = [room_session(f"m{day}", "r1", f"{day} 10:00", f"{day} 11:00") for day in days]
    groups = [breakout(f"b{day}", "g1", "r1", f"{day} 10:00", f"{day} 11:00", 1) for day in days[1:]]
    said = alt_use_over_time(breakouts_over_time(dataset(rooms, (), groups), "day"), "day")
    assert said == "3 of 4 main sessions used breakouts; most, 1, on 3 Mar 2026 and 2 other days."
