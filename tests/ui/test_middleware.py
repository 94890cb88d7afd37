"""What every answer of the server carries, and where uploads wait."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.types import Message, Receive, Scope, Send

from kaltura.ui import settings
from kaltura.ui.middleware import Door

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """On a thread of its own: where a browser is driven, this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def headers_of(path: str, cookie: bytes = b"a=1") -> dict[str, str]:
    sent: list[Message] = []

    async def answer(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"cache-control", b"public, max-age=60"), (b"set-cookie", cookie)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "root_path": ""}
    run(Door(answer)(scope, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/media/0f1e2d.csv", "no-store"),
        ("/rooms/media/0f1e2d.csv", "no-store"),
        ("/_stcore/upload_file/session/file", "no-store"),
        ("/static/media/font.woff2", "public, max-age=60"),
        ("/people", "public, max-age=60"),
    ],
)
def test_files_with_names_stay_in_no_cache(path: str, kept: str) -> None:
    assert headers_of(path)["cache-control"] == kept


@pytest.mark.parametrize("path", ["/", "/people", "/media/0f1e2d.csv", "/static/js/index.js"])
def test_every_answer_is_what_it_says_and_tells_nobody_what_was_selected(path: str) -> None:
    headers = headers_of(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"] == "frame-ancestors 'self'"


def test_an_upload_is_never_written_to_disk() -> None:
    """Streamlit's server would put all beyond 1 MB where temporary files go."""
    body = b'--B\r\nContent-Disposition: form-data; name="f"; filename="r.csv"\r\n\r\n' + b"ann@uni.example\n" * 300_000

    async def pieces() -> AsyncIterator[bytes]:
        yield body
        yield b"\r\n--B--\r\n"

    async def read() -> UploadFile:
        parser = MultiPartParser(Headers({"content-type": "multipart/form-data; boundary=B"}), pieces())
        file = (await parser.parse())["f"]
        assert isinstance(file, UploadFile)
        return file

    file = run(read())
    assert file.size == 16 * 300_000
    rolled = file.file._rolled  # type: ignore[attr-defined]  of a SpooledTemporaryFile: whether it is a real file now
    file.file.close()
    assert not rolled


def talking(origin: str | None, host: bytes = b"rooms.example.edu") -> list[Message]:
    """What is sent to a WebSocket of a page of this origin."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def talk(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    headers = [(b"host", host), *([(b"origin", origin.encode())] if origin else [])]
    run(Door(talk)({"type": "websocket", "path": "/_stcore/stream", "headers": headers}, receive, send))
    return sent


@pytest.mark.parametrize("origin", [None, "https://rooms.example.edu", "http://localhost:8501"])
def test_our_own_pages_may_talk_to_the_server(origin: str | None) -> None:
    assert talking(origin) == [{"type": "websocket.accept"}]


@pytest.mark.parametrize("origin", ["https://evil.example", "https://rooms.example.edu:8443", "null", "nonsense"])
def test_another_sites_page_may_not_and_nobody_is_asked_who_we_are(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.net_util.get_external_ip", pytest.fail)
    assert talking(origin) == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(("address", "kept"), [("https://r.edu/oauth2callback", True), ("http://r.edu/x", False)])
def test_cookies_stay_with_the_encryption_that_a_proxy_takes_off(
    address: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "auth", lambda: {"redirect_uri": address})
    assert ("Secure" in headers_of("/people", b"_streamlit_user=x; HttpOnly")["set-cookie"]) is kept
    assert headers_of("/people", b"a=x; Secure; HttpOnly")["set-cookie"].count("Secure") == 1


def test_the_first_page_is_found_by_its_name_too() -> None:
    assert headers_of("/overview")["location"] == "/?"
    assert "location" not in headers_of("/attendance")
