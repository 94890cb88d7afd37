import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.breakouts import breakouts_summary, durations, flag_counts, flagged, median_length
from kaltura.metrics.quality import orphan_breakouts
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session, without
from tests.metrics.breakout_cases import END, START, main, only_counts, with_rows


def test_a_breakout_is_over_full_above_twice_the_mean_of_its_set() -> None:
    groups = breakout_groups(only_counts(2, 2, 8, people=20))  # mean 4: exactly twice is not over
    assert not groups["over_full"].any()
    groups = breakout_groups(only_counts(2, 1, 9, people=20))
    assert groups["over_full"].tolist() == [False, False, True]
    assert groups["solo"].tolist() == [False, True, False]


def test_participants_are_counted_when_rows_exist_and_estimated_when_not() -> None:
    counted = breakout_groups(with_rows(["a", "b"], ["a", "b"]))
    assert (counted["participants"][0], counted["participants_source"][0]) == (2, "exact")
    told = breakout_groups(only_counts(7))
    assert (told["participants"][0], told["participants_source"][0]) == (7, "estimate")


def test_orphans_have_no_set_and_an_unknown_size_has_no_flag() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END)],
        (),
        [
            breakout("b0", "g0", "r1", "2026-03-05 10:00", "2026-03-05 11:00", 3),
            breakout("b1", "g1", "r1", START, END, None),  # type: ignore[arg-type]
        ],
    )
    groups = breakout_groups(ds).set_index("cue_point_id")
    assert groups["orphan"].to_dict() == {"b0": True, "b1": False}
    assert math.isnan(groups.loc["b0", "set_mean"])
    assert not groups.loc["b1", ["empty", "solo", "over_full"]].any()
    assert list(flagged(ds)["cue_point_id"]) == ["b0"]


def test_flags_are_counted_and_their_breakouts_listed() -> None:
    ds = only_counts(0, 1, 1, 10)
    assert flag_counts(ds) == {"empty": 1, "solo": 2, "over_full": 1, "orphan": 0, "running": 0}
    assert list(flagged(ds)["participants"]) == [0, 1, 1, 10]


def test_who_was_chosen_says_nothing_of_how_full_a_breakout_was() -> None:
    whole = with_rows(["a", "b", "c", "d"], ["a", "b", "c"], ["d"])
    assert breakouts_summary(whole).solo == 1
    for few in (whole.select(Filters(users=("a",))), asked_for(whole, users=("a",))):
        groups = breakout_groups(few)
        assert not groups[["empty", "solo", "over_full"]].any(axis=None)
        found = breakouts_summary(few)
        assert (found.empty, found.solo, found.over_full, found.evenness) == (None, None, None, None)
        assert found.participation_high is None


def test_breakouts_that_were_asked_for_alone_are_no_orphans() -> None:
    alone = dataset([], [], [breakout("b0", "g0", "r1", START, END, 3)])
    assert breakouts_summary(alone).orphans == 1
    asked = asked_for(alone, parents=("r1",))
    assert not breakout_groups(asked)["orphan"].any()
    assert breakouts_summary(asked).orphans is None


@pytest.mark.parametrize(
    ("filters", "orphans"),
    [
        ({"user_types": ("Guest",)}, None),
        ({"sessions": ("b0",)}, None),
        ({"rooms": ("r1",)}, 1),
        ({"rooms": ("g0",)}, 0),  # the breakout room's own ID: the main room was not asked for
        ({"start": date(2026, 3, 5)}, 0),  # at 10:00, when a class of the evening before may still go on
        ({"start": date(2026, 3, 4)}, 1),
    ],
)
def test_a_main_session_that_was_not_asked_for_makes_no_orphan(filters: dict[str, Any], orphans: int | None) -> None:
    alone = dataset([], [], [breakout("b0", "g0", "r1", "2026-03-05 10:00", "2026-03-05 11:00", 3)])
    asked = asked_for(alone, **filters)
    assert breakouts_summary(asked).orphans == orphans
    assert len(orphan_breakouts(asked)) == (orphans or 0)


def asked_for(ds: Dataset, **filters: Any) -> Dataset:
    """The Dataset as though nothing else had been fetched."""
    requested = replace(ds.provenance.requested, **filters)
    return replace(ds, provenance=replace(ds.provenance, requested=requested))


def test_durations_are_counted_in_steps_and_running_ones_left_out() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, "2026-03-02 20:00")],
        (),
        [
            breakout("b0", "g0", "r1", START, "2026-03-02 10:04", 3),
            breakout("b1", "g1", "r1", START, "2026-03-02 10:05", 3),
            breakout("b2", "g2", "r1", START, "2026-03-02 19:00", 3),
            breakout("b3", "g3", "r1", START, START, 3),
        ],
    )
    table = durations(ds)
    assert table["breakouts"].sum() == 3
    assert table["breakouts"].tolist()[:2] == [1, 1]
    assert (table["from_minutes"].iloc[-1], table["breakouts"].iloc[-1]) == (240, 1)
    assert math.isnan(table["to_minutes"].iloc[-1])
    assert durations(dataset()).empty


def test_the_summary_says_an_exact_rate_or_its_bounds() -> None:
    exact = breakouts_summary(with_rows(["a", "b"], ["a"]))
    assert (exact.participation, exact.participation_low, exact.participation_exact) == (0.5, 0.5, True)
    bounds = breakouts_summary(only_counts(5, 5, 5, 5))
    assert bounds.participation is None
    assert (bounds.participation_low, bounds.participation_high) == (0.25, 1.0)
    assert (bounds.gini, bounds.main_sessions_with_breakouts) == (0, 1)


def test_no_count_is_zero_without_the_report_that_lists_breakouts() -> None:
    listed = room_session("b0", "g0", START, END, parent_entry_id="r1")
    rows = [attendance("b0", "g0", person, 10, 0.9) for person in "ab"]
    ds = dataset([room_session("m1", "r1", START, END), listed], [*main(["a", "b"]), *rows])
    whole, partly = (breakouts_summary(found) for found in (ds, without(ds, Report.BREAKOUT_SESSIONS)))
    assert (whole.empty, whole.solo, whole.over_full, whole.orphans) == (0, 0, 0, 0)
    assert (partly.empty, partly.solo, partly.over_full, partly.orphans) == (None, None, None, None)
    assert partly.main_sessions_with_breakouts == 1  # at least
    one = dataset([room_session("m1", "r1", START, END), listed], [*main(["a"]), *rows[:1]])
    assert breakouts_summary(without(one, Report.BREAKOUT_SESSIONS)).solo == 1


def test_nothing_is_no_error() -> None:
    for ds in (dataset(), dataset([room_session("m1", "r1", START, END)], main(["a"]))):
        summary = breakouts_summary(ds)
        assert summary.participation_low is None
        assert summary.evenness is None
        assert summary.orphans == 0


def test_half_of_the_breakouts_last_at_least_the_median() -> None:
    ds = dataset(
        breakouts=[
            breakout(f"b{n}", f"g{n}", "r", "2026-03-02 10:00", f"2026-03-02 10:{minutes}", 2)
            for n, minutes in enumerate(("10", "20", "50"))
        ]
    )
    assert median_length(ds) == 20
    assert median_length(dataset()) is None
