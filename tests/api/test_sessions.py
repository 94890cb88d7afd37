"""Sessions that are made, renewed and ended here, over real sockets."""

import hashlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import HASHES, AdminSecret, AppToken, Credentials, HashName
from kaltura.api.errors import AnalyticsError, CredentialsError, Stopped
from tests.api.scripted import CSV, Answer, Request, Scripted, error, hang, http, reset, value

SECRET = AdminSecret(123, "0123456789abcdef0123456789abcdef", "nightly")
REPORT = "report.getCsvFromStringParams"
START, WIDGET, TOKEN, END = "session.start", "session.startWidgetSession", "appToken.startSession", "session.end"
ROLE = "setrole:REPORT_VIEWER_ROLE"


class Account:
    """Makes sessions ks-1, ks-2, … and lets `report` decide about reports."""

    def __init__(self, report: Callable[[Request], Answer], start: Callable[[Request], Answer | None] | None = None):
        self.made = 0
        self.report = report
        self.start = start
        self.lock = threading.Lock()

    def __call__(self, request: Request) -> Answer:
        if request.action in (START, TOKEN):
            refused = self.start(request) if self.start else None
            if refused:
                return refused
            with self.lock:
                self.made += 1
                ks = f"session-number-{self.made}"
            return value(ks if request.action == START else {"ks": ks, "partnerId": 123})
        if request.action == WIDGET:
            return value({"ks": "widget-session", "partnerId": 123})
        return value(None) if request.action == END else self.report(request)


def client(server: Scripted, credentials: Credentials = SECRET) -> Client:
    return Client(server.base, credentials, jitter=lambda ceiling: 0.0)


def test_a_secret_makes_a_user_session_of_the_report_role_and_ends_it() -> None:
    with Scripted(Account(lambda _: http())) as server:
        with client(server) as kaltura:
            kaltura.report(6000, {})
            kaltura.report(6001, {})
        kaltura.close()
    assert [request.action for request in server.requests] == [START, REPORT, REPORT, END]
    (started,) = server.forms(START)
    assert (started["type"], started["privileges"]) == ("0", ROLE)
    assert (started["partnerId"], started["secret"], started["userId"]) == ("123", SECRET.secret, "nightly")
    assert int(started["expiry"]) > 0
    assert {form["ks"] for form in server.forms(REPORT)} == {"session-number-1"}
    assert server.forms(END)[0]["ks"] == "session-number-1"


@pytest.mark.parametrize("hash_name", HASHES)
def test_an_app_token_is_proved_by_the_hash_of_widget_session_and_token(hash_name: HashName) -> None:
    token = AppToken(123, "1_token", "the-token-itself", hash_name)
    with Scripted(Account(lambda _: http())) as server, client(server, token) as kaltura:
        assert kaltura.report(6000, {}).body == CSV
    assert server.forms(WIDGET)[0]["widgetId"] == "_123"
    (started,) = server.forms(TOKEN)
    expected = hashlib.new(hash_name, b"widget-sessionthe-token-itself").hexdigest()
    assert (started["id"], started["ks"], started["tokenHash"]) == ("1_token", "widget-session", expected)
    assert (started["type"], started["sessionPrivileges"]) == ("0", ROLE)
    assert all("the-token-itself" not in str(request.form) for request in server.requests)


def test_an_xml_answer_holds_a_session_too() -> None:
    def answer(request: Request) -> bytes:
        return http("<xml><result>xml&amp;session</result></xml>") if request.action == START else http()

    with Scripted(answer) as server, client(server) as kaltura:
        kaltura.report(6000, {})
    assert server.forms(REPORT)[0]["ks"] == "xml&session"


def test_an_account_that_refuses_the_role_when_starting_gets_the_next_kind_of_session() -> None:
    def only_admin(request: Request) -> Answer | None:
        return error("START_SESSION_ERROR") if request.form["type"] == "0" else None

    with Scripted(Account(lambda _: http(), only_admin)) as server, client(server) as kaltura:
        kaltura.report(6000, {})
    assert [(form["type"], form["privileges"]) for form in server.forms(START)] == [("0", ROLE), ("2", ROLE)]


def test_a_session_that_may_not_see_reports_is_followed_by_one_that_may_once_for_all_threads() -> None:
    def for_admins(request: Request) -> Answer:
        return http() if request.form["ks"] == "session-number-3" else error("SERVICE_FORBIDDEN")

    with Scripted(Account(for_admins)) as server:
        with client(server) as kaltura:
            in_parallel(lambda: kaltura.report(6000, {}), 6)
        assert [form["type"] for form in server.forms(START)] == ["0", "2", "2"]
        assert {form["ks"] for form in server.forms(END)} == {f"session-number-{n}" for n in (1, 2, 3)}


def test_when_no_kind_of_session_may_the_first_refusal_is_told_after_a_bounded_number_of_calls() -> None:
    with Scripted(Account(lambda _: error("SERVICE_FORBIDDEN"))) as server, client(server) as kaltura:
        with pytest.raises(CredentialsError, match="ANALYTICS_BASE"):
            kaltura.report(6000, {})
        assert len(server.requests) == 6


def test_when_more_rights_cannot_be_had_the_missing_permission_is_told() -> None:
    def users_only(request: Request) -> Answer | None:
        return error("START_SESSION_ERROR") if request.form["type"] == "2" else None

    with Scripted(Account(lambda _: error("SERVICE_FORBIDDEN"), users_only)) as server, client(server) as kaltura:
        assert refusal_of(kaltura).code == "SERVICE_FORBIDDEN"


def test_stop_ends_the_wait_for_a_session_that_another_thread_is_making() -> None:
    stop = threading.Event()
    with Scripted(lambda _: hang(20)) as server, client(server) as kaltura:
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        in_parallel(lambda: refusal_of(kaltura, Stopped, stop), 3)
        assert time.monotonic() - began < 1.3
        assert len(server.forms(START)) == 1


def test_names_are_listed_with_a_session_of_their_own_and_reports_keep_the_lesser_one() -> None:
    def admins_only(request: Request) -> Answer:
        if request.action == REPORT:
            return http()
        allowed = request.form["ks"] == "session-number-2"
        return value({"objects": [{"id": 1, "name": "E"}], "totalCount": 1}) if allowed else error("SERVICE_FORBIDDEN")

    with Scripted(Account(admins_only)) as server, client(server) as kaltura:
        assert [event.name for event in kaltura.events() or ()] == ["E"]
        assert [room.name for room in kaltura.rooms(1) or ()] == ["E"]
        assert kaltura.session_info() is None
        kaltura.report(6000, {})
    assert [form["type"] for form in server.forms(START)] == ["0", "2"]
    assert server.forms(REPORT)[0]["ks"] == "session-number-1"
    assert len(server.forms(END)) == 2


@pytest.mark.parametrize("code", ["SERVICE_FORBIDDEN", "START_SESSION_ERROR"])
def test_names_that_no_session_may_list_are_done_without(code: str) -> None:
    def no_admins(request: Request) -> Answer | None:
        return error(code) if request.form["type"] == "2" else None

    with Scripted(Account(lambda _: error("SERVICE_FORBIDDEN"), no_admins)) as server, client(server) as kaltura:
        assert kaltura.events() is None
        assert kaltura.rooms(1) is None


def test_closing_is_bounded_when_the_server_hangs() -> None:
    def answer(request: Request) -> Answer:
        return hang(20) if request.action == END else value("a-session") if request.action == START else http()

    with Scripted(answer) as server:
        kaltura = client(server)
        kaltura.report(6000, {})
        began = time.monotonic()
        kaltura.close()
        assert time.monotonic() - began < 3


def test_an_account_without_the_role_gets_the_next_kind_of_session() -> None:
    def no_role(request: Request) -> Answer | None:
        return error("INVALID_SET_ROLE") if request.form["privileges"] else None

    with Scripted(Account(lambda _: http(), no_role)) as server, client(server) as kaltura:
        assert kaltura.report(6000, {}).body == CSV
    assert server.forms(START)[-1]["privileges"] == ""


def test_a_session_that_expires_is_made_once_more_for_all_threads() -> None:
    together = threading.Barrier(4)

    def until_expired(request: Request) -> Answer:
        if request.form["ks"] == "session-number-1":
            together.wait(5)
            return error("INVALID_KS", "", {"KSID": "EXPIRED"})
        return http()

    with Scripted(Account(until_expired)) as server, client(server) as kaltura:
        answers = in_parallel(lambda: kaltura.report(6000, {}).body, 4)
        assert answers == [CSV] * 4
        assert len(server.forms(START)) == 2


def test_a_session_that_is_refused_again_is_not_made_for_ever() -> None:
    with Scripted(Account(lambda _: error("INVALID_KS", "", {"KSID": "LOGOUT"}))) as server, client(server) as kaltura:
        with pytest.raises(CredentialsError, match="sign-out"):
            kaltura.report(6000, {})
        assert len(server.forms(START)) == 2
        assert len(server.forms(REPORT)) == 2


@pytest.mark.parametrize("code", ["APP_TOKEN_ID_NOT_FOUND", "APP_TOKEN_NOT_ACTIVE", "INVALID_APP_TOKEN_HASH"])
def test_a_wrong_token_is_refused_once_and_said_to_every_thread(code: str) -> None:
    account = Account(lambda _: http(), lambda _: error(code))
    with Scripted(account) as server, client(server, AppToken(123, "1_t", "token")) as kaltura:
        errors = in_parallel(lambda: refusal_of(kaltura), 4)
        assert {error.code for error in errors} == {code}
        assert len({id(error) for error in errors}) == 4
        assert len(server.forms(TOKEN)) == 1


def test_a_wrong_secret_is_said_after_every_kind_of_session_was_refused() -> None:
    account = Account(lambda _: http(), lambda _: error("START_SESSION_ERROR", "Error while starting session"))
    with Scripted(account) as server, client(server) as kaltura:
        assert "do not belong together" in refusal_of(kaltura).message
        assert len(server.forms(START)) == 3


def test_a_session_that_cannot_be_ended_troubles_nobody() -> None:
    def answer(request: Request) -> Answer:
        return reset if request.action == END else value("a-session") if request.action == START else http()

    with Scripted(answer) as server, client(server) as kaltura:
        kaltura.report(6000, {})
    assert len(server.forms(END)) == 1


def in_parallel(ask: Callable[[], Any], times: int) -> list[Any]:
    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(ask) for _ in range(times)]]


def refusal_of(
    kaltura: Client, kind: type[AnalyticsError] = CredentialsError, stop: threading.Event | None = None
) -> AnalyticsError:
    with pytest.raises(kind) as caught:
        kaltura.report(6000, {}, stop=stop)
    return caught.value
