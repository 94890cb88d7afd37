from collections import Counter
from collections.abc import Callable

import polars as pl
import pytest

from kaltura.api.errors import FileError
from kaltura.reports import size
from kaltura.reports.columns import COLUMNS, DTYPES, Report, column_names
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import BOM, attendee, balances, body, breakout, kinds, one, room

SIX, ONE, TWO = Report.ROOM_SESSIONS, Report.ATTENDEES, Report.BREAKOUT_SESSIONS
Reader = Callable[[bytes, Report], Parsed]


@pytest.mark.parametrize(("report", "row"), [(SIX, room()), (ONE, attendee()), (TWO, breakout())])
def test_a_plain_row_of_each_report_is_typed_without_any_problem(report: Report, row: list[str]) -> None:
    parsed = parse(body(report, [row]), report)
    assert parsed.frame.columns == column_names(report)
    assert [dtype.base_type() for dtype in parsed.frame.dtypes] == [DTYPES[column.kind] for column in COLUMNS[report]]
    assert (parsed.received, parsed.set_aside, parsed.problems) == (1, {}, ())


def test_values_keep_their_units() -> None:
    assert one(parse(body(SIX, [room()]), SIX)) == {
        "entry_id": "1_room",
        "entry_name": "Biology 101",
        "parent_entry_id": None,
        "cue_point_id": "c1",
        "session_start_time": 1_700_000_000,
        "session_end_time": 1_700_003_600,
        "session_host_user_id": "host",
        "meeting_view_period_unique_users": 21,
        "meeting_engaged_play_time_ratio": 0.95,
    }


@pytest.mark.parametrize("data", [BOM + b"\n", BOM, b"", b"\n", BOM + b"\r\n"])
def test_a_body_without_a_header_is_no_data(data: bytes) -> None:
    parsed = parse(data, ONE)
    assert parsed.frame.columns == column_names(ONE)
    assert (parsed.received, parsed.set_aside, parsed.problems) == (0, {}, ())


def test_a_header_alone_is_no_data() -> None:
    parsed = parse(body(ONE, []), ONE)
    assert (parsed.received, parsed.frame.height, parsed.problems) == (0, 0, ())


# The header


def test_columns_are_found_by_name_in_any_order_case_and_spelling() -> None:
    header = ["Meeting View Time", "USER ID", "user-name", "Cue_Point_ID", "entryId", "meeting_engaged_play_time_ratio"]
    parsed = parse(body(ONE, [["12.5", "ann", "Ann", "c1", "1_room", "0.5"]], header), ONE)
    row = one(parsed)
    assert (row["entry_id"], row["cue_point_id"], row["user_id"], row["meeting_view_time"]) == (
        "1_room",
        "c1",
        "ann",
        12.5,
    )
    assert row["user_email"] is None
    assert [(p.kind, p.column) for p in parsed.problems] == [
        ("missing_column", "user_email"),
        ("missing_column", "user_type"),
    ]


def test_an_alias_is_accepted() -> None:
    header = ["entry_id", "session_id", *column_names(ONE)[2:]]
    assert one(parse(body(ONE, [attendee()], header), ONE))["cue_point_id"] == "c1"


def test_an_extra_column_is_reported_and_not_used() -> None:
    parsed = parse(body(ONE, [[*attendee(), "x"], [*attendee(user_id="bob"), ""]], [*column_names(ONE), "mood"]), ONE)
    assert parsed.frame.columns == column_names(ONE)
    assert parsed.frame.height == 2
    assert [(p.kind, p.column) for p in parsed.problems] == [("unexpected_column", "mood")]


def test_of_a_repeated_column_the_first_is_used() -> None:
    parsed = parse(body(ONE, [[*attendee(), "other"]], [*column_names(ONE), "user id"]), ONE)
    assert one(parsed)["user_id"] == "ann"
    assert kinds(parsed) == {"repeated_column": 1}


def test_a_missing_needed_column_is_named() -> None:
    header = [name for name in column_names(ONE) if name != "user_id"]
    with pytest.raises(FileError, match="without the column user_id"):
        parse(body(ONE, [], header), ONE)


def test_something_else_than_a_report_is_refused() -> None:
    with pytest.raises(FileError, match="entry_id, cue_point_id"):
        parse(b"<html><body>Sign in</body></html>\n", ONE)


# Lines


def test_a_name_with_quotes_does_not_swallow_its_neighbours() -> None:
    names = ['Jo "Jay" Fox', '"', '""', 'say "hi', '"open', 'end"', "'", "5'3\""]
    parsed = parse(body(ONE, [attendee(user_name=name) for name in names]), ONE)
    expected = ['Jo "Jay" Fox', '"', None, 'say "hi', '"open', 'end"', "'", "5'3\""]
    assert Counter(parsed.frame["user_name"].to_list()) == Counter(expected)


def test_a_wrapped_cell_is_unwrapped_and_its_doubled_quotes_undone() -> None:
    parsed = parse(body(ONE, [attendee(user_name='"Jo ""Jay"" Fox"', user_id='"jo"', meeting_view_time='"3.5"')]), ONE)
    row = one(parsed)
    assert (row["user_name"], row["user_id"], row["meeting_view_time"]) == ('Jo "Jay" Fox', "jo", 3.5)
    assert parsed.problems == ()


@pytest.mark.parametrize("name", ["Ann\nLee", "Ann\n\nLee", "\nAnn", "Ann\n", "A\nn\nn"])
def test_a_row_split_by_a_line_break_in_a_name_is_put_together(name: str) -> None:
    rows = [attendee(user_id="first"), attendee(user_name=name), attendee(user_id="last")]
    parsed = parse(body(ONE, rows), ONE)
    assert parsed.received == 3
    assert parsed.set_aside == {}
    assert kinds(parsed) == {"joined_line": 1}
    assert set(parsed.frame["user_name"]) == {"Ann Lee", name}


def test_two_split_rows_in_a_row_are_kept_apart() -> None:
    rows = [attendee(user_name="Ann\nLee"), attendee(user_id="bob", user_name="Bob\nRay")]
    parsed = parse(body(ONE, rows), ONE)
    assert parsed.frame.select("user_id", "user_name").rows() == [("ann", "Ann\nLee"), ("bob", "Bob\nRay")]


def test_lines_that_do_not_fit_are_set_aside_and_shown() -> None:
    data = body(ONE, [attendee()]) + b"too,few\n" + b"one,too,many,,,,,,9\n" + b"\n"
    parsed = parse(data, ONE)
    assert parsed.received == 4
    assert parsed.set_aside == {"broken line": 2, "empty line": 1}
    assert [row["line"] for row in parsed.problems[1].rows] == ["too,few", "one,too,many,,,,,,9"]


def test_two_broken_lines_are_not_joined_to_a_row_whose_numbers_are_names() -> None:
    data = body(ONE, []) + b"1_room,c1,ann\n1_room,c1,bob,Bob,x,y\n"  # 2 + 5 separators: a row by count alone
    parsed = parse(data, ONE)
    assert parsed.set_aside == {"broken line": 2}


def test_windows_line_ends_are_tolerated() -> None:
    data = body(ONE, [attendee(), attendee(user_id="bob", meeting_engaged_play_time_ratio="")])
    parsed = parse(data.replace(b"\n", b"\r\n"), ONE)
    assert parsed.frame.equals(parse(data, ONE).frame)
    assert parsed.problems == ()


def test_after_a_cut_the_last_line_is_not_trusted() -> None:
    parsed = parse(body(ONE, [attendee(), attendee(meeting_engaged_play_time_ratio="0.97")])[:-2], ONE)
    assert (parsed.received, parsed.frame.height, parsed.set_aside) == (2, 1, {"cut off": 1})
    assert kinds(parsed) == {"cut_body": 1}


def test_bytes_that_are_no_text_are_reported() -> None:
    parsed = parse(body(ONE, [attendee(), attendee(user_name="Zo#")]).replace(b"Zo#", b"Zo\xeb"), ONE)
    assert parsed.frame["user_name"].to_list() == ["Ann Lee", "Zo\ufffd"]
    assert kinds(parsed) == {"not_utf8": 1}


# Cells


def test_examples_are_bounded_but_all_are_counted() -> None:
    parsed = parse(body(ONE, [attendee(meeting_view_time="x")] * 500), ONE)
    assert (parsed.problems[0].count, len(parsed.problems[0].rows)) == (500, 200)
    assert balances(parsed)


# Size


def test_a_body_or_line_beyond_any_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = body(ONE, [attendee(), attendee(user_name="x" * 5000), attendee()])
    monkeypatch.setattr(size, "LONGEST_LINE", 5000)
    with pytest.raises(FileError, match="a line of more than"):
        parse(data, ONE)
    monkeypatch.setattr(size, "LONGEST_LINE", 6000)
    assert parse(data, ONE).frame.height == 3
    monkeypatch.setattr(size, "MOST_BYTES", len(data) - 1)
    with pytest.raises(FileError, match="read in one piece"):
        parse(data, ONE)


def test_order_of_rows_is_kept_on_the_fast_way() -> None:
    rows = [attendee(user_id=f"user{number}") for number in range(5000)]
    frame = parse(body(ONE, rows), ONE).frame
    assert frame["user_id"].cast(pl.String).to_list() == [f"user{number}" for number in range(5000)]


@pytest.mark.parametrize("hidden", ["\0", "\x01", "\t", "\x7f", "\x85", "\u200b", "\u202e", "\u00a0"])
@pytest.mark.parametrize("reader", [parse, parse_file])
def test_an_id_with_a_character_that_is_shown_as_a_space_is_kept_and_reported(reader: Reader, hidden: str) -> None:
    ids = [f"a{hidden}b", "a b", "ab"]
    parsed = reader(body(ONE, [attendee(user_id=user) for user in [*ids, ids[0]]]), ONE)
    assert parsed.frame["user_id"].cast(pl.String).to_list() == [*ids, ids[0]]
    (problem,) = parsed.problems
    assert (problem.kind, problem.column, problem.count) == ("unseen_character", "user_id", 2)
    assert all(row["user_id"].isprintable() and row["user_id"] not in ids for row in problem.rows)


@pytest.mark.parametrize("column", ["entry_id", "parent_entry_id", "cue_point_id", "session_host_user_id"])
def test_each_id_is_looked_at_and_no_name(column: str) -> None:
    parsed = parse(body(SIX, [room(**{column: "1\0x", "entry_name": "Bio\tlogy"}), room(cue_point_id="c2")]), SIX)
    assert [(problem.kind, problem.column, problem.count) for problem in parsed.problems] == [
        ("unseen_character", column, 1)
    ]
