"""The session that calls are made with: kept, renewed once when it expires, ended when it is ours.

Threads share it. Whichever notices first that it was refused makes the next one; the others wait for that, and share
its failure too.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from kaltura.api.credentials import Credentials, ReadyKs
from kaltura.api.errors import AnalyticsError, CredentialsError, Stopped
from kaltura.api.minting import NEXT_RUNG, Ladder, Mintable, Rung

_TICK = 0.1  # seconds between two looks at the stop event while another thread makes a session

Mint = Callable[[Mintable, Rung, threading.Event], str]


@dataclass(frozen=True)
class Held:
    """A session in use. number: grows with each one made. rung: which kind; None for a pasted one."""

    ks: str = field(repr=False)
    number: int = 0
    rung: int | None = None


class Sessions:
    """Hands out the current session and its successors. `mint` makes one; it is called by one thread at a time."""

    def __init__(self, credentials: Credentials, ladder: Ladder, mint: Mint) -> None:
        self._credentials = credentials
        self._rungs = () if isinstance(credentials, ReadyKs) else ladder[type(credentials)]
        self._mint = mint
        self._lock = threading.Lock()
        self._held = Held(credentials.ks) if isinstance(credentials, ReadyKs) else None
        self._refused: CredentialsError | None = None
        self._failures = 0
        self._failed: AnalyticsError | None = None  # the last of them
        self._minted: list[str] = []

    def current(self, stop: threading.Event) -> Held:
        """The session to call with; made now if there is none yet. Raises AnalyticsError."""
        return self._held or self._replace(None, 0, stop)

    def renewed(self, refused: Held, stop: threading.Event) -> Held | None:
        """The successor of a session that expired; None for a pasted one, which only its owner can replace."""
        return None if refused.rung is None else self._replace(refused, refused.rung, stop)

    def with_more_rights(self, refused: Held, stop: threading.Event) -> Held | None:
        """A session with more rights than one that was not permitted; None when there is no such kind."""
        if refused.rung is None or refused.rung + 1 >= len(self._rungs):
            return None
        try:
            return self._replace(refused, refused.rung + 1, stop)
        except CredentialsError:
            return None  # the first refusal tells more than this one

    def minted(self) -> list[str]:
        """The sessions made here and not yet ended; each is handed out once."""
        with self._lock:
            ours, self._minted = self._minted, []
            return ours

    def _replace(self, refused: Held | None, rung: int, stop: threading.Event) -> Held:
        before = self._failures
        while not self._lock.acquire(timeout=_TICK):
            if stop.is_set():
                raise Stopped
        try:
            held = self._held
            if held is not None and (refused is None or held.number > refused.number):
                return held  # another thread was first
            if self._failed and self._failures > before:
                raise _again(self._failed)  # nor need this one try for as long again
            self._held = self._make(rung, held.number + 1 if held else 1, stop)
            return self._held
        except Stopped:
            raise  # by whoever asked, which says nothing of the server
        except AnalyticsError as error:
            self._failures, self._failed = self._failures + 1, _again(error)
            raise
        finally:
            self._lock.release()

    def _make(self, rung: int, number: int, stop: threading.Event) -> Held:
        if self._refused:  # wrong credentials stay wrong: other threads need not ask again
            raise _again(self._refused)
        credentials = self._credentials
        assert not isinstance(credentials, ReadyKs)  # noqa: S101  for the type checker; a pasted one has no rung
        first: CredentialsError | None = None
        for at in range(rung, len(self._rungs)):
            made = self._try(credentials, self._rungs[at], stop)
            if isinstance(made, str):
                self._minted.append(made)
                return Held(made, number, at)
            first = first or made
            if made.code not in NEXT_RUNG:
                break
        assert first is not None  # noqa: S101  there is at least one rung
        if rung == 0:
            self._refused = first
        raise _again(first)

    def _try(self, credentials: Mintable, rung: Rung, stop: threading.Event) -> str | CredentialsError:
        try:
            return self._mint(credentials, rung, stop)
        except CredentialsError as error:
            return error


def _again(error: AnalyticsError) -> AnalyticsError:
    """A fresh copy, because several threads may each raise it."""
    return type(error)(error.message, error.next_step, code=error.code, session_id=error.session_id)
