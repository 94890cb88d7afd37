"""A session's fetch on the page, in process."""

import threading
from dataclasses import replace

import pytest

from kaltura.api.errors import ServerError
from kaltura.dataset import Failure
from kaltura.fetch.unmatched import NOT_FOUND
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.problems import Problem
from kaltura.ui.job import Job
from tests.ui.apps import app, said, small, texts


class EndsMeanwhile(threading.Event):
    """Not set when first looked at, and set ever after."""

    def is_set(self) -> bool:
        before = super().is_set()
        self.set()
        return before


def test_a_fetch_that_ends_while_the_page_is_drawn_is_said() -> None:
    job = Job(lambda on_progress, stop: small(), done=EndsMeanwhile())
    job.error = ServerError("Kaltura failed.", "Try again.")
    test = app()
    test.session_state["_fetch_job"] = job
    test.run()
    assert "Kaltura failed" in texts(test)
    assert "_fetch_job" not in test.session_state


@pytest.mark.parametrize(("lacking", "said"), [(1, "1 report is missing"), (2, "2 reports are missing")])
def test_as_many_reports_as_are_missing_are_said_to_be(lacking: int, said: str) -> None:
    data = small()
    failures = tuple(Failure(report, "It may not be read.", "Ask.") for report in list(Report)[:lacking])
    job = Job(lambda on_progress, stop: data)
    job.dataset = replace(data, provenance=replace(data.provenance, failures=failures))
    job.done.set()
    test = app()
    test.session_state["_fetch_job"] = job
    test.run()
    assert f"{said}; each page says what that means." in test.warning[0].value
    assert not test.success


def test_a_fetch_without_a_row_says_why_and_takes_nothings_place() -> None:
    reason = Problem(NOT_FOUND, "No session was found of the room nope.", 1)
    job = Job(lambda on_progress, stop: small())
    job.dataset = replace(small().select(Filters(rooms=("nope",))), problems=(reason,))
    job.done.set()
    test = app()
    before = test.session_state["_loaded"]
    test.session_state["_fetch_job"] = job
    test.run()
    assert "Nothing was fetched. No session was found of the room nope." in said(test)
    assert "What was on screen before is kept." in texts(test)
    assert test.session_state["_loaded"] is before
