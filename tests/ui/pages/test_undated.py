"""What the pages say when report 6000 is missing, and with it the times of all main sessions."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset
from tests.ui.apps import app, said
from tests.ui.shown import figures

FAILED = Failure(Report.ROOM_SESSIONS, "Kaltura does not know this report.", "Ask Kaltura to turn it on.")
NOT_KNOWN = "When these sessions began and ended is not known: Room sessions (6000) would tell."
STEP = "Kaltura does not know this report. Ask Kaltura to turn it on."
IN_VAIN = ("longer range", "Measure against something else", "has a known engagement rate", "stayed about level")


def fetched(*, split: bool = True) -> Dataset:
    """Two main sessions whose days nobody knows, and where split, breakouts of which they are known."""
    rows = [attendance(f"s{n}", "r", f"u{n}", 30, 0.9) for n in (1, 2)]
    known = [breakout(f"b{n}", "g", "r", f"2026-10-0{n} 10:10", f"2026-10-0{n} 10:20", 1) for n in (2, 9)]
    ds = dataset([], rows, known if split else [])
    return replace(ds, provenance=replace(ds.provenance, source="live", failures=(FAILED,)))


def opened(data: Dataset, page: str, **query: str) -> AppTest:
    test = app(data, **query).switch_page(f"../../pages/{page}.py").run()
    assert not test.exception
    return test


@pytest.mark.parametrize(
    ("page", "part", "charts"),
    [
        ("overview", "", 2),  # attendances and engagement over time
        ("attendance", "How long they stay", 4),  # over time, in the week, completeness, thresholds
        ("attendance", "Who comes back", 5),  # over time, in the week, new people, retention, stickiness
        ("engagement", "", 3),  # over time, in the week, by length
        ("sessions", "", 1),  # at once
    ],
)
def test_what_needs_times_says_that_they_are_missing(page: str, part: str, charts: int) -> None:
    test = opened(fetched(), page, dates="All dates")
    if part:
        test.query_params["part"] = part
        test.run()
    assert not test.exception
    assert said(test).count(NOT_KNOWN) == charts
    assert said(test).count(STEP) >= charts
    assert not [words for words in IN_VAIN if words in said(test)]


def test_what_needs_no_times_stands() -> None:
    assert figures(opened(fetched(), "attendance", dates="All dates"))["Attendances"] == "2"
    shown = figures(opened(fetched(), "sessions", dates="All dates"))
    assert (shown["Main sessions"], shown["Most sessions at once"]) == ("2", "–")


def test_the_days_of_breakouts_are_not_said_to_be_those_of_all() -> None:
    test = opened(fetched(), "overview", dates="All dates")
    assert "all dates" in said(test)
    assert "2 to 9 Oct 2026" not in said(test)


@pytest.mark.parametrize("page", ["overview", "attendance", "engagement", "sessions", "people"])
@pytest.mark.parametrize("split", [True, False])
def test_dates_in_which_they_cannot_be_lead_to_all_dates(page: str, split: bool) -> None:
    test = opened(fetched(split=split), page, dates="Custom", **{"from": "2026-10-01", "to": "2026-10-05"})
    assert "no range of dates has them" in said(test)
    assert "Show all dates to see them. Kaltura does not know this report." in said(test)
    assert "longer range" not in said(test)
    assert "no session in all of the data" not in said(test)
    assert not test.metric
    test.button(key="undated_all_dates").click().run()
    assert not test.exception
    assert test.session_state["_filters"].start is None
    assert test.metric


def test_breakouts_of_these_dates_are_shown() -> None:
    test = opened(fetched(), "breakouts", dates="Custom", **{"from": "2026-10-01", "to": "2026-10-05"})
    assert figures(test)["Breakout sessions"] == "1"
    assert "no range of dates has them" not in said(test)


def test_how_many_had_breakouts_is_not_known() -> None:
    shown = figures(opened(fetched(), "breakouts", dates="All dates"))
    assert (shown["Breakout sessions"], shown["With breakouts"]) == ("2", "–")
