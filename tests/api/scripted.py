"""A small HTTP server on a real socket that answers from a script, also badly."""

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs

BOM = b"\xef\xbb\xbf"
CSV = BOM + b"entry_id,cue_point_id\n1_room,1_cue\n"


@dataclass(frozen=True)
class Request:
    """What arrived: the line, the headers (lower case) and the form; which connection it came on."""

    line: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    connection: int

    @property
    def action(self) -> str:
        """'report.getCsvFromStringParams', from the path."""
        parts = self.line.split()[1].split("/")
        return f"{parts[3]}.{parts[5]}"


Action = Callable[[socket.socket], None]
"""Writes an answer, or does not. The connection is closed afterwards."""

Answer = bytes | Action


def http(body: bytes | str = CSV, status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A well-formed answer with its length, after which the connection stays open."""
    body = body.encode() if isinstance(body, str) else body
    lines = {"Content-Length": str(len(body)), "Content-Type": "text/csv", **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + body


def error(code: str, message: str = "", args: Mapping[str, str] | None = None) -> bytes:
    """An API error as JSON."""
    value = {"code": code, "message": message, "objectType": "KalturaAPIException", "args": args or []}
    return http(json.dumps(value), headers={"X-Kaltura-Session": "1234567890", "Content-Type": "application/json"})


def value(thing: object) -> bytes:
    """A JSON result."""
    return http(json.dumps(thing), headers={"Content-Type": "application/json"})


def closing(body: bytes, headers: bytes = b"") -> Action:
    """An answer without length, whose end is the end of the connection."""
    return lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n" + headers + b"\r\n" + body)


def cut(body: bytes, promised: int) -> Action:
    """An answer that promises more bytes than it brings."""
    return lambda sock: sock.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\n\r\n".encode() + body)


def reset(sock: socket.socket) -> None:
    """Breaks the connection off with a TCP reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(seconds: float, first: bytes = b"") -> Action:
    """Sends `first`, then nothing."""

    def wait(sock: socket.socket) -> None:
        sock.sendall(first)
        sock.settimeout(seconds)
        with suppress(OSError):
            sock.recv(1)

    return wait


def drip(seconds: float, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n") -> Action:
    """Sends one byte every 50 ms, so that no read ever waits long."""

    def send(sock: socket.socket) -> None:
        sock.sendall(head)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            sock.sendall(b"x")
            time.sleep(0.05)

    return send


@dataclass
class Scripted:
    """Answers by `answer(request)`; keeps what arrived in `requests`. `.base` is its address."""

    answer: Callable[[Request], Answer]
    context: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.base = f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in list(self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def forms(self, action: str) -> list[Mapping[str, str]]:
        """The forms that were sent to one action, in order."""
        return [request.form for request in self.requests if request.action == action]

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(sock, self.connections))
                self._threads.append(thread)
                thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        # The other side may go away at any time: that is what many of these tests are about.
        with suppress(OSError), sock:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
            self._open.append(sock)
            with sock:
                for request in _requests(sock, number):
                    self.requests.append(request)
                    answer = self.answer(request)
                    if not isinstance(answer, bytes):
                        answer(sock)
                        return
                    sock.sendall(answer)


def in_order(*answers: Answer) -> Callable[[Request], Answer]:
    """One answer after the other; the last one for ever."""
    left = list(answers)
    lock = threading.Lock()

    def answer(_: Request) -> Answer:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return answer


@contextmanager
def serving(*answers: Answer) -> Iterator[Scripted]:
    """A server that gives these answers in order."""
    with Scripted(in_order(*answers)) as server:
        yield server


def _requests(sock: socket.socket, number: int) -> Iterator[Request]:
    received = b""
    while True:
        while b"\r\n\r\n" not in received:
            more = sock.recv(65536)
            if not more:
                return
            received += more
        head, received = received.split(b"\r\n\r\n", 1)
        line, *rest = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): text.strip() for name, _, text in (entry.partition(":") for entry in rest)}
        length = int(headers.get("content-length", 0))
        while len(received) < length:
            received += sock.recv(65536)
        body, received = received[:length].decode(), received[length:]
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        yield Request(line, headers, form, number)
