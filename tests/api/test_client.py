"""Reports and lists over real sockets: what is sent, what comes back, what is counted."""

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.errors import CredentialsError, TransportError, UsageError
from tests.api.scripted import CSV, Request, Scripted, error, http, serving, value

KS = "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="
REPORT = "report.getCsvFromStringParams"


def client(server: Scripted) -> Client:
    return Client(server.base, ReadyKs(KS), jitter=lambda ceiling: 0.0)


def test_a_report_is_asked_for_by_a_form_and_nothing_secret_stands_in_the_address() -> None:
    name = {"Content-Disposition": 'attachment; filename="Report_6001_123_x.csv"', "X-Kaltura-Session": "77"}
    with serving(http(headers=name)) as server, client(server) as kaltura:
        answer = kaltura.report(6001, {"from_date": 1, "to_date": "2", "entry_ids": ["1_a", "1_b"], "user_ids": []})
    assert (answer.body, answer.account, answer.session_id) == (CSV, "123", "77")
    (request,) = server.requests
    assert request.line == "POST /api_v3/service/report/action/getCsvFromStringParams HTTP/1.1"
    assert request.form == {
        "id": "6001", "ks": KS, "params": "from_date=1;to_date=2;entry_ids=1_a,1_b", "format": "1"
    }  # fmt: skip


def test_connections_are_used_again() -> None:
    with serving(http()) as server, client(server) as kaltura:
        for _ in range(5):
            kaltura.report(6000, {})
    assert [request.connection for request in server.requests] == [1] * 5
    assert (kaltura.calls, kaltura.retries) == (5, 0)


def test_a_separator_in_a_value_is_refused_before_anything_is_sent() -> None:
    with serving(http()) as server, client(server) as kaltura:
        for params in ({"entry_ids": ["1_a,1_b"]}, {"entry_ids": "1_a;x=1"}, {"a=b": "1"}, {"user_ids": ["a\nb"]}):
            with pytest.raises(UsageError):
                kaltura.report(6000, params)
    assert server.requests == []


def test_an_answer_of_another_account_is_not_used() -> None:
    other = http(headers={"Content-Disposition": 'attachment; filename="Report_6000_999_x.csv"'})
    with serving(other) as server, client(server) as kaltura:
        with pytest.raises(TransportError, match="Account 999 answered instead of 123"):
            kaltura.report(6000, {})
        assert kaltura.calls == 1


def test_a_pasted_session_that_expired_is_not_tried_again() -> None:
    expired = error("INVALID_KS", "", {"KSID": "EXPIRED"})
    with serving(expired) as server, client(server) as kaltura:
        with pytest.raises(CredentialsError, match="has expired") as caught:
            kaltura.report(6000, {})
        assert kaltura.calls == 1
    assert (caught.value.code, caught.value.session_id) == ("INVALID_KS", "1234567890")


def test_events_come_from_all_pages() -> None:
    everything = [{"id": number, "name": f"Event {number}"} for number in range(1, 1101)]

    def page(request: Request) -> bytes:
        size, index = int(request.form["pager[pageSize]"]), int(request.form["pager[pageIndex]"])
        return value({"objects": everything[size * (index - 1) : size * index], "totalCount": len(everything)})

    with Scripted(page) as server, client(server) as kaltura:
        events = kaltura.events()
    assert events is not None
    assert [(event.id, event.name) for event in events] == [(str(e["id"]), e["name"]) for e in everything]
    assert server.requests[0].action == "virtualEvent_virtualEvent.list"
    assert len(server.requests) == 3


def test_a_server_that_gives_shorter_pages_than_asked_loses_nothing() -> None:
    def page(request: Request) -> bytes:
        index = int(request.form["pager[pageIndex]"])
        return value({"objects": [{"id": index}] if index <= 3 else [], "totalCount": 3})

    with Scripted(page) as server, client(server) as kaltura:
        events = kaltura.events()
    assert [event.id for event in events or []] == ["1", "2", "3"]


def test_a_list_whose_length_is_not_said_is_read_to_its_end() -> None:
    def page(request: Request) -> bytes:
        first = 500 * (int(request.form["pager[pageIndex]"]) - 1)
        return value({"objects": [{"id": number} for number in range(first, min(first + 500, 503))]})

    with Scripted(page) as server, client(server) as kaltura:
        events = kaltura.events()
    assert len(events or []) == 503


def test_a_name_that_was_cut_in_the_middle_of_a_character_can_be_written() -> None:
    listed = value({"objects": [{"id": "1", "name": "Party \ud83d"}], "totalCount": 1})
    assert rb"\ud83d" in listed, "half of a pair, as JSON may hold it"
    with serving(listed) as server, client(server) as kaltura:
        events = kaltura.events()
    assert [event.name for event in events or []] == ["Party ?"]
    with serving(value({"userId": "ada \ud83d", "privileges": "\ud83d"})) as server, client(server) as kaltura:
        info = kaltura.session_info()
    assert info is not None
    assert (info.user_id, info.privileges) == ("ada ?", "?")


def test_rooms_are_asked_for_with_their_type_and_both_statuses() -> None:
    listed = value({"objects": [{"id": "1_r", "name": None}], "totalCount": 1})
    with serving(listed) as server, client(server) as kaltura:
        rooms = kaltura.rooms(2)
    assert [(room.id, room.name) for room in rooms or []] == [("1_r", "1_r")]
    sent = server.requests[0].form
    assert (sent["filter[roomTypeEqual]"], sent["filter[statusIn]"]) == ("2", "2,7")


def test_optional_calls_that_are_not_permitted_are_done_without() -> None:
    with serving(error("SERVICE_FORBIDDEN", "The access to service [x] is forbidden")) as server, client(server) as it:
        assert it.events() is None
        assert it.rooms(1) is None
        assert it.session_info() is None


def test_what_kaltura_says_about_the_session() -> None:
    said = {"partnerId": 123, "userId": "ada", "expiry": 1767225600, "sessionType": 0, "privileges": "setrole:X"}
    with serving(value(said)) as server, client(server) as kaltura:
        info = kaltura.session_info()
    assert info is not None
    assert (info.user_id, info.privileges) == ("ada", "setrole:X")
    assert info.expiry is not None
    assert info.expiry.isoformat() == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("expiry", [-1, 0, -(10**15), 10**15, "soon", None])
def test_an_expiry_that_is_none_is_not_said(expiry: object) -> None:
    with serving(value({"partnerId": 123, "expiry": expiry})) as server, client(server) as kaltura:
        info = kaltura.session_info()
    assert info is not None
    assert info.expiry is None


def test_neither_the_client_nor_its_credentials_show_the_session_when_printed() -> None:
    with serving(http()) as server, client(server) as kaltura:
        answer = kaltura.report(6000, {})
        shown = repr((kaltura, vars(kaltura), answer))
    assert KS not in shown
