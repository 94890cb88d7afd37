from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kaltura.dataset import Dataset, Failure
from kaltura.fetch.rows import NOT_ASKED
from kaltura.filters import Filters
from kaltura.metrics.anomalies import Anomaly, needs_a_look
from kaltura.metrics.room_anomalies import AT_LEAST, anything_usual, fallen_and_unusual
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry, Problem
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.class_cases import WEEKS


def audiences(*sizes: int, room: str = "r", **more: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A weekly hour in a room with so many people each, all engaged at 0.9."""
    rooms = [room_session(f"{room}{n}", room, f"{WEEKS[n]} 10:00", f"{WEEKS[n]} 11:00") for n in range(len(sizes))]
    rows = [
        attendance(f"{room}{n}", room, f"u{p}", 60, 0.9, **more) for n, size in enumerate(sizes) for p in range(size)
    ]
    return rooms, rows


def kinds(ds: Dataset) -> dict[str, Anomaly]:
    return {anomaly.kind: anomaly for anomaly in needs_a_look(ds)}


def test_a_room_whose_attendance_fell_is_named_with_its_figures() -> None:
    ds = dataset(*audiences(30, 30, 28, 40, 31, 14, 12, 13))
    row = fallen_and_unusual(ds)[0].iloc[0]
    assert row[["recent", "before", "recent_sessions", "sessions_before"]].tolist() == [13, 30, 3, 5]
    assert row["change"] == pytest.approx(-17 / 30)
    found = kinds(ds)["room_fell"]
    assert found.sentence == (
        "Attendance in “Room r” fell: the median of its last 3 sessions is 13 people, "
        "that of the 5 before 30 (−56.7 %)."
    )
    assert (found.severity, found.page, found.room_id) == ("high", "sessions", "r")
    assert (found.about, found.brief) == ("Room r", "30 → 13 people ↓\u00a056.7 %")


@pytest.mark.parametrize(
    "sizes",
    [
        (30, 30, 30, 30, 22, 22, 22),  # 27 % less
        (4, 4, 4, 4, 1, 1, 1),  # too few people to say
        (30, 30, 30, 10, 10, 10),  # too few sessions before
        (30, 30, 30, 30, 5, 30, 30),  # one odd session among the last
        (10, 10, 10, 10, 30, 30, 30),  # it grew
    ],
)
def test_what_is_no_fall(sizes: tuple[int, ...]) -> None:
    assert fallen_and_unusual(dataset(*audiences(*sizes)))[0].empty


def test_a_fall_is_not_seen_in_a_selection_of_people() -> None:
    ds = dataset(*audiences(30, 30, 30, 30, 10, 10, 10))
    assert len(fallen_and_unusual(ds)[0]) == 1
    assert fallen_and_unusual(ds.select(Filters(user_types=("User",))))[0].empty


def test_sessions_that_nobody_knows_when_they_were_are_neither_earlier_nor_later() -> None:
    """By their IDs alone the last three would have fallen."""
    rooms, rows = audiences(20, 20, 20, 20, 20, 5, 5, 5)
    group = breakout("b", "g", "r", "2026-03-02 10:10", "2026-03-02 10:30", 2)
    assert len(fallen_and_unusual(dataset(rooms, rows, [group]))[0]) == 1
    assert fallen_and_unusual(dataset((), rows, [group]))[0].empty


def test_a_session_without_times_is_not_compared() -> None:
    """As that of which only 6001 tells."""
    rooms, rows = audiences(10, 10, 10, 10, 60, 10, 10, 10, 10)
    ds = dataset([room for room in rooms if room["cue_point_id"] != "r4"], rows)
    assert fallen_and_unusual(ds)[1].empty
    assert needs_a_look(ds) == ()


def test_a_session_far_from_the_usual_of_its_room() -> None:
    ds = dataset(*audiences(20, 21, 19, 20, 60, 20, 22))
    row = fallen_and_unusual(ds)[1].iloc[0]
    assert (row["cue_point_id"], row["measure"], row["value"], row["median"]) == ("r4", "attendees", 60, 20)
    assert row["distance"] == pytest.approx(40 / 1.4826)  # the median deviation is 1
    found = kinds(ds)["session_unusual"]
    assert (
        found.sentence
        == "“Room r” on 2 Apr 2026 at 10:00: attendees 60, usually 20 (median of 7 sessions, this one included)."
    )
    assert found.cue_point_ids == ("r4",)
    assert (found.about, found.brief) == ("Room r, 2 Apr 2026", "attendees 20 → 60 ↑")


def test_a_room_left_open_and_a_session_without_attention_are_unusual_too() -> None:
    rooms, rows = audiences(10, 10, 10, 10, 10, 10, 10)
    rooms[2] = room_session("r2", "r", "2026-03-16 10:00", "2026-03-16 22:00")
    for row in rows:
        if row["cue_point_id"] == "r3":
            row["meeting_engaged_play_time_ratio"] = 0.3
    table = fallen_and_unusual(dataset(rooms, rows))[1].set_index("measure")
    assert table.loc["length", ["cue_point_id", "shown", "usual"]].tolist() == ["r2", "720 min", "60 min"]
    assert table.loc["engagement", ["cue_point_id", "shown", "usual"]].tolist() == ["r3", "30.0 %", "90.0 %"]


@pytest.mark.parametrize(("rated", "flagged"), [(4, False), (5, True)])
def test_the_engagement_of_fewer_than_five_people_is_not_called_unusual(rated: int, flagged: bool) -> None:
    rooms, rows = audiences(10, 10, 10, 10, 10, 10, 10)
    of_one = [row for row in rows if row["cue_point_id"] == "r3"]
    for number, row in enumerate(of_one):
        row["meeting_engaged_play_time_ratio"] = 0.3 if number < rated else None
    assert ("engagement" in set(fallen_and_unusual(dataset(rooms, rows))[1]["measure"])) == flagged


def test_a_session_that_is_unusual_twice_is_named_once() -> None:
    rooms, rows = audiences(10, 10, 10, 10, 10, 10, 30)
    rooms[6] = room_session("r6", "r", f"{WEEKS[6]} 10:00", f"{WEEKS[6]} 16:00")
    found = [anomaly for anomaly in needs_a_look(dataset(rooms, rows)) if anomaly.kind == "session_unusual"]
    assert len(found) == 1
    assert (
        "length 360 min, usually 60 min; attendees 30, usually 10 (median of 7 sessions, this one included)"
        in found[0].sentence
    )


def test_a_room_of_equal_sessions_has_nothing_unusual_within_its_rounding() -> None:
    assert fallen_and_unusual(dataset(*audiences(20, 20, 20, 20, 20, 24)))[1].empty
    assert fallen_and_unusual(dataset(*audiences(20, 20, 20, 20, 60)))[1].empty  # five sessions are not enough


def test_failed_reports_the_ledger_and_problems() -> None:
    whole = dataset(*audiences(3))
    failure = Failure(Report.BREAKOUT_SESSIONS, "Kaltura has no such report.", "Ask your account manager.")
    ds = replace(
        whole,
        provenance=replace(whole.provenance, failures=(failure,)),
        ledger=(
            LedgerEntry(Report.ROOM_SESSIONS, 10, 5),
            LedgerEntry(Report.ATTENDEES, 1000, 990, set_aside={"broken line": 2, NOT_ASKED: 8}),
        ),
        problems=(Problem("a", "Small.", 1), Problem("b", "Two things.", 2)),
    )
    found = needs_a_look(ds)
    assert [(a.kind, a.severity) for a in found] == [
        ("report_failed", "high"),
        ("ledger", "high"),
        ("set_aside", "low"),
        ("problems", "low"),
    ]
    assert found[0].sentence == (
        "Breakout sessions (6002) is missing. Kaltura has no such report. Ask your account manager."
    )
    assert found[2].sentence == "Attendees: 2 of all 1,000 rows received (0.2\u00a0%) were set aside."
    most = LedgerEntry(Report.ATTENDEES, 4_000_000, 3_999_999, set_aside={"no cue_point_id": 1})
    rare = needs_a_look(replace(whole, ledger=(most,)))
    assert [a.sentence for a in rare if a.kind == "set_aside"] == [
        "Attendees: 1 of all 4,000,000 rows received (under 0.1\u00a0%) were set aside."
    ]
    assert found[3].sentence == "Noted while reading all of the data: Two things, and 1 more."


@pytest.mark.parametrize(("broken", "severity"), [(9, "low"), (10, "medium")])
def test_one_row_in_a_hundred_set_aside_is_more_than_a_trifle(broken: int, severity: str) -> None:
    entry = LedgerEntry(Report.ATTENDEES, 1000, 1000 - broken, set_aside={"broken line": broken})
    found = needs_a_look(replace(dataset(*audiences(3)), ledger=(entry,)))
    assert [(a.kind, a.severity) for a in found] == [("set_aside", severity)]


def test_sessions_without_attendees_unless_the_report_failed() -> None:
    rooms, rows = audiences(3, 3, 3)
    ds = dataset(rooms, [row for row in rows if row["cue_point_id"] != "r1"])
    found = kinds(ds)["without_attendees"]
    assert found.sentence.startswith("1 of 3 main sessions (33.3 %) have no attendees in report 6001")
    assert found.cue_point_ids == ("r1",)
    failed = replace(ds.provenance, failures=(Failure(Report.ATTENDEES, "No.", "Wait."),))
    assert "without_attendees" not in kinds(replace(ds, provenance=failed))


def test_rooms_left_open() -> None:
    rooms = [
        room_session("old", "r", "2026-03-02 10:00", "2026-03-02 10:00"),
        room_session("new", "r", "2026-03-03 08:00", "2026-03-03 08:00"),
    ]
    rows = [attendance(cue, "r", "a", 5, 1.0) for cue in ("old", "new")]
    found = kinds(dataset(rooms, rows, fetched="2026-03-03 09:00"))["left_open"]
    assert found.sentence.startswith("1 session had no end more than 12 hours after the start")
    assert found.cue_point_ids == ("old",)


def test_breakouts_to_look_at() -> None:
    start, end = "2026-03-02 10:00", "2026-03-02 11:00"
    ds = dataset(
        [room_session("m", "r", start, end)],
        [attendance("m", "r", "a", 60, 1.0)],
        [
            *(breakout(f"b{n}", f"g{n}", "r", start, end, count) for n, count in enumerate((0, 1, 2, 13))),
            breakout("o", "g9", "r", "2026-03-05 10:00", "2026-03-05 11:00", 3),
        ],
    )
    found = kinds(ds)
    assert found["breakouts_orphan"].severity == "medium"
    assert found["breakouts_empty"].sentence == "1 of 5 breakouts had no participants."
    assert found["breakouts_solo"].cue_point_ids == ("b1",)
    assert found["breakouts_over_full"].cue_point_ids == ("b3",)
    assert all(found[kind].page == "breakouts" for kind in found if kind.startswith("breakouts"))


def test_nothing_to_look_at() -> None:
    assert needs_a_look(dataset()) == ()
    assert needs_a_look(dataset(*audiences(20, 21, 20, 19, 20, 21, 20))) == ()


def test_whether_anything_could_be_unusual() -> None:
    assert not anything_usual(dataset())
    assert not anything_usual(dataset(*audiences(*[20] * (AT_LEAST - 1))))
    assert anything_usual(dataset(*audiences(*[20] * AT_LEAST)))
    assert not anything_usual(dataset(*audiences(*[20] * AT_LEAST)).select(Filters(users=("u1",))))


def test_a_short_selection_is_measured_against_earlier_dates() -> None:
    whole = dataset(*audiences(30, 30, 28, 40, 31, 14, 12, 13))
    days = Filters(*(date.fromisoformat(WEEKS[n]) for n in (5, 7)))
    short = whole.select(days)
    assert "room_fell" not in kinds(short)
    found = {anomaly.kind: anomaly for anomaly in needs_a_look(short, whole)}
    assert "that of the 5 before 30" in found["room_fell"].sentence


def test_a_short_selection_has_unusual_sessions_by_the_usual_of_earlier_dates() -> None:
    whole = dataset(*audiences(20, 60, 21, 19, 20, 60, 20))
    day = date.fromisoformat(WEEKS[5])
    short = whole.select(Filters(day, day))
    assert "session_unusual" not in kinds(short)
    found = [a for a in needs_a_look(short, whole) if a.kind == "session_unusual"]
    assert [a.cue_point_ids for a in found] == [("r5",)]
    assert "attendees 60, usually 20 (median of 7 sessions, this one included)" in found[0].sentence


def test_rooms_and_sessions_outside_the_selection_are_not_named() -> None:
    fell, other = audiences(30, 30, 28, 40, 31, 14, 12, 13), audiences(9, 9, room="s")
    whole = dataset(fell[0] + other[0], fell[1] + other[1])
    assert "room_fell" in kinds(whole)
    assert "room_fell" not in {a.kind for a in needs_a_look(whole.select(Filters(rooms=("s",))), whole)}
