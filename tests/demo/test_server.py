"""The emulator's reports over real sockets: what is asked, what comes back, to the byte."""

import concurrent.futures

import pytest
import requests

from kaltura.demo.server import Emulator
from tests.demo.conftest import REPORT, Asker, Opener
from tests.demo.small_account import EMPTY, HOUR, PARTNER, TEN, WHOLE, small_account

HEADER_6000 = (
    "entry_id,entry_name,parent_entry_id,cue_point_id,session_start_time,session_end_time,session_host_user_id,"
    "meeting_view_period_unique_users,meeting_engaged_play_time_ratio\n"
)
ROWS_6001 = (
    "entry_id,cue_point_id,user_id,user_name,user_email,user_type,meeting_view_time,meeting_engaged_play_time_ratio\n"
    "1_main,1_cue0,host,Prof. Grey,grey@example.org,User,20,1\n"
    "1_main,1_cue0,ann,Doe  Ann,ann@example.org,User,20,1\n"
    '1_main,1_cue0,bob,Bob "Bo" Baker,bob@example.org,User,20,0\n'
    "1_main,1_cue0,,Visitor,,Guest,20,1\n"
    "1_main,1_cue0,שרה,שרה כהן,sara@example.org,User,20,1\n"
)
FIRST_HOUR = f"from_date={TEN};to_date={TEN + HOUR}"


def lines(answer: requests.Response) -> list[str]:
    return answer.content.decode("utf-8-sig").splitlines()


def test_a_report_byte_for_byte(ask: Asker) -> None:
    answer = ask.report(6001, FIRST_HOUR + ";cue_point_ids=1_cue0")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.content == b"\xef\xbb\xbf" + ROWS_6001.encode()


def test_the_file_name_says_which_account_answered(ask: Asker) -> None:
    name = f"Report_6000_{PARTNER}_from_date_{TEN}to_date_{TEN + HOUR}partner_id_{PARTNER}.csv"
    assert ask.report(6000, FIRST_HOUR).headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_long_file_name_is_cut(ask: Asker) -> None:
    rooms = ",".join(f'1_room{n}"\r\n' for n in range(50))
    name = ask.report(6000, f"{FIRST_HOUR};entry_ids={rooms};limit=3").headers["Content-Disposition"]
    assert name.count('"') == 2
    assert name.endswith('.csv"')
    assert "limit" not in name


def test_every_answer_has_an_id_for_support(ask: Asker) -> None:
    ids = {ask.report(6000).headers["X-Kaltura-Session"], ask.report(6000, ks="x").headers["X-Kaltura-Session"]}
    assert len(ids) == 2
    assert all(value.isdigit() for value in ids)


def test_all_three_reports_answer(ask: Asker) -> None:
    assert [len(lines(ask.report(number))) - 1 for number in (6000, 6001, 6002)] == [3, 15, 1]


@pytest.mark.parametrize("start", [REPORT, REPORT.replace("api_v3", "api_v3/index.php").replace("getCsv", "GETCSV")])
def test_the_vendors_url_form(ask: Asker, start: str) -> None:
    answer = ask.get(f"{start}/id/6000/ks/{ask.kaltura.report_ks()}/params/{WHOLE}")
    assert lines(answer)[0] + "\n" == HEADER_6000
    assert answer.headers["Cache-Control"] == "public, max-age=8640000"


def test_a_post_may_not_be_stored_for_days(ask: Asker) -> None:
    assert "Cache-Control" not in ask.report(6000).headers


def test_json_query_and_form_all_work_and_the_path_wins(ask: Asker) -> None:
    body = {"id": "6001", "ks": ask.kaltura.report_ks(), "params": WHOLE}
    in_json = ask.http.post(ask.kaltura.base + REPORT, json=body, timeout=10)
    assert len(lines(in_json)) == 16
    assert len(lines(ask.post(REPORT + "?id=6000", **body))) == 4
    assert len(lines(ask.post(REPORT + "/id/6002?id=6000", **body))) == 2
    assert len(lines(ask.get("/api_v3/", service="report", action="getCsvFromStringParams", **body))) == 16


def test_an_empty_report_is_a_header_or_nothing(ask: Asker) -> None:
    assert ask.report(6000, EMPTY).content == b"\xef\xbb\xbf" + HEADER_6000.encode()
    assert ask.report(6002, EMPTY).content == b"\xef\xbb\xbf\x0a"


def test_reversed_dates_are_an_empty_success(ask: Asker) -> None:
    assert len(lines(ask.report(6000, f"from_date={TEN + HOUR};to_date={TEN}"))) == 1


def test_unknown_keys_are_ignored_and_pairs_are_trimmed(ask: Asker) -> None:
    params = f"  {FIRST_HOUR} ; room_ids=none;;partner_id=1;entry_ids=1_main"
    assert [line.split(",")[3] for line in lines(ask.report(6000, params))[1:]] == ["1_cue0"]


@pytest.mark.parametrize(
    "params", ["", f"from_date={TEN}", f"from_date=x;to_date={TEN}", WHOLE + ";limit=many", WHOLE + ";limit=²"]
)
def test_what_is_missing_or_malformed_is_not_named(ask: Asker, params: str) -> None:
    answer = ask.report(6001, params)
    assert answer.status_code == 200
    assert answer.json()["message"] == "Internal server error occurred"
    assert answer.json()["code"] == "INTERNAL_SERVERL_ERROR"


def test_rows_beyond_the_cap_are_missing_without_a_word(emulate: Opener) -> None:
    ask = emulate(row_cap=7)
    whole, capped = emulate().report(6001), ask.report(6001)
    assert lines(capped) == lines(whole)[:8]
    assert set(capped.headers) == set(whole.headers)
    assert len(lines(ask.report(6001, WHOLE + ";limit=5"))) == 6
    assert len(lines(ask.report(6001, WHOLE + ";limit=9"))) == 8


def test_columns_can_be_left_out(ask: Asker) -> None:
    header = lines(ask.report(6000, excludedFields="entry_name, parent_entry_id"))[0]
    assert header.startswith("entry_id,cue_point_id,")


def test_a_report_that_the_account_does_not_have(ask: Asker) -> None:
    answer = ask.report(6003)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Kaltura"] == "error- REPORT_NOT_FOUND"
    assert answer.headers["X-Kaltura-App"] == 'exiting on error REPORT_NOT_FOUND - Report id "6003" not found'


def test_a_repeated_answer_is_the_same_and_only_has_a_cache_note(ask: Asker) -> None:
    first, second = ask.report(6001), ask.report(6001)
    assert first.content == second.content
    assert "X-Kaltura" not in first.headers
    assert not second.headers["X-Kaltura"].startswith("error-")


def test_errors_are_xml_unless_asked_otherwise(ask: Asker) -> None:
    answer = ask.post(REPORT, id=6000, ks="EXPIRED", params=WHOLE)
    assert answer.headers["Content-Type"] == "text/xml"
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>INVALID_KS</code>')


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api_v3/", "SERVICE_NOT_SPECIFIED"),
        ("/api_v3/service/nonsense/action/x", "SERVICE_DOES_NOT_EXISTS"),
        ("/api_v3/service/multirequest", "SERVICE_DOES_NOT_EXISTS"),
        ("/api_v3/service/report", "ACTION_NOT_SPECIFIED"),
        ("/api_v3/service/report/action/delete", "ACTION_DOES_NOT_EXISTS"),
        (REPORT, "MISSING_MANDATORY_PARAMETER"),
        (REPORT + "/id/6000", "MISSING_KS"),
        (REPORT + "/id/6000/params/a%01b", "INVALID_PARAMETER_CHAR"),
    ],
)
def test_requests_that_are_wrong(ask: Asker, path: str, code: str) -> None:
    assert ask.get(path, format=1).json()["code"] == code


def test_an_unknown_format_and_another_address(ask: Asker) -> None:
    assert ask.report(6000, format=77).headers["X-Kaltura"] == "error- UNKNOWN_RESPONSE_FORMAT"
    assert ask.get("/index.php").status_code == 404
    assert ask.http.post(ask.kaltura.base + REPORT, data=iter([b"x"]), timeout=10).status_code == 411
    wrong = requests.Request("POST", ask.kaltura.base + REPORT).prepare()
    wrong.headers["Content-Length"] = "²"
    assert ask.http.send(wrong, timeout=10).status_code == 411


def test_the_log_names_calls_and_no_secrets(ask: Asker) -> None:
    ks = ask.kaltura.ready_ks()
    ask.report(6001, ks=ks)
    ask.action("session", "get", ks=ks, session=ks)
    ask.action("session", "start", secret=ask.kaltura.admin_secret, partnerId=1)
    assert [(call.name, call.report, call.outcome) for call in ask.kaltura.requests] == [
        ("report.getCsvFromStringParams", 6001, "ok"),
        ("session.get", None, "ok"),
        ("session.start", None, "START_SESSION_ERROR"),
    ]
    assert ask.kaltura.requests[0].params == {"id": "6001", "params": WHOLE}
    assert not any(secret in repr(ask.kaltura.requests) for secret in (ks, ask.kaltura.admin_secret))
    assert (ask.kaltura.calls(), ask.kaltura.calls(6000), ask.kaltura.calls(6001)) == (1, 0, 1)


def test_many_at_once(ask: Asker) -> None:
    ks, url = ask.kaltura.report_ks(), ask.kaltura.base + REPORT

    def one(number: int) -> int:
        form = {"id": 6000 + number % 3, "ks": ks, "params": WHOLE}
        with requests.post(url, data=form, timeout=10) as answer:
            return len(lines(answer))

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(one, range(60)))
    assert counts == [4, 16, 2] * 20
    assert ask.kaltura.calls() == 60


def test_it_stops_at_once_and_frees_its_port() -> None:
    kaltura = Emulator(small_account(), faults=["LATE=60"]).start()
    port = kaltura.port
    with requests.Session() as http, concurrent.futures.ThreadPoolExecutor(1) as pool:
        http.get(kaltura.base, timeout=10)
        waiting = pool.submit(requests.get, kaltura.base + REPORT + "?id=6000", timeout=10)
        while not kaltura.requests:
            pass
        kaltura.stop()
        with pytest.raises(requests.ConnectionError):
            waiting.result(5)
        with pytest.raises(requests.ConnectionError):
            http.get(f"http://127.0.0.1:{port}", timeout=10)
    with Emulator(small_account(), port=port) as again:
        assert again.port == port
    assert kaltura.calls(6000) == 1


def test_before_it_starts_it_has_no_address() -> None:
    kaltura = Emulator(small_account())
    assert kaltura.requests == []
    with pytest.raises(RuntimeError, match="not started"):
        _ = kaltura.base
    kaltura.stop()
