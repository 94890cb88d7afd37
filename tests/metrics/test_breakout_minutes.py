"""Minutes in breakouts do not count for Present, and are said where they might have."""

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_minutes import breakout_minutes
from kaltura.metrics.decisions import decisions, without_their_breakouts
from kaltura.metrics.rule import PARTIAL, PRESENT, Rule
from tests.builders import attendance, breakout, dataset, room_session


def workshop() -> Dataset:
    """An hour with two groups: ann 40 + 15 minutes, bob 50 + 10 + 10, cem 50 and no group, e 20 + 5; the next day
    an hour without groups, ann 30."""
    return dataset(
        [
            room_session("c", "r", "2026-10-05 08:00", "2026-10-05 09:00"),
            room_session("d", "r", "2026-10-06 08:00", "2026-10-06 09:00"),
        ],
        [
            *(attendance("c", "r", who, minutes, 1.0) for who, minutes in zip("abce", (40, 50, 50, 20), strict=True)),
            attendance("d", "r", "a", 30, 1.0),
            *(attendance("g1", "s1", who, minutes, 1.0) for who, minutes in zip("abe", (15, 10, 5), strict=True)),
            attendance("g2", "s2", "b", 10, 1.0),
            attendance("g2", "s2", None, 15, 1.0),
        ],
        [
            breakout("g1", "s1", "r", "2026-10-05 08:20", "2026-10-05 08:40", 3),
            breakout("g2", "s2", "r", "2026-10-05 08:20", "2026-10-05 08:40", 2),
        ],
    )


def test_all_breakouts_of_a_session_are_added_up_for_each_person() -> None:
    table = breakout_minutes(workshop()).collect().to_pandas().set_index(["cue_point_id", "user_id"])
    assert table["breakout_minutes"].to_dict() == {("c", "a"): 15, ("c", "b"): 20, ("c", "e"): 5}


def test_decisions_go_by_the_main_room_alone() -> None:
    table = decisions(workshop(), Rule()).set_index(["cue_point_id", "user_id"])
    assert table.loc[("c", "a"), ["minutes", "decision"]].tolist() == [40, PARTIAL]
    assert table.loc[("c", "b"), ["minutes", "decision"]].tolist() == [50, PRESENT]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("a", "40.0 of 60.0 min = 66.7 % < 75 % → Partial (−5.0 min); 15.0 min in its breakouts are not counted"),
        ("b", "50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min)"),
        ("c", "50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min)"),
    ],
)
def test_the_reason_says_which_minutes_do_not_count(who: str, said: str) -> None:
    table = decisions(workshop(), Rule()).set_index(["cue_point_id", "user_id"])
    assert table.loc[("c", who), "explanation"] == said


def test_who_has_minutes_that_do_not_count_is_counted() -> None:
    assert without_their_breakouts(workshop(), Rule()) == 3
    assert "minutes in breakouts not counted" in Rule().sentence
