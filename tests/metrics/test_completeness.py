import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.completeness import completeness, threshold_curve
from kaltura.metrics.denominators import Denominator
from tests.builders import attendance, breakout, dataset, room_session

HOUR = ("2026-03-02 10:00", "2026-03-02 11:00")


def one_hour(*minutes: float, host: str | None = None) -> Dataset:
    """A session of 60 minutes with attendees u0, u1, … of so many minutes."""
    rows = [attendance("s", "r", f"u{i}", m, 1) for i, m in enumerate(minutes)]
    return dataset([room_session("s", "r", *HOUR, session_host_user_id=host)], rows)


def test_minutes_over_the_sessions_length() -> None:
    found = completeness(one_hour(0, 15, 30, 45, 60))
    assert (found.lower_quartile, found.median, found.upper_quartile) == (0.25, 0.5, 0.75)
    assert (found.known, found.left_out, found.longer) == (5, 0, 0)
    assert found.table["attendances"].tolist() == [1] + [0] * 4 + [1] + [0] * 4 + [1] + [0] * 4 + [1] + [0] * 3 + [1]


def test_more_than_the_session_is_counted_and_clipped_in_the_picture_only() -> None:
    found = completeness(one_hour(60, 66, 120))
    assert found.longer == 2
    assert found.median == pytest.approx(1.1)
    assert found.table["attendances"].tolist() == [0] * 19 + [3]
    assert found.table["high"].iloc[-1] == 1


@pytest.mark.parametrize(
    ("denominator", "median", "longer"), [("session", 0.5, 0), ("host", 1.0, 1), ("longest", 30 / 45, 0)]
)
def test_the_denominator_is_chosen(denominator: Denominator, median: float, longer: int) -> None:
    found = completeness(one_hour(30, 20, 45, host="u0"), denominator)  # the host was there for 30 minutes
    assert (found.median, found.longer) == (pytest.approx(median), longer)


def test_running_sessions_have_no_length_and_are_counted_as_left_out() -> None:
    sessions = [room_session("s", "r", *HOUR), room_session("t", "r", "2026-03-03 10:00", "2026-03-03 10:00")]
    rows = [attendance("s", "r", "ada", 30, 1), attendance("t", "r", "ada", 30, 1), attendance("t", "r", "bob", 9, 1)]
    found = completeness(dataset(sessions, rows))
    assert (found.known, found.left_out) == (1, 2)
    assert completeness(dataset(sessions, rows), "longest").left_out == 2


def test_an_anonymous_row_is_nobody_who_stayed_longest() -> None:
    rows = [attendance("s", "r", "ada", 30, 1), attendance("s", "r", None, 50, 1)]
    found = completeness(dataset([room_session("s", "r", *HOUR)], rows), "longest")
    assert (found.known, found.longer) == (2, 1)  # 30 and 50 of 30


@pytest.mark.parametrize("denominator", ["host", "longest"])
def test_a_selection_of_people_is_not_measured_against_others(denominator: Denominator) -> None:
    ds = one_hour(30, 20, 45, host="u0").select(Filters(users=("u1",)))
    assert (completeness(ds, denominator).known, completeness(ds).known) == (0, 1)
    assert threshold_curve(ds, denominator)["share"].isna().all()


@pytest.mark.parametrize("host", [None, "absent"])
def test_a_host_who_was_not_seen_is_no_denominator(host: str | None) -> None:
    found = completeness(one_hour(30, 20, host=host), "host")
    assert (found.known, found.left_out, found.median) == (0, 2, None)


def test_breakouts_are_not_in_it() -> None:
    ds = dataset(
        [room_session("s", "r", *HOUR)],
        [attendance("s", "r", "ada", 60, 1), attendance("b", "b", "ada", 5, 1)],
        [breakout("b", "b", "r", "2026-03-02 10:00", "2026-03-02 10:10", 1)],
    )
    assert completeness(ds).known == 1


def test_how_many_are_present_at_each_threshold() -> None:
    curve = threshold_curve(one_hour(60, 47.2, 44.5, 44.4, 2.5)).set_index("threshold")["present"]
    assert len(curve) == 20
    assert curve[1.0] == 1
    assert curve[0.75] == 3  # 44.5 = 75 % of 60 less half a minute; 44.4 is below the line
    assert curve[0.05] == 5  # 2.5 = 5 % of 60 less half a minute


def test_the_tolerance_is_the_persons() -> None:
    assert threshold_curve(one_hour(44.5), tolerance=0).set_index("threshold").loc[0.75, "present"] == 0


def test_shares_are_of_attendances_with_a_length() -> None:
    curve = threshold_curve(one_hour(60, 10)).set_index("threshold")["share"]
    assert (curve[0.1], curve[1.0]) == (1.0, 0.5)
    assert threshold_curve(dataset())["present"].sum() == 0
    assert threshold_curve(dataset())["share"].isna().all()


@given(st.lists(st.floats(0, 200), min_size=1, max_size=30), st.sampled_from(["session", "longest"]))
def test_every_attendance_is_in_one_bin_and_the_curve_falls(minutes: list[float], denominator: Denominator) -> None:
    ds = one_hour(*minutes)
    found = completeness(ds, denominator)
    assert found.table["attendances"].sum() == found.known
    assert found.known + found.left_out == len(minutes)
    assert threshold_curve(ds, denominator)["present"].is_monotonic_decreasing
