"""Path, query string, form and JSON: one request in every form that Kaltura accepts."""

import json

import pytest

from kaltura.demo.request_params import group, read_request, text, whole_number

FORM = "application/x-www-form-urlencoded"
SAME = {"service": "report", "action": "getCsv", "id": "6000"}


@pytest.mark.parametrize(
    ("target", "kind", "body"),
    [
        ("/api_v3/service/report/action/getCsv/id/6000", "", b""),
        ("/api_v3/index.php/service/report/action/getCsv/id/6000/", "", b""),
        ("/api_v3/index.php?service=report&action=getCsv&id=6000", "", b""),
        ("/api_v3/?service=report&action=getCsv&id=6000", "", b""),
        ("/api_v3?service=report&action=getCsv", FORM, b"id=6000"),
        ("/api_v3/service/report", FORM + "; charset=utf-8", b"action=getCsv&id=6000"),
        ("/api_v3/service/report/action/getCsv", "application/json", json.dumps({"id": "6000"}).encode()),
    ],
)
def test_one_request_in_every_form(target: str, kind: str, body: bytes) -> None:
    assert read_request(target, kind, body) == SAME


def test_path_wins_over_query_and_query_over_form() -> None:
    params = read_request("/api_v3/a/path?a=query&b=query", FORM, b"a=form&b=form&c=form")
    assert params == {"a": "path", "b": "query", "c": "form"}


def test_groups_are_written_in_three_ways_and_merged() -> None:
    body = json.dumps({"filter": {"statusIn": "2", "idIn": "x"}}).encode()
    params = read_request("/api_v3/?filter[statusIn]=2,7&filter:roomTypeEqual=1", "application/json", body)
    assert params == {"filter": {"statusIn": "2,7", "idIn": "x", "roomTypeEqual": "1"}}


def test_the_path_is_decoded_before_it_is_split() -> None:
    assert read_request("/api_v3/ks/ab%2Fcd/id/1", "", b"") == {"ks": "ab", "cd": "id", "1": ""}
    assert read_request("/api_v3/params/from_date=1;to_date=2", "", b"") == {"params": "from_date=1;to_date=2"}


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"\xff"])
def test_broken_json_is_no_parameters(body: bytes) -> None:
    assert read_request("/api_v3/id/1", "application/json", body) == {"id": "1"}


def test_other_addresses_are_not_the_api() -> None:
    assert read_request("/", "", b"") is None
    assert read_request("/p/1/api_v3/", "", b"") is None


def test_values_are_read_as_php_reads_them() -> None:
    params = {"a": 6000, "b": "x", "c": {"d": "1"}, "e": True}
    assert text(params, "a") == "6000"
    assert text(params, "c", "none") == "none"
    assert text(params, "e") == ""
    assert group(params, "c") == {"d": "1"}
    assert group(params, "b") == {}
    assert [whole_number(value) for value in ("6000", " 12abc", "abc", "-3", "")] == [6000, 12, 0, -3, 0]
