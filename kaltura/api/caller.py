"""One call of the API with its retries: send, decide, wait, send again. Knows no sessions."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from kaltura.api.answers import Failed
from kaltura.api.backoff import Jitter, RetryRule, wait_before
from kaltura.api.errors import Stopped
from kaltura.api.exchange import Answer, CallLimits, Exchanger
from kaltura.api.redaction import Redactor
from kaltura.api.transport import EXPECTED, failure_of

Decide = Callable[[Answer, Redactor], Any]
"""An answer → its value, or `Failed`. `answers.decide_report` and `answers.decide_value` are such."""


class Caller:
    """Calls services of one base address. Safe to share between threads.

    calls, retries: how many there were so far, retries among the calls.
    """

    def __init__(self, base: str, exchanger: Exchanger, redact: Redactor, limits: CallLimits, jitter: Jitter) -> None:
        self._base = base
        self._host = urlsplit(base).netloc  # with the port; check_base lets no user name through
        self._exchanger = exchanger
        self._redact = redact
        self._limits = limits
        self._jitter = jitter
        self.calls = self.retries = 0
        self._counting = threading.Lock()

    def call(
        self, service: str, action: str, form: Mapping[str, str], decide: Decide, stop: threading.Event
    ) -> Any | Failed:
        """The value, or the `Failed` that was left when its rule allowed no further try. Raises Stopped."""
        deadline = time.monotonic() + self._limits.call
        used: Counter[RetryRule] = Counter()
        while True:
            outcome = self.once(service, action, form, decide, stop, deadline - time.monotonic())
            if not isinstance(outcome, Failed) or used[outcome.rule] >= outcome.rule.times:
                return outcome
            wait = wait_before(outcome.rule, used[outcome.rule], outcome.retry_after, self._jitter)
            if time.monotonic() + wait >= deadline:
                return outcome
            if stop.wait(wait):
                raise Stopped
            used[outcome.rule] += 1
            with self._counting:
                self.retries += 1

    def once(
        self,
        service: str,
        action: str,
        form: Mapping[str, str],
        decide: Decide,
        stop: threading.Event,
        seconds: float,
    ) -> Any | Failed:
        """The value or the `Failed` of one try. Raises Stopped."""
        if stop.is_set():
            raise Stopped
        url = f"{self._base}/api_v3/service/{service}/action/{action}"
        with self._counting:
            self.calls += 1
        try:
            answer = self._exchanger.post(url, {**form, "format": "1"}, seconds, stop)
        except Stopped:
            raise
        except EXPECTED as error:
            return failure_of(error, self._host)
        return decide(answer, self._redact)
