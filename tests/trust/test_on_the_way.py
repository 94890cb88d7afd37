"""What lies between here and Kaltura: a name that nobody knows, a proxy that does not connect, nobody at home."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.command import kaltura
from tests.cli.test_process import command

KS = "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="
PASSWORD = "proxy-pass-word-canary"


@contextmanager
def proxy(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that says this to whoever asks it; its address, and what it was sent."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        seen.append(connection.recv(65536))
                        connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://user:{PASSWORD}@127.0.0.1:{listener.getsockname()[1]}", seen
        listener.shutdown(socket.SHUT_RDWR)


def failing(base: str, out: Path, **env: str) -> str:
    """What the command says when it can fetch nothing."""
    began = time.monotonic()
    done = kaltura(*command(base, out), env={"KALTURA_KS": KS, "no_proxy": "", "NO_PROXY": "", **env})
    assert (done.returncode, done.stdout, list(out.parent.iterdir())) == (4, "", [])
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stderr
    assert KS not in done.stderr
    assert time.monotonic() - began < 60
    return done.stderr


def test_a_name_that_nobody_knows(tmp_path: Path) -> None:
    assert "no-such-host.invalid cannot be looked up" in failing("https://no-such-host.invalid", tmp_path / "out")


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    said = failing(f"http://127.0.0.1:{port}", tmp_path / "out")
    assert f"The connection to 127.0.0.1:{port} failed" in said


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["asks for a password", "cannot reach it"],
)
def test_a_proxy_that_does_not_connect(answer: bytes, tmp_path: Path) -> None:
    with proxy(answer) as (address, seen):
        said = failing("https://kaltura.example.edu", tmp_path / "out", HTTPS_PROXY=address, https_proxy=address)
    assert "The proxy on the way to kaltura.example.edu did not connect" in said
    assert 0 < len(seen) <= 60
    assert all(one.startswith(b"CONNECT kaltura.example.edu:443") for one in seen)
    assert not any(KS.encode() in one for one in seen)


def test_a_proxy_that_hangs_up(tmp_path: Path) -> None:
    with proxy(b"") as (address, seen):
        said = failing("https://kaltura.example.edu", tmp_path / "out", HTTPS_PROXY=address, https_proxy=address)
    assert "The connection to kaltura.example.edu failed" in said
    assert 0 < len(seen) <= 60


def test_a_proxy_where_nobody_listens(tmp_path: Path) -> None:
    with proxy(b"") as (address, _):
        pass
    said = failing("https://kaltura.example.edu", tmp_path / "out", HTTPS_PROXY=address, https_proxy=address)
    assert "The proxy on the way to kaltura.example.edu did not connect" in said
