"""A folder as the command fetches it."""

from datetime import UTC, datetime, timedelta

import pytest

from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from tests.cli.command import kaltura

TODAY = datetime.now(UTC).date()
FROM, TO = TODAY - timedelta(days=40), TODAY - timedelta(days=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("fetched") / "out"
    with Emulator(demo_account(seed=3)) as emulator:
        command = ("fetch", "--from", FROM, "--to", TO, "--tz", "Europe/Berlin", "--out", out)
        done = kaltura(*command, "--base-url", emulator.base, env={"KALTURA_KS": emulator.ready_ks()})
    assert done.returncode == 0, done.stderr
    return out
