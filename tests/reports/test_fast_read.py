import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kaltura.reports import fast_read
from kaltura.reports.columns import DTYPES, Report, column_names
from kaltura.reports.fast_read import coded_together, read_text, read_typed
from kaltura.reports.header import Layout

LAYOUT = Layout(Report.ATTENDEES, tuple(column_names(Report.ATTENDEES)))
CELLS = st.none() | st.text(max_size=3)


def row(at: int) -> bytes:
    return f"1_room,1_session{at % 3},user{at % 5},Name {at % 4},,User,{at}.5,0.{at % 10}\n".encode()


@pytest.mark.parametrize("piece", [1, 70, 500, 1 << 20])
def test_pieces_of_any_size_give_what_polars_reads_at_once(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_read, "PIECE", piece)
    rows = [row(at) for at in range(40)]
    body = b"head\n" + b"".join(rows)
    expected = read_text(body, LAYOUT, LAYOUT.typed_schema)
    assert expected.height == 40
    assert_frame_equal(read_typed(body, [(5, len(body))], LAYOUT), expected)


def test_only_the_stretches_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_read, "PIECE", 1)
    first, second, third = (row(at) for at in range(3))
    body = b"\n" + first + second + third
    after = 1 + len(first) + len(second)
    frame = read_typed(body, [(1, 1 + len(first)), (after, len(body))], LAYOUT)
    assert frame["meeting_view_time"].to_list() == [0.5, 2.5]
    assert read_typed(body, [], LAYOUT).schema == frame.schema


@pytest.mark.parametrize("piece", [1, 1 << 20])
def test_an_empty_line_is_refused_or_a_row_and_never_lost(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_read, "PIECE", piece)
    for body, first in ((b"\n" + row(1) + b"\n" + row(2), 1), (b"\n\n" + row(1), 1)):
        try:
            assert read_typed(body, [(first, len(body))], LAYOUT).height == body.count(b"\n") - 1
        except pl.exceptions.PolarsError:
            continue


@pytest.mark.parametrize("cell", ["1_room", "Unknown", "", "0"])
def test_a_cell_is_what_it_was(cell: str) -> None:
    body = f"\n{cell},{cell},{cell},{cell},{cell},{cell},1,1\n".encode()
    frame = read_typed(body, [(1, len(body))], LAYOUT)
    assert set(frame.select(pl.col(DTYPES["id"]).cast(pl.String)).row(0)) == {cell or None}


@given(st.lists(st.tuples(CELLS, CELLS), max_size=30))
def test_cells_coded_together_are_the_cells(rows: list[tuple[str | None, str | None]]) -> None:
    cells = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    assert_frame_equal(coded_together(cells), cells.cast(pl.Categorical))


def test_two_rows_of_one_hash_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.DataFrame, "hash_rows", lambda cells: pl.repeat(7, cells.height, eager=True))
    cells = pl.DataFrame({"a": ["x", "y", "x"]})
    assert_frame_equal(coded_together(cells), cells.cast(pl.Categorical))
