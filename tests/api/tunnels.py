"""A proxy for CONNECT that remembers all bytes it was sent."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def tunnel(port: int, seen: list[bytes]) -> Iterator[str]:
    """Carries one connection to `port` of this machine, whatever was asked for; gives the proxy's address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_carry, args=(listener, port, seen))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


def _carry(listener: socket.socket, port: int, seen: list[bytes]) -> None:
    inside, _ = listener.accept()
    with inside, socket.create_connection(("127.0.0.1", port)) as outside:
        seen.append(inside.recv(65536))
        inside.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        back = threading.Thread(target=_pump, args=(outside, inside, []))
        back.start()
        _pump(inside, outside, seen)
        with suppress(OSError):
            outside.shutdown(socket.SHUT_RDWR)
        back.join(5)


def _pump(source: socket.socket, target: socket.socket, seen: list[bytes]) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            seen.append(data)
            target.sendall(data)
