"""Whatever arrives: nothing is lost unreported, the account adds up, and only FileError is raised."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaltura.api.errors import FileError
from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.recognise import recognise
from kaltura.reports.resaved import parse_file
from tests.conftest import EXAMPLES
from tests.reports.bodies import BOM, attendee, body

SIX, ONE, TWO = Report
Reader = Callable[[bytes, Report], Parsed]
NONE = {"", "0", "Unknown"}

awkward = st.sampled_from(
    ['"', '""', '"a"', 'a"b', "'", "\r", "\ufeff", "\x00", "Unknown", "0", "=1", ";", "\u2028", "\x85", "🙂", "مرحبا"]
)
cells = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=",\n"), max_size=5) | awkward).map(
    "".join
)
rows = [attendee(), column_names(ONE), column_names(TWO)]
fragments = st.sampled_from(
    rb',|"|Unknown|1_a|12.5|-3|;|%|=|'.split(b"|")
    + [b"\n", b"\r\n", b"\xff", BOM, b"'=", b"\t", b"\x00"]
    + [",".join(row).encode() for row in rows]
)


def adds_up(parsed: Parsed) -> None:
    assert parsed.received == parsed.frame.height + sum(parsed.set_aside.values())
    assert parsed.frame.columns == column_names(parsed.report)
    assert all(problem.count > 0 and problem.sentence for problem in parsed.problems)


def unwrapped(cell: str) -> str | None:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    return None if cell in NONE else cell


@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
@example([('"', '""', "\ufeff"), ("\r", "a\r", "\r")])
def test_any_cell_survives(rows: list[tuple[str, str, str]]) -> None:
    """A comma and a line break cannot be in a cell: Kaltura replaces the one, the other ends the line."""
    sent = [attendee(user_id=user, user_name=name, user_email=mail) for user, name, mail in rows]
    parsed = parse(body(ONE, sent), ONE)
    unseen = sum(not (unwrapped(user) or "").isprintable() for user, _, _ in rows)
    assert {problem.kind: problem.count for problem in parsed.problems} == (
        {"unseen_character": unseen} if unseen else {}
    )
    assert parsed.received == len(rows)
    text = parsed.frame.select(pl.col("user_id", "user_name", "user_email").cast(pl.String))
    assert Counter(text.rows()) == Counter(tuple(map(unwrapped, row)) for row in rows)


@given(st.lists(st.lists(cells, min_size=1, max_size=4).map("\n".join), max_size=8))
def test_a_name_with_line_breaks_survives_or_is_reported(names: list[str]) -> None:
    sent = [attendee(user_id=f"u{n}", user_name=name) for n, name in enumerate(names)]
    parsed = parse(body(ONE, sent), ONE)
    adds_up(parsed)
    assert (parsed.received, parsed.set_aside) == (len(names), {})
    assert dict(parsed.frame.select(pl.col("user_id", "user_name").cast(pl.String)).iter_rows()) == {
        f"u{n}": unwrapped(name) for n, name in enumerate(names)
    }
    assert {p.kind: p.count for p in parsed.problems}.get("joined_line", 0) == sum("\n" in name for name in names)


@given(st.lists(st.text(alphabet='0123456789.-+eE naifx"', max_size=8), max_size=6))
def test_each_number_is_read_or_reported(texts: list[str]) -> None:
    parsed = parse(body(ONE, [attendee(meeting_view_time=text) for text in texts]), ONE)
    adds_up(parsed)
    counted = Counter(p.column for p in parsed.problems for _ in range(p.count))
    empty = sum(not (unwrapped(text) or text).strip() or text == '""' for text in texts)
    assert parsed.frame["meeting_view_time"].null_count() <= counted["meeting_view_time"] + empty


@pytest.mark.parametrize("reader", [parse, parse_file])
@given(data=st.binary(max_size=300))
def test_arbitrary_bytes_after_a_header_are_all_accounted_for(reader: Reader, data: bytes) -> None:
    whole = body(ONE, [attendee()]) + data
    parsed = reader(whole, ONE)
    adds_up(parsed)
    assert parsed.frame.height >= 1 or reader is parse_file


@pytest.mark.parametrize("reader", [parse, parse_file])
@given(start=st.sampled_from([b"", BOM, body(ONE, []), body(TWO, [])]), data=st.lists(fragments, max_size=30))
@settings(max_examples=3 * EXAMPLES)
def test_anything_made_of_pieces_of_reports_adds_up(reader: Reader, start: bytes, data: list[bytes]) -> None:
    for report in Report:
        with suppress(FileError):
            adds_up(reader(start + b"".join(data), report))


@given(data=st.lists(fragments | st.binary(max_size=8), max_size=30).map(b"".join))
def test_each_line_after_the_header_is_received_once(data: bytes) -> None:
    parsed = parse(body(ONE, []) + data, ONE)
    lines = data.count(b"\n") + (not data.endswith(b"\n") and data != b"")
    joined = [row["line"].count("\n") for p in parsed.problems if p.kind == "joined_line" for row in p.rows]
    assert parsed.received == lines - sum(joined)


@pytest.mark.parametrize("reader", [parse, parse_file])
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_at_most_refused(reader: Reader, data: bytes) -> None:
    recognise(data)
    for report in Report:
        with suppress(FileError):
            adds_up(reader(data, report))


@given(st.lists(st.sampled_from(["plain", "wrapped", "split", "broken", "unknown"]), min_size=1, max_size=12))
def test_the_careful_way_gives_what_the_fast_way_gives(sorts: list[str]) -> None:
    """Ordinary rows are the same, whatever stands between them."""
    made = {
        "plain": ",".join(attendee()),
        "wrapped": ",".join(attendee(user_id="w", user_name='"w"')),
        "split": ",".join(attendee(user_id="s", user_name="s\nt")),
        "broken": "a,b",
        "unknown": ",".join(["Unknown"] * 8),
    }
    parsed = parse(body(ONE, []) + "".join(made[sort] + "\n" for sort in sorts).encode(), ONE)
    adds_up(parsed)
    kept = Counter(parsed.frame["user_id"].cast(pl.String))
    expected = {"ann": sorts.count("plain"), "w": sorts.count("wrapped"), "s": sorts.count("split")}
    assert kept == {user: count for user, count in expected.items() if count}
    assert parsed.set_aside.get("no session", 0) == sorts.count("unknown")
    assert parsed.set_aside.get("broken line", 0) == sorts.count("broken")
