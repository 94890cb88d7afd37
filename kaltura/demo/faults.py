"""Failures that the emulator can be told to show: which, on which calls, how often."""

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kaltura.demo.api_errors import KS_REASONS
from kaltura.demo.report_params import DATES

ALWAYS = 10**9
HOUR = 3600

# Errors of the API itself, as Kaltura words them.
API_KINDS = (
    "INVALID_KS",
    *KS_REASONS,
    "MISSING_KS",
    "SERVICE_FORBIDDEN",
    "SERVICE_FORBIDDEN_CONTENT_BLOCKED",
    "SERVICE_ACCESS_CONTROL_RESTRICTED",
    "REPORT_NOT_FOUND",
    "MISSING_MANDATORY_PARAMETER",
    "INVALID_PARAMETER_CHAR",
    "ACTION_BLOCKED",
    "DRUID_QUERY_TIMED_OUT",
    "SEARCH_TOO_GENERAL",
    "INTERNAL_SERVERL_ERROR",
    "START_SESSION_ERROR",
)
# Failures of what lies between: kind → what happens, and what the value is.
TRANSPORT_KINDS = {
    "HTTP_429": "status 429; value: seconds in Retry-After, none by default",
    "HTTP_500": "status 500",
    "HTTP_502": "status 502 with an HTML page",
    "HTTP_503": "status 503 with an HTML page; value: seconds in Retry-After, none by default",
    "HTTP_504": "status 504 with an HTML page",
    "HTML": "an HTML page with status 200, as a sign-in page of a proxy",
    "EMPTY": "status 200, no body, and no header that says why",
    "REDIRECT": "status 302; value: the address, https://elsewhere.invalid/ by default",
    "RESET": "the connection is reset before anything is sent",
    "CUT": "half of the body, although Content-Length announces all of it",
    "CUT_UNANNOUNCED": "half of the body without Content-Length, then the end of the connection",
    "CUT_CHUNKED": "half of the body in chunks, without the last chunk",
    "CUT_AT_A_LINE": "half of the lines, each whole, without Content-Length, then the end of the connection",
    "SLOW": "the body in small pieces; value: seconds for all of it, 5 by default",
    "LATE": "nothing is sent for some time; value: seconds, 5 by default",
    "WRONG_TYPE": "the right body as application/octet-stream",
    "WRONG_ACCOUNT": "the right body under the file name of another account; value: its number, 999 by default",
}
# Failures that Kaltura does not speak of.
SILENT_KINDS = {
    "ROW_CAP": "at most this many rows, and nothing says so; value: the rows, 1000 by default",
    "SESSION_EXPIRES": "the session that made the call has expired, from now on",
    "RATE_LIMIT": "ACTION_BLOCKED when calls come faster than the value, calls/seconds, 10/1 by default",
}
_NUMBER = r"\d+(\.\d+)?"
_VALUES = {
    **dict.fromkeys(("HTTP_429", "HTTP_503", "SLOW", "LATE"), _NUMBER),
    **dict.fromkeys(("WRONG_ACCOUNT", "ROW_CAP"), r"\d+"),
    "RATE_LIMIT": rf"\d+/{_NUMBER}",
}
KINDS = (*API_KINDS, *TRANSPORT_KINDS, *SILENT_KINDS)

GRAMMAR = re.compile(
    r"(?P<kind>[A-Z0-9_]+)(@(?P<report>\d+|[A-Za-z_]+\.[A-Za-z]+?))?(>(?P<hours>\d+(\.\d+)?)h)?"
    r"(:(?P<nth>\d+))?(x(?P<times>\d+|all))?(=(?P<value>.+))?"
)


@dataclass(frozen=True)
class Fault:
    """One failure.

    kind: one of KINDS. value: what the kind takes (see TRANSPORT_KINDS and SILENT_KINDS).
    report: a report's number, or a call such as "session.start"; None: every report.
    nth: the first of the matching calls that fails, from 1. times: how many fail; ALWAYS for all.
    hours: only windows longer than this. at: only windows that hold this moment, in Unix seconds.
    """

    kind: str
    report: int | str | None = None
    nth: int = 1
    times: int = 1
    value: str = ""
    hours: float | None = None
    at: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"“{self.kind}” is not a fault. Known faults: {', '.join(KINDS)}.")
        if self.value and not re.fullmatch(_VALUES.get(self.kind, ".*"), self.value):
            raise ValueError(f"“{self.value}” is no value for {self.kind}.")

    def number(self, default: float) -> float:
        """The value as a number, or the default when there is none."""
        return float(self.value or default)

    def concerns(self, call: str, report: int | None, window: tuple[int, int] | None) -> bool:
        """Whether it may strike a call. call: e.g. "report.getCsvFromStringParams"; window: [from, to)."""
        wanted = self.report
        if isinstance(wanted, str):
            here = call.lower() == wanted.lower()
        else:
            here = report is not None and wanted in (None, report)
        if self.hours is not None:
            here = here and window is not None and window[1] - window[0] > self.hours * HOUR
        if self.at is not None:
            here = here and window is not None and window[0] <= self.at < window[1]
        return here


def parse_fault(text: str) -> Fault:
    """KIND[@report or call][>hours h][:nth][xtimes][=value] → Fault; `xall` is always.

    "ACTION_BLOCKED@6001:2x3": report 6001, from its second call, three times. "DRUID_QUERY_TIMED_OUT@6001>24hxall":
    always, for windows longer than a day. "HTTP_503=2": the first call of any report, with Retry-After: 2.
    Raises ValueError with a sentence.
    """
    found = GRAMMAR.fullmatch(text.strip())
    if not found:
        raise ValueError(
            f"“{text}” is not a fault. "
            "Write KIND[@report or call][>hours h][:nth][xtimes][=value], e.g. ACTION_BLOCKED@6001:2x3."
        )
    report, times, hours = found["report"], found["times"] or "1", found["hours"]
    return Fault(
        kind=found["kind"],
        report=int(report) if report and report.isdigit() else report,
        nth=int(found["nth"] or 1),
        times=ALWAYS if times == "all" else int(times),
        value=found["value"] or "",
        hours=float(hours) if hours else None,
    )


def window_of(report: int | None, params: Mapping[str, str]) -> tuple[int, int] | None:
    """[from, to) in Unix seconds of a report's request; None when it has none."""
    ends = [next((params[key] for key in keys if key in params), "") for keys in DATES.get(report or 0, ())]
    if not ends or not all(re.fullmatch(r"\d+", end) for end in ends):
        return None
    return int(ends[0]), int(ends[1])


@dataclass
class FaultPlan:
    """The faults of one server, and how often each was met. clock: seconds. Safe to use from many threads."""

    faults: tuple[Fault, ...] = ()
    clock: Callable[[], float] = time.monotonic
    _met: list[int] = field(default_factory=list)
    _recent: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._met = [0] * len(self.faults)

    def strike(self, call: str, report: int | None, params: Mapping[str, str]) -> Fault | None:
        """The fault that this call meets, if any: every fault that concerns the call counts it, the first strikes."""
        window = window_of(report, params)
        struck = None
        with self._lock:
            for number, fault in enumerate(self.faults):
                if fault.concerns(call, report, window):
                    self._met[number] += 1
                    due = fault.nth <= self._met[number] < fault.nth + fault.times
                    struck = struck or (fault if due and self._applies_now(fault) else None)
        return struck

    def _applies_now(self, fault: Fault) -> bool:
        """A RATE_LIMIT applies only when calls come too fast; every other fault always does."""
        if fault.kind != "RATE_LIMIT":
            return True
        calls, _, seconds = (fault.value or "10/1").partition("/")
        now = self.clock()
        self._recent = [moment for moment in self._recent if moment > now - float(seconds or 1)]
        if len(self._recent) >= int(calls):
            return True
        self._recent.append(now)
        return False


def plan(faults: Iterable[Fault | str]) -> FaultPlan:
    """Faults, or texts of faults, as a plan."""
    return FaultPlan(tuple(parse_fault(f) if isinstance(f, str) else f for f in faults))
