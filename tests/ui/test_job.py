import threading
import time

import pytest

from kaltura.api.errors import ServerError, Stopped
from kaltura.dataset import Dataset
from kaltura.fetch.progress import OnProgress, Progress
from kaltura.reports.columns import Report
from kaltura.ui.job import Job
from tests.ui.apps import small


def test_a_finished_job_has_its_dataset_and_progress() -> None:
    data = small()

    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        on_progress(Progress(Report.ATTENDEES, 1, 2, 500))
        on_progress(Progress(Report.ROOM_SESSIONS, 2, 2, 70))
        return data

    job = Job(work).start()
    assert job.done.wait(5)
    assert job.dataset is data
    assert job.error is None
    assert job.fraction == pytest.approx(3 / 4)
    assert job.sentence == "Room sessions: 2 of 2 windows, 70 rows · Attendees: 1 of 2 windows, 500 rows"


def test_progress_may_be_read_while_another_report_begins() -> None:
    job = Job(lambda *_: small())

    class Meanwhile(Progress):
        """Another report's first answer, while this one is being counted."""

        def __getattribute__(self, name: str) -> object:
            if name == "windows_total":
                job._note(Progress(Report.ROOM_SESSIONS, 1, 2, 70))
            return super().__getattribute__(name)

    job._note(Meanwhile(Report.ATTENDEES, 1, 2, 500))
    assert job.fraction == pytest.approx(1 / 2)


def test_stop_counts_at_once_and_a_late_result_is_not_used() -> None:
    asked, go_on = threading.Event(), threading.Event()

    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        stop.wait(5)
        asked.set()
        go_on.wait(5)
        return small()

    job = Job(work).start()
    begun = time.monotonic()
    job.stop()
    assert time.monotonic() - begun < 0.5
    assert asked.wait(5)
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(5)
    assert isinstance(job.error, Stopped)
    assert job.dataset is None


def test_a_failure_is_kept_for_the_page() -> None:
    error = ServerError("Kaltura failed.", "Try again.")

    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        raise error

    job = Job(work).start()
    assert job.done.wait(5)
    assert job.error is error
    assert job.fraction == 0


def test_a_panic_of_a_library_ends_the_job_too() -> None:
    class Panic(BaseException):
        """As Polars raises it."""

    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        raise Panic

    told: list[object] = []
    job = Job(work, ended=told.append).start()
    assert job.done.wait(5)
    assert isinstance(job.error, Panic)
    assert told == [job.error]
