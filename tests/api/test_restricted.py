"""Sessions that may call reports and nothing else: names and what the session may do are done without."""

from collections.abc import Iterator

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.errors import NotForThisCall
from kaltura.demo.server import Emulator
from kaltura.fetch import fetch
from tests.api.scripted import Answer, Request, Scripted, error, http
from tests.api.test_sessions import REPORT, START, Account, client, refusal_of
from tests.demo.small_account import small_account
from tests.fetch.conftest import NEW_YEAR, NOW

PRIVILEGES = "setrole:REPORT_VIEWER_ROLE,urirestrict:/api_v3/service/{}/*"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(small_account()) as running:
        yield running


def restricted(emulator: Emulator, service: str) -> Client:
    ks = emulator.ready_ks(type=0, privileges=PRIVILEGES.format(service))
    return Client(emulator.base, ReadyKs(ks), jitter=lambda _: 0.0)


def test_a_session_for_reports_alone_fetches_them_all(emulator: Emulator) -> None:
    with restricted(emulator, "report") as kaltura:
        ds = fetch(kaltura, NEW_YEAR, now=NOW)
        assert kaltura.session_info() is None
        assert kaltura.rooms(1) is None
    assert ds.complete
    assert ds.attendances.collect().height == 15
    assert ds.events.is_empty()


def test_a_session_that_may_not_call_reports_is_told_so(emulator: Emulator) -> None:
    with restricted(emulator, "baseEntry") as kaltura:
        said = refusal_of(kaltura, NotForThisCall)
    assert said.message == "The session (KS) is restricted to other calls than reports."


def test_a_session_made_here_that_is_restricted_is_not_made_anew_for_it() -> None:
    def reports_only(request: Request) -> Answer:
        return http() if request.action == REPORT else error("INVALID_KS", "", {"KSID": "EXCEEDED_RESTRICTED_URI"})

    with Scripted(Account(reports_only)) as server, client(server) as kaltura:
        kaltura.report(6000, {})
        assert kaltura.events() is None
        assert len(server.forms(START)) == 2  # one for reports, one for names
