from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.estimates import (
    Agreement,
    agreement,
    estimate_points,
    estimates_against_exact,
    estimates_that_differ,
)
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


def test_estimates_stand_beside_exact_counts() -> None:
    bare = room_session("bare", "r", "2026-03-02 10:00", "2026-03-02 11:00", meeting_view_period_unique_users=3)
    assert estimates_against_exact(dataset([bare])).empty
    table = estimates_against_exact(four()).set_index("cue_point_id")
    shown = ["estimate", "exact", "anonymous", "difference", "relative"]
    assert table.loc["m1", shown].tolist() == [3, 2, 0, 1, 0.5]
    assert table.loc["m4", shown].tolist() == [5, 1, 1, 4, 4]
    assert estimates_against_exact(four().select(Filters(users=("a",)))).empty


def test_estimates_that_anonymous_viewers_may_explain_come_last() -> None:
    estimates = {"far": 9, "near": 2, "same": 1}
    hour = ("2026-03-02 10:00", "2026-03-02 11:00")
    ds = dataset(
        [room_session(cue, "r", *hour, meeting_view_period_unique_users=n) for cue, n in estimates.items()],
        [*(attendance(cue, "r", "a", 60, 1.0) for cue in estimates), attendance("far", "r", None, 60, 1.0)],
    )
    assert estimates_against_exact(ds)["cue_point_id"].tolist() == ["near", "same", "far"]
    assert estimates_that_differ(ds)["cue_point_id"].tolist() == ["near", "far"]
