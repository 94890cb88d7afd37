"""Arguments that are refused: one sentence with what to do, and exit code 2."""

import socket
from typing import Never

import pytest

from kaltura.cli import demo_server
from kaltura.demo.account import Account
from kaltura.filters import IDS
from tests.cli.command import kaltura

DAYS = ("--from", "2026-03-02", "--to", "2026-03-02", "--out", "out")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--port", value) for value in ("99999", "-1", "x")),
        *(("--scale", value) for value in ("-1", "0", "nan", "inf", "1e9", "x")),
        *(("--seed", value) for value in ("-1", "1.5")),
    ],
)
def test_a_number_out_of_bounds_is_refused_with_its_bounds(option: str, value: str) -> None:
    done = kaltura("demo-server", option, value)
    assert done.returncode == 2
    assert f"argument {option}: {value} is not among the values allowed; give a " in done.stderr


def test_a_port_in_use_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kaltura("demo-server", "--scale", "0.01", "--port", port)
    assert done.returncode == 2
    assert done.stderr == (
        f"kaltura: Port {port} of this machine cannot be used (Address already in use). "
        "Name another --port, or leave it out for a free one.\n"
    )


def test_the_demo_account_ends_now(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Account] = []

    def emulator(account: Account, **_: object) -> Never:
        served.append(account)
        raise OSError("not this time")

    monkeypatch.setattr(demo_server, "Emulator", emulator)
    monkeypatch.setattr("kaltura.demo.university.datetime", clock("2026-03-02T09:00:00+00:00"))
    kaltura("demo-server", "--scale", "0.01")
    assert served[0].now == 1_772_442_000


def clock(moment: str) -> object:
    from datetime import datetime

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.fromisoformat(moment)

    return Clock


@pytest.mark.parametrize("empty", ["", "  ", "a,,b", "a,", ","])
@pytest.mark.parametrize("name", IDS)
def test_an_empty_list_never_means_all(name: str, empty: str) -> None:
    done = kaltura("fetch", *DAYS, f"--{name}", empty)
    assert done.returncode == 2
    words = "holds an empty item" if empty.strip() else f"the list is empty; leave --{name} out for all"
    assert f"argument --{name}: " in done.stderr
    assert words in done.stderr


@pytest.mark.parametrize("name", ["events", "rooms"])
def test_nor_in_a_summary(name: str) -> None:
    done = kaltura("summary", ".", f"--{name}", "")
    assert done.returncode == 2
    assert f"the list is empty; leave --{name} out for all {name}" in done.stderr
