"""The emulator: Kaltura's API for one account on a real socket, for the demo and for tests.

with Emulator(account, faults=["ACTION_BLOCKED@6001:2x3"]) as kaltura:
    requests.post(f"{kaltura.base}/api_v3/service/session/action/start", data=...)
"""

import socket
import sys
import threading
from collections import deque
from collections.abc import Iterable
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

from kaltura.demo.account import Account, DemoToken
from kaltura.demo.backend import REPORT_VIEWER, Backend
from kaltura.demo.faults import Fault, FaultPlan, plan
from kaltura.demo.handler import Handler, LoggedCall
from kaltura.demo.sessions import ADMIN, USER, AccountSessions

HOST = "127.0.0.1"
POLL_SECONDS = 0.02
DAY = 86_400
LOGGED = 100_000  # requests that the log holds


class EmulatorServer(ThreadingHTTPServer):
    """The listening socket, and what its connections share."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, backend: Backend, faults: FaultPlan) -> None:
        self.backend = backend
        self.plan = faults
        self.stopping = threading.Event()
        self._log: deque[LoggedCall] = deque(maxlen=LOGGED)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((HOST, port), Handler)

    def server_bind(self) -> None:
        """Binds without asking a name server for the host's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def record(self, call: LoggedCall) -> None:
        """Adds to the log."""
        with self._lock:
            self._log.append(call)

    def log(self) -> list[LoggedCall]:
        """A copy of the log, oldest first."""
        with self._lock:
            return list(self._log)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection, remembered while it is open."""
        with self._lock:
            self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is none of our business; anything else is a bug and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Ends the connections that clients keep alive."""
        self.stopping.set()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class Emulator:
    """Kaltura's API for one account, on 127.0.0.1 from `start` to `stop`, or inside a `with`.

    faults: Faults, or their texts (see kaltura.demo.faults.parse_fault).
    row_cap: rows of a report at most; more are left out without a word. port: 0 is any free one.
    roles: names that `setrole` may ask for; an account without REPORT_VIEWER_ROLE is roles=().
    Safe to use from many threads.
    """

    def __init__(
        self,
        account: Account,
        *,
        faults: Iterable[Fault | str] = (),
        row_cap: int = 100_000,
        port: int = 0,
        roles: tuple[str, ...] = (REPORT_VIEWER,),
    ) -> None:
        self.account = account
        sessions = AccountSessions(account.partner_id, account.admin_secret)
        self._backend = Backend(account, sessions, row_cap, roles)
        self._faults = plan(faults)
        self._wanted_port = port
        self._server: EmulatorServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Begins to answer. Raises OSError when the port is taken."""
        server = EmulatorServer(self._wanted_port, self._backend, self._faults)
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, args=(POLL_SECONDS,), name="kaltura-emulator", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends all connections and frees the port. The log stays."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._running.server_port

    @property
    def base(self) -> str:
        """The base address that a client is given."""
        return f"http://{HOST}:{self.port}"

    @property
    def requests(self) -> list[LoggedCall]:
        """What was asked, oldest first, without secrets; at most the last LOGGED."""
        return self._running.log() if self._server else []

    @property
    def partner_id(self) -> int:
        """The account's number."""
        return self.account.partner_id

    @property
    def admin_secret(self) -> str:
        """The account's secret, 32 hex digits."""
        return self.account.admin_secret

    @property
    def app_token_id(self) -> str:
        """The ID of the account's first app token."""
        return self._token.id

    @property
    def app_token(self) -> str:
        """The account's first app token."""
        return self._token.token

    def ready_ks(
        self,
        *,
        type: int = ADMIN,
        user: str = "demo",
        expiry: int = DAY,
        privileges: str = "",
    ) -> str:
        """A new session, by default one that may do everything. expiry: seconds from now; 0 or less is expired."""
        return self._backend.sessions.mint(type, user, expiry, privileges)[0]

    def report_ks(self) -> str:
        """A new session that may ask for reports and nothing else."""
        return self.ready_ks(type=USER, privileges=f"setrole:{REPORT_VIEWER}")

    def calls(self, report: int | None = None, *, name: str = "report.getCsvFromStringParams") -> int:
        """How often an action was called, or one report of it."""
        return sum(call.name.lower() == name.lower() and report in (None, call.report) for call in self.requests)

    @property
    def _running(self) -> EmulatorServer:
        if self._server is None:
            raise RuntimeError("The emulator was not started.")
        return self._server

    @property
    def _token(self) -> DemoToken:
        return self.account.app_tokens[0]
