"""Starting, describing and ending sessions over real sockets, and what each kind may do."""

import hashlib
import time
from typing import Any

import pytest

from kaltura.demo.account import DemoToken
from kaltura.demo.sessions import ADMIN, USER, Session
from tests.demo.conftest import Asker, Opener
from tests.demo.small_account import MORE_TOKENS, PARTNER, SECRET, TOKEN
from tests.demo.v1 import mint_v1

VIEWER = "setrole:REPORT_VIEWER_ROLE"


def started(ask: Asker, **more: Any) -> Any:
    form = {"secret": SECRET, "partnerId": PARTNER, "userId": "ann", "type": 2, **more}
    return ask.action("session", "start", **form)


def widget(ask: Asker) -> str:
    answer = ask.action("session", "startWidgetSession", widgetId=f"_{PARTNER}")
    assert (answer["objectType"], answer["partnerId"]) == ("KalturaStartWidgetSessionResponse", PARTNER)
    return str(answer["ks"])


def exchanged(ask: Asker, token: DemoToken, hash_type: str = "", **more: Any) -> Any:
    ks = widget(ask)
    proof = hashlib.new(hash_type or token.hash_type, (ks + token.token).encode()).hexdigest()
    return ask.action("appToken", "startSession", ks=ks, **{"id": token.id, "tokenHash": proof, **more})


def test_a_secret_opens_an_admin_session(ask: Asker) -> None:
    ks = started(ask)
    assert ks.startswith("djJ8")
    said = ask.action("session", "get", ks=ks)
    assert {name: said[name] for name in ("objectType", "partnerId", "userId", "sessionType", "privileges")} == {
        "objectType": "KalturaSessionInfo",
        "partnerId": PARTNER,
        "userId": "ann",
        "sessionType": ADMIN,
        "privileges": "",
    }
    assert said["expiry"] == pytest.approx(time.time() + 86_400, abs=10)
    assert ask.code(ks=ks) == "ok"


def test_xml_comes_with_and_without_its_declaration(ask: Asker) -> None:
    form = {"secret": SECRET, "partnerId": PARTNER, "type": 2}
    texts = [ask.post("/api_v3/service/session/action/start", **form).text for _ in range(2)]
    assert sorted(text.split("djJ8")[0] for text in texts) == [
        '<?xml version="1.0" encoding="utf-8"?><xml><result>',
        "<xml><result>",
    ]


@pytest.mark.parametrize("wrong", [{"secret": "f" * 32}, {"partnerId": 1}, {"partnerId": ""}])
def test_a_wrong_secret_or_partner(ask: Asker, wrong: dict[str, Any]) -> None:
    answer = started(ask, **wrong)
    assert answer["code"] == "START_SESSION_ERROR"
    assert answer["args"] == {"PID": str(wrong.get("partnerId", PARTNER))}


def test_least_privilege_is_enough_for_reports_and_for_nothing_else(ask: Asker) -> None:
    ks = started(ask, type=0, privileges=VIEWER)
    assert [ask.code(number, ks=ks) for number in (6000, 6001, 6002)] == ["ok"] * 3
    answer = ask.action("session", "get", ks=ks)
    assert (answer["code"], answer["args"]) == ("SERVICE_FORBIDDEN", {"SERVICE": "session->get"})
    assert ask.action("session", "end", ks=ks) is None
    assert ask.code(ks=ks) == "INVALID_KS"


def test_a_refused_service_is_named_in_the_headers_too(ask: Asker) -> None:
    answer = ask.report(6000, ks=started(ask, type=0))
    assert answer.json()["code"] == "SERVICE_FORBIDDEN"
    assert answer.headers["X-Kaltura"] == "error-SERVICE_FORBIDDEN"


def test_an_admin_session_with_the_role_is_held_to_it(ask: Asker) -> None:
    ks = started(ask, privileges=VIEWER)
    assert ask.code(ks=ks) == "ok"
    assert ask.action("room_room", "list", ks=ks)["code"] == "SERVICE_FORBIDDEN"


@pytest.mark.parametrize(
    ("privileges", "code"),
    [
        ("setrole:NO_SUCH_ROLE", "INVALID_SET_ROLE"),
        ("actionslimit:many", "INVALID_ACTIONS_LIMIT"),
        ("actionslimit:²", "INVALID_ACTIONS_LIMIT"),
    ],
)
def test_privileges_that_cannot_be(ask: Asker, privileges: str, code: str) -> None:
    assert started(ask, privileges=privileges)["code"] == code


def test_an_account_without_the_role(emulate: Opener) -> None:
    ask = emulate(roles=())
    assert started(ask, type=0, privileges=VIEWER)["code"] == "INVALID_SET_ROLE"
    assert ask.code(ks=started(ask)) == "ok"


def test_a_session_ends_and_one_that_is_over_is_refused(ask: Asker) -> None:
    ks = started(ask)
    assert ask.action("session", "end", ks=ks) is None
    answer = ask.report(6000, ks=ks).json()
    assert answer["args"] == {"KSID": "LOGOUT", "ERR_CODE": "-1", "ERR_DESC": "INVALID_STR"}
    assert ask.report(6000, ks=ask.kaltura.ready_ks(expiry=0)).json()["args"]["KSID"] == "EXPIRED"


def test_restrictions_hold_over_http(ask: Asker) -> None:
    def reason(privileges: str, calls: int = 1) -> str:
        ks = ask.kaltura.ready_ks(privileges=privileges)
        return str([ask.report(6000, ks=ks) for _ in range(calls)][-1].json()["args"]["KSID"])

    assert reason("iprestrict:10.1.1.1") == "EXCEEDED_RESTRICTED_IP"
    assert reason("urirestrict:/api_v3/service/baseEntry/*") == "EXCEEDED_RESTRICTED_URI"
    assert reason("actionslimit:2", calls=3) == "EXCEEDED_ACTIONS_LIMIT"
    assert ask.code(ks=ask.kaltura.ready_ks(privileges="iprestrict:127.0.0.1,urirestrict:/api_v3/*")) == "ok"


def test_an_older_session_works_in_a_form(ask: Asker) -> None:
    ks = mint_v1(SECRET, Session(PARTNER, "ann", ADMIN, int(time.time()) + 60))
    assert ask.code(ks=ks) == "ok"


def test_a_secret_sent_as_a_session_is_repeated(ask: Asker) -> None:
    assert ask.report(6000, ks=SECRET).json()["message"] == f'Invalid KS "{SECRET}", Error "-1,INVALID_STR"'


def test_a_widget_session_may_do_nothing_itself(ask: Asker) -> None:
    assert ask.code(ks=widget(ask)) == "SERVICE_FORBIDDEN"
    assert ask.action("session", "startWidgetSession", widgetId="_1")["code"] == "INVALID_WIDGET_ID"


@pytest.mark.parametrize("token", [TOKEN, *MORE_TOKENS[:3]], ids=lambda token: str(token.hash_type))
def test_a_token_opens_a_session_with_each_hash(ask: Asker, token: DemoToken) -> None:
    made = exchanged(ask, token, userId="nightly", type=USER, expiry=600, sessionPrivileges=VIEWER)
    assert (made["partnerId"], made["userId"], made["sessionType"]) == (PARTNER, "nightly", USER)
    assert made["privileges"] == f"apptoken:{token.id},{VIEWER}"
    assert made["expiry"] == pytest.approx(time.time() + 600, abs=10)
    assert ask.code(ks=made["ks"]) == "ok"


@pytest.mark.parametrize(
    ("token", "hash_type", "code"),
    [
        (DemoToken("1_nosuch", "0"), "", "APP_TOKEN_ID_NOT_FOUND"),
        (MORE_TOKENS[3], "", "APP_TOKEN_NOT_ACTIVE"),
        (MORE_TOKENS[4], "", "APP_TOKEN_EXPIRED"),
        (TOKEN, "SHA256", "INVALID_APP_TOKEN_HASH"),
        (DemoToken(TOKEN.id, "another"), "", "INVALID_APP_TOKEN_HASH"),
    ],
)
def test_tokens_that_do_not_work(ask: Asker, token: DemoToken, hash_type: str, code: str) -> None:
    assert exchanged(ask, token, hash_type)["code"] == code


def test_the_hash_is_of_the_session_that_asks(ask: Asker) -> None:
    proof = hashlib.sha1((widget(ask) + TOKEN.token).encode()).hexdigest()
    answer = ask.action("appToken", "startSession", ks=widget(ask), id=TOKEN.id, tokenHash=proof)
    assert answer["code"] == "INVALID_APP_TOKEN_HASH"
    assert ask.action("appToken", "startSession", id=TOKEN.id, tokenHash=proof)["code"] == "MISSING_KS"
