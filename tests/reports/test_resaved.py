import csv
import io

import polars as pl
import pytest

from kaltura.api.errors import FileError
from kaltura.reports import resaved as module
from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import parse
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import BOM, attendee, body, kinds, room

SIX, ONE, TWO = Report
ROWS = [
    attendee(user_name="Lee, Ann", user_type="Guest"),
    attendee(user_id="bob", user_name='Bob "B" Ray'),
    attendee(user_id="eve", user_name="Eve\nMay"),
    attendee(user_id="zoe", user_name="Zoë Ünal", meeting_engaged_play_time_ratio=""),
]


def resaved(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end).writerows([column_names(ONE), *rows])
    return file.getvalue()


def names(data: bytes) -> list[str]:
    parsed = parse_file(data, ONE)
    assert parsed.set_aside == {}
    assert parsed.problems == ()
    assert parsed.frame["meeting_view_time"].to_list() == [47.25] * 4
    return parsed.frame["user_name"].to_list()


EXPECTED = ["Lee, Ann", 'Bob "B" Ray', "Eve\nMay", "Zoë Ünal"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read_to_the_same_values(separator: str, end: str, encoding: str) -> None:
    assert names(resaved(ROWS, separator, end).encode(encoding)) == EXPECTED


def test_a_decimal_comma_is_read_where_the_separator_is_not_one() -> None:
    rows = [attendee(meeting_view_time="47,25", meeting_engaged_play_time_ratio="0,9")]
    row = parse_file(resaved(rows, ";").encode(), ONE).frame.row(0, named=True)
    assert (row["meeting_view_time"], row["meeting_engaged_play_time_ratio"]) == (47.25, 0.9)


def test_decimal_commas_of_a_quoted_file_are_read_where_they_can_be_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def minutes(*cells: str) -> tuple[list[float | None], dict[str, int]]:
        rows = [",".join(f'"{value}"' for value in attendee(meeting_view_time=cell)) for cell in cells]
        parsed = parse_file("\n".join([",".join(column_names(ONE)), *rows, ""]).encode(), ONE)
        return parsed.frame["meeting_view_time"].to_list(), kinds(parsed)

    assert minutes("47,25", "3", "12,5", "0,125") == ([47.25, 3, 12.5, 0.125], {"decimal_comma": 3})
    assert minutes("47,1666666667", "") == ([47.1666666667, None], {"decimal_comma": 1})
    assert minutes("47,25", "1,234") == ([None, None], {"unreadable_number": 2}), "1234, or a bit more than 1"
    monkeypatch.setattr(module, "_BATCH", 1)
    assert minutes("47,25", "1,234")[0] == [None, None], "a file is read in one way from end to end"
    assert minutes("47,25", "n/a") == ([None, None], {"unreadable_number": 2})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_refused(encoding: str) -> None:
    text = body(ONE, [attendee()]).decode("utf-8-sig")
    with pytest.raises(FileError, match="UTF-16"):
        parse_file(text.encode(encoding), ONE)


def test_the_hint_line_for_excel_is_skipped() -> None:
    assert names(b"sep=;\r\n" + resaved(ROWS, ";").encode()) == EXPECTED


def test_old_windows_text_is_read_and_said() -> None:
    parsed = parse_file(resaved([attendee(user_name="Zoë")], ";").encode("cp1252"), ONE)
    assert parsed.frame["user_name"].to_list() == ["Zoë"]
    assert [problem.kind for problem in parsed.problems] == ["not_utf8"]


def test_line_ends_of_an_old_macintosh() -> None:
    assert parse_file(resaved([attendee()], ",", "\r").encode(), ONE).frame.height == 1


def test_kalturas_own_file_is_read_as_the_answer_is() -> None:
    rows = [attendee(user_name='"open'), attendee(user_name='Jo "Jay" Fox'), attendee(user_name="Ann\nLee")]
    data = body(ONE, rows)
    assert parse_file(data, ONE).frame.equals(parse(data, ONE).frame)


def test_a_stray_quote_does_not_swallow_what_follows_a_broken_line() -> None:
    data = body(ONE, [attendee(user_name='"open'), *[attendee(user_id=f"u{n}") for n in range(9)]]) + b"broken\n"
    parsed = parse_file(data, ONE)
    assert (parsed.frame.height, parsed.set_aside) == (10, {"broken line": 1})


def test_a_quoted_file_with_a_broken_line_keeps_the_rest() -> None:
    data = (resaved(ROWS) + "broken\r\n\r\n").encode()
    parsed = parse_file(data, ONE)
    assert parsed.frame["user_name"].to_list() == EXPECTED
    assert parsed.set_aside == {"broken line": 1, "empty line": 1}
    assert parsed.received == 6


@pytest.mark.parametrize(("broken", "user"), [(250, "ann"), (0, "u" * 600)])
def test_a_quoted_file_is_known_as_one_behind_the_lines_that_are_shown(broken: int, user: str) -> None:
    """Of many odd lines only the first are kept to be shown, and of a long one only its beginning."""
    header, row = resaved([attendee(user_id=user, user_name="Lee, Ann")]).split("\r\n", 1)
    parsed = parse_file("\r\n".join([header, *["broken"] * broken, row]).encode(), ONE)
    assert parsed.frame["user_name"].to_list() == ["Lee, Ann"]
    assert parsed.set_aside.get("broken line", 0) == broken


def test_the_last_row_of_a_spreadsheet_that_ends_no_file_with_a_line_break_is_whole() -> None:
    assert names(resaved(ROWS).removesuffix("\r\n").encode()) == EXPECTED
    kalturas = parse_file(resaved(ROWS, end="\n").removesuffix("\n").encode(), ONE)
    assert kalturas.set_aside == {"cut off": 1}, "the last line of its files always ends with one"
    half = parse_file(resaved(ROWS)[:-20].encode(), ONE)
    assert half.set_aside == {"cut off": 1}, "a copy that did not come to its end"


def test_empty_columns_and_rows_that_a_spreadsheet_leaves_behind() -> None:
    lines = [[*column_names(SIX), "", ""], [*room(), "", ""], [""] * 11]
    parsed = parse_file("".join(";".join(line) + "\r\n" for line in lines).encode(), SIX)
    assert (parsed.frame.height, parsed.set_aside) == (1, {"no session": 1})
    assert [problem.kind for problem in parsed.problems] == ["no_session"]


@pytest.mark.parametrize("data", [BOM + b"\n", BOM, b"\r\n"])
def test_no_data_is_no_error(data: bytes) -> None:
    assert parse_file(data, ONE).received == 0


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileError, match="empty"):
        parse_file(b"", ONE)


def test_the_apostrophe_goes_only_from_our_own_export() -> None:
    kaltura = body(ONE, [attendee(user_name="'=1")])
    assert parse_file(kaltura, ONE).frame["user_name"].to_list() == ["'=1"]
    ours = body(ONE, [[*attendee(user_name="'=1"), "UTC"]], [*column_names(ONE), "time_zone"])
    assert parse_file(ours, ONE).frame["user_name"].to_list() == ["=1"]


def test_many_quoted_rows_come_in_order() -> None:
    rows = [attendee(user_id=f"u{n}", user_name="Lee, Ann") for n in range(60_000)]
    frame = parse_file(resaved(rows).encode(), ONE).frame
    assert frame["user_id"].cast(pl.String).to_list() == [f"u{n}" for n in range(60_000)]
