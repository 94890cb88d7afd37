"""Connections that look at the address they are about to reach, and that another thread can cut.

requests does not let a caller see either, so its adapter is given connection classes of ours.
"""

import logging
import os
import socket
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from kaltura.api.addresses import AddressPolicy, literal_address
from kaltura.api.errors import UsageError


class Line:
    """The connection that one exchange is using, so that it can be cut from another thread.

    Holds a duplicate of the socket: shutting that down ends every blocked read, also during a TLS
    handshake and after urllib3 has let go of a connection that closes with its answer.
    """

    def __init__(self, policy: AddressPolicy) -> None:
        self.policy = policy
        self._grip: socket.socket | None = None
        self._cut = False

    def hold(self, sock: Any) -> None:  # a socket, or urllib3's TLS object that only has its number
        """Takes hold of the socket in use; cuts it at once when the exchange was already given up."""
        old, self._grip = self._grip, socket.socket(fileno=os.dup(sock.fileno()))
        if old:
            old.close()
        if self._cut:
            self.cut()

    def cut(self) -> None:
        """Ends whatever is being sent or received."""
        self._cut = True
        grip = self._grip
        if grip:
            try:
                grip.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # already closed by the other side

    def release(self) -> None:
        """Lets go of the socket when the exchange is over."""
        if self._grip:
            self._grip.close()
            self._grip = None


LINE: ContextVar[Line] = ContextVar("LINE")
"""The line of the exchange that runs in this thread."""


def _says_no_headers(record: logging.LogRecord) -> bool:
    """Keeps urllib3 from logging broken headers of our exchanges: a careless server may repeat the form in them."""
    return LINE.get(None) is None or "parse headers" not in record.getMessage()


logging.getLogger("urllib3.connection").addFilter(_says_no_headers)


class _Checked:
    """What both kinds of connection do beyond urllib3's own."""

    # http.client prints everything it sends, the form with the session too, when its debug level is raised.
    debuglevel = 0

    def set_debuglevel(self, level: int) -> None:
        """Ignored, for the same reason."""

    def request(self, *args: Any, **options: Any) -> None:
        """Sends, after taking hold of a connection that is used again."""
        connected = getattr(self, "sock", None)
        if connected is not None:
            LINE.get().hold(connected)
        super().request(*args, **options)  # type: ignore[misc]

    def _new_conn(self) -> socket.socket:
        sock = _connect(self)  # type: ignore[arg-type]
        LINE.get().hold(sock)
        return sock


class _Http(_Checked, HTTPConnection):
    """A plain connection, for this machine only."""


class _Https(_Checked, HTTPSConnection):
    """A TLS connection; certificates are always checked."""


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


_POOLS = {"http": _HttpPool, "https": _HttpsPool}


class CheckedAdapter(HTTPAdapter):
    """requests' adapter with these connections, direct or through a proxy."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Makes the pools of direct connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Makes the pools of connections through `proxy`."""
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager


def _connect(connection: HTTPConnection) -> socket.socket:
    """A socket to the first address of the host that answers, after every one of them was checked.

    The check and the connection use the same resolved addresses, so a second answer of the DNS cannot
    slip in between. A proxy is the operator's own choice and resolves names itself: only the name was checked.
    """
    host = connection.host
    try:
        addresses = _resolved(host, connection.port or 0)
    except socket.gaierror as error:
        raise NameResolutionError(host, connection, error) from error
    if connection.proxy is None:
        _check(host, addresses, encrypted=isinstance(connection, HTTPSConnection))
    return _first(addresses, lambda address: _open(connection, address))


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _check(host: str, addresses: list[str], *, encrypted: bool) -> None:
    for text in addresses:
        address = literal_address(text.split("%")[0])
        if address is None or not (encrypted or address.is_loopback):
            raise UsageError(
                f"{host} is not this machine, so it may only be asked by https. Nothing was sent.",
                "Give the address with https://.",
            )
        LINE.get().policy.check_address(host, address)


def _first(addresses: list[str], connect: Callable[[str], socket.socket]) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return connect(address)
        except NewConnectionError:
            continue  # the next address may answer, e.g. IPv4 after IPv6
    return connect(addresses[-1])


def _open(connection: HTTPConnection, address: str) -> socket.socket:
    try:
        return create_connection(
            (address, connection.port or 0),
            connection.timeout,
            source_address=connection.source_address,
            socket_options=connection.socket_options,
        )
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, f"no answer from {address}") from error
    except OSError as error:
        raise NewConnectionError(connection, f"no connection to {address}") from error
