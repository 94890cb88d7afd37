"""Files larger than any report are refused before memory is taken for them."""

import resource
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaltura.api.errors import FileError
from kaltura.fetch.files import from_files, from_folder
from kaltura.metrics.roster import read_roster
from kaltura.reports.columns import Report
from kaltura.reports.lines import MOST_ODD
from kaltura.reports.parse import parse
from kaltura.reports.recognise import recognise
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import attendee, body

GIGABYTE = 1 << 30
START = body(Report.ATTENDEES, [attendee()])


@contextmanager
def cheap(most: int = 16 << 20, seconds: float = 30) -> Iterator[None]:
    """What happens inside takes no more than so much memory, and time."""
    began = time.monotonic()
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most
    assert time.monotonic() - began < seconds


READERS: dict[str, Callable[[bytes], object]] = {
    "parse": lambda data: parse(data, Report.ATTENDEES),
    "parse_file": lambda data: parse_file(data, Report.ATTENDEES),
    "from_files": lambda data: from_files([("big.csv", data)]),
    "roster": lambda data: read_roster("big.csv", data),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_line_of_a_gigabyte_is_refused_by_its_size(reader: str) -> None:
    """Zeros that nobody has touched take no memory; whoever copied or decoded them would."""
    line = bytes(GIGABYTE)
    with cheap(), pytest.raises(FileError, match=r"MB|large"):
        READERS[reader](line)
    with cheap():
        assert recognise(line) is None


@pytest.mark.parametrize("reader", ["parse", "parse_file", "from_files"])
def test_one_long_line_is_refused(reader: str) -> None:
    data = START + b"x" * (3 << 20) + b"\n" + START
    with cheap(), pytest.raises(FileError, match="line of more than 1 MB"):
        READERS[reader](data)


def test_a_folder_with_a_huge_file_is_not_read_into_memory(tmp_path: Path) -> None:
    """The file has no blocks on the disk; reading it would make a gigabyte of it."""
    with (tmp_path / "huge.csv").open("wb") as file:
        file.write(START)
        file.truncate(GIGABYTE)
    (tmp_path / "good.csv").write_bytes(START)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with cheap():
        ds = from_folder(tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10
    assert ds.attendances.collect().height == 1
    assert any(p.kind == "file_not_read" and "huge.csv" in p.sentence for p in ds.problems)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b",\n", id="short lines"),
        pytest.param(b"\n", id="empty lines"),
        pytest.param(b'"', id="quotes"),
        pytest.param(b"a,b,c,d\ne,f,g,h\n", id="rows in two halves"),
        pytest.param(b"\r", id="carriage returns"),
        pytest.param(b"\xff\n", id="no text"),
    ],
)
@pytest.mark.parametrize("reader", ["parse", "parse_file"])
def test_a_file_of_nothing_but_trouble_is_read_or_refused_soon(reader: str, line: bytes) -> None:
    data = START + line * ((1 << 17) // len(line))
    began = time.monotonic()
    try:
        parsed = {"parse": parse, "parse_file": parse_file}[reader](data, Report.ATTENDEES)
    except FileError:
        return
    finally:
        assert time.monotonic() - began < 20
    assert parsed.received == parsed.frame.height + sum(parsed.set_aside.values())


@pytest.mark.parametrize("reader", ["parse", "parse_file"])
def test_more_broken_lines_than_any_report_has_are_refused(reader: str) -> None:
    """Else each of half a gigabyte of line breaks would be remembered."""
    with cheap(most=512 << 20, seconds=60), pytest.raises(FileError, match=f"More than {MOST_ODD:,} lines"):
        READERS[reader](START + b"\n" * (MOST_ODD + 1))
