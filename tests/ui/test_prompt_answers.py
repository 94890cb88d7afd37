"""The server's small answers leave at once: a first visit asks for about a hundred small files."""

import sys
from http.client import HTTPConnection
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from tests.conftest import Server

HELD_BACK = 0.040  # seconds that a peer waits at the least before it acknowledges half an answer


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop does not run there")
def test_a_small_answer_is_not_held_back_until_its_first_part_is_acknowledged(server: Server) -> None:
    connection = HTTPConnection(urlsplit(server.base).netloc)
    times = [_seconds(connection, "/_stcore/host-config") for _ in range(40)]
    connection.close()
    # Not the median: other tests may keep the machine busy. Answers that were held back are late without exception.
    assert quantiles(times[10:], n=4)[0] < HELD_BACK


def _seconds(connection: HTTPConnection, path: str) -> float:
    began = perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    answer.read()
    return perf_counter() - began
