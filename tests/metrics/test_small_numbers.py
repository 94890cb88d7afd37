from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.metrics.small_numbers import interval, intervals, wilson


def test_three_of_three_is_44_to_100_per_cent() -> None:
    low, high = wilson(1.0, 3)
    assert low == pytest.approx(0.4385, abs=1e-4)
    assert high == pytest.approx(1.0)


def test_none_of_three_mirrors_three_of_three() -> None:
    assert wilson(0.0, 3) == pytest.approx((0.0, 1 - 0.4385), abs=1e-4)


def test_one_of_two() -> None:
    # centre 0.5; half-width z·√(0.125 + z²/16) / (1 + z²/2)
    assert wilson(0.5, 2) == pytest.approx((0.0945, 0.9055), abs=1e-4)


def test_without_people_nothing_is_known() -> None:
    assert wilson(0.5, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("rate", "people"), [(None, 3), (0.9, 5), (0.9, 1000), (0.9, 0)])
def test_no_interval_is_shown_when_enough_people_or_no_rate_are_there(rate: float | None, people: int) -> None:
    assert interval(rate, people) is None


def test_an_interval_is_shown_below_five_people() -> None:
    assert interval(1.0, 4) == pytest.approx((0.5101, 1.0), abs=1e-4)


def test_intervals_of_a_table_are_blank_where_none_is_to_be_shown() -> None:
    table = intervals([1.0, 0.5, float("nan")], [3, 50, float("nan")])
    assert table["interval_low"].iloc[0] == pytest.approx(0.4385, abs=1e-4)
    assert all(isnan(value) for value in table.iloc[1:].to_numpy().ravel())


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_the_interval_holds_the_rate_and_stays_within_0_and_1(rate: float, people: int) -> None:
    low, high = wilson(rate, people)
    assert 0 <= low <= rate + 1e-12
    assert rate - 1e-12 <= high <= 1


@given(st.floats(0, 1), st.integers(1, 1000))
def test_more_people_narrow_it(rate: float, people: int) -> None:
    low, high = wilson(rate, people)
    closer_low, closer_high = wilson(rate, people * 10)
    assert closer_high - closer_low < high - low
