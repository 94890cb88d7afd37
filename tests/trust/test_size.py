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
from kaltura.reports.parse import parse
from kaltura.reports.recognise import recognise
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import BOM, attendee, body

GIGABYTE = 1 << 30
START = body(Report.ATTENDEES, [attendee()])


@contextmanager
def cheap(most: int = 16 << 20, seconds: float = 5) -> Iterator[None]:
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


@pytest.fixture(scope="module")
def gigabyte() -> bytes:
    """A report whose second line is a gigabyte long."""
    return START + bytes(GIGABYTE)


@pytest.mark.parametrize("reader", READERS)
def test_a_line_of_a_gigabyte_is_refused_by_its_size(reader: str, gigabyte: bytes) -> None:
    with cheap(), pytest.raises(FileError, match=r"MB|large"):
        READERS[reader](gigabyte)


@pytest.mark.parametrize("start", [b"", BOM, b"\xff\xfe", b"PK\x03\x04", b"sep=;\n"])
def test_a_gigabyte_of_anything_is_refused_by_its_size(start: bytes) -> None:
    data = start + bytes(GIGABYTE)
    with cheap(), pytest.raises(FileError):
        from_files([("big.csv", data)])
    with cheap():
        recognise(data)


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
def test_a_file_of_nothing_but_trouble_takes_no_more_than_its_share(reader: str, line: bytes) -> None:
    """A megabyte of broken lines: seconds, and memory in proportion."""
    data = START + line * ((1 << 20) // len(line) - 10_000)
    with cheap(most=1 << 30, seconds=30):
        try:
            parsed = {"parse": parse, "parse_file": parse_file}[reader](data, Report.ATTENDEES)
        except FileError:
            return
    assert parsed.received == parsed.frame.height + sum(parsed.set_aside.values())
