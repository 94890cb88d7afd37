"""Reports of any presence and any window, against the heartbeats counted one by one."""

import math
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltura.demo.account import HEARTBEAT, Account
from kaltura.demo.report_rows import report_rows
from tests.demo.accounts import account, at, person, room, session

BEATS = 6 * 3600 // HEARTBEAT  # six hours of heartbeats from 08:00
PEOPLE = [person(f"u{n}", f"Name {n}") for n in range(4)]
ROOMS = [room("main"), room("group", parent="main")]

stays = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, BEATS - 1), st.integers(1, 900), st.booleans()),
    max_size=12,
)


def with_stays(drawn: list[tuple[int, int, int, int, bool]]) -> Account:
    day = at("08:00:00")
    sessions = [session(f"c{n}", "group" if n == 2 else "main", "08:00:00", "20:00:00") for n in range(3)]
    presence = [(s, p, day + HEARTBEAT * b, day + HEARTBEAT * (b + n), e) for s, p, b, n, e in drawn]
    return account(ROOMS, PEOPLE, sessions, presence)


def beats(of: Account, start: int, end: int) -> dict[tuple[int, int], list[bool]]:
    """Every heartbeat in the hours whose first second is in [start, end), one by one."""
    found = defaultdict(list)
    for number, who, since, until, engaged in of.presence.iter_rows():
        for beat in range(since, until, HEARTBEAT):
            if start <= beat // 3600 * 3600 < end:
                found[number, who].append(engaged)
    return found


@settings(deadline=None)
@given(stays, st.integers(-3600, 7 * 3600), st.integers(0, 8 * 3600))
def test_reports_are_the_heartbeats_of_the_window(drawn: Any, offset: int, length: int) -> None:
    of, start = with_stays(drawn), at("08:00:00") + offset
    params = {"from_date": str(start), "to_date": str(start + length)}
    truth = beats(of, start, start + length)
    found = {(int(r["cue_point_id"][1:]), int(r["user_id"][1:])): r for r in report_rows(of, 6001, params).to_dicts()}
    assert found.keys() == truth.keys()
    for key, engaged in truth.items():
        assert float(found[key]["meeting_view_time"]) == pytest.approx(len(engaged) * HEARTBEAT / 60, rel=1e-12)
        ratio = sum(engaged) / len(engaged)
        assert float(found[key]["meeting_engaged_play_time_ratio"]) == pytest.approx(ratio, rel=1e-12)
    sessions = {row["cue_point_id"]: row for row in report_rows(of, 6000, params).to_dicts()}
    assert {f"c{number}" for number, _ in truth} == sessions.keys()
    for cue, row in sessions.items():
        here = [value for key, value in truth.items() if f"c{key[0]}" == cue]
        pooled = sum(map(sum, here)) / sum(map(len, here))
        assert float(row["meeting_engaged_play_time_ratio"]) == pytest.approx(pooled, rel=1e-12)
        assert int(row["meeting_view_period_unique_users"]) == len(here)


def minutes_of(of: Account, start: int, end: int) -> dict[tuple[str, str], float]:
    table = report_rows(of, 6001, {"from_date": str(start), "to_date": str(end)})
    keys = zip(table["cue_point_id"], table["user_id"], strict=True)
    return dict(zip(keys, map(float, table["meeting_view_time"]), strict=True))


@settings(deadline=None)
@given(stays, st.lists(st.integers(0, 12), max_size=5))
def test_windows_of_whole_hours_add_up(drawn: Any, cuts: list[int]) -> None:
    of, day = with_stays(drawn), at("08:00:00")
    edges = [day + 3600 * hour for hour in sorted({0, 12, *cuts})]
    parts: dict[tuple[str, str], float] = defaultdict(float)
    for start, end in pairwise(edges):
        for key, minutes in minutes_of(of, start, end).items():
            parts[key] += minutes
    whole = minutes_of(of, edges[0], edges[-1])
    assert parts.keys() == whole.keys()
    assert all(math.isclose(parts[key], whole[key], rel_tol=1e-12) for key in whole)
