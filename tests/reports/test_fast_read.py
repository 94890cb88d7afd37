from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kaltura.reports import fast_read
from kaltura.reports.columns import DTYPES, Report, column_names
from kaltura.reports.fast_read import NotPlain, read_typed
from kaltura.reports.header import Layout
from kaltura.reports.lines import MOST_BY_HAND, Line, odd_lines
from kaltura.reports.parse import parse, read_text

LAYOUT = Layout(Report.ATTENDEES, tuple(column_names(Report.ATTENDEES)))
WIDTH = len(LAYOUT.fields)
PIECES = [1, 35, 500, 1 << 20]


def row(at: int, user: str = "", minutes: str = "") -> bytes:
    cells = (f"1_room,1_session{at % 3}", user or f"user{at % 5}", f"Name {at % 4},,User", minutes or f"{at}.5")
    return f"{','.join(cells)},0.{at % 10}\n".encode()


def in_pieces(patch: pytest.MonkeyPatch, size: int) -> None:
    patch.setattr(fast_read, "PIECE", size)
    patch.setattr(fast_read, "_WORTH_A_THREAD", 0)


def read(body: bytes) -> tuple[pl.DataFrame, list[Line]]:
    return read_typed(body, body.index(b"\n") + 1, LAYOUT)


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_of_any_size_give_what_polars_reads_at_once(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, piece)
    body = b"," * (WIDTH - 1) + b"\n" + b"".join(row(at) for at in range(40))
    frame, odd = read(body)
    assert odd == []
    expected = read_text(body, LAYOUT).with_columns(pl.all().fill_null(""))
    assert expected.height == 40
    assert_frame_equal(frame, expected.cast({column.name: DTYPES[column.kind] for column in LAYOUT.columns}))


def test_only_what_follows_the_start_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 1)
    first, second, third = (row(at) for at in range(3))
    body = b"\n" + first + second + third
    frame, _ = read_typed(body, 1 + len(first), LAYOUT)
    assert frame["meeting_view_time"].to_list() == [1.5, 2.5]
    assert read_typed(body, len(body), LAYOUT)[0].schema == frame.schema


LINES = st.sampled_from([row(1), row(2), b"\n", b"\r\n", b"a,b\n", b",,,,,,,\n", b",,,,,,,\r\n", row(3)[:-1] + b",x\n"])


@given(st.lists(LINES, max_size=12), st.sampled_from(PIECES))
def test_lines_that_do_not_fit_are_told_from_rows_wherever_they_stand(lines: list[bytes], piece: int) -> None:
    body = b"head\n" + b"".join(lines)
    wanted = list(odd_lines(body, 5, b",", WIDTH))
    with pytest.MonkeyPatch.context() as patch:
        in_pieces(patch, piece)
        frame, odd = read_typed(body, 5, LAYOUT)
    assert odd == wanted
    kept = [line for line in lines if line.count(b",") == WIDTH - 1]
    assert frame["meeting_view_time"].to_list() == [float(t) if (t := line.split(b",")[6]) else None for line in kept]


@pytest.mark.parametrize("cell", ["1_room", "Unknown", "", "0", "nan", "NULL", "\x00", "0x1F"])
def test_a_cell_is_what_it_was(cell: str) -> None:
    frame, odd = read(f"\n{cell},{cell},{cell},{cell},{cell},{cell},1,1\n".encode())
    assert odd == []
    assert set(frame.select(pl.col(DTYPES["id"]).cast(pl.String)).row(0)) == {cell}


@pytest.mark.parametrize(("cell", "number"), [("1e2", 100.0), ("Unknown", None), ("", None), ("-0.5", -0.5)])
def test_a_number_is_what_it_says(cell: str, number: float | None) -> None:
    frame, _ = read(b"\n" + row(0).replace(b",0.5,", f",{cell},".encode()))
    assert frame["meeting_view_time"].to_list() == [number]


@pytest.mark.parametrize("cell", ["nan", "inf", "0x1F", "1_0", "null", "N/A", "true", "12:30"])
def test_what_is_no_number_is_looked_at_closely(cell: str) -> None:
    with pytest.raises(NotPlain):
        read(b"\n" + row(0, minutes=cell))


@pytest.mark.parametrize("cell", ["0x1F", "1.5", "1e300"])
def test_an_integer_is_a_whole_number_that_can_be_exact(cell: str) -> None:
    layout = Layout(Report.BREAKOUT_SESSIONS, tuple(column_names(Report.BREAKOUT_SESSIONS)))
    cells = [cell if name == "participant_count" else "1" for name in layout.fields]
    body = b"\n" + ",".join(cells).encode() + b"\n"
    with pytest.raises(NotPlain):
        read_typed(body, 1, layout)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xff"])
def test_a_byte_order_mark_or_another_encoding_is_looked_at_closely(start: bytes) -> None:
    with pytest.raises(NotPlain):
        read(b"\n" + start + row(0))


@pytest.mark.parametrize("line", [b"a\n", b"\n", b"\r\n"])
def test_rubbish_is_not_held_line_by_line(line: bytes) -> None:
    with pytest.raises(NotPlain):
        read(b"\n" + row(0) + line * (MOST_BY_HAND + 1))


def test_nor_is_rubbish_that_is_spread_over_all_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 10_000)
    with pytest.raises(NotPlain):
        read(b"\n" + (row(0) + b"x,y\n") * (MOST_BY_HAND + 1))


def test_a_carriage_return_within_a_line_is_looked_at_closely() -> None:
    assert read(b"\n" + row(0)[:-1] + b"\r\n")[0].height == 1
    with pytest.raises(NotPlain):
        read(b"\n" + row(0, user="Ann\r"))


@pytest.mark.parametrize(
    ("cell", "ours", "text"), [('"a""b"', False, 'a"b'), ("'=1", False, "'=1"), ("'=1", True, "=1")]
)
def test_labels_are_what_was_quoted_or_marked(cell: str, ours: bool, text: str) -> None:
    body = f"\n1_room,1_s,{cell},Ann,,User,1,1\n1_room,1_s,Bea,{cell},,User,1,1\n".encode()
    frame, odd = read_typed(body, 1, replace(LAYOUT, ours=ours))
    assert odd == []
    assert frame.select(pl.col("user_id", "user_name").cast(pl.String)).rows() == [(text, "Ann"), ("Bea", text)]


@pytest.mark.parametrize("last", ["1", "x"])
def test_a_byte_order_mark_within_the_lines_is_the_cells_own(last: str) -> None:
    body = b"\n" + b"x\n" + b"\xef\xbb\xbf" + row(0) + row(1, minutes=last)
    frame = parse(",".join(LAYOUT.fields).encode() + body, Report.ATTENDEES).frame
    assert frame["entry_id"].to_list() == ["\ufeff1_room", "1_room"]


def test_what_arrow_holds_is_given_back_also_when_it_cannot_read_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[bool] = []
    pool = SimpleNamespace(release_unused=lambda: released.append(True))
    monkeypatch.setattr(fast_read.pa, "default_memory_pool", lambda: pool)
    read(b"\n" + row(0))
    assert len(released) == 1
    with pytest.raises(NotPlain):
        read(b"\n" + row(0, minutes="nan"))
    assert len(released) == 2
