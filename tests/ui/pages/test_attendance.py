"""States of the Attendance page, in process."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.charts.over_time import TREND_MEASURES
from kaltura.dataset import Dataset, Failure
from kaltura.metrics.denominators import DENOMINATORS
from kaltura.reports.columns import Report
from tests.builders import attendance, dataset, room_session
from tests.ui.apps import app, said, texts
from tests.ui.shown import figures

PAGE = "../../pages/attendance.py"
PARTS = ("How long they stay", "Who comes back", "User types", "Shared audience")
EVIL = "![](http://x) $x$"


def rooms() -> Dataset:
    """Two rooms that share a person; one room's name is markup."""
    return dataset(
        [
            room_session("c1", "r1", "2026-10-05 10:00", "2026-10-05 11:00", entry_name=EVIL),
            room_session("c2", "r2", "2026-10-12 10:00", "2026-10-12 11:00"),
        ],
        [
            attendance("c1", "r1", "a", 10, 1.0),
            attendance("c1", "r1", "b", 40, 1.0, user_type="Guest"),
            attendance("c2", "r2", "a", 60, 1.0),
            attendance("c2", "r2", None, 20, None),
        ],
    )


def opened(data: Dataset | None = None, part: str = PARTS[0], dates: str = "All dates") -> AppTest:
    test = app(data or rooms(), dates=dates).switch_page(PAGE)
    test.session_state["part"] = part
    return test.run()


def headings(test: AppTest) -> str:
    return "\n".join(text.value for text in test.markdown if text.value.startswith("## "))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_drawn_without_an_error(part: str) -> None:
    test = opened(part=part)
    assert not test.exception
    assert not test.error


def test_only_the_open_part_is_computed() -> None:
    test = opened(part="User types")
    assert "Attendances by user type" in headings(test)
    assert "Attendances by their minutes" not in headings(test)


def test_figures() -> None:
    test = opened()
    assert figures(test) == {
        "Attendances": "4",
        "Unique attendees": "2",
        "Median minutes": "30.0 min",
        "Repeat rate": "50.0\u00a0%",
    }


def test_statistics_of_one_are_none() -> None:
    hour = [room_session("c1", "r1", "2026-10-05 10:00", "2026-10-05 11:00")]
    test = opened(dataset(hour, [attendance("c1", "r1", "a", 43.6, 1.0)]))
    assert figures(test)["Repeat rate"] == "–"
    words = said(test)
    assert "The one attendance lasted 43.6 min." in words
    assert "On average" not in words
    assert "Minutes in breakouts do not count." in words
    assert "Anonymous viewers are among them" not in words
    assert "Anonymous viewers are among them" in texts(opened())


@pytest.mark.parametrize("measure", TREND_MEASURES)
def test_both_charts_on_time_count_what_was_chosen(measure: str) -> None:
    test = app(rooms(), dates="All dates").switch_page(PAGE)
    test.session_state["attendance_measure"] = measure
    test.run()
    assert not test.exception
    for what in ("day", "weekday and hour"):
        assert f"## {TREND_MEASURES[measure].axis} by {what}" in headings(test)


@pytest.mark.parametrize("denominator", DENOMINATORS)
def test_completeness_by_each_denominator(denominator: str) -> None:
    test = app(rooms(), dates="All dates").switch_page(PAGE)
    test.session_state["attendance_denominator"] = denominator
    test.run()
    assert not test.exception
    if denominator == "host":  # no host is known of these sessions
        assert "no session of this selection has a known length" in texts(test).casefold().replace("\\", "")


def test_names_in_captions_are_not_markup() -> None:
    test = opened(part="Shared audience")
    assert EVIL not in texts(test)
    assert "share most people" in said(test)


def test_retention_of_a_short_selection_says_why_it_is_empty_and_leads_further() -> None:
    test = opened(part="Who comes back", dates="Last 7 days")
    assert not test.exception
    assert "Nobody was first seen" in texts(test)
    test.button(key="attendance_all_dates").click().run()
    assert not test.exception
    assert not any(button.key == "attendance_all_dates" for button in test.button)


def test_without_attendees_the_page_says_so() -> None:
    data = rooms()
    failure = Failure(Report.ATTENDEES, "It may not be read.", "Ask for permission.")
    test = opened(replace(data, provenance=replace(data.provenance, failures=(failure,))))
    assert not test.exception
    assert not test.metric
    assert "It may not be read" in said(test)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("data", [dataset(), dataset([room_session("c", "r", "2026-10-06 10:00", "2026-10-06 10:00")])])
def test_hardly_any_data_raises_nothing(data: Dataset, part: str) -> None:
    test = opened(data, part)
    assert not test.exception
    assert not test.error
