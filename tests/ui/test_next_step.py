"""The next step where there is nothing to show follows from what the selection leaves out."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START
from tests.ui.apps import app, said


def opened(data: Dataset, stem: str, **query: str) -> AppTest:
    test = app(data).switch_page(f"../../pages/{stem}.py")  # first: a switch takes what is in the address
    for key, value in {"dates": "All dates", **query}.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


def without(data: Dataset, *reports: Report) -> Dataset:
    failures = tuple(
        Failure(report, f"No file of {report.named} is there.", "Export it too, and add it.") for report in reports
    )
    return replace(data, provenance=replace(data.provenance, failures=failures))


def class_of(*rows: dict[str, Any]) -> Dataset:
    return dataset([room_session("m", "r", START, END)], rows)


def test_with_all_dates_nobody_is_sent_to_a_longer_range_of_dates() -> None:
    test = opened(class_of(attendance("m", "r", "a", 60, 0.9)), "breakouts")
    assert "No session in all of the data had breakouts" in said(test)
    assert "add files of other days under Connect" in said(test)
    assert "longer range" not in said(test)


def test_what_is_narrowed_is_what_can_be_widened() -> None:
    data = dataset([room_session("m", "r", START, END), room_session("n", "s", START, END)])
    test = opened(data, "breakouts").multiselect(key="room").set_value(["r"]).run()
    assert "Take rooms out of the selection." in said(test)
    dated = app(data, dates="Custom", **{"from": "2026-03-02", "to": "2026-03-02", "zone": "UTC"})
    test = dated.switch_page("../../pages/breakouts.py").run()
    assert "Choose a longer range of dates." in said(test)


def test_breakouts_alone_are_not_said_to_be_empty() -> None:
    counts = [breakout(f"b{n}", f"g{n}", "r", START, END, count) for n, count in enumerate((3, 4))]
    data = without(dataset([], [], counts), Report.ROOM_SESSIONS, Report.ATTENDEES)
    test = opened(data, "breakouts", part="Sessions")
    assert said(test).count("To which sessions these breakouts belong is not known.") == 5  # a caption and four charts
    assert "two breakouts with people" not in said(test)
    assert "No file of Room sessions (6000) is there. Export it too, and add it." in said(test)
    assert "longer range" not in said(test)


def test_no_minute_disengaged_is_a_finding() -> None:
    test = opened(class_of(attendance("m", "r", "a", 60, 1.0), attendance("m", "r", "b", 30, 1.0)), "engagement")
    assert "No minute was disengaged: all with a known ratio were engaged." in said(test)
    assert "There is nothing to do." in said(test)
    unknown = opened(class_of(attendance("m", "r", "a", 60, None)), "engagement")
    assert "No attendance in this selection has a known ratio." in said(unknown)
    assert "No minute was disengaged" not in said(unknown)


@pytest.mark.parametrize("name", ["Register", "Borderline", "At risk", "Two at once"])
def test_where_all_are_anonymous_the_lists_say_so(name: str) -> None:
    test = opened(class_of(attendance("m", "r", None, 60, 0.9)), "people", list=name)
    assert "The one attendance of this selection is anonymous, so nobody can be named." in said(test)
    assert "Search for a part" not in said(test)
