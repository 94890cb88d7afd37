"""A session that cannot be made because the server cannot be reached: tried once for all that wait for it."""

import socket
import threading
import time

from kaltura.api.errors import Stopped, TransportError
from tests.api.scripted import CSV, Answer, Request, Scripted, hang, http, reset
from tests.api.test_sessions import START, Account, client, in_parallel, refusal_of

TRIES = 5


def after_a_while(sock: socket.socket) -> None:
    time.sleep(0.3)
    reset(sock)


def test_threads_that_wait_for_a_session_do_not_try_as_long_again_each() -> None:
    with Scripted(lambda _: after_a_while) as server, client(server) as kaltura:
        errors = in_parallel(lambda: refusal_of(kaltura, TransportError), 4)
        assert len(server.forms(START)) == TRIES
    assert len({id(error) for error in errors}) == 4
    assert len({error.message for error in errors}) == 1


def test_a_call_after_that_tries_anew() -> None:
    begun = 0

    def at_first(_: Request) -> Answer | None:
        nonlocal begun
        begun += 1
        return reset if begun <= TRIES else None

    with Scripted(Account(lambda _: http(), at_first)) as server, client(server) as kaltura:
        refusal_of(kaltura, TransportError)
        assert kaltura.report(6000, {}).body == CSV


def test_who_stops_while_making_a_session_stops_nobody_else() -> None:
    stop, begun = threading.Event(), threading.Event()

    def at_first(_: Request) -> Answer | None:
        if begun.is_set():
            return None
        begun.set()
        return hang(20)

    with Scripted(Account(lambda _: http(), at_first)) as server, client(server) as kaltura:
        first = threading.Thread(target=refusal_of, args=(kaltura, Stopped, stop))
        first.start()
        assert begun.wait(10)
        threading.Timer(0.5, stop.set).start()
        assert kaltura.report(6000, {}).body == CSV
        first.join(10)
