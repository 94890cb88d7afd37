"""The failures that a fetch must live through: what each comes to when it passes, and when it stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from kaltura.api.errors import (
    AnalyticsError,
    CredentialsError,
    NotForThisCall,
    RateLimited,
    ReportUnavailable,
    ServerError,
    TooLarge,
    TransportError,
    UsageError,
)


@dataclass(frozen=True)
class Row:
    """One kind of failure.

    error: what is left when nothing more can be done. words: a piece of its sentence.
    survives: met once, is it got over, so that nothing is missing?
    ends: does it end the whole fetch, and not only its report?
    more: calls that it may cost beyond those of a fetch without faults, when it stays.
    value: as kaltura.demo.faults takes it. seconds: how long it may take in all.
    """

    error: type[AnalyticsError]
    words: str
    survives: bool = False
    ends: bool = False
    more: int = 0
    value: str = ""
    seconds: float = 5


def _session(words: str) -> Row:
    return Row(CredentialsError, words, ends=True)


def _transport(words: str, **more: object) -> Row:
    return Row(TransportError, words, survives=True, more=4, **more)  # type: ignore[arg-type]


# One hour that cannot be had lies in the padding of each window of the half day before it: about five calls each.
_HALVES = 60

ROWS: dict[str, Row] = {
    "INVALID_KS": _session("does not recognise the session"),
    "EXPIRED": _session("has expired"),
    "LOGOUT": _session("ended by a sign-out"),
    "EXCEEDED_ACTIONS_LIMIT": _session("used up the number of calls"),
    "EXCEEDED_RESTRICTED_IP": _session("another network address"),
    "EXCEEDED_RESTRICTED_URI": Row(NotForThisCall, "restricted to other calls", ends=True),
    "MISSING_KS": _session("received no session"),
    "SERVICE_FORBIDDEN": Row(CredentialsError, "ANALYTICS_BASE"),
    "SERVICE_FORBIDDEN_CONTENT_BLOCKED": _session("has blocked this account"),
    "SERVICE_ACCESS_CONTROL_RESTRICTED": _session("refuses calls from here"),
    "REPORT_NOT_FOUND": Row(ReportUnavailable, "does not have this report"),
    "MISSING_MANDATORY_PARAMETER": Row(UsageError, "lacks something it needs"),
    "INVALID_PARAMETER_CHAR": Row(UsageError, "a character it cannot take"),
    "ACTION_BLOCKED": Row(RateLimited, "too many calls", survives=True, more=6),
    "DRUID_QUERY_TIMED_OUT": Row(TooLarge, "single hour", survives=True, more=_HALVES),
    "SEARCH_TOO_GENERAL": Row(TooLarge, "single hour", survives=True, more=_HALVES),
    "INTERNAL_SERVERL_ERROR": Row(ServerError, "a parameter or a date", survives=True, more=1),
    "HTTP_429": Row(RateLimited, "too many calls", survives=True, more=6),
    "HTTP_500": Row(TransportError, "HTTP 500"),
    "HTTP_502": _transport("HTTP 502"),
    "HTTP_503": _transport("HTTP 503"),
    "HTTP_504": _transport("HTTP 504"),
    "HTML": Row(TransportError, "a web page"),
    "EMPTY": _transport("was empty"),
    "REDIRECT": Row(TransportError, "not followed"),
    "RESET": _transport("broke off"),
    "CUT": _transport("broke off"),
    "CUT_UNANNOUNCED": _transport("cut off after"),
    "CUT_CHUNKED": _transport("broke off"),
    "LATE": _transport("did not answer in time", value="30", seconds=12),
    "WRONG_ACCOUNT": Row(TransportError, "Account 999 answered"),
}
"""By the fault's name. Each row of Kaltura's own failure table, and of what may happen on the way."""


def _alike(row: Row) -> tuple[object, ...]:
    """What a fetch knows a failure by: those that agree in it go one way, once a call has been given up or got over."""
    return row.ends, issubclass(row.error, CredentialsError), row.error is TooLarge, row.survives


Place = TypeVar("Place")


def met_at(kinds: Iterable[str], places: Iterable[Place], usual: Place) -> list[tuple[str, Place]]:
    """Kind and place: the first of those that a fetch treats alike at every place, the others at the usual one."""
    first = {_alike(ROWS[kind]): kind for kind in reversed([*kinds])}
    return [(kind, at) for kind in kinds for at in places if at == usual or kind == first[_alike(ROWS[kind])]]


NOT_SEEN = {"CUT_AT_A_LINE": ""}
"""Faults that leave what looks like a whole answer: all that can be told is that nothing says where it ends."""

HARMLESS = {"SLOW": "0.3", "WRONG_TYPE": ""}
"""Faults that change nothing in what arrives, and what they take."""
