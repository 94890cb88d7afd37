"""Faults: how they are written, which calls they strike, and what then arrives at a client."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from kaltura.demo.faults import ALWAYS, API_KINDS, KINDS, KS_REASONS, TRANSPORT_KINDS, Fault, FaultPlan, parse_fault
from tests.demo.conftest import Asker, Opener
from tests.demo.small_account import HOUR, TEN, WHOLE

CALL = "report.getCsvFromStringParams"
DAY = {"from_date": str(TEN), "to_date": str(TEN + 24 * HOUR)}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ACTION_BLOCKED@6001:2x3", Fault("ACTION_BLOCKED", 6001, 2, 3)),
        ("RESET", Fault("RESET")),
        (" CUT@6002xall ", Fault("CUT", 6002, times=ALWAYS)),
        ("HTTP_503@6000:4=2", Fault("HTTP_503", 6000, 4, value="2")),
        ("START_SESSION_ERROR@session.start", Fault("START_SESSION_ERROR", "session.start")),
        ("DRUID_QUERY_TIMED_OUT@6001>24hxall", Fault("DRUID_QUERY_TIMED_OUT", 6001, times=ALWAYS, hours=24)),
        ("ROW_CAPxall=500", Fault("ROW_CAP", times=ALWAYS, value="500")),
        ("RATE_LIMITxall=3/0.5", Fault("RATE_LIMIT", times=ALWAYS, value="3/0.5")),
        ("START_SESSION_ERROR@session.startxall", Fault("START_SESSION_ERROR", "session.start", times=ALWAYS)),
        ("REDIRECT=http://127.0.0.1:9/x", Fault("REDIRECT", value="http://127.0.0.1:9/x")),
    ],
)
def test_faults_are_written_in_a_line(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["", "NO_SUCH_FAULT", "RESET@", "RESET:x", "reset", "RESET@6000:1x3x4"])
def test_what_is_no_fault_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a fault"):
        parse_fault(text)


def struck(fault: Fault, calls: int = 6, report: int = 6001) -> list[int]:
    plan = FaultPlan((fault,))
    return [number for number in range(1, calls + 1) if plan.strike(CALL, report, DAY)]


def test_the_nth_call_and_those_that_follow() -> None:
    assert struck(Fault("RESET", 6001, nth=2, times=3)) == [2, 3, 4]
    assert struck(Fault("RESET", nth=3, times=ALWAYS)) == [3, 4, 5, 6]
    assert struck(Fault("RESET", 6000)) == []
    assert struck(Fault("RESET", "session.start")) == []


def test_only_windows_of_a_length_or_around_a_moment() -> None:
    assert struck(Fault("RESET", hours=23.9), calls=1) == [1]
    assert struck(Fault("RESET", hours=24), calls=1) == []
    assert struck(Fault("RESET", at=TEN), calls=1) == [1]
    assert struck(Fault("RESET", at=TEN + 24 * HOUR), calls=1) == []
    assert FaultPlan((Fault("RESET", at=TEN),)).strike(CALL, 6001, {}) is None


def test_faults_on_the_same_calls_are_counted_apart() -> None:
    plan = FaultPlan((Fault("RESET", nth=2), Fault("CUT", nth=3)))
    kinds = [fault.kind if (fault := plan.strike(CALL, 6001, DAY)) else None for _ in range(4)]
    assert kinds == [None, "RESET", "CUT", None]


@pytest.mark.parametrize("output", [1, 2])
@pytest.mark.parametrize("kind", sorted(set(API_KINDS) - {"REPORT_NOT_FOUND", "INVALID_KS", *KS_REASONS}))
def test_every_error_of_the_api(emulate: Opener, kind: str, output: int) -> None:
    ask = emulate(faults=[Fault(kind, 6001)])
    answer = ask.report(6001, format=output)
    assert answer.status_code == 200
    if output == 1:
        assert answer.json()["code"] == kind
    else:
        assert f"<error><code>{kind}</code><message>" in answer.text
    assert "@" not in answer.text
    assert ask.code(6001) == "ok"


@pytest.mark.parametrize("reason", KS_REASONS)
def test_every_reason_against_a_session(emulate: Opener, reason: str) -> None:
    ask = emulate(faults=[Fault(reason)])
    assert ask.report().json()["args"]["KSID"] == reason
    assert ask.code() == "ok"


def test_a_refused_session_is_repeated(emulate: Opener) -> None:
    ask = emulate(faults=["INVALID_KS"])
    ks = ask.kaltura.report_ks()
    assert ask.report(ks=ks).json()["args"]["KSID"] == ks


def test_a_missing_report_is_in_the_headers(emulate: Opener) -> None:
    answer = emulate(faults=["REPORT_NOT_FOUND"]).report()
    assert (answer.content, answer.headers["X-Kaltura"]) == (b"", "error- REPORT_NOT_FOUND")


def test_blocked_actions_are_named_in_lower_case(emulate: Opener) -> None:
    message = emulate(faults=["ACTION_BLOCKED"]).report().json()["message"]
    assert message == 'Action "getcsvfromstringparams" in service "report" is blocked'


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_html_pages_of_whatever_lies_between(emulate: Opener, status: int) -> None:
    ask = emulate(faults=[f"HTTP_{status}", f"HTTP_{status}:2=7"])
    plain, patient = ask.report(), ask.report()
    assert (plain.status_code, plain.headers["Content-Type"]) == (status, "text/html")
    assert f"<h1>{status} " in plain.text
    assert "Retry-After" not in plain.headers
    assert patient.headers["Retry-After"] == "7"


def test_a_page_and_an_empty_body_with_status_200(emulate: Opener) -> None:
    ask = emulate(faults=["HTML", "EMPTY:2"])
    page, nothing = ask.report(), ask.report()
    assert (page.status_code, nothing.status_code) == (200, 200)
    assert "<h1>Sign in</h1>" in page.text
    assert (nothing.content, "X-Kaltura" in nothing.headers) == (b"", False)


def test_a_redirect(emulate: Opener) -> None:
    answer = emulate(faults=["REDIRECT=http://127.0.0.2:1/"]).report()
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.2:1/")


def test_a_reset_is_a_reset(emulate: Opener) -> None:
    ask = emulate(faults=["RESET"])
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        ask.report()
    assert ask.code() == "ok"


@pytest.mark.parametrize("kind", ["CUT", "CUT_CHUNKED"])
def test_a_cut_that_http_notices(emulate: Opener, kind: str) -> None:
    ask = emulate(faults=[kind])
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        ask.report(6001)
    assert ask.code(6001) == "ok"


def test_a_cut_that_only_the_missing_line_feed_tells(emulate: Opener) -> None:
    ask = emulate(faults=["CUT_UNANNOUNCED"])
    cut, whole = ask.report(6001), ask.report(6001)
    assert "Content-Length" not in cut.headers
    assert whole.content.startswith(cut.content)
    assert len(whole.content) // 3 < len(cut.content) <= len(whole.content) // 2
    assert not cut.content.endswith(b"\n")


@pytest.mark.parametrize("kind", ["SLOW", "LATE"])
def test_answers_that_take_their_time(emulate: Opener, kind: str) -> None:
    ask = emulate(faults=[f"{kind}=0.4"])
    started = time.monotonic()
    slow = ask.report(6001)
    assert time.monotonic() - started >= 0.35
    assert slow.content == ask.report(6001).content


def test_a_wrong_type_and_a_wrong_account(emulate: Opener) -> None:
    ask = emulate(faults=["WRONG_TYPE", "WRONG_ACCOUNT:2=777"])
    typed, other, right = ask.report(), ask.report(), ask.report()
    assert typed.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="Report_6000_777_' in other.headers["Content-Disposition"]
    assert 'filename="Report_6000_4242_' in right.headers["Content-Disposition"]
    assert typed.content == other.content == right.content


def test_an_unknown_row_cap_is_silent(emulate: Opener) -> None:
    ask = emulate(faults=["ROW_CAP@6001xall=4"])
    whole = emulate().report(6001).content.splitlines()
    assert ask.report(6001).content.splitlines() == whole[:5]
    assert len(ask.report(6000).content.splitlines()) == 4


def test_a_session_that_expires_halfway(emulate: Opener) -> None:
    ask = emulate(faults=["SESSION_EXPIRES:3"])
    ks = ask.kaltura.report_ks()
    codes = [ask.code(number, ks=ks) for number in (6000, 6001, 6002, 6000)]
    assert codes == ["ok", "ok", "INVALID_KS", "INVALID_KS"]
    assert ask.report(ks=ks).json()["args"]["KSID"] == "EXPIRED"
    assert ask.code() == "ok"


def test_only_a_session_can_expire(emulate: Opener) -> None:
    ask = emulate(faults=["SESSION_EXPIRESx2"])
    assert [ask.code(ks="nonsense"), ask.code(ks="")] == ["INVALID_KS", "MISSING_KS"]


def test_a_rate_limit_lets_through_what_is_slow_enough() -> None:
    moments = iter([0.0, 1.0, 2.0, 9.9, 10.1, 10.2, 11.1])
    plan = FaultPlan((parse_fault("RATE_LIMITxall=2/10"),), clock=lambda: next(moments))
    blocked = [plan.strike(CALL, 6001, DAY) is not None for _ in range(7)]
    assert blocked == [False, False, True, True, False, True, False]


def test_a_rate_limit_blocks_calls_at_once(emulate: Opener) -> None:
    ask = emulate(faults=["RATE_LIMITxall=2/60"])
    assert [ask.code() for _ in range(4)] == ["ok", "ok", "ACTION_BLOCKED", "ACTION_BLOCKED"]


def test_windows_that_are_too_long_fail_until_they_are_halved(emulate: Opener) -> None:
    ask = emulate(faults=["DRUID_QUERY_TIMED_OUT>2hxall"])
    assert ask.code(6000, WHOLE) == "DRUID_QUERY_TIMED_OUT"
    assert ask.code(6000, f"from_date={TEN};to_date={TEN + 2 * HOUR}") == "ok"
    assert ask.code(6002, f"fromDate={TEN};toDate={TEN + 3 * HOUR}") == "DRUID_QUERY_TIMED_OUT"


def test_other_calls_can_fail_too(emulate: Opener) -> None:
    ask = emulate(faults=["HTTP_502@room_room.list", "START_SESSION_ERROR@session.start"])
    assert ask.post("/api_v3/service/room_room/action/list").status_code == 502
    assert ask.action("session", "start", partnerId=1)["args"] == {"PID": "1"}
    assert ask.code() == "ok"


def test_the_log_says_what_was_done(emulate: Opener) -> None:
    ask = emulate(faults=["CUT_UNANNOUNCED@6000", "ACTION_BLOCKED@6001"])
    for number in (6000, 6001, 6002):
        ask.report(number)
    told = [(call.report, call.outcome, call.fault) for call in ask.kaltura.requests]
    assert told == [
        (6000, "CUT_UNANNOUNCED", "CUT_UNANNOUNCED"),
        (6001, "ACTION_BLOCKED", "ACTION_BLOCKED"),
        (6002, "ok", None),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_strikes_once_and_then_never(emulate: Opener, kind: str) -> None:
    ask = emulate(faults=[Fault(kind, value={"SLOW": "0.1", "LATE": "0.1", "RATE_LIMIT": "0/1"}.get(kind, ""))])
    for _ in range(2):
        try:
            ask.report(6000)
        except requests.RequestException:
            assert kind in TRANSPORT_KINDS
    assert [call.fault for call in ask.kaltura.requests] == [kind, None]


def test_the_emulator_serves_others_while_one_waits(emulate: Opener) -> None:
    ask = emulate(faults=["LATE@6001=60"])
    with requests.Session() as second, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Asker(ask.kaltura, second).report, 6001)
        assert [ask.code(6000) for _ in range(5)] == ["ok"] * 5
        assert not waiting.done()
        ask.kaltura.stop()
        with pytest.raises(requests.ConnectionError):
            waiting.result(10)
