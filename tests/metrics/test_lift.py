import pytest

from kaltura.metrics.lift import lift, lift_by_session
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START, only_counts


def test_both_sides_are_pooled_by_minutes() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END)],
        [
            attendance("m1", "r1", "a", 60, 0.9),
            attendance("m1", "r1", "b", 20, 0.5),
            attendance("b0", "g0", "a", 10, 1.0),
            attendance("b0", "g0", "b", 30, 0.8),
            attendance("b1", "g1", "c", 10, None),  # an unknown ratio is not a zero
        ],
        [breakout("b0", "g0", "r1", START, END, 2), breakout("b1", "g1", "r1", START, END, 1)],
    )
    found = lift(ds)
    assert found.main_rate == pytest.approx((60 * 0.9 + 20 * 0.5) / 80)  # 0.80
    assert found.breakout_rate == pytest.approx((10 * 1.0 + 30 * 0.8) / 40)  # 0.85
    assert found.lift == pytest.approx(0.05)
    assert found.sessions == 1
    assert lift_by_session(ds)["lift"][0] == pytest.approx(0.05)


def test_without_rows_for_breakouts_there_is_no_lift() -> None:
    found = lift(only_counts(5, 5))
    assert (found.lift, found.sessions, found.main_sessions) == (None, 0, 1)
    assert lift(dataset()).lift is None
