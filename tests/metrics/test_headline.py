from dataclasses import asdict

import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.attendance import user_types
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.headline import headline
from kaltura.metrics.one_session import session
from kaltura.metrics.over_time import attendance_over_time, engagement_over_time
from kaltura.metrics.people import person
from kaltura.metrics.rooms import top_rooms
from tests.builders import attendance, breakout, dataset, room_session

HOUR = ("2026-03-02 10:00", "2026-03-02 11:00")
NEXT = ("2026-03-03 10:00", "2026-03-03 11:00")


def test_the_rate_is_pooled_by_minutes_and_never_a_mean_of_ratios() -> None:
    rows = [(60, 0.95), (58, 0.90), (2, 0), (1, 0)]
    ds = dataset([room_session("s", "r", *HOUR)], [attendance("s", "r", f"u{i}", *row) for i, row in enumerate(rows)])
    figures = headline(ds)
    assert figures.engagement_rate == pytest.approx((57 + 52.2) / 121)
    assert round(figures.engagement_rate or 0, 2) == 0.90
    assert figures.disengaged_minutes == pytest.approx(11.8)
    assert figures.attended_minutes == 121
    assert figures.mean_minutes == 30.25
    assert figures.median_minutes == 30


def test_people_are_counted_over_the_whole_selection_and_anonymous_ones_apart() -> None:
    ds = dataset(
        [room_session("s1", "r", *HOUR), room_session("s2", "r", *NEXT)],
        [
            attendance("s1", "r", "ada", 10, 1),
            attendance("s2", "r", "ada", 10, 1),
            attendance("s2", "r", "bob", 10, 1, user_type="Guest"),
            attendance("s2", "r", None, 10, 1),
            attendance("s1", "r", None, 10, 1, user_type="Guest"),
        ],
    )
    figures = headline(ds)
    assert (figures.attendances, figures.unique_attendees, figures.anonymous_attendances) == (5, 2, 2)
    assert figures.anonymous_share == 0.4
    assert (figures.guests, figures.guest_share) == (2, 0.4)
    assert figures.engagement_people == 4  # ada, bob, and each anonymous attendance as one


def test_breakouts_are_counted_and_stay_out_of_everything_else() -> None:
    ds = dataset(
        [room_session("s", "r", *HOUR)],
        [attendance("s", "r", "ada", 60, 1), attendance("b", "r-b", "bob", 30, 0)],
        [breakout("b", "r-b", "r", "2026-03-02 10:10", "2026-03-02 10:40", 1)],
    )
    figures = headline(ds)
    assert (figures.main_sessions, figures.breakout_sessions) == (1, 1)
    assert (figures.attendances, figures.unique_attendees, figures.attended_minutes) == (1, 1, 60)
    assert figures.engagement_rate == 1


def test_running_sessions_are_counted() -> None:
    ds = dataset([room_session("s1", "r", *HOUR), room_session("s2", "r", NEXT[0], NEXT[0])])
    assert headline(ds).running_sessions == 1
    assert headline(ds).main_sessions == 2


def test_a_blank_ratio_is_unknown_and_coverage_says_how_much_is() -> None:
    ds = dataset(
        [
            room_session("s1", "r", *HOUR),
            room_session("s2", "r", *NEXT, meeting_engaged_play_time_ratio=0.1),
            room_session("s3", "r", "2026-03-04 10:00", "2026-03-04 11:00"),
        ],
        [
            attendance("s1", "r", "ada", 30, 0.8),
            attendance("s1", "r", "bob", 10, None),
            attendance("s3", "r", "cem", 20, None),
        ],
    )
    figures = headline(ds)
    assert figures.engagement_rate == pytest.approx(0.8)  # 6000's own 0.1 stays out of the pooled rate
    assert figures.engagement_coverage == 0.5  # 30 of 60 minutes
    assert figures.session_coverage == pytest.approx(1 / 3)
    assert figures.engagement_people == 1
    assert figures.disengaged_minutes == pytest.approx(6)


def test_fewer_than_five_people_come_with_an_interval() -> None:
    sessions = [room_session("s", "r", *HOUR)]
    four = dataset(sessions, [attendance("s", "r", f"u{i}", 10, 1) for i in range(4)])
    five = dataset(sessions, [attendance("s", "r", f"u{i}", 10, 1) for i in range(5)])
    assert headline(four).engagement_interval == pytest.approx((0.5101, 1.0), abs=1e-4)
    assert (headline(four).engagement_people, headline(five).engagement_people) == (4, None)
    assert headline(five).engagement_interval is None


def test_a_few_people_in_many_sessions_are_few() -> None:
    sessions = [room_session(f"s{i}", "r", *HOUR) for i in range(9)]
    figures = headline(dataset(sessions, [attendance(f"s{i}", "r", f"u{i % 2}", 10, 1) for i in range(9)]))
    assert (figures.engagement_people, figures.attendances) == (2, 9)
    many = headline(dataset(sessions, [attendance(f"s{i}", "r", f"u{i}", 10, 1) for i in range(9)]))
    assert many.engagement_people is None


def test_unknown_minutes_are_no_zeros() -> None:
    rows = [attendance("s", "r", "ada", 30, 1), attendance("s", "r", "bob", None, 1)]  # type: ignore[arg-type]
    figures = headline(dataset([room_session("s", "r", *HOUR)], rows))
    assert (figures.attendances, figures.mean_minutes, figures.median_minutes) == (2, 30, 30)


def test_whose_minutes_are_unknown_is_not_behind_the_rate() -> None:
    rows = [attendance("s", "r", f"u{i}", 10, 1) for i in range(4)]
    rows += [attendance("s", "r", "ada", None, 1), attendance("s", "r", None, None, 1)]  # type: ignore[arg-type]
    ds = dataset([room_session("s", "r", *HOUR)], rows)
    assert (headline(ds).engagement_people, headline(ds).engagement_coverage) == (4, 1)
    assert headline(ds).engagement_interval == pytest.approx((0.5101, 1.0), abs=1e-4)
    assert engagement_over_time(ds, "week")["rated_people"].tolist() == [4]


def unread() -> Dataset:
    """Two people in a main session and one in a breakout, whose minutes could not be read."""
    rows = [attendance(cue, "r", user, None, 1) for cue, user in (("s", "ada"), ("s", "bob"), ("b", "ada"))]  # type: ignore[arg-type]
    return dataset([room_session("s", "r", *HOUR)], rows, [breakout("b", "split", "r", *HOUR, 1)])


def test_minutes_of_which_none_is_known_are_unknown_everywhere() -> None:
    figures = headline(unread())
    assert (figures.attendances, figures.unique_attendees) == (2, 2)
    assert (figures.attended_minutes, figures.mean_minutes, figures.disengaged_minutes) == (None, None, None)
    assert figures.engagement_coverage is None
    assert session(unread(), "s").attended_minutes is None
    assert person(unread(), "ada").minutes is None
    of_days = attendance_over_time(unread(), "day")
    for table in (of_days, top_rooms(unread()), user_types(unread()), breakout_groups(unread())):
        assert table["attended_minutes"].isna().all()


def test_a_room_whose_minutes_are_unknown_hides_no_others() -> None:
    rows = [attendance("s1", "r1", "ada", None, 1), attendance("s2", "r2", "bob", 30, 1)]  # type: ignore[arg-type]
    ds = dataset([room_session("s1", "r1", *HOUR), room_session("s2", "r2", *NEXT)], rows)
    assert headline(ds).attended_minutes == 30
    assert top_rooms(ds)[["room_id", "attended_minutes"]].to_numpy(na_value=None).tolist() == [["r2", 30], ["r1", None]]
    assert attendance_over_time(ds, "day")["attended_minutes"].isna().tolist() == [True, False]


@pytest.mark.parametrize(("estimate", "known"), [(12, None), (None, None), (0, 0)])
def test_whose_attendees_are_not_reported_is_not_said_to_have_had_nobody(
    estimate: int | None, known: int | None
) -> None:
    ds = dataset([room_session("s", "r", *HOUR, meeting_view_period_unique_users=estimate)])
    figures = headline(ds)
    assert (figures.main_sessions, figures.running_sessions, figures.session_coverage) == (1, 0, 0)
    assert {figures.attendances, figures.unique_attendees, figures.anonymous_attendances, figures.guests} == {known}
    assert (figures.attended_minutes, figures.disengaged_minutes) == (known, None)


def test_nothing_is_divided_by_zero() -> None:
    figures = asdict(headline(dataset()))
    unknown = {name for name, value in figures.items() if value is None}
    assert unknown == {
        "anonymous_share",
        "guest_share",
        "mean_minutes",
        "median_minutes",
        "engagement_rate",
        "engagement_coverage",
        "session_coverage",
        "engagement_people",
        "engagement_interval",
    }
    assert all(value == 0 for name, value in figures.items() if name not in unknown)


def test_it_follows_the_selection() -> None:
    ds = dataset(
        [room_session("s1", "r1", *HOUR), room_session("s2", "r2", *NEXT)],
        [attendance("s1", "r1", "ada", 10, 1), attendance("s2", "r2", "bob", 20, 0)],
    )
    assert headline(ds).attendances == 2
    assert headline(ds.select(Filters(rooms=("r2",)))).attended_minutes == 20
