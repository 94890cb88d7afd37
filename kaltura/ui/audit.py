"""The audit log: who signed in, was refused, fetched, uploaded and exported, what, how many rows.

No secrets, no attendees' names. One line each through the logger "kaltura.audit", on the server's standard error
unless the operator's own logging configuration gives that logger a handler:

    2026-11-30 14:30:02,120 audit export who="ada@example.edu" what="gradebook" rows=412
"""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import streamlit as st

from kaltura.api.errors import AnalyticsError
from kaltura.dataset import Dataset
from kaltura.ui.logs import dated, kind

T = TypeVar("T")

log = logging.getLogger("kaltura.audit")
NOBODY = "-"  # sign-in is off; also what is not known
_WHO = "_audit_who"


def signed_in(who: str, role: str) -> None:
    """Once a browser session: who came in, and as what."""
    if st.session_state.get(_WHO) != who:
        st.session_state[_WHO] = who
        _line("sign-in", {"who": who, "role": role})


def refused(who: str) -> None:
    """Somebody whom the provider knows and the operator's lists do not; once a browser session."""
    if st.session_state.get("_audit_refused") != who:
        st.session_state["_audit_refused"] = who
        _line("refused", {"who": who})


def fetched(what: str, account: int | None = None, base: str = "") -> Callable[[Dataset | BaseException], None]:
    """To be called with what a fetch ended in: its data, or its failure by kind, as words may hold what a server said.

    what: "live", "files", or the few rows of a "test". account, base: whom is asked, and where, if that is known.
    Who asks is found out now: a fetch ends on a thread of its own, maybe after its visitor has left.
    """
    asked = {"who": _who(), "what": what}

    def ended(found: Dataset | BaseException) -> None:
        details, rows, of = asked, 0, str(account or NOBODY)
        if isinstance(found, BaseException):
            details = asked | {"failed": kind(found), "code": _code(found)}
        else:
            rows, of = sum(entry.kept for entry in found.ledger), found.provenance.account or of
        where = {"host": urlsplit(base).netloc} if base else {}
        _line("fetch", {**details, "account": of, **where, "rows": rows})

    return ended


def _code(failure: BaseException) -> str:
    code = failure.code if isinstance(failure, AnalyticsError) else None
    return code if code and re.fullmatch("[A-Z][A-Z0-9_]*", code) else NOBODY  # a server may say anything


@contextmanager
def reading(
    what: str, account: int | None = None, base: str = ""
) -> Iterator[Callable[[Dataset | BaseException], None]]:
    """`fetched` for data that is read at once: a failure inside is noted, and goes on."""
    ended = fetched(what, account, base)
    try:
        yield ended
    except Exception as error:
        ended(error)
        raise


def uploaded(rows: int) -> None:
    """A roster that this browser session reads, beside the data."""
    _line("upload", {"who": _who(), "what": "roster", "rows": rows})


def exported(what: str, build: Callable[[], T], rows: int) -> Callable[[], T]:
    """`build` for a download button, which notes the export when the file is made.

    what: the kind of file, in words of ours. Streamlit builds downloads on another thread, where nobody is
    signed in; so who asks is found out now.
    """
    who = _who()

    def noted() -> T:
        made = build()
        _line("export", {"who": who, "what": what, "rows": rows})
        return made

    return noted


def _who() -> str:
    return str(st.session_state.get(_WHO, NOBODY))


def _line(event: str, details: Mapping[str, str | int]) -> None:
    if log.level == logging.NOTSET:  # an operator's own level stands
        log.setLevel(logging.INFO)
    # JSON's quotes: what a provider calls a person cannot begin a line of its own.
    dated(log).info("audit %s %s", event, " ".join(f"{key}={json.dumps(value)}" for key, value in details.items()))
