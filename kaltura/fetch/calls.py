"""Calls to Kaltura, several at once: whatever is too large is asked again in halves.

Everything is decided on the caller's thread; the threads of the pool only ask and parse. Halves go before
whole windows: a report that cannot be had is given up after the few calls that lead down to one hour, and not
after every window has been cut into hours.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from types import TracebackType
from typing import Any, TypeVar

from kaltura.api.client import Client
from kaltura.api.errors import AnalyticsError, CredentialsError, Stopped, TooLarge
from kaltura.dataset import Window
from kaltura.fetch.asks import Ask, Purpose
from kaltura.fetch.limits import Limits
from kaltura.fetch.progress import OnProgress, Progress
from kaltura.fetch.too_large import maybe_cut, of_the_hour, outcome
from kaltura.fetch.windows import halves
from kaltura.reports.columns import Report
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.problems import Problem

T = TypeVar("T")
OUTCOMES: dict[Purpose, str] = {"event": "read for an event", "search": "read for its rooms"}
_POLL = 0.1  # seconds between looks at the Stop button


@dataclass(frozen=True)
class Arrived:
    """A whole answer, read. account: the partner ID in its file name, if any. end_told: as of ReportAnswer."""

    ask: Ask
    parsed: Parsed
    account: str | None
    end_told: bool = True


class Calls:
    """A pool of `limits.in_flight` calls. Leaving the `with` block ends what is still under way.

    answers: whole ones, in order of their windows once `finish` returned.
    cut: report → rows of answers that were discarded.
    halt: set when nobody waits for an answer any more.
    failures: report → why it cannot be had; its other calls are dropped.
    untagged: event and report → why its sessions there could not be asked for.
    had: call → its whole answer, of an earlier fetch of the same; those of this one are added.
    """

    def __init__(
        self,
        client: Client,
        limits: Limits,
        stop: threading.Event | None,
        on_progress: OnProgress | None,
        had: dict[Ask, Arrived] | None = None,
    ) -> None:
        self.answers: list[Arrived] = []
        self.windows: list[Window] = []
        self.cut: Counter[Report] = Counter()
        self.failures: dict[Report, AnalyticsError] = {}
        self.untagged: dict[tuple[str, Report], AnalyticsError] = {}
        self.problems: list[Problem] = []
        self._client, self._limits, self._stop, self._on_progress = client, limits, stop, on_progress
        self._had = had
        self.halt = threading.Event()
        self._pool = ThreadPoolExecutor(limits.in_flight, thread_name_prefix="kaltura-fetch")
        self._asked: dict[Future[Arrived], Ask] = {}
        self._queue: list[tuple[int, int, Ask]] = []  # the most often halved first, then as they came
        self._arrivals = count()
        self._total: Counter[Report] = Counter()
        self._done: Counter[Report] = Counter()
        self._rows: Counter[Report] = Counter()

    def __enter__(self) -> "Calls":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.halt.set()
        # Not waiting: a call that is under way ends by itself, and Stop must not take longer than a second.
        self._pool.shutdown(wait=False, cancel_futures=True)

    def start(self, asks: Iterable[Ask]) -> None:
        """Put calls in the queue, behind those that were halved as often."""
        for ask in asks:
            if not self._dropped(ask):
                self._total[ask.report] += 1
                heappush(self._queue, (-ask.halved, next(self._arrivals), ask))
        self._submit()

    def begin(self, ask: Callable[[], T]) -> Future[T]:
        """Make another of the client's calls in the pool, as soon as one of its threads is free."""
        return self._pool.submit(ask)

    def result(self, future: Future[T]) -> T:
        """What `begin` began; the queue goes on meanwhile. Raises as `finish` does, and whatever the call raised."""
        while not future.done():
            self._step(future)
        return future.result()

    def finish(self) -> None:
        """Wait for everything in the queue. Raises Stopped, CredentialsError, and what is a bug."""
        for report in sorted(self._total):
            self._tell(report)
        while self._asked:
            self._step()
        self.answers.sort(key=lambda answer: (answer.ask.report, answer.ask.tile))

    def of(self, report: Report, *purposes: Purpose) -> list[Arrived]:
        """The answers of a report that were asked for such a purpose, all when none is named."""
        return [a for a in self.answers if a.ask.report == report and (not purposes or a.ask.purpose in purposes)]

    def withdraw(self, answer: Arrived, outcome: str) -> None:
        """Discard a whole answer, to be asked for again; its window says what became of it."""
        ask, received = answer.ask, answer.parsed.received
        self.answers = [other for other in self.answers if other is not answer]
        kept = OUTCOMES.get(ask.purpose, "kept")
        self.windows.remove(_window(ask, received, kept))
        self._record(ask, received, outcome)
        self.cut[ask.report] += received
        self._rows[ask.report] -= received

    def _step(self, *others: Future[Any]) -> None:
        """Wait a moment for an answer of the queue, or another, and settle those that came."""
        self._check_stop()
        wait([*self._asked, *others], timeout=_POLL, return_when=FIRST_COMPLETED)
        for future in [future for future in self._asked if future.done()]:
            self._settle(self._asked.pop(future), future)
        self._submit()

    def _submit(self) -> None:
        """Keep the threads busy with the first of the queue."""
        while self._queue and len(self._asked) < self._limits.in_flight:
            _, _, ask = heappop(self._queue)
            if self._dropped(ask):
                self._done[ask.report] += 1
                self._tell(ask.report)
            else:
                self._asked[self._pool.submit(self._perform, ask)] = ask

    def _perform(self, ask: Ask) -> Arrived:
        if self._had is not None and ask in self._had:
            return self._had[ask]
        answer = self._client.report(ask.report, ask.params(), stop=self.halt)
        return Arrived(ask, parse(answer.body, ask.report), answer.account, answer.end_told)

    def _settle(self, ask: Ask, future: Future[Arrived]) -> None:
        self._done[ask.report] += 1
        if not future.cancelled():
            try:
                self._take(ask, future.result())
            except CredentialsError as error:
                self._refused(ask, error)
            except TooLarge as error:
                self._again(ask, 0, outcome(error, again=True), error)
            except Stopped:
                raise
            except AnalyticsError as error:
                self._fail(ask, error)
        self._tell(ask.report)

    def _take(self, ask: Ask, answer: Arrived) -> None:
        received, limits = answer.parsed.received, self._limits
        counts = (received, answer.parsed.frame.height)  # a name with a line break makes two lines of a row
        if max(counts) >= limits.cap:
            self.cut[ask.report] += received
            self._again(ask, received, "cut at the most rows of one answer, asked again in halves")
        elif any(n and n % limits.round_count == 0 for n in counts) and halves(ask.tile):
            self.cut[ask.report] += received
            self._again(ask, received, "a round count that may be a cut, asked again in halves")
        else:
            if any(n and n % limits.round_count == 0 for n in counts):
                self.problems.append(maybe_cut(ask, received))
            self.answers.append(answer)
            if self._had is not None:
                self._had[ask] = answer
            self._rows[ask.report] += received
            self._record(ask, received, OUTCOMES.get(ask.purpose, "kept"))

    def _again(self, ask: Ask, received: int, became: str, error: TooLarge | None = None) -> None:
        parts = halves(ask.tile)
        self._record(ask, received, became if parts else outcome(error, again=False))
        if parts:
            self.start(replace(ask, tile=tile, halved=ask.halved + 1) for tile in parts)
        else:
            self._fail(ask, of_the_hour(ask, error), recorded=True)

    def _refused(self, ask: Ask, error: CredentialsError) -> None:
        # A permission may be missing for one report alone; a refused session ends everything.
        if error.code != "SERVICE_FORBIDDEN":
            raise error
        self._fail(ask, error)

    def _fail(self, ask: Ask, error: AnalyticsError, *, recorded: bool = False) -> None:
        if not recorded:
            self._record(ask, 0, error.code or "failed")
        if ask.purpose == "search":
            return  # the rooms that were asked for are there; only further ones stay unknown
        if ask.purpose == "event":
            self.untagged.setdefault((ask.events[0], ask.report), error)
        else:
            self.failures.setdefault(ask.report, error)
        for future, other in self._asked.items():
            if self._dropped(other):
                future.cancel()

    def _dropped(self, ask: Ask) -> bool:
        if ask.purpose == "event":
            return (ask.events[0], ask.report) in self.untagged
        return ask.report in self.failures

    def _record(self, ask: Ask, rows: int, outcome: str) -> None:
        self.windows.append(_window(ask, rows, outcome))

    def _tell(self, report: Report) -> None:
        if self._on_progress:
            self._on_progress(Progress(report, self._done[report], self._total[report], self._rows[report]))

    def _check_stop(self) -> None:
        if self._stop is not None and self._stop.is_set():
            raise Stopped


def _window(ask: Ask, rows: int, outcome: str) -> Window:
    event = ask.events[0] if ask.purpose == "event" else None
    return Window(ask.report, ask.tile.start, ask.tile.until, rows, outcome, event)
