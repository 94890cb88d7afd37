""".ci/audit against a database of vulnerabilities on this machine, and against none."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.supply.lock import ROOT, locked

pytest.importorskip("pip_audit", reason="pip-audit is a development dependency")


@contextmanager
def database(known: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """An address that answers as osv.dev does; known: package → ID of its vulnerability. And what was asked about."""
    asked: set[str] = set()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = question["package"]["name"]
            asked.add(name)
            package = {"name": name, "ecosystem": "PyPI"}
            found = [{"id": known[name], "summary": "x", "affected": [{"package": package}]}] if name in known else []
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def audit(address: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / ".ci" / "audit"), address]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_nothing_is_known_about_any_locked_package() -> None:
    with database({}) as (address, asked):
        done = audit(address)
    assert done.returncode == 0, done.stderr
    assert {*locked()} <= asked, "every package of the lock was looked up"


def test_a_known_vulnerability_fails_and_is_named() -> None:
    with database({"urllib3": "PYSEC-2099-1"}) as (address, _):
        done = audit(address)
    assert done.returncode == 1
    assert "urllib3" in done.stdout
    assert "PYSEC-2099-1" in done.stdout


@pytest.mark.parametrize("answer", [b"220 smtp ready\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"])
def test_what_is_no_database_is_skipped_too(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def once() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        threading.Thread(target=once, daemon=True).start()
        done = audit(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Skipped: ")


def test_without_a_database_it_is_skipped_with_a_message() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    done = audit(f"http://127.0.0.1:{port}/")
    assert done.returncode == 0
    assert done.stdout.startswith("Skipped: ")
