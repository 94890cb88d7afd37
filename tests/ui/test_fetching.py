"""A session's fetch on the page, in process."""

import threading

from kaltura.api.errors import ServerError
from kaltura.ui.job import Job
from tests.ui.apps import app, small, texts


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
