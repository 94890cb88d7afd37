"""No secret ever shows: every failure is driven with canaries, and all that comes out is searched for them."""

import http.client
import io
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import AdminSecret, AppToken, Credentials, ReadyKs
from kaltura.api.errors import AnalyticsError
from kaltura.api.exchange import CallLimits
from tests.api.scripted import Answer, Request, Scripted, closing, cut, drip, error, hang, reset
from tests.api.scripted import http as answered

KS = "djJ8MTIzfENBTkFSWS1yZWFkeS1zZXNzaW9uLXRoYXQtbXVzdC1uZXZlci1zaG93LWFueXdoZXJl"
SECRET = "ca9a41e5ca9a41e50123456789abcdef"
TOKEN = "CANARYtoken%with+odd/characters=&<>ZYXWVUTS"
MINTED = "CANARY-minted-session.0f/1e+2d==QWERTYUIOPASDFG"
WIDGET = "CANARY-widget-session.0f/1e+2d==ZXCVBNMLKJHGF"
CANARIES = (KS, SECRET, TOKEN, MINTED, WIDGET)
PIECE = 16

CREDENTIALS: dict[str, Credentials] = {
    "session": ReadyKs(KS),
    "secret": AdminSecret(123, SECRET),
    "token": AppToken(123, "1_id", TOKEN),
}


def echo(request: Request) -> str:
    """All that was sent, as a careless server would repeat it."""
    return " ".join(request.form.values())


def cut_short(request: Request) -> str:
    return " ".join(text[:40] for text in request.form.values())


# What a server does to every request once there is a session; many repeat what they were sent.
ANSWERS: dict[str, Callable[[Request], Answer]] = {
    "malformed ks": lambda r: error("INVALID_KS", f'Invalid KS "{echo(r)}"', {"KSID": r.form.get("ks", "")}),
    "unknown code": lambda r: error("NEW_CODE", echo(r), {"x": echo(r)}),
    "unknown code, cut": lambda r: error("NEW_CODE", cut_short(r)),
    "code": lambda r: error(r.form.get("ks", "X"), echo(r)),
    "forbidden": lambda r: error("SERVICE_FORBIDDEN", echo(r)),
    "internal": lambda r: error("INTERNAL_SERVERL_ERROR", echo(r)),
    "blocked": lambda r: error("ACTION_BLOCKED", echo(r)),
    "xml": lambda r: answered(
        f"<xml><result><error><code>ODD</code><message>&quot;{echo(r)}&quot;</message></error></result></xml>"
    ),
    "headers": lambda r: answered(
        b"", headers={"X-Kaltura": "error-ODD", "X-Kaltura-App": echo(r), "X-Kaltura-Session": r.form.get("ks", "")}
    ),
    "redirect": lambda r: answered("", 302, {"Location": f"/elsewhere?ks={r.form.get('ks')}"}),
    "page": lambda r: answered(f"<html>{echo(r)}</html>"),
    "502": lambda r: answered(f"<html>{echo(r)}</html>", 502, {"X-Kaltura-Session": echo(r)}),
    "reset": lambda r: reset,
    "cut": lambda r: cut(b"\xef\xbb\xbfentry", 100),
    "not closed": lambda r: closing(b"\xef\xbb\xbfentry"),
    "silence": lambda r: hang(3),
    "drips": lambda r: drip(3),
    "no http": lambda r: lambda sock: sock.sendall(echo(r).encode()),
    "bad length": lambda r: lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
    "bad headers": lambda r: (
        lambda sock: sock.sendall(f"HTTP/1.1 200 OK\r\nA: b\r\n{echo(r)}\r\nC: d\r\n\r\n".encode())
    ),
    "bad status": lambda r: lambda sock: sock.sendall(f"HTTP/1.1 {echo(r)}\r\n\r\n".encode()),
    "bad packing": lambda r: answered(echo(r), headers={"Content-Encoding": "gzip"}),
}


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All logging at its most talkative, and http.client printing what it sends."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level, debug = root.level, http.client.HTTPConnection.debuglevel
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    http.client.HTTPConnection.debuglevel = 1
    with redirect_stdout(written), redirect_stderr(written):
        yield written
    http.client.HTTPConnection.debuglevel = debug
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("where", ["report", "start"])
@pytest.mark.parametrize("name", ANSWERS)
def test_no_failure_shows_a_secret(name: str, where: str, kind: str, everything_logged: io.StringIO) -> None:
    def answer(request: Request) -> Answer:
        starts = {"session.start": f'"{MINTED}"', "appToken.startSession": f'{{"ks": "{MINTED}"}}'}
        if request.action == "session.startWidgetSession":
            return answered(f'{{"ks": "{WIDGET}"}}')
        if request.action in starts and where == "report":
            return answered(starts[request.action])
        return ANSWERS[name](request)

    limits = CallLimits(connect=1, silence=0.15, call=0.3)
    with Scripted(answer) as server:
        with Client(server.base, CREDENTIALS[kind], limits=limits, jitter=lambda ceiling: 0.0) as kaltura:
            with pytest.raises(AnalyticsError) as caught:
                kaltura.report(6000, {"from_date": "1"})
            shown = everything_logged.getvalue() + told_by(caught.value) + repr((kaltura, vars(kaltura)))
        assert all(not leaked(request.line) for request in server.requests)
        assert len(server.requests) > 0
    assert "Starting new HTTP connection" in everything_logged.getvalue()  # or the loggers were not listened to
    assert not leaked(shown)


def test_the_search_finds_a_leak() -> None:
    assert leaked(f"... {SECRET[3:25]} ...")
    assert not leaked("nothing to see")


def test_a_crash_in_a_thread_would_be_printed_and_searched_too(everything_logged: io.StringIO) -> None:
    thread = threading.Thread(target=lambda: logging.getLogger("urllib3").debug(KS))
    thread.start()
    thread.join()
    assert leaked(everything_logged.getvalue())


def told_by(error: BaseException) -> str:
    """Everything that an error and all errors behind it could tell."""
    told, waiting, seen = [], [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        told += [*traceback.format_exception(one), repr(one), str(one), repr(one.args), repr(vars(one))]
        waiting += [behind for behind in (one.__cause__, one.__context__) if behind]
    return "\n".join(told)


def leaked(text: str) -> list[str]:
    """Pieces of canaries in `text`."""
    return [c[i : i + PIECE] for c in CANARIES for i in range(len(c) - PIECE + 1) if c[i : i + PIECE] in text]
