from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kaltura.fetch.limits import DAY, HOUR
from kaltura.fetch.windows import Tile, aligned, halves, tiles
from tests.builders import unix

TEN = unix("2026-03-02 10:00")
PAD = 12 * HOUR
moments = st.integers(0, 2_000_000_000)


def test_both_ends_go_outward_to_whole_hours() -> None:
    assert aligned(TEN + 1800, TEN + HOUR + 1) == (TEN, TEN + 2 * HOUR)
    assert aligned(TEN, TEN + HOUR) == (TEN, TEN + HOUR)


def test_a_window_asks_for_more_than_it_owns() -> None:
    assert tiles(TEN, TEN + DAY, longest=30 * DAY, pad=PAD) == (Tile(TEN, TEN + DAY, TEN + DAY + PAD),)


def test_a_long_range_is_cut_evenly() -> None:
    four = tiles(TEN, TEN + 8 * HOUR, longest=2.5 * HOUR, pad=0)
    assert [(t.start - TEN, t.end - TEN) for t in four] == [(i * 2 * HOUR, (i + 1) * 2 * HOUR) for i in range(4)]


def test_nothing_between_two_equal_moments() -> None:
    assert tiles(TEN, TEN, longest=DAY, pad=PAD) == ()


def test_halves_keep_the_padding() -> None:
    assert halves(Tile(TEN, TEN + 3 * HOUR, TEN + 3 * HOUR + PAD)) == (
        Tile(TEN, TEN + HOUR, TEN + HOUR + PAD),
        Tile(TEN + HOUR, TEN + 3 * HOUR, TEN + 3 * HOUR + PAD),
    )


def test_of_one_hour_the_padding_is_halved() -> None:
    assert halves(Tile(TEN, TEN + HOUR, TEN + 4 * HOUR)) == (Tile(TEN, TEN + HOUR, TEN + 2 * HOUR),)
    assert halves(Tile(TEN, TEN + HOUR, TEN + 2 * HOUR)) == (Tile(TEN, TEN + HOUR, TEN + HOUR),)


def test_a_bare_hour_has_no_halves() -> None:
    assert halves(Tile(TEN, TEN + HOUR, TEN + HOUR)) == ()


def test_a_window_names_its_hours() -> None:
    assert str(Tile(TEN, TEN + HOUR, TEN + HOUR)) == "2 Mar 2026 10:00 to 2 Mar 2026 11:00 UTC"


@given(moments, st.integers(1, 400 * DAY), st.floats(0.01, 500), st.sampled_from([0, HOUR, PAD]))
def test_windows_own_every_second_of_the_range_once(start: int, length: int, days: float, pad: int) -> None:
    found = tiles(start, start + length, longest=days * DAY, pad=pad)
    first, last = aligned(start, start + length)
    assert [found[0].start, found[-1].end] == [first, last]
    assert all(before.end == after.start for before, after in pairwise(found))
    for tile in found:
        assert tile.start % HOUR == tile.end % HOUR == 0
        assert HOUR <= tile.end - tile.start <= max(HOUR, days * DAY + HOUR)
        assert tile.until - tile.end == pad


@given(moments, st.integers(2, 10_000), st.integers(0, 24))
def test_halving_ends_at_single_hours_that_own_the_same(start: int, hours: int, pad: int) -> None:
    start -= start % HOUR
    tile = Tile(start, start + hours * HOUR, start + (hours + pad) * HOUR)
    left, right = halves(tile)
    assert (left.start, left.end, right.end) == (tile.start, right.start, tile.end)
    assert left.until - left.end == right.until - right.end == pad * HOUR
    assert abs((left.end - left.start) - (right.end - right.start)) <= HOUR
