"""What a cell is worth: the spellings of none, numbers as Kaltura writes them, and what cannot be."""

import time
from collections.abc import Callable

import pytest

from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import BOM, attendee, body, breakout, kinds, one, room

SIX, ONE, TWO = Report.ROOM_SESSIONS, Report.ATTENDEES, Report.BREAKOUT_SESSIONS
Reader = Callable[[bytes, Report], Parsed]


@pytest.mark.parametrize("none", ["", "0", "Unknown"])
def test_each_spelling_of_none_is_null_in_text(none: str) -> None:
    row = one(parse(body(ONE, [attendee(user_id=none, user_name=none, user_email=none)]), ONE))
    assert (row["user_id"], row["user_name"], row["user_email"]) == (None, None, None)


def test_zero_minutes_are_zero_but_a_zero_time_is_none() -> None:
    assert one(parse(body(ONE, [attendee(meeting_view_time="0")]), ONE))["meeting_view_time"] == 0
    assert one(parse(body(SIX, [room(session_end_time="0")]), SIX))["session_end_time"] is None


def test_a_row_of_no_session_is_set_aside_and_counted() -> None:
    unknown = ["Unknown"] * 8
    parsed = parse(body(ONE, [unknown, attendee(), attendee(cue_point_id="")]), ONE)
    assert (parsed.received, parsed.frame.height, parsed.set_aside) == (3, 1, {"no session": 2})
    assert kinds(parsed) == {"no_session": 2}


def test_a_header_in_the_middle_is_no_session_and_nobody() -> None:
    """As `cat a.csv b.csv` writes it: the second file begins with its byte order mark."""
    for report, row in ((SIX, room), (ONE, attendee), (TWO, breakout)):
        first, second = body(report, [row(), row(cue_point_id="c2")]), body(report, [row(cue_point_id="c3")])
        for again in (second, second.removeprefix(BOM), second.upper().replace(b"_", b" ")):
            for parsed in (parse(first + again, report), parse_file((first + again).replace(b",", b";"), report)):
                assert parsed.frame.height == 3
                assert (parsed.received, parsed.set_aside) == (4, {"header line": 1})
                assert kinds(parsed) == {"repeated_header": 1}


@pytest.mark.parametrize("rounded", ["2.91E+11", "3E+11", "2,91E+11"])
def test_an_id_that_a_spreadsheet_rounded_is_nobodys(rounded: str) -> None:
    lines = [";".join(attendee(user_id=user)) for user in (rounded, rounded, "2.91E-11", "1_E+1")]
    parsed = parse_file("\n".join([";".join(column_names(ONE)), *lines, ""]).encode(), ONE)
    assert parsed.frame["user_id"].to_list() == [None, None, "2.91E-11", "1_E+1"]
    assert kinds(parsed) == {"rounded_id": 2}
    assert parsed.problems[0].rows[0]["user_id"] == rounded


def test_a_session_whose_id_was_rounded_is_none_and_a_breakout_stays_one() -> None:
    parsed = parse(body(SIX, [room(cue_point_id="2.91E+11"), room(parent_entry_id="3.14E+11")]), SIX)
    assert parsed.set_aside == {"no session": 1}
    assert [(p.kind, p.column) for p in parsed.problems] == [
        ("rounded_id", "parent_entry_id"),
        ("rounded_id", "cue_point_id"),
        ("no_session", ""),
    ]
    assert one(parsed)["parent_entry_id"] == "3.14E+11"


@pytest.mark.parametrize(
    ("text", "value"),
    [("6.5E-5", 6.5e-05), ("47.16666666666667", 47.16666666666667), (" 3 ", 3.0), ("12", 12.0), ("", None)],
)
def test_numbers_are_read_as_kaltura_writes_them(text: str, value: float | None) -> None:
    parsed = parse(body(ONE, [attendee(meeting_view_time=text)]), ONE)
    assert one(parsed)["meeting_view_time"] == value
    assert parsed.problems == ()


@pytest.mark.parametrize("text", ["abc", "12abc", "nan", "inf", "1e400", "1 000", "0x10", "-", "12;5"])
def test_what_is_no_number_is_null_and_reported(text: str) -> None:
    parsed = parse(body(ONE, [attendee(meeting_view_time=text), attendee(user_id="bob")]), ONE)
    assert parsed.frame["meeting_view_time"].to_list() == [None, 47.25]
    (problem,) = parsed.problems
    assert (problem.kind, problem.column, problem.count) == ("unreadable_number", "meeting_view_time", 1)
    assert problem.rows[0]["meeting_view_time"] == text


@pytest.mark.parametrize(("text", "value"), [("1.7E9", 1_700_000_000), ("1700000000.0", 1_700_000_000), ("1.5", None)])
def test_whole_numbers_may_be_written_as_floats(text: str, value: int | None) -> None:
    assert one(parse(body(SIX, [room(session_start_time=text)]), SIX))["session_start_time"] == value


def test_a_session_that_ends_before_it_starts_has_no_known_end() -> None:
    times = {"session_start_time": "1700003600", "session_end_time": "1700000000"}
    for report, row in ((SIX, room(**times)), (TWO, breakout(**times))):
        parsed = parse(body(report, [row]), report)
        assert one(parsed)["session_end_time"] is None
        assert kinds(parsed)["end_before_start"] == 1


def test_what_is_wrong_in_one_row_takes_nothing_from_another_whose_start_is_not_known() -> None:
    wrong = {"session_start_time": "1700003600", "session_end_time": "1700000000"}
    unknown = {"session_start_time": "Unknown", "session_end_time": "1700003600"}
    parsed = parse(body(SIX, [room(**wrong), room(**unknown)]), SIX)
    assert parsed.frame["session_end_time"].to_list() == [None, 1_700_003_600]
    assert kinds(parsed)["end_before_start"] == 1


NEXT_YEAR = str(int(time.time()) + 367 * 86_400)
LONG = str(1_700_000_000 + 367 * 86_400)


@pytest.mark.parametrize(
    ("report", "row", "column"),
    [
        (SIX, room(session_start_time="253402300799"), "session_start_time"),
        (SIX, room(session_start_time=NEXT_YEAR), "session_start_time"),
        (SIX, room(session_start_time="1104537599"), "session_start_time"),
        (TWO, breakout(session_start_time="46027"), "session_start_time"),  # 5 January 2026 in a spreadsheet
        (SIX, room(session_start_time="1700000000", session_end_time=LONG), "session_end_time"),
        (TWO, breakout(session_start_time="1700000000", session_end_time=LONG), "session_end_time"),
        (ONE, attendee(meeting_view_time="-1"), "meeting_view_time"),
        (ONE, attendee(meeting_view_time="9999999"), "meeting_view_time"),
        (SIX, room(session_start_time="1700000000000000"), "session_start_time"),
        (SIX, room(meeting_view_period_unique_users="-3"), "meeting_view_period_unique_users"),
        (TWO, breakout(duration="-600"), "duration"),
    ],
)
def test_impossible_numbers_are_null_and_reported(report: Report, row: list[str], column: str) -> None:
    parsed = parse(body(report, [row]), report)
    assert one(parsed)[column] is None
    assert [(p.kind, p.column) for p in parsed.problems] == [("impossible_number", column)]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("0", 0.0, None),
        ("1", 1.0, None),
        ("1.0000000002", 1.0, None),
        ("97.5", 0.975, "ratio_as_per_cent"),
        ("100", 1.0, "ratio_as_per_cent"),
        ("100.5", None, "impossible_ratio"),
        ("-0.1", None, "impossible_ratio"),
        ("", None, None),
        ("Unknown", None, None),
    ],
)
def test_ratios_end_up_between_0_and_1(text: str, value: float | None, kind: str | None) -> None:
    parsed = parse(body(ONE, [attendee(meeting_engaged_play_time_ratio=text)]), ONE)
    assert one(parsed)["meeting_engaged_play_time_ratio"] == value
    assert list(kinds(parsed)) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("texts", "values", "per_cent"),
    [
        (["97", "1", "0.5", "88", "0", "", "64"], [0.97, 0.01, 0.005, 0.88, 0, None, 0.64], 5),
        (["0.97", "1", "0.5", "97"], [0.97, 1, 0.5, 0.97], 1),
        (["1", "1.0000000002", "0.5"], [1, 1, 0.5], 0),
    ],
)
def test_per_cent_is_told_by_the_column(texts: list[str], values: list[float | None], per_cent: int) -> None:
    parsed = parse(body(ONE, [attendee(meeting_engaged_play_time_ratio=text) for text in texts]), ONE)
    assert parsed.frame["meeting_engaged_play_time_ratio"].to_list() == pytest.approx(values)
    assert kinds(parsed).get("ratio_as_per_cent", 0) == per_cent


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"duration": "600"}, 0),
        ({"duration": "601"}, 0),
        ({"duration": "10"}, 1),
        ({"duration": "600000"}, 1),
        ({"duration": ""}, 0),
        ({"duration": "77", "session_end_time": "1700000600"}, 0),  # still running
    ],
)
def test_a_duration_that_is_not_end_minus_start_is_reported(cells: dict[str, str], count: int) -> None:
    assert kinds(parse(body(TWO, [breakout(**cells)]), TWO)).get("duration_disagrees", 0) == count
