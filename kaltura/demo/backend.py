"""What stands behind the emulator's API: the account, its sessions, what a session may do, and reports as bytes."""

import itertools
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kaltura.demo.account import Account
from kaltura.demo.report_params import ParameterError
from kaltura.demo.report_rows import report_rows
from kaltura.demo.request_params import Params, text, whole_number
from kaltura.demo.sessions import ADMIN, USER, AccountSessions, Session
from kaltura.demo.wire import csv_bytes

KEPT_BYTES = 64_000_000
# An empty 6002 comes as BOM and line feed alone, the others with their header: both forms occur at Kaltura.
BARE_WHEN_EMPTY = frozenset({6002})

ANALYTICS, SESSION_INFO, CONTENT = "ANALYTICS_BASE", "SESSION_INFO", "CONTENT_MANAGE"
REPORT_VIEWER = "REPORT_VIEWER_ROLE"
ROLES = {REPORT_VIEWER: frozenset({ANALYTICS})}
EVERYTHING = frozenset({ANALYTICS, SESSION_INFO, CONTENT})


@dataclass(frozen=True)
class Call:
    """One request.

    params: all but service and action. output: the format of results, Kaltura's number for it.
    ip, uri: where it came from and what it asked for, which a session may be restricted to.
    row_cap: a lower cap for this call, of which the caller knows nothing.
    """

    service: str
    action: str
    params: Params
    output: str
    method: str = "POST"
    ip: str = ""
    uri: str = ""
    row_cap: int | None = None

    @property
    def name(self) -> str:
        """Service and action, e.g. "session.start"."""
        return f"{self.service}.{self.action}"

    @property
    def report(self) -> int | None:
        """The report asked for, if one is."""
        return whole_number(text(self.params, "id")) if self.service.lower() == "report" else None

    @property
    def report_params(self) -> dict[str, str]:
        """`params` of a report: split at ";", each pair trimmed and split at its first "="."""
        pairs = (part.strip().partition("=") for part in text(self.params, "params").split(";"))
        return {key: value for key, _, value in pairs if key.lower() not in ("", "partner_id")}


@dataclass
class Backend:
    """The account behind the API. roles: those that the account knows; row_cap: rows of an answer at most."""

    account: Account
    sessions: AccountSessions
    row_cap: int = 100_000
    roles: tuple[str, ...] = (REPORT_VIEWER,)
    counter: Iterator[int] = field(default_factory=itertools.count)
    _answers: dict[tuple[object, ...], bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def permissions(self, session: Session) -> frozenset[str]:
        """What a session may do: its roles' permissions when it names roles, else its type's."""
        roles = session.privilege("setrole")
        if roles is not None:
            return frozenset[str]().union(*(ROLES.get(role, frozenset()) for role in roles))
        return {ADMIN: EVERYTHING, USER: frozenset({SESSION_INFO})}.get(session.type, frozenset())

    def report_bytes(
        self, report: int, params: Mapping[str, str], excluded: Collection[str], row_cap: int | None = None
    ) -> tuple[bytes, bool]:
        """A report as bytes, and whether it was at hand from before: the account never changes.

        Raises NoSuchReport and ParameterError.
        """
        rows_at_most = min(self.row_cap, row_cap or self.row_cap, _limit(params, self.row_cap))
        key = (report, frozenset(params.items()), frozenset(excluded), rows_at_most)
        with self._lock:
            known = self._answers.get(key)
        if known is not None:
            return known, True
        rows = report_rows(self.account, report, params).head(rows_at_most)
        body = csv_bytes(rows, excluded, bare=report in BARE_WHEN_EMPTY)
        with self._lock:
            if sum(map(len, self._answers.values())) + len(body) > KEPT_BYTES:
                self._answers.clear()
            self._answers[key] = body
        return body, False


def _limit(params: Mapping[str, str], cap: int) -> int:
    if "limit" not in params:
        return cap
    if not params["limit"].strip().isdecimal():
        raise ParameterError("limit is not a number")
    return int(params["limit"])
