"""An account without report 6000: nobody knows when its main sessions were, and all that is known can still be had."""

from datetime import date, timedelta

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.dataset import Dataset
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from kaltura.export.tables import TABLES, derived
from kaltura.fetch import fetch
from kaltura.filters import Filters
from kaltura.metrics.anomalies import needs_a_look
from kaltura.reports.columns import Report

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def ds() -> Dataset:
    """A term of the demo account, a tenth of its size."""
    account = demo_account(1, TODAY, 0.1)
    with (
        Emulator(account, faults=["REPORT_NOT_FOUND@6000xall"]) as emulator,
        Client(emulator.base, ReadyKs(emulator.ready_ks())) as client,
    ):
        return fetch(client, Filters(TODAY - timedelta(120), TODAY))


def test_what_needs_a_look_is_the_report_and_no_session_or_room(ds: Dataset) -> None:
    found = needs_a_look(ds)
    assert found[0].sentence.startswith(f"{Report.ROOM_SESSIONS.named} is missing.")
    assert not {"room_fell", "session_unusual"} & {anomaly.kind for anomaly in found}


@pytest.mark.parametrize("stem", [table.stem for table in TABLES])
def test_every_table_can_be_had(ds: Dataset, stem: str) -> None:
    derived(ds, stem)
