import re
from base64 import b64decode

from kaltura.ui.sparkline import Step, sparkline


def drawn(*values: float, line: bool = False) -> str:
    return sparkline([Step(f"{n} Nov", v, f"{v:g}") for n, v in enumerate(values, 1)], line=line)


def said(*values: float, line: bool = False) -> str:
    found = re.search('aria-label="([^"]*)"', drawn(*values, line=line))
    assert found
    return found[1]


def test_the_course_is_said_in_words() -> None:
    assert said(3, 9, 4) == "From 1 Nov: 3, to 3 Nov: 4; the highest: 2 Nov: 9."


def test_a_level_course_has_no_highest() -> None:
    assert said(9, 9, 9) == "9 in each from 1 Nov to 3 Nov."


def test_bars_begin_at_nothing() -> None:
    assert re.findall("--share:([0-9.]+)%", drawn(3, 9, 0, -1)) == ["33.3", "100.0", "0.0", "0.0"]


def test_a_line_lies_between_the_lowest_and_the_highest_and_says_both() -> None:
    """Of 0.90, 0.94 and 0.92 bars would be as good as equal."""
    html = drawn(0.90, 0.94, 0.92, line=True)
    assert re.findall("--share:([0-9.]+)%", html) == ["10.0", "90.0", "50.0"]
    picture = re.search('src="data:image/svg.xml;base64,([^"]*)"', html)
    assert picture
    assert b'points="0.5,0.900 1.5,0.100 2.5,0.500"' in b64decode(picture[1])
    assert said(0.90, 0.94, 0.92, line=True) == (
        "From 1 Nov: 0.9, to 3 Nov: 0.92; the highest: 2 Nov: 0.94; the lowest: 1 Nov: 0.9."
    )


def test_a_level_line_lies_in_the_middle() -> None:
    assert re.findall("--share:([0-9.]+)%", drawn(1, 1, line=True)) == ["50.0", "50.0"]
