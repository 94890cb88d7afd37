from math import inf, nan

import pytest

from kaltura.ui.changes import Change, minutes_more, points, relative, slight
from kaltura.written import minutes


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (112, 100, "+12\u00a0%"),
        (99.6, 100, "-0.4\u00a0%"),
        (100, 100, 0),
        (100.01, 100, 0),  # reads as none
        (0, 10, "-100\u00a0%"),
        (3000, 10, "+29,900\u00a0%"),
        (3, 0, "+3"),  # nothing has no per cent
        (0, 0, 0),
        (None, 5, None),
        (5, None, None),
        (nan, 5, None),
        (inf, 5, None),
    ],
)
def test_relative(now: float | None, before: float | None, said: Change) -> None:
    assert relative(now, before) == said


def test_a_change_is_rounded_as_its_figure() -> None:
    half = 10_771.499999999998  # a sum of 10,771.5 in another order
    assert (minutes(half), relative(half, 0, "\u00a0min")) == ("10,772 min", "+10,772\u00a0min")


@pytest.mark.parametrize(
    ("now", "before", "rate", "said"),
    [
        (101.9, 100, False, True),
        (98.1, 100, False, True),
        (102, 100, False, False),
        (98, 100, False, False),
        (100, 100, False, True),
        (1, 0, False, False),  # from nothing to something
        (0.904, 0.9, True, True),  # 0.4 points
        (0.905, 0.9, True, False),
        (0.02, 0.0245, True, True),  # 0.45 points, though nearly a fifth of the rate
        (None, 1, False, False),
        (nan, 1, False, False),
    ],
)
def test_a_slight_change_is_neither_good_nor_bad(
    now: float | None, before: float | None, rate: bool, said: bool
) -> None:
    assert slight(now, before, rate=rate) is said


def test_minutes_from_nothing_carry_their_unit() -> None:
    assert relative(11_032, 0, "\u00a0min") == "+11,032\u00a0min"
    assert relative(0, 0, "\u00a0min") == 0


@pytest.mark.parametrize(("minutes", "said"), [(0.3, "+0.3\u00a0min"), (9.5, "+9.5\u00a0min"), (0.01, 0)])
def test_few_minutes_from_nothing_are_not_none(minutes: float, said: Change) -> None:
    assert relative(minutes, 0, "\u00a0min") == said


def test_a_rate_changes_by_points_and_a_length_by_minutes() -> None:
    assert points(0.905, 0.893) == "+1.2\u00a0points"
    assert points(0.5, 0.5) == 0
    assert points(None, 0.5) is None
    assert minutes_more(74.4, 77.5) == "-3.1\u00a0min"
    assert minutes_more(77.5, None) is None
