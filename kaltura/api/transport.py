"""Why no answer arrived, in words: what requests and the operating system raise → `Failed`.

None of their own text is repeated: it may name proxies with passwords, and says little to a person.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ProxyError

from kaltura.api.answers import Failed
from kaltura.api.backoff import NEVER, TRANSPORT, RetryRule
from kaltura.api.errors import AnalyticsError, TooLarge, TransportError
from kaltura.api.exchange import OutOfTime, OverSize

_LATER = "Check the network and try again in a few minutes."
_ADDRESS = "Check the region or the address."

EXPECTED = (requests.RequestException, HTTPError, HTTPException, OSError, OutOfTime, OverSize, AnalyticsError)
"""What an exchange may raise; anything else is a bug and is not caught."""


@dataclass(frozen=True)
class _Row:
    """A kind of trouble: how it is recognised among an error and its causes, and what is said of it."""

    matches: Callable[[BaseException], bool]
    message: str
    next_step: str = _LATER
    rule: RetryRule = TRANSPORT
    kind: type[AnalyticsError] = TransportError


def _is(*types: type[BaseException]) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, types)


def _is_unknown_name(error: BaseException) -> bool:
    return isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME


_NO_NAME = "The name {host} cannot be looked up."

# The first row that matches decides, so the narrower ones stand first.
_ROWS = (
    _Row(
        _is(OverSize),
        "The answer of {host} is larger than this program accepts. None of it was used.",
        "Ask for fewer days or rooms at once.",
        NEVER,
        TooLarge,
    ),
    _Row(_is(OutOfTime), "{host} took too long to answer, so the call was given up.", rule=NEVER),
    _Row(
        _is(ssl.SSLCertVerificationError),
        "The certificate of {host} could not be verified, so nothing was sent.",
        "Check the address, or the certificate authorities of this machine.",
        NEVER,
    ),
    _Row(_is(ProxyError, requests.exceptions.ProxyError), "The proxy on the way to {host} did not connect."),
    _Row(_is_unknown_name, _NO_NAME, _ADDRESS, NEVER),
    _Row(_is(NameResolutionError, socket.gaierror), _NO_NAME),
    _Row(_is(requests.Timeout, TimeoutError), "{host} did not answer in time."),
    _Row(
        _is(requests.ConnectionError, requests.exceptions.ChunkedEncodingError),
        "The connection to {host} failed or broke off. Nothing of a broken answer was used.",
    ),
    _Row(_is(BaseException), "{host} could not be asked, or its answer could not be read.", _ADDRESS, NEVER),
)


def failure_of(error: BaseException, host: str) -> Failed:
    """The failure that `error` stands for."""
    if isinstance(error, AnalyticsError):
        return Failed(error)
    causes = list(_causes(error))
    row = next(row for row in _ROWS if any(map(row.matches, causes)))
    return Failed(row.kind(row.message.format(host=host), row.next_step), row.rule)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it; requests keeps some of it as arguments only."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
