import pytest

from kaltura.reports.columns import Report, column_names
from kaltura.reports.recognise import recognise, unrecognised
from tests.reports.bodies import BOM, body


@pytest.mark.parametrize("report", list(Report))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_report_is_known_by_its_header(report: Report, encoding: str, separator: str) -> None:
    header = separator.join(column_names(report))
    assert recognise((header + "\r\n").encode(encoding)) == report
    assert recognise(header.upper().replace("_", " ").encode(encoding)) == report


@pytest.mark.parametrize("report", list(Report))
def test_order_and_extra_columns_do_not_matter(report: Report) -> None:
    header = ["mood", *reversed(column_names(report)), "time_zone"]
    assert recognise(body(report, [], header)) == report


def test_a_report_without_a_needed_column_is_still_named() -> None:
    header = [name for name in column_names(Report.ATTENDEES) if name != "user_id"]
    assert recognise(body(Report.ATTENDEES, [], header)) == Report.ATTENDEES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (BOM + b"\n", "empty"),
        (b"PK\x03\x04...", "Excel"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PAR1", "Parquet"),
        (b"<html>", "web page"),
        (b'{"code":"INVALID_KS"}', "JSON"),
        (b"name,age\nAnn,3\n", "does not name their columns"),
        (b"\x00\xff" * 100, "does not name their columns"),
        (b"a" * 300_000, "does not name their columns"),
    ],
)
def test_anything_else_is_not_recognised_and_said_why(data: bytes, words: str) -> None:
    assert recognise(data) is None
    assert words in str(unrecognised(data))
