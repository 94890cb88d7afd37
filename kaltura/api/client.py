"""The client: one account's reports and lists.

It takes the session, has the call made, and replaces the session where it is ours and was refused.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from kaltura.api import answers, listings
from kaltura.api.addresses import OPERATOR, AddressPolicy
from kaltura.api.answers import Failed
from kaltura.api.backoff import Jitter, full_jitter
from kaltura.api.caller import Caller, Decide
from kaltura.api.credentials import Credentials, ReadyKs
from kaltura.api.errors import AnalyticsError, CredentialsError, NotForThisCall, TransportError
from kaltura.api.exchange import Answer, CallLimits, Exchanger
from kaltura.api.listings import Named, SessionInfo
from kaltura.api.minting import FOR_NAMES, FOR_REPORTS, NEXT_RUNG, Mintable, Rung, mint
from kaltura.api.params import ParamValue, params_text
from kaltura.api.redaction import Redactor
from kaltura.api.refusals import NOT_PERMITTED
from kaltura.api.regions import check_base
from kaltura.api.sessions import Held, Sessions

_LOOKS = 4  # at an answer of which nothing says where it ends
_GOODBYE = 2.0  # seconds that ending our sessions may take in all
_T = TypeVar("_T")


@dataclass(frozen=True)
class ReportAnswer:
    """A report as it arrived.

    body: the CSV with its byte-order mark, every line ended. account: the partner ID that answered.
    session_id: the X-Kaltura-Session of the answer. end_told: whether the server said where the body ends.
    """

    body: bytes = field(repr=False)
    account: str | None = None
    session_id: str | None = None
    end_told: bool = True


class Client:
    """Talks to one Kaltura account. A context manager; safe to share between threads.

    base: an address; checked again here (UsageError). policy: which machines may be reached.
    limits: seconds and bytes. jitter: for tests.
    Every method raises AnalyticsError, and Stopped within a second after its `stop` is set.
    """

    def __init__(
        self,
        base: str,
        credentials: Credentials,
        *,
        policy: AddressPolicy = OPERATOR,
        limits: CallLimits | None = None,
        jitter: Jitter = full_jitter,
    ) -> None:
        limits = limits or CallLimits()
        self.base = check_base(base, policy)
        self.partner_id = credentials.partner_id
        """The account, as far as the credentials tell."""
        self._redact = Redactor(credentials.secrets())
        self._exchanger = Exchanger(policy, limits)
        self._patience = limits.call
        self._caller = Caller(self.base, self._exchanger, self._redact, limits, jitter)
        self._sessions = Sessions(credentials, FOR_REPORTS, self._mint)
        self._name_sessions = None if isinstance(credentials, ReadyKs) else Sessions(credentials, FOR_NAMES, self._mint)

    def __repr__(self) -> str:
        return f"Client({self.base!r}, partner_id={self.partner_id})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def calls(self) -> int:
        """HTTP requests sent so far, retries among them."""
        return self._caller.calls

    @property
    def retries(self) -> int:
        """Requests that repeated one without an answer; answers that were asked for again are calls of their own."""
        return self._caller.retries

    def report(
        self, report_id: int, params: Mapping[str, ParamValue], *, stop: threading.Event | None = None
    ) -> ReportAnswer:
        """One report. `params` are Kaltura's own keys; sequences become lists; a separator in a value is refused.

        A body that ends with the connection may have been cut at the end of a line: it is asked for again until two in
        a row have as many lines. Raises TransportError when no two in a row do, within _LOOKS tries and the time of one
        call.
        """
        form = {"id": str(report_id), "params": params_text(params)}
        lines, until = -1, time.monotonic() + self._patience
        for _ in range(_LOOKS):
            answer: ReportAnswer = self._with_session(
                self._sessions, "report", "getCsvFromStringParams", form, self._decide_report, stop
            )
            before, lines = lines, answer.body.count(b"\n")
            if answer.end_told or lines == before:
                return answer
            if time.monotonic() > until:
                break
        raise TransportError(
            "The server does not say where its answers end, and each of them was of another length. None was used.",
            "Check the proxy on the way, or try again in a few minutes.",
        )

    def events(self, *, stop: threading.Event | None = None) -> list[Named] | None:
        """The account's virtual events; None when this session may not list them."""
        return self._listed("virtualEvent_virtualEvent", {}, stop)

    def rooms(self, room_type: Literal[1, 2], *, stop: threading.Event | None = None) -> list[Named] | None:
        """Main rooms (1) or breakout rooms (2); None when this session may not list them."""
        # Rooms are created with status 7, and the server lists only 2 unless asked.
        return self._listed("room_room", {"filter[roomTypeEqual]": str(room_type), "filter[statusIn]": "2,7"}, stop)

    def session_info(self) -> SessionInfo | None:
        """What Kaltura says about the session in use; None when it may not ask."""
        session = _optional(
            lambda: self._with_session(self._sessions, "session", "get", {}, answers.decide_value, None, climb=False)
        )
        return None if session is None else listings.session_info(session)

    def close(self) -> None:
        """Ends the sessions made here and closes the connections. Raises nothing: what cannot be ended expires."""
        until = time.monotonic() + _GOODBYE
        for sessions in filter(None, (self._sessions, self._name_sessions)):
            for ks in sessions.minted():
                left = until - time.monotonic()
                self._caller.once("session", "end", {"ks": ks}, answers.decide_value, threading.Event(), left)
        self._exchanger.close()

    def _listed(self, service: str, form: Mapping[str, str], stop: threading.Event | None) -> list[Named] | None:
        def listed(sessions: Sessions, *, climb: bool) -> list[Named]:
            return listings.all_pages(
                lambda pager: self._with_session(
                    sessions, service, "list", {**form, **pager}, answers.decide_value, stop, climb=climb
                )
            )

        # Asked with the session of the reports first; they never use the one that may do more.
        found = _optional(lambda: listed(self._sessions, climb=False))
        names = self._name_sessions
        return (
            found
            if found is not None or names is None
            else _optional(lambda: listed(names, climb=True), NOT_PERMITTED | NEXT_RUNG)
        )

    def _with_session(
        self,
        sessions: Sessions,
        service: str,
        action: str,
        form: Mapping[str, str],
        decide: Decide,
        stop: threading.Event | None,
        *,
        climb: bool = True,
    ) -> Any:
        stop = stop or threading.Event()
        held = sessions.current(stop)
        renewed = False
        while True:
            outcome = self._caller.call(service, action, {**form, "ks": held.ks}, decide, stop)
            if not isinstance(outcome, Failed):
                return outcome
            following: Held | None = None
            if isinstance(outcome.error, NotForThisCall):
                raise outcome.error  # another session of the same kind is restricted as this one is
            if outcome.error.code == "INVALID_KS" and not renewed:
                following, renewed = sessions.renewed(held, stop), True
            elif outcome.error.code == "SERVICE_FORBIDDEN" and climb:
                following = sessions.with_more_rights(held, stop)
            if following is None:
                ended_twice = renewed and held.rung is not None and outcome.error.code == "INVALID_KS"
                raise _ended_twice(outcome.error) if ended_twice else outcome.error
            held = following

    def _mint(self, credentials: Mintable, rung: Rung, stop: threading.Event) -> str:
        def call(service: str, action: str, form: Mapping[str, str]) -> Any:
            outcome = self._caller.call(service, action, form, answers.decide_value, stop)
            if isinstance(outcome, Failed):
                raise outcome.error
            return outcome

        return mint(credentials, rung, call, self._redact)

    def _decide_report(self, answer: Answer, redact: Redactor) -> ReportAnswer | Failed:
        body = answers.decide_report(answer, redact)
        account = answers.account(answer)
        if isinstance(body, Failed):
            return body
        if account and self.partner_id and account != str(self.partner_id):
            return Failed(
                TransportError(
                    f"Account {account} answered instead of {self.partner_id}, perhaps from a cache on the way. "
                    "Nothing of it was used.",
                    "Check the proxy and the address.",
                )
            )
        return ReportAnswer(body, account, answers.session_id(answer, redact), answer.end_told)


def _ended_twice(error: AnalyticsError) -> CredentialsError:
    """Kaltura's own words ask for another session, but nobody gave one: we made them."""
    return CredentialsError(
        f"{error.message} It was made here from the credentials, as was the one before it.",
        "Fetch again in a few minutes; if it happens again, ask Kaltura what ends this account's sessions.",
        code=error.code,
        session_id=error.session_id,
    )


def _optional(ask: Callable[[], _T], without: frozenset[str] = NOT_PERMITTED) -> _T | None:
    try:
        return ask()
    except AnalyticsError as error:
        if error.code in without or isinstance(error, NotForThisCall):
            return None
        raise
