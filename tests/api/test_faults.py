"""The failure table over real sockets: which error, how many calls, how long."""

import threading
import time
from collections.abc import Callable

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.errors import (
    AnalyticsError,
    CredentialsError,
    RateLimited,
    ReportUnavailable,
    ServerError,
    Stopped,
    TooLarge,
    TransportError,
    UsageError,
)
from kaltura.api.exchange import CallLimits
from tests.api.quick import KS, client
from tests.api.scripted import (
    BOM,
    CSV,
    Answer,
    Scripted,
    closing,
    cut,
    drip,
    error,
    hang,
    http,
    in_order,
    reset,
    serving,
)

HTML = "<!DOCTYPE html><html><body>Bad gateway</body></html>"
NOT_FOUND = http(b"", headers={"X-Kaltura": "error- REPORT_NOT_FOUND", "X-Kaltura-App": "exiting on error"})

# What the server always answers, the error it ends in, and how many calls were made in all.
ALWAYS: dict[str, tuple[Answer, type[AnalyticsError], int]] = {
    "invalid ks": (error("INVALID_KS", "", {"KSID": "LOGOUT"}), CredentialsError, 1),
    "missing ks": (error("MISSING_KS"), CredentialsError, 1),
    "forbidden": (error("SERVICE_FORBIDDEN"), CredentialsError, 1),
    "blocked account": (error("SERVICE_FORBIDDEN_CONTENT_BLOCKED"), CredentialsError, 1),
    "access control": (error("SERVICE_ACCESS_CONTROL_RESTRICTED"), CredentialsError, 1),
    "no such report": (NOT_FOUND, ReportUnavailable, 1),
    "missing parameter": (error("MISSING_MANDATORY_PARAMETER"), UsageError, 1),
    "bad character": (error("INVALID_PARAMETER_CHAR"), UsageError, 1),
    "rate limit": (error("ACTION_BLOCKED"), RateLimited, 7),
    "druid": (error("DRUID_QUERY_TIMED_OUT", "Query timed out"), TooLarge, 1),
    "too general": (error("SEARCH_TOO_GENERAL"), TooLarge, 1),
    "internal": (error("INTERNAL_SERVERL_ERROR", "Internal server error occurred"), ServerError, 2),
    "unknown code": (error("SOMETHING_NEW", "Words"), ServerError, 1),
    "429": (http("slow down", 429), RateLimited, 7),
    "502": (http(HTML, 502), TransportError, 5),
    "503": (http(HTML, 503), TransportError, 5),
    "504": (http(HTML, 504), TransportError, 5),
    "empty body": (http(b""), TransportError, 5),
    "reset": (reset, TransportError, 5),
    "cut with a length": (cut(CSV[:-5], len(CSV)), TransportError, 5),
    "cut without a length": (closing(CSV[:-5]), TransportError, 5),
    "cut inside the mark": (closing(BOM[:2]), TransportError, 5),
    "a page": (http(HTML), TransportError, 1),
    "404": (http(HTML, 404), TransportError, 1),
}


@pytest.mark.parametrize("row", ALWAYS)
def test_a_fault_that_stays_ends_in_one_error_after_a_bounded_number_of_calls(row: str) -> None:
    answer, kind, calls = ALWAYS[row]
    with serving(answer) as server, client(server) as kaltura:
        with pytest.raises(AnalyticsError) as caught:
            kaltura.report(6000, {})
        assert type(caught.value) is kind
        assert len(server.requests) == calls
        assert (kaltura.calls, kaltura.retries) == (calls, calls - 1)
    assert caught.value.message.endswith(".")
    assert caught.value.next_step.endswith(".")


@pytest.mark.parametrize("row", [row for row, (_, _, calls) in ALWAYS.items() if calls > 1])
def test_a_fault_that_passes_is_survived(row: str) -> None:
    with Scripted(in_order(ALWAYS[row][0], http())) as server, client(server) as kaltura:
        assert kaltura.report(6000, {}).body == CSV
        assert (kaltura.calls, kaltura.retries) == (2, 1)


def test_silence_is_waited_for_only_as_long_as_allowed() -> None:
    with serving(hang(5), http()) as server, client(server) as kaltura:
        began = time.monotonic()
        assert kaltura.report(6000, {}).body == CSV
    assert 0.4 < time.monotonic() - began < 2


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "]
)
def test_an_answer_that_drips_is_given_up_when_its_time_is_over(head: bytes) -> None:
    with serving(drip(6, head)) as server, client(server, CallLimits(silence=5, call=1)) as kaltura:
        began = time.monotonic()
        with pytest.raises(TransportError, match="took too long"):
            kaltura.report(6000, {})
        assert 0.9 < time.monotonic() - began < 2
        assert kaltura.calls == 1


def test_waiting_for_retries_ends_with_the_time_of_the_call() -> None:
    with serving(http(HTML, 503, {"Retry-After": "30"})) as server, client(server, CallLimits(call=2)) as kaltura:
        began = time.monotonic()
        with pytest.raises(TransportError, match="503"):
            kaltura.report(6000, {})
        assert time.monotonic() - began < 1
        assert kaltura.calls == 1


def test_retry_after_is_honoured() -> None:
    with serving(http("", 429, {"Retry-After": "1"}), http()) as server, client(server) as kaltura:
        began = time.monotonic()
        kaltura.report(6000, {})
    assert 1 <= time.monotonic() - began < 3


def test_an_answer_larger_than_allowed_is_not_read_to_its_end() -> None:
    endless = hang(5, b"HTTP/1.1 200 OK\r\n\r\n" + BOM + b"x" * 300_000)
    with serving(endless) as server, client(server, CallLimits(body=100_000)) as kaltura:
        with pytest.raises(TooLarge, match="larger than this program accepts"):
            kaltura.report(6000, {})
        assert kaltura.calls == 1


def test_a_compressed_answer_is_bounded_by_what_it_unpacks_to() -> None:
    import gzip

    packed = http(gzip.compress(BOM + b"x" * 5_000_000 + b"\n"), headers={"Content-Encoding": "gzip"})
    with serving(packed) as server, client(server, CallLimits(body=1_000_000)) as kaltura, pytest.raises(TooLarge):
        kaltura.report(6000, {})


def test_a_redirect_is_never_followed() -> None:
    with serving(http()) as elsewhere:
        moved = http("", 307, {"Location": elsewhere.base + "/api_v3/"})
        with serving(moved) as server, client(server) as kaltura, pytest.raises(TransportError, match="not followed"):
            kaltura.report(6000, {})
        assert elsewhere.requests == []


def test_nobody_listening() -> None:
    with serving(http()) as server:
        base = server.base
    with Client(base, ReadyKs(KS), jitter=lambda ceiling: 0.0) as kaltura:
        with pytest.raises(TransportError, match=r"The connection to .* failed"):
            kaltura.report(6000, {})
        assert kaltura.calls == 5


def test_a_name_that_does_not_exist() -> None:
    with Client("https://no-such-host.invalid", ReadyKs(KS), jitter=lambda ceiling: 0.0) as kaltura:
        with pytest.raises(TransportError, match="cannot be looked up"):
            kaltura.report(6000, {})
        assert kaltura.calls <= 5


WAITS: dict[str, Callable[[], Answer]] = {
    "for the answer": lambda: hang(20),
    "for the body": lambda: hang(20, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + BOM),
    "for a body without length": lambda: hang(20, b"HTTP/1.1 200 OK\r\n\r\n" + BOM),
    "for a body that drips": lambda: drip(20),
    "for the next try": lambda: http("", 503, {"Retry-After": "20"}),
}


@pytest.mark.parametrize("waiting", WAITS)
def test_stop_ends_every_wait_within_a_second(waiting: str) -> None:
    stop = threading.Event()
    with serving(WAITS[waiting]()) as server, client(server, CallLimits()) as kaltura:
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            kaltura.report(6000, {}, stop=stop)
        assert time.monotonic() - began < 1.3


def test_stop_ends_a_wait_on_a_connection_that_was_used_before() -> None:
    stop = threading.Event()
    with serving(http(), hang(20)) as server, client(server, CallLimits()) as kaltura:
        kaltura.report(6000, {})
        threading.Timer(0.3, stop.set).start()
        with pytest.raises(Stopped):
            kaltura.report(6000, {}, stop=stop)
        assert [request.connection for request in server.requests] == [1, 1]


def test_threads_share_a_client_and_every_call_is_counted() -> None:
    with serving(*[http("", 503)] * 3, http()) as server, client(server) as kaltura:
        threads = [threading.Thread(target=kaltura.report, args=(6000, {})) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (kaltura.calls, kaltura.retries) == (11, 3)
        assert len(server.requests) == 11
