from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kaltura.reports import fast_read
from kaltura.reports.columns import DTYPES, Report, column_names
from kaltura.reports.fast_read import NotPlain, read_text, read_typed
from kaltura.reports.header import Layout
from kaltura.reports.lines import MOST_BY_HAND, Line, odd_lines

LAYOUT = Layout(Report.ATTENDEES, tuple(column_names(Report.ATTENDEES)))
WIDTH = len(LAYOUT.fields)
PIECES = [1, 70, 500, 1 << 20]


def row(at: int, user: str = "", minutes: str = "") -> bytes:
    cells = (f"1_room,1_session{at % 3}", user or f"user{at % 5}", f"Name {at % 4},,User", minutes or f"{at}.5")
    return f"{','.join(cells)},0.{at % 10}\n".encode()


def read(body: bytes) -> tuple[pl.DataFrame, list[Line]]:
    return read_typed(body, [(body.index(b"\n") + 1, len(body))], LAYOUT)


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_of_any_size_give_what_polars_reads_at_once(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_read, "PIECE", piece)
    body = b"head\n" + b"".join(row(at) for at in range(40))
    frame, odd = read(body)
    assert odd == []
    expected = read_text(body, LAYOUT).with_columns(pl.all().fill_null(""))
    assert expected.height == 40
    assert_frame_equal(frame, expected.cast(LAYOUT.typed_schema))


def test_only_the_stretches_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_read, "PIECE", 1)
    first, second, third = (row(at) for at in range(3))
    body = b"\n" + first + second + third
    after = 1 + len(first) + len(second)
    frame, _ = read_typed(body, [(1, 1 + len(first)), (after, len(body))], LAYOUT)
    assert frame["meeting_view_time"].to_list() == [0.5, 2.5]
    assert read_typed(body, [], LAYOUT)[0].schema == frame.schema


LINES = st.sampled_from([row(1), row(2), b"\n", b"\r\n", b"a,b\n", b",,,,,,,\n", b",,,,,,,\r\n", row(3)[:-1] + b",x\n"])


@given(st.lists(LINES, max_size=12), st.sampled_from(PIECES), st.data())
def test_lines_that_do_not_fit_are_told_from_rows_wherever_they_stand(
    lines: list[bytes], piece: int, data: st.DataObject
) -> None:
    body, whole = b"head\n", []
    for line in lines:
        if data.draw(st.booleans()):
            whole.append((len(body), len(body) + len(line)))
        body += line
    wanted = [odd for start, end in whole for odd in odd_lines(body[:end], start, b",", WIDTH)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_read, "PIECE", piece)
        frame, odd = read_typed(body, whole, LAYOUT)
    assert odd == wanted
    assert frame.height == len(whole) - len(wanted)
    kept = [body[start:end] for start, end in whole if Line(start, end - 1, 0) not in {*map(_bare, wanted)}]
    minutes = Counter(float(text) if (text := line.split(b",")[6]) else None for line in kept)
    assert Counter(frame["meeting_view_time"]) == minutes  # not in order: rows of empty cells are all alike


def _bare(line: Line) -> Line:
    return Line(line.start, line.end, 0)


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
        read_typed(body, [(1, len(body))], layout)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xff"])
def test_a_byte_order_mark_or_another_encoding_is_looked_at_closely(start: bytes) -> None:
    with pytest.raises(NotPlain):
        read(b"\n" + start + row(0))


@pytest.mark.parametrize("line", [b"a\n", b"\n", b"\r\n"])
def test_rubbish_is_not_held_line_by_line(line: bytes) -> None:
    with pytest.raises(NotPlain):
        read(b"\n" + row(0) + line * (MOST_BY_HAND + 1))
