import re

from kaltura.ui.sparkline import Step, sparkline


def said(*values: float) -> str:
    found = re.search(
        'aria-label="([^"]*)"', sparkline([Step(f"{n} Nov", v, f"{v:g}") for n, v in enumerate(values, 1)])
    )
    assert found
    return found[1]


def test_the_course_is_said_in_words() -> None:
    assert said(3, 9, 4) == "From 1 Nov: 3, to 3 Nov: 4; the highest: 2 Nov: 9."


def test_a_level_course_has_no_highest() -> None:
    assert said(9, 9, 9) == "9 in each from 1 Nov to 3 Nov."
