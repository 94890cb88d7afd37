import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.metrics.evenness import evenness, evenness_by_session
from tests.builders import breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START, only_counts


@pytest.mark.parametrize(
    ("counts", "gini"), [((5, 5, 5, 5), 0.0), ((12, 4, 2, 2), 0.40), ((20, 0, 0, 0), 0.75), ((1, 3), 0.25)]
)
def test_gini(counts: tuple[int, ...], gini: float) -> None:
    assert evenness_by_session(only_counts(*counts))["gini"][0] == pytest.approx(gini)


def test_entropy_is_normalised_by_the_number_of_breakouts() -> None:
    assert evenness_by_session(only_counts(5, 5, 5, 5))["evenness"][0] == pytest.approx(1)
    expected = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75)) / math.log(2)
    assert evenness_by_session(only_counts(1, 3))["evenness"][0] == pytest.approx(expected)
    assert evenness_by_session(only_counts(8, 0))["evenness"][0] == 0


def test_flags_and_sizes_of_a_set() -> None:
    row = evenness_by_session(only_counts(0, 1, 2, 13)).iloc[0]
    assert (row["breakouts"], row["participants"], row["mean"], row["largest"]) == (4, 16, 4, 13)
    assert (row["empty"], row["solo"], row["over_full"]) == (1, 1, 1)


@pytest.mark.parametrize("counts", [(7,), (0, 0), (5, None)])
def test_what_cannot_be_compared_has_no_evenness(counts: tuple[int | None, ...]) -> None:
    ds = only_counts(*counts)
    assert evenness_by_session(ds)["evenness"].isna().all()
    assert evenness_by_session(ds)["gini"].isna().all()
    assert evenness(ds).evenness is None


def test_an_unknown_count_is_left_out_of_the_comparison() -> None:
    row = evenness_by_session(only_counts(6, None, 6)).iloc[0]
    assert (row["breakouts"], row["known"], row["gini"]) == (3, 2, 0)
    assert row["evenness"] == pytest.approx(1)


def test_sets_are_weighted_by_their_participants() -> None:
    later = ("2026-03-09 10:00", "2026-03-09 11:00")
    ds = dataset(
        [room_session("m1", "r1", START, END), room_session("m2", "r1", *later)],
        (),
        [
            breakout("a", "g0", "r1", START, END, 15),
            breakout("b", "g1", "r1", START, END, 15),
            breakout("c", "g0", "r1", *later, 10),
            breakout("d", "g1", "r1", *later, 0),
        ],
    )
    found = evenness(ds)
    assert found.evenness == pytest.approx((1 * 30 + 0 * 10) / 40)
    assert found.gini == pytest.approx((0 * 30 + 0.5 * 10) / 40)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=12).filter(lambda counts: sum(counts) > 0))
def test_gini_and_entropy_stay_in_their_range_and_match_the_definition(counts: list[int]) -> None:
    row = evenness_by_session(only_counts(*counts, people=60)).iloc[0]
    n, total = len(counts), sum(counts)
    pairs = sum(abs(a - b) for a in counts for b in counts)
    assert row["gini"] == pytest.approx(pairs / (2 * n * total), abs=1e-12)
    assert -1e-12 <= row["evenness"] <= 1 + 1e-12
