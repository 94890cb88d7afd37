"""The bytes: CSV, XML and JSON as they stand in what is known of Kaltura."""

from codecs import BOM_UTF8

import polars as pl
import pytest

from kaltura.demo.api_errors import ApiError, invalid_ks
from kaltura.demo.wire import JSON, XML, csv_bytes, failure, result

XML_ERROR = (
    '<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>INVALID_KS</code>'
    "<message>Invalid KS &quot;EXPIRED&quot;, Error &quot;-1,INVALID_STR&quot;</message>"
    "<objectType>KalturaAPIException</objectType><args><item><objectType>KalturaApiExceptionArg</objectType>"
    "<name>KSID</name><value>EXPIRED</value></item></args></error></result><executionTime>0.0123</executionTime></xml>"
)
JSON_ERROR = (
    r'{"code":"INVALID_KS","message":"Invalid KS \"EXPIRED\", Error \"-1,INVALID_STR\"",'
    '"objectType":"KalturaAPIException","args":{"KSID":"EXPIRED","ERR_CODE":"-1","ERR_DESC":"INVALID_STR"}}'
)
ROWS = pl.DataFrame({"entry_id": ["1_a"], "entry_name": ['Bio, "live"'], "user_name": ['Doe, Ann "A"']})


def test_csv_has_a_bom_no_quoting_and_no_commas_in_cells() -> None:
    expected = 'entry_id,entry_name,user_name\n1_a,"Bio  ""live""",Doe  Ann "A"\n'
    assert csv_bytes(ROWS) == BOM_UTF8 + expected.encode()


def test_a_line_break_in_a_name_splits_its_row() -> None:
    rows = pl.DataFrame({"user_id": ["ann"], "user_name": ["Ann\nDoe"]})
    assert csv_bytes(rows) == BOM_UTF8 + b"user_id,user_name\nann,Ann\nDoe\n"


def test_columns_can_be_left_out() -> None:
    assert csv_bytes(ROWS, ["entry_name", "nonsense"]) == BOM_UTF8 + b'entry_id,user_name\n1_a,Doe  Ann "A"\n'


def test_the_two_forms_of_an_empty_report() -> None:
    assert csv_bytes(ROWS.clear()) == BOM_UTF8 + b"entry_id,entry_name,user_name\n"
    assert csv_bytes(ROWS.clear(), bare=True) == b"\xef\xbb\xbf\x0a"


def test_an_error_as_xml_byte_for_byte() -> None:
    answer = failure(invalid_ks("EXPIRED"), XML, 0.0123)
    assert (answer.status, answer.content_type, answer.body.decode()) == (200, "text/xml", XML_ERROR)


def test_an_error_as_json_byte_for_byte() -> None:
    answer = failure(invalid_ks("EXPIRED"), JSON, 0)
    assert (answer.status, answer.content_type, answer.body.decode()) == (200, "application/json", JSON_ERROR)


def test_an_error_without_arguments_has_an_empty_list_in_json() -> None:
    assert failure(ApiError("INTERNAL_SERVERL_ERROR"), JSON, 0).body == (
        b'{"code":"INTERNAL_SERVERL_ERROR","message":"Internal server error occurred",'
        b'"objectType":"KalturaAPIException","args":[]}'
    )


@pytest.mark.parametrize("output", [XML, JSON])
def test_an_error_of_a_file_action_is_in_the_headers_alone(output: str) -> None:
    answer = failure(ApiError("REPORT_NOT_FOUND", "6009"), output, 0)
    assert (answer.status, answer.body) == (200, b"")
    assert dict(answer.headers) == {
        "X-Kaltura": "error- REPORT_NOT_FOUND",
        "X-Kaltura-App": 'exiting on error REPORT_NOT_FOUND - Report id "6009" not found',
    }


def test_results() -> None:
    value = {"objectType": "KalturaX", "objects": [{"name": 'a <b> & "c"/d\x00 é'}], "totalCount": 1, "none": None}
    assert result(value, JSON, 0).body == (
        rb'{"objectType":"KalturaX","objects":[{"name":"a <b> & \"c\"\/d\u0000 \u00e9"}],"totalCount":1,"none":null}'
    )
    assert result(value, XML, 0, declared=False).body.decode() == (
        "<xml><result><objectType>KalturaX</objectType><objects><item><name>a &lt;b&gt; &amp; &quot;c&quot;/d é</name>"
        "</item></objects><totalCount>1</totalCount><none></none></result><executionTime>0.0000</executionTime></xml>"
    )
