"""One HTTP connection to the emulator: reads requests, keeps the log, sends answers whole or broken."""

import os
import secrets
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast

from kaltura.demo.backend import Call
from kaltura.demo.fault_answers import answer_call
from kaltura.demo.request_params import Params, read_request, text
from kaltura.demo.wire import XML, Answer

if TYPE_CHECKING:
    from kaltura.demo.server import EmulatorServer

LARGEST_REQUEST = 10_000_000
SECRET_NAMES = frozenset({"ks", "secret", "tokenhash", "session", "token"})
PIECES = 20
NOT_FOUND = b"<html><body><h1>404 Not Found</h1></body></html>\n"


@dataclass(frozen=True)
class LoggedCall:
    """One request, without its secrets. outcome: "ok", an error's code or a fault's kind. fault: the fault's kind."""

    service: str
    action: str
    params: Mapping[str, Any] = field(default_factory=dict)
    method: str = "POST"
    report: int | None = None
    outcome: str = "ok"
    fault: str | None = None

    @property
    def name(self) -> str:
        """Service and action, e.g. "session.start"."""
        return f"{self.service}.{self.action}"


class Handler(BaseHTTPRequestHandler):
    """Answers on one connection until the client closes it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536  # so that a small answer's headers and body leave in one packet
    server_version = "Apache"
    sys_version = ""

    @property
    def emulator(self) -> "EmulatorServer":
        """The server that the connection belongs to."""
        return cast("EmulatorServer", self.server)

    def do_GET(self) -> None:
        """A request in the address alone."""
        self._respond(b"")

    def do_POST(self) -> None:
        """A request with a body."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST:
            self.close_connection = True
            self._send(Answer(b"", "text/html", 413 if length.isdecimal() else 411))
            return
        self._respond(self.rfile.read(int(length)))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses may hold a session. `Emulator.requests` is the log."""

    def _respond(self, body: bytes) -> None:
        params = read_request(self.path, self.headers.get("Content-Type", ""), body)
        if params is None:
            self._send(Answer(NOT_FOUND, "text/html", 404))
            return
        call = self._call(params)
        fault = self.emulator.plan.strike(call.name, call.report, call.report_params if call.report else {})
        answer, outcome = answer_call(self.emulator.backend, call, fault)
        self.emulator.record(
            LoggedCall(
                call.service,
                call.action,
                without_secrets(call.params),
                call.method,
                call.report,
                outcome,
                fault.kind if fault else None,
            )
        )
        self._send(answer)

    def _call(self, params: Params) -> Call:
        service, action = text(params, "service"), text(params, "action")
        output = text(params, "format", XML)
        rest = {name: value for name, value in params.items() if name not in ("service", "action", "format")}
        return Call(service, action, rest, output, self.command, self.client_address[0], self.path)

    def _send(self, answer: Answer) -> None:
        WAYS[answer.delivery](self, answer)

    def start(self, answer: Answer, *framing: tuple[str, str]) -> None:
        """Status line and headers. framing: how the body's end can be known."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("X-Me", "emulator")
        self.send_header("X-Kaltura-Session", str(secrets.randbelow(2**31)))
        for name, value in (*answer.headers, *framing):
            self.send_header(name, value.encode().decode("latin-1"))

    def send_whole(self, answer: Answer) -> None:
        """The answer as it should be."""
        self.start(answer, ("Content-Length", str(len(answer.body))))
        self.end_headers()
        self.wfile.write(answer.body)

    def send_reset(self, answer: Answer) -> None:
        """Nothing but a TCP reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # The file objects around the socket would keep it open, and closing them would end it in good order.
        os.close(self.connection.detach())

    def send_cut(self, answer: Answer) -> None:
        """Half of what Content-Length announces."""
        self._send_part(answer, ("Content-Length", str(len(answer.body))), cut_in_half(answer.body))

    def send_cut_unannounced(self, answer: Answer) -> None:
        """Half of the body, whose end is the end of the connection."""
        self._send_part(answer, ("Connection", "close"), cut_in_half(answer.body))

    def send_cut_at_a_line(self, answer: Answer) -> None:
        """The first half of the lines, each whole; the body's end is the end of the connection."""
        lines = answer.body.splitlines(keepends=True)
        self._send_part(answer, ("Connection", "close"), b"".join(lines[: (len(lines) + 1) // 2]))

    def send_cut_chunked(self, answer: Answer) -> None:
        """Half of the body as a chunk, without the chunk of length 0 that ends a body."""
        half = cut_in_half(answer.body)
        self._send_part(answer, ("Transfer-Encoding", "chunked"), f"{len(half):x}\r\n".encode() + half + b"\r\n")

    def _send_part(self, answer: Answer, framing: tuple[str, str], part: bytes) -> None:
        self.close_connection = True
        self.start(answer, framing)
        self.end_headers()
        self.wfile.write(part)

    def send_slow(self, answer: Answer) -> None:
        """The body in pieces, until all is sent or the server stops."""
        self.start(answer, ("Content-Length", str(len(answer.body))))
        self.end_headers()
        self.wfile.flush()
        size = max(1, -(-len(answer.body) // PIECES))
        for at in range(0, len(answer.body), size):
            if self.emulator.stopping.wait(answer.seconds / PIECES):
                self.close_connection = True
                return
            self.wfile.write(answer.body[at : at + size])
            self.wfile.flush()

    def send_late(self, answer: Answer) -> None:
        """The whole answer after some time."""
        if self.emulator.stopping.wait(answer.seconds):
            self.close_connection = True
            return
        self.send_whole(answer)


WAYS: dict[str, Callable[[Handler, Answer], None]] = {
    "whole": Handler.send_whole,
    "reset": Handler.send_reset,
    "cut": Handler.send_cut,
    "cut_unannounced": Handler.send_cut_unannounced,
    "cut_chunked": Handler.send_cut_chunked,
    "cut_at_a_line": Handler.send_cut_at_a_line,
    "slow": Handler.send_slow,
    "late": Handler.send_late,
}


def cut_in_half(body: bytes) -> bytes:
    """The first half, shortened until it does not end in a line feed, which would make it look whole."""
    return body[: len(body) // 2].rstrip(b"\n")


def without_secrets(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters for the log: whatever opens an account is left out."""
    return {name: value for name, value in params.items() if name.lower() not in SECRET_NAMES}
