"""Kaltura's own Python client uses the emulator: the check that it is like the real server."""

import hashlib
import logging
import re
from typing import Any

import pytest
import requests

from kaltura.demo.server import Emulator
from tests.demo.small_account import PARTNER, SECRET, TOKEN, WHOLE, small_account


@pytest.fixture(scope="module")
def kaltura() -> Any:
    with Emulator(small_account(rooms=40)) as running:
        yield running


@pytest.fixture
def client(kaltura: Emulator) -> Any:
    from KalturaClient import KalturaClient, KalturaConfiguration

    configuration = KalturaConfiguration()
    configuration.serviceUrl = kaltura.base
    return KalturaClient(configuration)


def by_secret(client: Any) -> str:
    return str(client.session.start(SECRET, "ann", 2, PARTNER, 600, ""))


def by_token(client: Any) -> str:
    widget = client.session.startWidgetSession(f"_{PARTNER}")
    client.setKs(widget.ks)
    proof = hashlib.sha1((widget.ks + TOKEN.token).encode()).hexdigest()
    info = client.appToken.startSession(TOKEN.id, proof, "ann", 2, 600)
    assert (info.partnerId, info.userId, info.sessionType.value) == (PARTNER, "ann", 2)
    return str(info.ks)


def made_locally(client: Any) -> str:
    return str(client.generateSession(SECRET, "ann", 2, PARTNER, 600).decode())


WAYS = [by_secret, by_token, made_locally]


@pytest.mark.parametrize("way", WAYS)
def test_it_starts_a_session_each_way_describes_and_ends_it(client: Any, way: Any) -> None:
    from KalturaClient.exceptions import KalturaException

    ks = way(client)
    client.setKs(ks)
    info = client.session.get()
    assert (info.partnerId, info.userId, info.sessionType.value) == (PARTNER, "ann", 2)
    assert client.session.get(ks).expiry == info.expiry
    client.session.end()
    with pytest.raises(KalturaException) as caught:
        client.session.get()
    assert caught.value.code == "INVALID_KS"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("report", "rows"), [(6000, 3), (6001, 15), (6002, 1)])
def test_it_downloads_each_report(client: Any, way: Any, report: int, rows: int) -> None:
    client.setKs(way(client))
    url = client.report.getCsvFromStringParams(report, WHOLE)
    answer = requests.get(url, timeout=10)
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="Report_{report}_{PARTNER}_')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert len(answer.content.decode().splitlines()) == rows + 1


def test_it_lists_events(client: Any) -> None:
    from KalturaClient.Plugins.VirtualEvent import KalturaVirtualEventFilter

    client.setKs(by_secret(client))
    found = client.virtualEvent.virtualEvent.list()
    assert [(event.id, event.name, event.status.value) for event in found.objects] == [(7, "Open Day", 2)]
    planned = client.virtualEvent.virtualEvent.list(KalturaVirtualEventFilter(statusIn="1,2"))
    assert [event.name for event in planned.objects] == ["Open Day", "Planned <b>"]


def test_it_lists_rooms_by_page(client: Any) -> None:
    from KalturaClient.Plugins.Core import KalturaFilterPager
    from KalturaClient.Plugins.Room import KalturaRoomEntryFilter

    client.setKs(by_secret(client))
    assert [room.id for room in client.room.room.list().objects] == ["1_old"]
    every = KalturaRoomEntryFilter(statusIn="2,7", roomTypeEqual=1)
    first = client.room.room.list(every)
    assert (first.totalCount, len(first.objects), first.objects[0].name) == (39, 30, 'Biology, "live"')
    second = client.room.room.list(every, KalturaFilterPager(pageSize=30, pageIndex=2))
    assert len({room.id for page in (first, second) for room in page.objects}) == 39


def test_it_understands_an_error(client: Any) -> None:
    from KalturaClient.exceptions import KalturaException

    with pytest.raises(KalturaException, match=re.escape(f"Error while starting session for partner [{PARTNER}]")):
        client.session.start("f" * 32, "ann", 2, PARTNER)


def test_a_download_that_fails_says_so_in_xml(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.setKs("nonsense")
        answer = requests.get(client.report.getCsvFromStringParams(6000, WHOLE), timeout=10)
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>INVALID_KS</code>')
