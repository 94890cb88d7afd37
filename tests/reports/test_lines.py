from hypothesis import given
from hypothesis import strategies as st

from kaltura.reports.columns import Report
from kaltura.reports.findings import Findings
from kaltura.reports.lines import Line, Sorted, between, odd_lines, sort_lines


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


@given(st.lists(st.sampled_from([b"a,b,c", b"a,b", b"", b"a,b,c,d"]), max_size=30))
def test_the_lines_that_do_not_fit_and_what_is_between_them_make_the_body(lines: list[bytes]) -> None:
    body = b"head\n" + b"".join(line + b"\n" for line in lines)
    odd = list(odd_lines(body, 5, b",", 3))
    assert [body[line.start : line.end] for line in odd] == [line for line in lines if line != b"a,b,c"]
    rest = b"".join(body[start:end] for start, end in between(5, len(body), odd))
    assert rest == b"a,b,c\n" * lines.count(b"a,b,c")
