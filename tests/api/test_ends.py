"""Answers of which nothing says where they end: asked for again, and never called complete."""

import socket
import time
import zlib
from collections.abc import Callable

import pytest

from kaltura.api.errors import TransportError
from kaltura.api.exchange import CallLimits
from tests.api.quick import client
from tests.api.scripted import CSV, Answer, Scripted, closing, http, in_order, serving

ROW = b"2_room,2_cue\n"
_packer = zlib.compressobj(wbits=31)
BEGUN = _packer.compress(CSV) + _packer.flush(zlib.Z_SYNC_FLUSH)  # gzip without its end


@pytest.mark.parametrize("short", [closing(CSV), closing(BEGUN, b"Content-Encoding: gzip\r\n")], ids=["plain", "gzip"])
def test_an_answer_that_nothing_ends_is_asked_for_again_until_it_is_whole(short: Answer) -> None:
    with Scripted(in_order(short, http(CSV + ROW))) as server, client(server) as kaltura:
        answer = kaltura.report(6000, {})
        assert (answer.body, answer.end_told, kaltura.calls) == (CSV + ROW, True, 2)


@pytest.mark.parametrize("length", ["abc", "-1", ""])
def test_a_length_that_is_none_tells_no_end(length: str) -> None:
    def short(sock: socket.socket) -> None:
        sock.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode() + CSV)

    with Scripted(in_order(short, http(CSV + ROW))) as server, client(server) as kaltura:
        assert kaltura.report(6000, {}).body == CSV + ROW
        assert kaltura.calls == 2


def test_looking_again_ends_with_the_time_of_a_call() -> None:
    answers = [closing(CSV + ROW * n) for n in range(4)]

    def slow(at: int) -> Callable[[socket.socket], None]:
        def answer(sock: socket.socket) -> None:
            time.sleep(0.4)
            answers[at](sock)

        return answer

    with serving(*map(slow, range(4))) as server, client(server, CallLimits(call=0.6)) as kaltura:
        with pytest.raises(TransportError, match="does not say where its answers end"):
            kaltura.report(6000, {})
        assert kaltura.calls < 4, "so many looks there would be, had they the time"


def test_two_alike_are_taken_and_marked() -> None:
    with serving(closing(CSV), closing(CSV + ROW), closing(CSV + ROW)) as server, client(server) as kaltura:
        answer = kaltura.report(6000, {})
        assert (answer.body, answer.end_told, kaltura.calls) == (CSV + ROW, False, 3)


def test_answers_that_never_agree_are_refused() -> None:
    answers = [closing(CSV + ROW * n) for n in range(4)]
    with serving(*answers) as server, client(server) as kaltura:
        with pytest.raises(TransportError, match="does not say where its answers end"):
            kaltura.report(6000, {})
        assert kaltura.calls == 4
