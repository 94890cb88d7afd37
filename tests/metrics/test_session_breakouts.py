"""One session's breakouts, counted by hand."""

import pytest

from kaltura.filters import Filters
from kaltura.metrics.session_breakouts import session_breakouts
from tests.builders import dataset, room_session
from tests.metrics.breakout_cases import END, START, only_counts, with_rows


def test_who_joined_and_how_large_each_was() -> None:
    found = session_breakouts(with_rows("abcdef", "abc", "d"), "m1")
    assert found is not None
    assert (found.breakouts, found.sizes, found.unknown) == (2, (3, 1), 0)
    assert (found.people, found.participants_low, found.participants_high, found.exact) == (6, 4, 4, True)
    assert found.evenness == pytest.approx(0.8113, abs=1e-4)  # -(¾·log2 ¾ + ¼·log2 ¼)
    assert found.gini == pytest.approx(0.25)  # (3 - 1) / (2 · 4)


def test_with_counts_alone_only_bounds_are_known() -> None:
    found = session_breakouts(only_counts(10, 5, None), "m1")
    assert found is not None
    assert (found.sizes, found.unknown) == ((10, 5), 1)
    assert (found.participants_low, found.participants_high, found.people, found.exact) == (10, 20, 20, False)


def test_one_breakout_is_neither_even_nor_uneven() -> None:
    found = session_breakouts(with_rows("ab", "a"), "m1")
    assert found is not None
    assert (found.evenness, found.gini) == (None, None)


def test_nobody_in_the_breakouts_is_known_and_not_even() -> None:
    found = session_breakouts(only_counts(0, 0), "m1")
    assert found is not None
    assert (found.sizes, found.participants_high, found.evenness) == ((0, 0), 0, None)


def test_of_some_people_no_participation_is_known() -> None:
    found = session_breakouts(with_rows("ab", "a", "b").select(Filters(users=("a",))), "m1")
    assert found is not None
    assert (found.people, found.participants_low, found.exact, found.evenness) == (None, None, False, None)


def test_without_breakouts_there_is_nothing_to_say() -> None:
    assert session_breakouts(dataset([room_session("m1", "r1", START, END)]), "m1") is None
    assert session_breakouts(dataset(), "m1") is None
