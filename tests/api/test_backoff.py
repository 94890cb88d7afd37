"""How long is waited, with the jitter in the test's hands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.backoff import BLOCKED, LONGEST_WAIT, NEVER, ONCE, TRANSPORT, full_jitter, wait_before


def test_the_ceiling_doubles_up_to_the_longest_wait() -> None:
    waits = [wait_before(BLOCKED, earlier, None, lambda ceiling: ceiling) for earlier in range(7)]
    assert waits == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(("asked", "waited"), [(None, 0), (5.0, 5), (3600.0 * 6, LONGEST_WAIT)])
def test_a_servers_wish_is_honoured_and_capped(asked: float | None, waited: float) -> None:
    assert wait_before(TRANSPORT, 0, asked, lambda ceiling: 0.0) == waited


@given(st.sampled_from([ONCE, TRANSPORT, BLOCKED]), st.integers(0, 6), st.none() | st.floats(0, 1e9))
def test_no_wait_is_negative_or_longer_than_the_longest(rule: object, earlier: int, asked: float | None) -> None:
    assert 0 <= wait_before(rule, earlier, asked, full_jitter) <= LONGEST_WAIT  # type: ignore[arg-type]


def test_the_jitter_spreads_over_the_whole_range() -> None:
    drawn = [full_jitter(10) for _ in range(2000)]
    assert min(drawn) < 1
    assert max(drawn) > 9


def test_how_often_each_kind_is_tried_again() -> None:
    assert [rule.times for rule in (NEVER, ONCE, TRANSPORT, BLOCKED)] == [0, 1, 4, 6]
