import pandas as pd

from kaltura.charts.cohorts import (
    COHORTS,
    alt_new_returning,
    alt_repeat,
    alt_retention,
    alt_stickiness,
    new_returning_chart,
    repeat_chart,
    retention_chart,
    stickiness_chart,
)
from kaltura.dataset import Dataset
from kaltura.metrics.cohorts import MOST_TIMES, new_returning, repeat, retention, stickiness
from tests.builders import attendance, dataset, room_session

DAY = pd.Timedelta(days=1)
MONDAYS = ("2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26")


def course(*weeks: str) -> Dataset:
    """A session each Monday; a letter is a person who was there."""
    return dataset(
        [room_session(f"c{n}", "r", f"{MONDAYS[n]} 10:00", f"{MONDAYS[n]} 11:00") for n in range(len(weeks))],
        [attendance(f"c{n}", "r", user, 60, 0.9) for n, people in enumerate(weeks) for user in people],
        fetched="2026-12-31 00:00",
    )


SIX = course("abcdef", "abcgh", "agh", "a")


def test_new_people_stand_on_those_seen_before() -> None:
    found = new_returning(SIX, "week")
    figure = new_returning_chart(found.table, "week")
    seen, new = figure.data
    assert (list(seen.y), list(new.y)) == ([0, 3, 3, 1], [6, 2, 0, 0])
    assert figure.layout.barmode == "stack"
    assert "5 people, 2 of them new and 3 seen before" in new.hovertext[1]
    said = alt_new_returning(found.table, "week")
    assert "In the week of 19 Oct 2026, 0 of 3 people (0.0\u00a0%) were new" in said
    assert "6 in the week of 5 Oct 2026" in said


def test_of_days_it_is_said_on_which_and_of_nobody_new_that_there_was_none() -> None:
    table = new_returning(course("ab", "ab"), "day").table
    assert alt_new_returning(table, "day").startswith("On 12 Oct 2026, 0 of 2 people (0.0\u00a0%) were new.")
    assert alt_new_returning(table.assign(new_attendees=0), "day").startswith("Nobody was seen for the first time")


def test_retention_has_a_cell_a_cohort_and_week_with_counts_where_few() -> None:
    table = retention(SIX).table
    figure = retention_chart(table)
    heat, cells = figure.data
    assert list(heat.y) == ["5 Oct 26 · 6", "12 Oct 26 · 2"]
    assert list(heat.z[0]) == [0.5, 1 / 6, 1 / 6]
    assert cells.text[0] == "50\u00a0%"
    assert "2/2" in cells.text  # two people: their count, as a share would say too much
    said = cells.hovertext[list(cells.text).index("2/2")]
    assert "2 (100.0\u00a0%) came 1 week later" in said
    assert "few people" in said
    assert "5 of 8 were seen 1 week later" in alt_retention(table)


def test_of_one_later_week_it_is_said_once() -> None:
    table = retention(course("abcdef", "abcgh")).table.assign(partial=False)
    assert alt_retention(table) == "Of people who came for the first time, 3 of 6 were seen 1 week later."


def test_a_week_without_reported_attendees_has_a_dash_and_says_why() -> None:
    table = retention(course("abc", "", "ab")).table.assign(partial=False)
    (_, cells) = retention_chart(table).data
    assert list(cells.text) == ["–", "2/3"]
    assert "is not known: no session then has its attendees reported" in cells.hovertext[0]
    assert alt_retention(table) == "Of people who came for the first time, 2 of 3 were seen 2 weeks later."


def test_the_newest_cohorts_are_drawn_when_there_are_many() -> None:
    many = retention(SIX).table
    rows = [many[many["cohort"] == many["cohort"].min()].assign(cohort=many["cohort"].min() + n * 7 * DAY)
            for n in range(COHORTS + 4)]  # fmt: skip
    heat = retention_chart(pd.concat(rows, ignore_index=True)).data[0]
    assert len(heat.y) == COHORTS
    assert heat.y[-1].startswith(f"{(many['cohort'].min() + (COHORTS + 3) * 7 * DAY).day} ")


def test_people_by_sessions() -> None:
    found = repeat(SIX)  # a 4, b c g h 2, d e f 1
    bars = repeat_chart(found.table).data[0]
    assert list(bars.y) == [3, 4, 0, 1]
    assert bars.hovertext[3] == "1 person (12.5\u00a0%) came to 4 sessions."
    assert alt_repeat(found.people, found.repeaters) == "5 of 8 people came to two sessions or more."


def test_the_last_bar_of_many_sessions_says_or_more() -> None:
    table = pd.DataFrame({"sessions": [MOST_TIMES - 1, MOST_TIMES], "people": [3, 5], "share": [3 / 8, 5 / 8]})
    less, most = repeat_chart(table).data[0].hovertext
    assert less.endswith(f"came to {MOST_TIMES - 1} sessions.")
    assert most.endswith(f"came to {MOST_TIMES} sessions or more.")


def test_stickiness() -> None:
    table = stickiness(SIX, "month")  # 15 attendances of 8 people in 4 sessions
    line = stickiness_chart(table, "month").data[0]
    assert list(line.y) == [15 / 4 / 8]
    assert "3.8 people on average, 46.9\u00a0% of the 8 people of this month" in line.hovertext[0]
    assert "46.9\u00a0% of the 8 people" in alt_stickiness(table, "month")


def test_one_person_is_no_people() -> None:
    one = course("a", "a")
    found = repeat(one)
    assert alt_repeat(found.people, found.repeaters) == "1 of 1 person came to two sessions or more."
    table = stickiness(one, "month")
    assert "100.0\u00a0% of the 1 person of that month" in alt_stickiness(table, "month")
    assert "100.0\u00a0% of the 1 person of this month" in stickiness_chart(table, "month").data[0].hovertext[0]
    assert "1 of 1 was seen 1 week later" in alt_retention(retention(one).table.assign(partial=False))
    new = alt_new_returning(new_returning(course("a"), "month").table, "month")
    assert new.startswith("In October 2026, 1 of 1 person (100.0\u00a0%) was new.")


def test_nothing_draws_nothing_and_says_so() -> None:
    empty = dataset()
    assert not new_returning_chart(new_returning(empty, "week").table, "week").data
    assert not retention_chart(retention(empty).table).data
    assert not repeat_chart(repeat(empty).table).data
    assert not stickiness_chart(stickiness(empty, "week"), "week").data
    assert "nobody identified" in alt_new_returning(new_returning(empty, "week").table, "week")
    assert "no week after" in alt_retention(retention(empty).table)
    assert "no week of this selection" in alt_stickiness(stickiness(empty, "week"), "week")
