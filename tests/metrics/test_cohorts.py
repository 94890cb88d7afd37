from dataclasses import replace
from datetime import date
from math import isnan

import pandas as pd
import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.cohorts import MOST_TIMES, new_returning, repeat, retention, stickiness
from tests.builders import attendance, dataset, room_session

ESTIMATE = "meeting_view_period_unique_users"
MONDAYS = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]


def course(*weeks: str, zone: str = "UTC") -> Dataset:
    """A session each Monday; each text holds one letter for each person who came ("-" for an anonymous one)."""
    sessions = [room_session(f"s{i}", "r", f"{MONDAYS[i]} 10:00", f"{MONDAYS[i]} 11:00") for i in range(len(weeks))]
    rows = [attendance(f"s{i}", "r", None if p == "-" else p, 30, 1) for i, week in enumerate(weeks) for p in week]
    return dataset(sessions, rows, zone=zone)


def test_new_and_returning_by_week() -> None:
    found = new_returning(course("ab-", "abc", "", "ad"), "week")
    assert found.table["unique_attendees"].tolist() == [2, 3, 0, 2]
    assert found.table["new_attendees"].tolist() == [2, 1, 0, 1]
    assert found.table["returning_attendees"].tolist() == [0, 2, 0, 1]
    assert found.table["new_share"].fillna(-1).tolist() == [1, pytest.approx(1 / 3), -1, 0.5]
    assert found.since == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("asked_from", "since"), [(date(2026, 2, 24), date(2026, 2, 24)), (date(2026, 1, 5), date(2026, 3, 2))]
)
def test_who_was_there_before_is_not_known_from_days_that_kaltura_may_not_keep(asked_from: date, since: date) -> None:
    ds = course("a", "ab")
    asked = replace(ds.provenance, requested=Filters(asked_from, date(2026, 3, 15)))
    assert new_returning(replace(ds, provenance=asked), "week").since == since


def test_two_sessions_in_one_period_make_nobody_returning() -> None:
    assert new_returning(course("a", "a", "a", "a"), "month").table["new_attendees"].tolist() == [1]


def test_what_was_before_the_selection_is_known_from_the_history() -> None:
    whole = course("a", "b", "ab", "ac")
    recent = whole.select(Filters(start=date(2026, 3, 16), end=date(2026, 3, 29)))
    alone, informed = new_returning(recent, "week"), new_returning(recent, "week", history=whole)
    assert alone.table["new_attendees"].tolist() == [2, 1]
    assert alone.since == date(2026, 3, 16)
    assert informed.table["new_attendees"].tolist() == [0, 1]
    assert informed.since == date(2026, 3, 2)


def test_retention_of_weekly_cohorts() -> None:
    found = retention(course("abcd", "abe", "a", "abe"))
    table = found.table.pivot(index="cohort", columns="week", values="share")
    assert [f"{cohort:%Y-%m-%d}" for cohort in table.index] == MONDAYS[:2]  # nobody was new later
    assert table.iloc[0].tolist() == [1, 0.5, 0.25, 0.5]
    assert table.iloc[1].tolist()[:3] == [1, 0, 1]
    assert isnan(table.iloc[1, 3])  # the data does not reach that far
    assert found.since == date(2026, 3, 2)


def test_nobody_knows_who_came_again_in_a_week_without_reported_attendees() -> None:
    table = retention(course("abc", "", "ab")).table.set_index("week")
    assert isnan(table.loc[1, "seen"])
    assert isnan(table.loc[1, "share"])
    assert isnan(table.loc[1, "interval_low"])
    assert table.loc[2, "seen"] == 2
    nobody = [room_session("s0", "r", f"{MONDAYS[0]} 10:00", f"{MONDAYS[0]} 11:00")]
    nobody.append(room_session("s1", "r", f"{MONDAYS[1]} 10:00", f"{MONDAYS[1]} 11:00", **{ESTIMATE: 0}))
    table = retention(dataset(nobody, [attendance("s0", "r", "a", 30, 1)])).table.set_index("week")
    assert table["seen"].tolist() == [1, 0]  # Kaltura counted nobody


def test_small_cohorts_come_with_an_interval_and_cut_weeks_are_marked() -> None:
    table = retention(course("abcde", "ab", "f", "f")).table.set_index(["cohort", "week"])
    large, small = pd.Timestamp(MONDAYS[0]), pd.Timestamp(MONDAYS[2])
    assert isnan(table.loc[(large, 1), "interval_low"])
    assert table.loc[(small, 1), "interval_low"] == pytest.approx(0.2065, abs=1e-4)
    assert not table.loc[(large, 1), "partial"]
    assert table.loc[(large, 3), "partial"]  # the data ends on that week's Monday


def test_retention_looks_twelve_weeks_ahead() -> None:
    days = [date(2026, 3, 2), date(2026, 5, 25), date(2026, 6, 1)]
    sessions = [room_session(f"s{day}", "r", f"{day} 10:00", f"{day} 11:00") for day in days]
    table = retention(dataset(sessions, [attendance(f"s{day}", "r", "a", 30, 1) for day in days])).table
    assert table.set_index("week")["seen"].to_dict() == dict.fromkeys(range(1, 12), 0) | {0: 1, 12: 1}


def test_people_of_an_earlier_cohort_are_not_new_in_the_selection() -> None:
    whole = course("a", "b", "ab", "c")
    recent = whole.select(Filters(start=date(2026, 3, 16), end=date(2026, 3, 29)))
    assert retention(recent, history=whole).table["people"].tolist() == [1]  # only c


def test_repeat_rate() -> None:
    found = repeat(course("ab-", "a-", "a", "c"))
    assert (found.people, found.repeaters, found.rate) == (3, 1, pytest.approx(1 / 3))
    assert found.interval == pytest.approx((0.0615, 0.7923), abs=1e-4)
    assert found.table[["sessions", "people"]].to_numpy().tolist() == [[1, 2], [2, 0], [3, 1]]


def test_many_sessions_share_the_last_row() -> None:
    held = [f"2026-03-{day:02}" for day in range(1, MOST_TIMES + 3)]
    sessions = [room_session(day, "r", f"{day} 10:00", f"{day} 11:00") for day in held]
    rows = [attendance(day, "r", "always", 30, 1) for day in held]
    rows += [attendance(day, "r", "nearly", 30, 1) for day in held[:MOST_TIMES]]
    table = repeat(dataset(sessions, [*rows, attendance(held[0], "r", "once", 30, 1)])).table
    assert table["people"].tolist() == [1, *[0] * (MOST_TIMES - 2), 2]


def test_stickiness_is_the_mean_session_over_the_periods_people() -> None:
    table = stickiness(course("abcd", "ab-", "", "ae"), "month")
    (row,) = table.to_dict("records")
    assert (row["sessions"], row["unique_attendees"]) == (3, 5)  # a session without rows says nothing
    assert row["mean_unique"] == pytest.approx(8 / 3)
    assert row["stickiness"] == pytest.approx(8 / 15)


def test_an_empty_dataset() -> None:
    assert new_returning(dataset(), "week").table.empty
    assert new_returning(dataset(), "week").since is None
    assert retention(dataset()).table.empty
    assert repeat(dataset()).rate is None
    assert repeat(dataset()).table.empty
    assert stickiness(dataset(), "week").empty


def test_one_session_holds_all_its_people_and_says_nothing_of_stickiness() -> None:
    assert stickiness(course("abcd"), "week")["stickiness"].isna().all()
