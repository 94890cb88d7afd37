from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.errors import UsageError
from kaltura.filters import Filters
from kaltura.metrics.participation import (
    NO_BREAKOUTS,
    PEOPLE_CHOSEN,
    breakout_attendance,
    never_joined,
    participation,
    participation_by_session,
)
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session, without
from tests.metrics.breakout_cases import END, START, main, only_counts, with_rows


def test_rows_for_breakouts_give_one_exact_figure() -> None:
    found = participation(with_rows(["a", "b", "c", "d"], ["a", "b"], ["b"]))
    assert (found.low, found.high, found.exact) == (0.5, 0.5, True)  # a and b of four
    assert (found.people, found.participants_low, found.people_source) == (4, 2, "exact")


def test_counts_alone_give_a_range() -> None:
    found = participation(only_counts(5, 3, 4))
    assert (found.low, found.high) == (5 / 20, 12 / 20)
    assert not found.exact
    assert found.people_source == "exact"


def test_the_upper_bound_stops_at_everybody() -> None:
    found = participation(only_counts(15, 15))
    assert (found.low, found.high) == (0.75, 1.0)


def test_an_unknown_count_leaves_the_upper_bound_open() -> None:
    found = participation(only_counts(5, None))
    assert (found.low, found.high) == (0.25, 1.0)


def test_without_attendance_rows_people_are_kalturas_estimate() -> None:
    found = participation(only_counts(4, 2, people=0, estimate=16))
    assert (found.low, found.high, found.people_source) == (4 / 16, 6 / 16, "estimate")


def test_without_any_count_of_people_nothing_is_said() -> None:
    found = participation(only_counts(4, 2, people=0))
    assert found.low is None
    assert found.reason == NO_BREAKOUTS


def test_without_the_report_that_lists_them_there_may_be_further_breakouts() -> None:
    main_session = room_session("m1", "r1", START, END)
    listed = room_session("b0", "g0", START, END, parent_entry_id="r1")
    ds = dataset([main_session, listed], [*main(list("abcd")), attendance("b0", "g0", "a", 10, 0.9)])
    assert participation(ds).exact
    found = participation(without(ds, Report.BREAKOUT_SESSIONS))
    assert (found.low, found.high, found.exact, found.people) == (0.25, 1.0, False, 4)


def test_an_empty_breakout_needs_no_rows_to_be_exact() -> None:
    ds = with_rows(["a", "b"], ["a"], [])
    assert participation(ds).exact
    assert participation(ds).low == 0.5


def test_a_breakout_without_rows_widens_a_counted_one_to_a_range() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END)],
        [*main(list("abcdefghij")), attendance("b0", "g0", "a", 10, 0.9), attendance("b0", "g0", "b", 10, 0.9)],
        [breakout("b0", "g0", "r1", START, END, 2), breakout("b1", "g1", "r1", START, END, 3)],
    )
    row = participation_by_session(ds).iloc[0]
    assert (row["participants_low"], row["participants_high"], row["exact"]) == (3, 5, False)
    assert (row["low"], row["high"], row["breakouts"]) == (0.3, 0.5, 2)


def test_anonymous_viewers_make_the_number_of_people_an_estimate() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END, meeting_view_period_unique_users=10)],
        [*main(["a"]), attendance("m1", "r1", None, 60, 0.8)],
        [breakout("b0", "g0", "r1", START, END, 5)],
    )
    found = participation(ds)
    assert (found.low, found.people, found.people_source) == (0.5, 10, "estimate")


def test_people_seen_in_a_breakout_only_are_told_apart_and_are_no_participants() -> None:
    row = participation_by_session(with_rows(["a", "b", "c", "d"], ["a", "x", "y", "z"])).iloc[0]
    assert (row["low"], row["high"], row["breakout_only"]) == (0.25, 0.25, 3)


def test_sessions_are_pooled_and_not_averaged() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END), room_session("m2", "r1", "2026-03-09 10:00", "2026-03-09 11:00")],
        [
            *main([f"u{n}" for n in range(9)]),
            *main(["u0"], cue="m2"),
            attendance("b0", "g0", "u0", 10, 1.0),
            attendance("b1", "g0", "u0", 10, 1.0),
        ],
        [
            breakout("b0", "g0", "r1", START, END, 1),
            breakout("b1", "g0", "r1", "2026-03-09 10:00", "2026-03-09 11:00", 1),
        ],
    )
    assert participation(ds).low == 2 / 10  # 1 of 9 and 1 of 1; the mean of the rates would be 0.56
    assert list(participation_by_session(ds)["low"]) == [1 / 9, 1.0]


def test_who_never_joined_is_not_known_of_some_people_and_what_helps_is_where_they_were_chosen() -> None:
    ds = with_rows(["a", "b"], ["a"], [])
    with pytest.raises(UsageError) as chosen:
        never_joined(ds.select(Filters(users=("a",))))
    assert chosen.value.next_step == "Take users and user types out of the selection."
    asked = replace(ds, provenance=replace(ds.provenance, requested=Filters(users=("a",))))
    with pytest.raises(UsageError, match="who joined no breakout is not known") as fetched:
        never_joined(asked)
    assert fetched.value.next_step.startswith("This data holds certain people only")


def test_sessions_without_breakouts_and_orphans_take_no_part() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END)],
        main(["a", "b"]),
        [breakout("b0", "g0", "r1", "2026-03-05 10:00", "2026-03-05 11:00", 2)],
    )
    assert participation_by_session(ds).empty
    assert participation(ds).reason == NO_BREAKOUTS


def test_a_selection_of_people_says_why_it_has_no_figure() -> None:
    ds = with_rows(["a", "b"], ["a"]).select(Filters(users=("a",)))
    assert participation(ds).reason == f"{PEOPLE_CHOSEN} Take users and user types out of the selection."
    asked = replace(ds, provenance=replace(ds.provenance, requested=ds.selection))
    assert participation(asked).reason.endswith("only: fetch it, or export it, for everybody.")


def test_who_never_joined_is_listed_for_exact_sessions() -> None:
    ds = with_rows(["a", "b", "c"], ["a"], ["a", "b"])
    people = breakout_attendance(ds).set_index("user_id")
    assert people["joined"].to_dict() == {"a": 1, "b": 1, "c": 0}
    assert people["sessions"].to_dict() == {"a": 1, "b": 1, "c": 1}
    assert list(never_joined(ds)["user_id"]) == ["c"]
    assert never_joined(only_counts(5, 5)).empty  # nobody can be named from counts


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), min_size=1, max_size=5))
def test_the_truth_lies_within_the_bounds_that_counts_give(groups: list[set[str]]) -> None:
    people = list("abcdefgh")
    exact = participation(with_rows(people, *[sorted(group) for group in groups]))
    bounds = participation(only_counts(*[len(group) for group in groups], people=len(people)))
    assert exact.low is not None
    assert exact.low == pytest.approx(len(set().union(*groups)) / 8)
    assert bounds.low is not None
    assert bounds.high is not None
    assert bounds.low <= exact.low <= bounds.high
