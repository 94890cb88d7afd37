"""What the Dockerfile says that can be run without Docker."""

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

DOCKERFILE = Path(__file__).parents[2] / "Dockerfile"


@pytest.mark.parametrize(("path", "asked"), [("", "/"), ("rooms", "/rooms/"), ("/a/rooms/", "/a/rooms/")])
@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_health_is_asked_for_where_the_server_is(path: str, asked: str, status: int, healthy: bool) -> None:
    seen: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        env = {"STREAMLIT_SERVER_PORT": str(server.server_port)} | (
            {"STREAMLIT_SERVER_BASE_URL_PATH": path} if path else {}
        )
        assert (_check(env) == 0) is healthy
        server.shutdown()
    assert seen == [f"{asked}_stcore/health"]


def _check(env: dict[str, str]) -> int:
    """The health check's exit status; Docker hands its line to /bin/sh."""
    lines = DOCKERFILE.read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("HEALTHCHECK CMD ")).removeprefix("HEALTHCHECK CMD python ")
    others = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    command = ["/bin/sh", "-c", f"'{sys.executable}' {line}"]
    return subprocess.run(command, env=others | env, capture_output=True, timeout=60, check=False).returncode
