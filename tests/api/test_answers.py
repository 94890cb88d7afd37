"""Success or failure, on the exact bytes that Kaltura's server sends."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from kaltura.api.answers import Failed, decide_report, decide_value
from kaltura.api.backoff import BLOCKED, NEVER, ONCE, TRANSPORT
from kaltura.api.errors import CredentialsError, RateLimited, ReportUnavailable, ServerError, TooLarge, TransportError
from kaltura.api.exchange import Answer
from kaltura.api.redaction import Redactor
from kaltura.api.refusals import INVALID_KS, REFUSALS

BOM = b"\xef\xbb\xbf"
XML = (
    b'<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>INVALID_KS</code><message>Invalid KS '
    b"&quot;EXPIRED&quot;, Error &quot;-1,INVALID_STR&quot;</message><objectType>KalturaAPIException</objectType><args>"
    b"<item><objectType>KalturaApiExceptionArg</objectType><name>KSID</name><value>EXPIRED</value></item></args></error>"
    b"</result><executionTime>0.0123</executionTime></xml>"
)


def answer(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, CaseInsensitiveDict(headers or {}), body, "kaltura.example.edu")


def failed(outcome: Any) -> Failed:
    assert isinstance(outcome, Failed)
    return outcome


def failure(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> Failed:
    return failed(decide_report(answer(body, status, headers), Redactor()))


def api_error(code: str, message: str = "", args: object = ()) -> bytes:
    return json.dumps({"code": code, "message": message, "objectType": "KalturaAPIException", "args": args}).encode()


@pytest.mark.parametrize("body", [BOM + b"\n", BOM + b"a,b\n", BOM + b"a,b\n1,2\n"])
def test_a_byte_order_mark_is_success_even_without_rows(body: bytes) -> None:
    assert decide_report(answer(body), Redactor()) == body


def test_a_report_that_speaks_of_errors_is_still_a_report() -> None:
    body = BOM + b'{"code":"INVALID_KS"},<error>\n'
    assert decide_report(answer(body, headers={"X-Kaltura": "error-REPORT_NOT_FOUND"}), Redactor()) == body


@pytest.mark.parametrize("body", [BOM + b"a,b\n1,2", BOM, BOM[:2], b"", b'{"code":"INV', b'["'])
def test_a_body_that_was_cut_off_is_asked_for_again(body: bytes) -> None:
    found = failure(body)
    assert found.rule is TRANSPORT
    assert isinstance(found.error, TransportError)


def test_the_xml_error_as_the_server_writes_it() -> None:
    error = failure(XML, headers={"x-kaltura-session": "9876"}).error
    assert isinstance(error, CredentialsError)
    assert (error.message, error.code, error.session_id) == ("The session (KS) has expired.", "INVALID_KS", "9876")


def test_the_json_error_as_the_server_writes_it() -> None:
    body = (
        b'{"code":"INVALID_KS","message":"x","objectType":"KalturaAPIException",'
        b'"args":{"KSID":"EXPIRED","ERR_CODE":"-1","ERR_DESC":"INVALID_STR"}}'
    )
    assert failure(body).error.message == "The session (KS) has expired."


@pytest.mark.parametrize("reason", [reason for reason in INVALID_KS if reason != "MALFORMED"])
def test_each_reason_of_a_refused_session_has_a_sentence_wherever_it_is_named(reason: str) -> None:
    expected = INVALID_KS[reason].message
    for body in (
        api_error("INVALID_KS", args={"KSID": reason}),
        api_error("INVALID_KS", args={"KSID": "the-session", "ERR_DESC": reason}),
        api_error("INVALID_KS", f'Invalid KS "{reason}", Error "-1,INVALID_STR"'),
        api_error("INVALID_KS", f'Invalid KS "the-session", Error "-2,{reason}"', []),
    ):
        assert failure(body).error.message == expected
    assert len({row.message for row in INVALID_KS.values()}) == len(INVALID_KS)


def test_a_malformed_session_is_not_repeated() -> None:
    error = failure(api_error("INVALID_KS", 'Invalid KS "abc"', {"KSID": "abc", "ERR_DESC": "INVALID_STR"})).error
    assert error.message == INVALID_KS["MALFORMED"].message


@pytest.mark.parametrize(
    "header", ["error- REPORT_NOT_FOUND", "error-REPORT_NOT_FOUND", "cached, error-REPORT_NOT_FOUND"]
)
def test_an_empty_body_with_the_error_header_is_an_api_error(header: str) -> None:
    found = failure(b"", headers={"X-Kaltura": header, "X-Kaltura-App": "exiting on error"})
    assert isinstance(found.error, ReportUnavailable)
    assert found.rule is NEVER


def test_other_notes_in_the_header_are_no_error() -> None:
    assert failure(b"", headers={"X-Kaltura": "cached-dispatcher-error"}).rule is TRANSPORT


RULES = {
    "ACTION_BLOCKED": (RateLimited, BLOCKED),
    "DRUID_QUERY_TIMED_OUT": (TooLarge, NEVER),
    "SEARCH_TOO_GENERAL": (TooLarge, NEVER),
    "INTERNAL_SERVERL_ERROR": (ServerError, ONCE),
    "SERVICE_FORBIDDEN": (CredentialsError, NEVER),
    "UNHEARD_OF": (ServerError, NEVER),
}


@pytest.mark.parametrize("code", RULES)
def test_the_code_decides_class_and_retries(code: str) -> None:
    found = failure(api_error(code))
    assert (type(found.error), found.rule, found.error.code) == (*RULES[code], code)


def test_every_row_is_full_sentences() -> None:
    for row in (*REFUSALS.values(), *INVALID_KS.values()):
        assert row.message[0].isupper()
        assert row.message.endswith(".")
        assert row.next_step.endswith(".")


def test_an_unknown_code_shows_the_servers_own_words_cleaned() -> None:
    secret = "0123456789abcdef0123456789abcdef"
    error = failed(decide_report(answer(api_error("NEW", f"no\nluck with {secret}")), Redactor())).error
    assert "no luck with •••" in error.message


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_gateway_in_trouble_is_asked_again_as_it_wishes(status: int) -> None:
    assert failure(b"<html>", status, {"Retry-After": "7"}).retry_after == 7
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 55 < (failure(b"<html>", status, {"Retry-After": in_a_minute}).retry_after or 0) <= 60
    assert failure(b"<html>", status, {"Retry-After": "soon"}).retry_after is None
    assert failure(b"<html>", status).rule in (TRANSPORT, BLOCKED)


@pytest.mark.parametrize(
    ("status", "words"), [(200, "a web page"), (302, "not followed"), (404, "HTTP 404"), (500, "500")]
)
def test_a_page_from_somewhere_else_is_said_to_be_one(status: int, words: str) -> None:
    found = failure(b"<!doctype html><HTML><body>Hello</body></HTML>", status)
    assert words in found.error.message
    assert "kaltura.example.edu" in found.error.message
    assert found.rule is NEVER


@pytest.mark.parametrize(
    "body", [b'"a-session"', b"<xml><result>a-session</result><executionTime>0</executionTime></xml>"]
)
def test_a_text_result_in_json_and_in_xml(body: bytes) -> None:
    assert decide_value(answer(body), Redactor()) == "a-session"


def test_an_error_is_never_a_value() -> None:
    for body in (api_error("SERVICE_FORBIDDEN"), XML):
        assert isinstance(decide_value(answer(body), Redactor()), Failed)


def test_deeply_nested_json_is_a_failure_and_no_crash() -> None:
    assert isinstance(decide_value(answer(b"[" * 200_000), Redactor()), Failed)


@given(st.binary(max_size=300), st.sampled_from([200, 302, 404, 429, 500, 503]), st.text(max_size=30))
def test_any_bytes_end_in_a_value_or_a_sentence(body: bytes, status: int, header: str) -> None:
    given = answer(body, status, {"X-Kaltura": header, "Retry-After": header, "Content-Disposition": header})
    for outcome in (decide_report(given, Redactor()), decide_value(given, Redactor())):
        if isinstance(outcome, Failed):
            assert outcome.error.message.endswith(".")


@given(st.dictionaries(st.text(max_size=10), st.recursive(st.none() | st.text(), st.lists, max_leaves=5), max_size=5))
def test_any_json_object_with_a_code_is_an_api_error(fields: dict[str, Any]) -> None:
    body = json.dumps({**fields, "code": "ODD"}).encode()
    assert failure(body).error.code == "ODD"
