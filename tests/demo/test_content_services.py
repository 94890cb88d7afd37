"""The emulator's lists of events and rooms, over real sockets."""

from kaltura.demo.sessions import ADMIN, USER
from tests.demo.conftest import Asker, Opener
from tests.demo.small_account import PARTNER


def test_events_and_rooms_need_more_than_reports_do(ask: Asker) -> None:
    ks = ask.kaltura.report_ks()
    for service in ("virtualEvent_virtualEvent", "room_room"):
        assert ask.action(service, "list", ks=ks)["message"] == f"The access to service [{service}->list] is forbidden"
        assert ask.action(service, "list", ks=ask.kaltura.ready_ks(type=USER))["code"] == "SERVICE_FORBIDDEN"
        assert ask.action(service, "list", ks=ask.kaltura.ready_ks(type=ADMIN))["totalCount"] == 1


def test_events_have_id_name_and_status(ask: Asker) -> None:
    found = ask.action("virtualEvent_virtualEvent", "list", ks=ask.kaltura.ready_ks())
    assert found["objectType"] == "KalturaVirtualEventListResponse"
    assert found["objects"] == [
        {"objectType": "KalturaVirtualEvent", "id": 7, "partnerId": PARTNER, "name": "Open Day", "status": 2}
    ]


def test_rooms_are_listed_by_type_and_status(ask: Asker) -> None:
    def ids(**filters: str) -> list[str]:
        form = {f"filter[{name}]": value for name, value in filters.items()}
        return [room["id"] for room in ask.action("room_room", "list", ks=ask.kaltura.ready_ks(), **form)["objects"]]

    assert ids() == ["1_old"]
    assert ids(statusIn="2,7") == ["1_main", "1_group", "1_old"]
    assert ids(statusIn="2,7", roomTypeEqual="1") == ["1_main", "1_old"]
    assert ids(statusIn="2,7", roomTypeEqual="2") == ["1_group"]
    assert ids(statusEqual="7", idIn="1_main,1_old") == ["1_main"]


def test_pages_have_30_by_default_and_500_at_most(emulate: Opener) -> None:
    ask = emulate(rooms=620)

    def page(**pager: int) -> list[str]:
        form = {f"pager[{name}]": value for name, value in pager.items()}
        listed = ask.action("room_room", "list", ks=ask.kaltura.ready_ks(), **{"filter[statusIn]": "2,7"}, **form)
        assert listed["totalCount"] == 620
        return [room["id"] for room in listed["objects"]]

    assert len(page()) == 30
    assert len(page(pageSize=10_000)) == 500
    assert len(page(pageSize=500, pageIndex=2)) == 120
    assert page(pageSize=500, pageIndex=3) == []
    assert page(pageSize=10, pageIndex=2) == page()[10:20]


def test_a_search_ends_at_ten_thousand(emulate: Opener) -> None:
    ask = emulate(rooms=10_010)
    form = {"filter[statusIn]": "2,7", "pager[pageSize]": 500, "pager[pageIndex]": 21}
    assert ask.action("room_room", "list", ks=ask.kaltura.ready_ks(), **form)["objects"] == []
