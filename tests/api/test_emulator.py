"""The client against the demo's emulator of Kaltura: every way in, and every fault it can show."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import AdminSecret, AppToken, Credentials, ReadyKs
from kaltura.api.errors import (
    AnalyticsError,
    CredentialsError,
    RateLimited,
    ReportUnavailable,
    ServerError,
    TooLarge,
    TransportError,
    UsageError,
)
from kaltura.api.exchange import CallLimits
from kaltura.demo.server import Emulator
from tests.demo.small_account import HOUR, MORE_TOKENS, PARTNER, SECRET, TEN, TOKEN, small_account

ASKED = {"from_date": TEN - HOUR, "to_date": TEN + 4 * HOUR}
Connect = Callable[..., tuple[Emulator, Client]]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Starts an emulator with a client: connect(credentials, faults=…, roles=…)."""
    opened: list[tuple[Emulator, Client]] = []

    def opener(credentials: Credentials | None = None, **options: Any) -> tuple[Emulator, Client]:
        emulator = Emulator(small_account(), **options).start()
        chosen = credentials or ReadyKs(emulator.report_ks())
        kaltura = Client(emulator.base, chosen, limits=CallLimits(silence=1, call=20), jitter=lambda ceiling: 0.0)
        opened.append((emulator, kaltura))
        return emulator, kaltura

    yield opener
    for emulator, kaltura in opened:
        kaltura.close()
        emulator.stop()


WAYS: dict[str, Credentials | None] = {
    "session": None,
    "secret": AdminSecret(PARTNER, SECRET),
    "SHA1": AppToken(PARTNER, TOKEN.id, TOKEN.token),
    **{token.hash_type: AppToken(PARTNER, token.id, token.token, token.hash_type) for token in MORE_TOKENS[:3]},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_gets_the_three_reports_of_the_account(way: str, connect: Connect) -> None:
    _, kaltura = connect(WAYS[way])
    for report in (6000, 6001, 6002):
        answer = kaltura.report(report, ASKED)
        assert answer.body.startswith(b"\xef\xbb\xbf")
        assert answer.body.count(b"\n") > 1
        assert answer.account == str(PARTNER)


def test_what_was_made_is_ended_and_reports_get_no_more_rights_than_they_need(connect: Connect) -> None:
    emulator, kaltura = connect(AdminSecret(PARTNER, SECRET))
    kaltura.report(6000, ASKED)
    kaltura.close()
    assert [(call.name, call.outcome) for call in emulator.requests] == [
        ("session.start", "ok"),
        ("report.getCsvFromStringParams", "ok"),
        ("session.end", "ok"),
    ]


@pytest.mark.parametrize("way", ["secret", "SHA1"])
def test_an_account_without_the_role_is_read_with_another_kind_of_session(way: str, connect: Connect) -> None:
    _, kaltura = connect(WAYS[way], roles=())
    assert kaltura.report(6000, ASKED).account == str(PARTNER)


def test_a_secret_lists_names_and_a_report_session_does_not(connect: Connect) -> None:
    _, may = connect(AdminSecret(PARTNER, SECRET))
    assert may.events()
    assert [room.id for room in may.rooms(2) or ()] == ["1_group"]
    _, may_not = connect()
    assert may_not.events() is None
    assert may_not.rooms(1) is None
    assert may_not.session_info() is None


def test_an_ordinary_session_describes_itself() -> None:
    with Emulator(small_account()) as emulator, Client(emulator.base, ReadyKs(emulator.ready_ks())) as kaltura:
        info = kaltura.session_info()
    assert info is not None
    assert info.user_id == "demo"


REFUSED: dict[str, tuple[Credentials, str]] = {
    "wrong secret": (AdminSecret(PARTNER, "f" * 32), "START_SESSION_ERROR"),
    "wrong partner": (AppToken(PARTNER + 1, TOKEN.id, TOKEN.token), "INVALID_WIDGET_ID"),
    "wrong token": (AppToken(PARTNER, TOKEN.id, "f" * 32), "INVALID_APP_TOKEN_HASH"),
    "wrong hash": (AppToken(PARTNER, TOKEN.id, TOKEN.token, "SHA512"), "INVALID_APP_TOKEN_HASH"),
    "no such token": (AppToken(PARTNER, "1_nothing", TOKEN.token), "APP_TOKEN_ID_NOT_FOUND"),
    "token off": (AppToken(PARTNER, MORE_TOKENS[3].id, MORE_TOKENS[3].token), "APP_TOKEN_NOT_ACTIVE"),
    "token old": (AppToken(PARTNER, MORE_TOKENS[4].id, MORE_TOKENS[4].token), "APP_TOKEN_EXPIRED"),
    "no session": (ReadyKs("not-a-session-at-all"), "INVALID_KS"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_credentials_are_refused_with_a_reason(name: str, connect: Connect) -> None:
    credentials, code = REFUSED[name]
    _, kaltura = connect(credentials)
    with pytest.raises(CredentialsError) as caught:
        kaltura.report(6000, ASKED)
    assert caught.value.code == code


# Fault → the error it ends in when it stays, and whether it is survived when it passes.
FAULTS: dict[str, tuple[type[AnalyticsError], bool]] = {
    "EXPIRED": (CredentialsError, False),
    "LOGOUT": (CredentialsError, False),
    "EXCEEDED_ACTIONS_LIMIT": (CredentialsError, False),
    "INVALID_KS": (CredentialsError, False),
    "MISSING_KS": (CredentialsError, False),
    "SERVICE_FORBIDDEN": (CredentialsError, False),
    "SERVICE_FORBIDDEN_CONTENT_BLOCKED": (CredentialsError, False),
    "SERVICE_ACCESS_CONTROL_RESTRICTED": (CredentialsError, False),
    "REPORT_NOT_FOUND": (ReportUnavailable, False),
    "MISSING_MANDATORY_PARAMETER": (UsageError, False),
    "INVALID_PARAMETER_CHAR": (UsageError, False),
    "ACTION_BLOCKED": (RateLimited, True),
    "DRUID_QUERY_TIMED_OUT": (TooLarge, False),
    "SEARCH_TOO_GENERAL": (TooLarge, False),
    "INTERNAL_SERVERL_ERROR": (ServerError, True),
    "HTTP_429": (RateLimited, True),
    "HTTP_502": (TransportError, True),
    "HTTP_503": (TransportError, True),
    "HTTP_504": (TransportError, True),
    "HTML": (TransportError, False),
    "EMPTY": (TransportError, True),
    "REDIRECT": (TransportError, False),
    "RESET": (TransportError, True),
    "CUT": (TransportError, True),
    "CUT_UNANNOUNCED": (TransportError, True),
    "CUT_CHUNKED": (TransportError, True),
    "WRONG_ACCOUNT": (TransportError, False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_named(fault: str, connect: Connect) -> None:
    _, kaltura = connect(faults=[f"{fault}xall"])
    with pytest.raises(AnalyticsError) as caught:
        kaltura.report(6001, ASKED)
    assert type(caught.value) is FAULTS[fault][0]
    assert kaltura.calls <= 7


@pytest.mark.parametrize("fault", [fault for fault, (_, passes) in FAULTS.items() if passes])
def test_a_fault_that_passes_leaves_the_same_bytes(fault: str, connect: Connect) -> None:
    _, undisturbed = connect()
    _, kaltura = connect(faults=[fault])
    assert kaltura.report(6001, ASKED).body == undisturbed.report(6001, ASKED).body
    assert kaltura.retries == 1


def test_a_session_of_ours_that_expires_on_the_way_is_replaced(connect: Connect) -> None:
    emulator, kaltura = connect(AdminSecret(PARTNER, SECRET), faults=["SESSION_EXPIRES:2"])
    for report in (6000, 6001, 6002):
        kaltura.report(report, ASKED)
    assert sum(call.name == "session.start" for call in emulator.requests) == 2


def test_a_pasted_session_that_expires_on_the_way_is_told(connect: Connect) -> None:
    _, kaltura = connect(faults=["SESSION_EXPIRES:2"])
    kaltura.report(6000, ASKED)
    with pytest.raises(CredentialsError, match="expired"):
        kaltura.report(6001, ASKED)
    assert kaltura.calls == 2
