"""Minutes in breakouts: left out unless the rule counts them, and said either way."""

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.decisions import PARTIAL, PRESENT, Rule, decision_counts, decisions, without_their_breakouts
from tests.builders import attendance, breakout, dataset, room_session

COUNTED = Rule(breakouts=True)


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


def judged(rule: Rule) -> dict[tuple[str, str], tuple[float, str]]:
    table = decisions(workshop(), rule)
    return {(row.cue_point_id, row.user_id): (row.minutes, row.decision) for row in table.itertuples()}


def test_without_the_choice_the_main_room_alone_counts() -> None:
    found = judged(Rule())
    assert found["c", "a"] == (40, PARTIAL)
    assert found["c", "b"] == (50, PRESENT)


def test_with_it_all_breakouts_of_the_session_are_added_up_to_the_whole() -> None:
    found = judged(COUNTED)
    assert found["c", "a"] == (55, PRESENT)
    assert found["c", "b"] == (60, PRESENT)  # 50 + 10 + 10 of 60
    assert found["c", "c"] == (50, PRESENT)
    assert found["c", "e"] == (25, PARTIAL)
    assert found["d", "a"] == (30, PARTIAL)  # another session's


@pytest.mark.parametrize(
    ("rule", "who", "said"),
    [
        (
            Rule(),
            "a",
            "40.0 of 60.0 min = 66.7 % < 75 % → Partial (−5.0 min); 15.0 min in its breakouts are not counted",
        ),
        (Rule(), "b", "50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min)"),
        (Rule(), "c", "50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min)"),
        (COUNTED, "a", "55.0 of 60.0 min = 91.7 % ≥ 75 % → Present (+10.0 min); 15.0 min of them in breakouts"),
        (COUNTED, "b", "60.0 of 60.0 min = 100.0 % ≥ 75 % → Present (+15.0 min); 10.0 min of them in breakouts"),
        (COUNTED, "c", "50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min)"),
    ],
)
def test_the_reason_says_which_minutes_they_are(rule: Rule, who: str, said: str) -> None:
    table = decisions(workshop(), rule).set_index(["cue_point_id", "user_id"])
    assert table.loc[("c", who), "explanation"] == said


def test_who_has_minutes_that_do_not_count_is_counted() -> None:
    assert without_their_breakouts(workshop(), Rule()) == 3
    assert without_their_breakouts(workshop(), COUNTED) == 0


def test_counts_and_the_rules_words_follow() -> None:
    assert decision_counts(workshop(), COUNTED)[PRESENT] == 3
    assert decision_counts(workshop(), Rule())[PRESENT] == 2
    assert "minutes in breakouts counted" in COUNTED.sentence
    assert "minutes in breakouts not counted" in Rule().sentence
