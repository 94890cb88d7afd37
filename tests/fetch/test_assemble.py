"""Which session a breakout belongs to, what a room is called, and whose estimate counts."""

from typing import Any

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.participation import participation_by_session
from tests.builders import attendance, breakout, dataset, room_session


def parents(rooms: list[dict[str, Any]], *breakouts: dict[str, Any]) -> dict[str, str | None]:
    table = dataset(rooms, breakouts=breakouts).sessions.collect()
    split = table.filter(layer="breakout").select("cue_point_id", "parent_session_id")
    return dict(split.cast({"parent_session_id": str, "cue_point_id": str}).iter_rows())


NEVER = room_session("never", "r", "2026-03-02 10:00", "2026-03-02 10:00")  # no end, and never will have one


def test_a_session_that_was_never_closed_takes_no_breakout_of_later_ones() -> None:
    later = room_session("class", "r", "2026-03-09 10:00", "2026-03-09 11:00")
    group = breakout("b", "x", "r", "2026-03-09 10:20", "2026-03-09 10:40", 2)
    assert parents([NEVER, later], group) == {"b": "class"}
    assert parents([NEVER], group) == {"b": None}, "a week later it cannot be running"


def test_a_session_without_an_end_has_the_breakouts_until_the_next_one_starts() -> None:
    soon = room_session("next", "r", "2026-03-02 12:00", "2026-03-02 13:00")
    groups = [
        breakout("early", "x", "r", "2026-03-02 11:00", "2026-03-02 11:30", 2),
        breakout("late", "y", "r", "2026-03-02 12:10", "2026-03-02 12:30", 2),
    ]
    assert parents([NEVER, soon], *groups) == {"early": "never", "late": "next"}


def test_of_two_sessions_that_hold_a_breakout_wholly_it_belongs_to_the_one_begun_last() -> None:
    rooms = [
        room_session("first", "r", "2026-03-02 10:00", "2026-03-02 12:00"),
        room_session("again", "r", "2026-03-02 10:30", "2026-03-02 12:00"),
    ]
    assert parents(rooms, breakout("b", "x", "r", "2026-03-02 11:00", "2026-03-02 11:30", 2)) == {"b": "again"}


@pytest.mark.parametrize("order", [1, -1])
def test_a_renamed_room_goes_by_its_latest_name_in_whatever_order_rows_come(order: int) -> None:
    rows = [
        breakout("b1", "x", "r", "2026-03-02 10:00", "2026-03-02 10:30", 2, parent_entry_name="Old"),
        breakout("b2", "y", "r", "2026-03-09 10:00", "2026-03-09 10:30", 2, parent_entry_name="New"),
    ]
    table = dataset(breakouts=rows[::order]).sessions.collect()
    assert table["room_name"].unique().to_list() == ["New"]


def test_of_a_breakout_the_estimate_of_its_own_report_counts() -> None:
    rooms = [
        room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00"),
        room_session(
            "b",
            "x",
            "2026-03-02 10:20",
            "2026-03-02 10:40",
            parent_entry_id="r",
            meeting_view_period_unique_users=0,
        ),
    ]
    people = [attendance("m", "r", user, 60, 1.0) for user in "abcd"]
    ds: Dataset = dataset(rooms, people, [breakout("b", "x", "r", "2026-03-02 10:20", "2026-03-02 10:40", 3)])
    row = participation_by_session(ds).iloc[0]
    assert (row["participants_low"], row["participants_high"]) == (3, 3)
