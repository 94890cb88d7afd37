"""A fetch in the background of one browser session: progress to read, and a way to stop it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from kaltura.api.errors import Stopped
from kaltura.dataset import Dataset
from kaltura.fetch.progress import OnProgress, Progress
from kaltura.reports.columns import Report


class Work(Protocol):
    """What a job does: fetch, telling its progress, and stopping when asked."""

    def __call__(self, on_progress: OnProgress, stop: threading.Event) -> Dataset:
        """The whole Dataset, or an AnalyticsError."""


@dataclass
class Job:
    """One running or finished fetch. It knows nothing of the screen, and holds no secret of its own.

    ended: called once with the data or the failure, on whatever thread it ends.
    """

    work: Work
    ended: Callable[[Dataset | BaseException], None] = lambda _: None
    stop_event: threading.Event = field(default_factory=threading.Event)
    progress: dict[Report, Progress] = field(default_factory=dict)
    dataset: Dataset | None = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def start(self) -> "Job":
        """Begin in a thread of its own."""
        threading.Thread(target=self._run, name="fetch", daemon=True).start()
        return self

    def stop(self) -> None:
        """Ask it to stop. The job counts as finished at once, whatever the network still does."""
        self.stop_event.set()
        self._finish(Stopped())

    @property
    def fraction(self) -> float:
        """How much is done, 0 to 1, over the windows known so far."""
        known = list(self.progress.values())  # at once: the fetch's thread adds to it
        total = sum(p.windows_total for p in known)
        return min(1.0, sum(p.windows_done for p in known) / total) if total else 0.0

    @property
    def sentence(self) -> str:
        """The progress of all reports in words."""
        return " · ".join(self.progress[report].sentence for report in Report if report in self.progress)

    def _run(self) -> None:
        try:
            dataset = self.work(self._note, self.stop_event)
        except BaseException as error:  # noqa: BLE001  shown by whoever started the job; Polars' panics are no Exception
            self._finish(error)
        else:
            self._finish(dataset)

    def _note(self, progress: Progress) -> None:
        self.progress[progress.report] = progress

    def _finish(self, result: Dataset | BaseException) -> None:
        with _finishing:  # a result that arrives after Stop is not used
            if self.done.is_set():
                return
            if isinstance(result, Dataset):
                self.dataset = result
            else:
                self.error = result
            self.done.set()
        self.ended(result)


_finishing = threading.Lock()
