from datetime import date

import pytest

from kaltura.ui.choices import choices_of
from kaltura.ui.link_check import ignored
from tests.ui.apps import app, small, texts


def test_what_the_data_has_is_not_mentioned() -> None:
    query = {
        "dates": ["Custom"],
        "from": ["2026-10-01"],
        "zone": ["Europe/Berlin"],
        "room": ["Chemistry", "Biology · 1_bio_a"],
        "event": ["Open day"],
        "type": ["Guest"],
        "roles": ["Guest"],
        "utm_source": ["newsletter"],
    }
    assert ignored(query, choices_of(small())) == []


def test_each_part_that_names_nothing_is_one_sentence() -> None:
    query = {
        "zone": ["Mars/Phobos"],
        "event": ["nope"],
        "room": ["A", "B", "C", "D", "Chemistry"],
        "of": ["Nonsense"],
        "roles": ["Dean"],
        "from": ["2026-02-30"],
        "to": ["soon"],
        "threshold": ["900"],
        "floor": ["1.5"],
        "tolerance": ["nan"],
        "risk_misses": ["999"],
        "risk_seen": ["3"],
    }
    assert ignored(query, choices_of(small())) == [
        "The link names an unknown time zone: “Mars\\/Phobos”. It was left out.",
        "The link names an event that is not in this data: “nope”. It was left out.",
        "The link names a room that is not in this data: “A”, “B”, “C” and 1 more. It was left out.",
        "The link names an unknown measure: “Nonsense”. It was left out.",
        "The link names a user type that is not in this data: “Dean”. It was left out.",
        "A day in the link is not a date such as 2026-11-30, from 2010 to 2059. It was left out.",
        "The link's threshold of “900” is not 1 to 100. It was left out.",
        "The link's tolerance of “nan” is not 0 to 60. It was left out.",
        "The link's risk_misses of “999” is not 1 to 50. It was left out.",
    ]


@pytest.mark.parametrize("dates", [{}, {"dates": "Last 7 days"}])
def test_days_without_the_range_that_takes_them_are_left_out_and_said(dates: dict[str, str]) -> None:
    test = app(**dates, **{"from": "2026-10-01", "to": "2026-10-20"}).run()
    words = "The link names days and not dates=Custom: “2026-10-01”, “2026-10-20”. They were left out."
    assert test.warning[0].value == words


def test_days_in_the_wrong_order_are_swapped_and_said_where_the_link_opens() -> None:
    test = app(dates="Custom", **{"from": "2026-10-20", "to": "2026-10-01"}).run()
    assert (test.session_state["_filters"].start, test.session_state["_filters"].end) == (
        date(2026, 10, 1),
        date(2026, 10, 20),
    )
    words = "The link's last day is before its first, so the two were swapped."
    assert [warning.value for warning in test.main.warning] == [words]
    ordered = app(dates="Custom", **{"from": "2026-10-01", "to": "2026-10-20"}).run()
    assert not ordered.main.warning


@pytest.mark.parametrize("day", ["2009-12-31", "2060-01-01"])
def test_a_day_that_cannot_be_chosen_is_left_out_and_said(day: str) -> None:
    test = app(dates="Custom", **{"from": day}).run()
    assert test.session_state["_filters"].start is None
    assert "A day in the link is not a date" in texts(test)


@pytest.mark.parametrize("day", ["2010-01-01", "2059-12-31"])
def test_a_day_of_long_ago_or_to_come_is_selected(day: str) -> None:
    test = app(dates="Custom", **{"from": day}).run()
    assert test.session_state["_filters"].start == date.fromisoformat(day)
    assert "A day in the link" not in texts(test)
