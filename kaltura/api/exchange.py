"""One HTTP request and its whole answer, bounded in size and time, and given up within a moment when stopped.

The request runs in a thread of its own. Nothing else can bound all of name lookup, connecting, the TLS
handshake, a header that drips and a body that drips: the caller waits here, and cuts the line.
"""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict

from kaltura.api.addresses import AddressPolicy, is_loopback
from kaltura.api.connections import LINE, CheckedAdapter, Line
from kaltura.api.errors import Stopped

_TICK = 0.05  # seconds between two looks at the stop event
_CHUNK = 1 << 16


class OutOfTime(Exception):
    """The whole exchange took longer than it may."""


class OverSize(Exception):
    """The answer is larger than it may be."""


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers (any case), the decoded body, and the host that was asked, with its port.

    end_told: whether the server said where the body ends, by a length or by chunks, so that a shorter one is an error.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    host: str
    end_told: bool = True


@dataclass(frozen=True)
class CallLimits:
    """Seconds to connect, seconds of silence, seconds for one call with all its retries, and bytes of an answer.

    Kaltura itself allows a report 600 s before its first byte.
    """

    connect: float = 10.0
    silence: float = 610.0
    call: float = 1200.0
    body: int = 128 * 1024 * 1024


class Exchanger:
    """Sends forms and returns answers. Connections are kept and shared between threads."""

    def __init__(self, policy: AddressPolicy, limits: CallLimits) -> None:
        self._policy = policy
        self._limits = limits
        self._adapter = CheckedAdapter(pool_connections=4, pool_maxsize=16)

    def post(self, url: str, form: Mapping[str, str], seconds: float, stop: threading.Event) -> Answer:
        """The answer to `form`, within `seconds`.

        Raises Stopped, OutOfTime, OverSize, UsageError (an address that may not be reached), or what
        requests raises, whose text may repeat what a careless server repeated and is for nobody to see.
        Never follows a redirect.
        """
        line = Line(self._policy)
        done: Future[Answer] = Future()
        # A daemon, because a name lookup cannot be cut and must not keep the program alive.
        threading.Thread(target=self._run, args=(done, line, url, form, seconds), daemon=True).start()
        deadline = time.monotonic() + seconds
        while not wait_for([done], timeout=_TICK).done:
            if stop.is_set() or time.monotonic() > deadline:
                line.cut()
                raise Stopped if stop.is_set() else OutOfTime
        return done.result()

    def close(self) -> None:
        """Closes the connections that are kept."""
        self._adapter.close()

    def _run(self, done: Future[Answer], line: Line, url: str, form: Mapping[str, str], seconds: float) -> None:
        try:
            done.set_result(self._exchange(line, url, form, seconds))
        except BaseException as error:  # noqa: BLE001  handed to the thread that waits
            done.set_exception(error)

    def _exchange(self, line: Line, url: str, form: Mapping[str, str], seconds: float) -> Answer:
        LINE.set(line)
        verify, proxies = _surroundings(url)
        try:
            response = self._adapter.send(
                # Prepared without a requests.Session, which would add passwords from ~/.netrc and keep cookies.
                requests.Request("POST", url, data=dict(form), headers={"Accept-Encoding": "gzip"}).prepare(),
                stream=True,
                timeout=(self._limits.connect, min(self._limits.silence, max(seconds, _TICK))),
                verify=verify,
                proxies=proxies,
            )
            with response:
                return Answer(
                    response.status_code,
                    CaseInsensitiveDict(response.headers),
                    _read(response, self._limits.body),
                    urlsplit(url).netloc,
                    end_told=response.headers.get("Content-Length", "").isdecimal() or bool(response.raw.chunked),
                )
        finally:
            line.release()


def _read(response: requests.Response, most: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > most:
            raise OverSize
    return bytes(body)


def _surroundings(url: str) -> tuple[bool | str, dict[str, str]]:
    """Certificate authorities and proxies of the environment, as requests reads them; TLS is always checked."""
    with requests.Session() as session:
        found = session.merge_environment_settings(url, {}, None, None, None)
    # A proxy could read what is sent to this machine by plain http.
    direct = is_loopback(urlsplit(url).hostname or "")
    return found["verify"] or True, {} if direct else dict(found["proxies"])
