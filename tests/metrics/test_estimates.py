from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.estimates import Agreement, agreement, estimate_points
from tests.builders import attendance, breakout, dataset, room_session


def four() -> Dataset:
    """Estimate against exact: m1 3/2, m2 2/2, m3 2/2, m4 5/1 and an anonymous viewer; b1 1/1."""
    estimates = {"m1": 3, "m2": 2, "m3": 2, "m4": 5}
    return dataset(
        [
            room_session(cue, "r1", f"2026-03-0{n} 10:00", f"2026-03-0{n} 11:00", meeting_view_period_unique_users=e)
            for n, (cue, e) in enumerate(estimates.items(), start=1)
        ],
        [
            *(attendance(cue, "r1", user, 10, 1) for cue in ("m1", "m2", "m3") for user in "ab"),
            attendance("m4", "r1", "a", 10, 1),
            attendance("m4", "r1", None, 10, 1),
            attendance("b1", "g1", "a", 5, 1),
        ],
        [breakout("b1", "g1", "r1", "2026-03-01 10:10", "2026-03-01 10:20", 1)],
    )


def test_agreement_compares_sessions_whose_people_are_all_known() -> None:
    assert agreement(four()) == Agreement(sessions=4, same=3, error=1 / 7, with_anonymous=1)


def test_agreement_of_nothing() -> None:
    assert agreement(dataset()) == Agreement(0, 0, None, 0)
    assert agreement(four().select(Filters(users=("a",)))) == Agreement(0, 0, None, 0)


def test_sessions_of_equal_counts_are_one_point() -> None:
    points = estimate_points(four())
    assert points[["kind", "exact", "estimate", "sessions"]].to_numpy().tolist() == [
        ["main", 2, 2, 2],
        ["anonymous", 1, 5, 1],
        ["breakout", 1, 1, 1],
        ["main", 2, 3, 1],
    ]
    assert points["cue_point_id"].tolist()[1:] == ["m4", "b1", "m1"]
    assert len(estimate_points(four(), limit=2)) == 2
    assert estimate_points(dataset()).empty
