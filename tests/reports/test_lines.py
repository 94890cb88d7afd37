from hypothesis import given
from hypothesis import strategies as st

from kaltura.reports.columns import Report
from kaltura.reports.findings import Findings
from kaltura.reports.lines import GLANCE, Line, Sorted, count_byte, odd_lines, sort_lines, suspicious_lines


def sort(body: bytes, *, plausible: bool = True) -> Sorted:
    body = b"\n" + body
    odd = list(odd_lines(body, 1, b",", 3))
    return sort_lines(body, 1, odd, 3, lambda _row: plausible, Findings(Report.ATTENDEES))


def test_lines_with_another_number_of_values_are_found_where_they_stand() -> None:
    assert list(odd_lines(b"head\na,b,c\nd,e\n\n", 5, b",", 3)) == [Line(11, 14, 1), Line(15, 15, 0)]


def test_whole_lines_stay_and_consecutive_parts_make_a_row() -> None:
    result = sort(b"a,b,c\nd,e\nf,g\nh,i,j\n")
    assert (result.whole, result.by_hand, result.set_aside) == ([(1, 7), (15, 21)], [b"d,e\nf,g"], {})


def test_parts_with_a_whole_line_between_them_are_no_row() -> None:
    result = sort(b"d,e\na,b,c\nf,g\n")
    assert (result.by_hand, result.set_aside) == ([], {"broken line": 2})


def test_a_row_that_makes_no_sense_is_set_aside_line_by_line() -> None:
    assert sort(b"d,e\nf,g\n", plausible=False).set_aside == {"broken line": 2}


def test_a_stray_line_does_not_swallow_the_row_after_it() -> None:
    result = sort(b"stray\na\r,b,c\n")
    assert (result.by_hand, result.set_aside) == ([b"a\r,b,c"], {"broken line": 1})


@given(st.binary(max_size=400), st.integers(0, 10), st.integers(0, 400))
def test_counting_a_byte_is_counting_a_byte(body: bytes, start: int, end: int) -> None:
    end = min(end, len(body))
    assert count_byte(body, start, end, b",") == body[start:end].count(b",")


def test_a_glance_finds_the_lines_that_do_not_fit_wherever_they_stand() -> None:
    lines = [b"a,b,c"] * 20_000
    for at, odd in ((0, b"a,b"), (1, b"c"), (7_000, b"x,y,z,w"), (19_999, b"")):
        lines[at] = odd
    body = b"head\n" + b"\n".join(lines) + b"\n"
    assert len(body) > 3 * GLANCE
    assert list(suspicious_lines(body, 5, b",", 3, [])) == list(odd_lines(body, 5, b",", 3))


def test_a_glance_stops_at_lines_with_a_spot_also_where_a_stretch_begins() -> None:
    plain = b"aaaaaaaaaa,b,c\n" * 3_000
    for body in (b"\n" + plain + b'"a",b,c\n', b'\n"a",b,c\n' + plain):
        found = list(suspicious_lines(body, 1, b",", 3, [body.index(b'"')]))
        assert [body[line.start : line.end] for line in found] == [b'"a",b,c']


def test_a_line_longer_than_a_glance_is_looked_at_whole() -> None:
    long = b"x" * (2 * GLANCE)
    body = b"\na,b,c\n" + long + b"\na,b,c\n"
    assert [body[line.start : line.end] for line in suspicious_lines(body, 1, b",", 3, [])] == [long]
