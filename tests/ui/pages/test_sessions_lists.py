"""The two lists of the Sessions page, and the heading of what is opened from them, in process."""

from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.ui import rooms_all
from tests.builders import dataset, room_session
from tests.metrics.class_cases import WEEKS, weekly_rows
from tests.ui.apps import app, said, texts
from tests.ui.pages.test_sessions import PAGE, opened


def rooms_listed() -> AppTest:
    """Rooms r (3 people, then 2) and s (1 person), a week each."""
    rooms, rows = weekly_rows({"a": [60, 60], "b": [60, 60], "c": [30, None]})
    more, others = weekly_rows({"d": [60, None]}, room="s")
    data = dataset([*rooms, *more], [*rows, *others])
    days = {"from": WEEKS[1], "to": WEEKS[1], "zone": "UTC"}
    test = app(data, dates="Custom", **days).switch_page(PAGE).run()
    test.query_params["part"] = "Rooms"
    return test.run()


def test_all_rooms_with_their_change_against_the_period_before() -> None:
    test = rooms_listed()
    assert not test.exception
    table = test.dataframe[0].value.set_index("room_name")
    assert table.loc["Room r", ["sessions", "attendances", "unique_attendees", "people_per_session"]].tolist() == [
        1,
        2,
        2,
        2,
    ]
    assert "change" not in table.columns  # the day before has no session, and nothing is compared with none
    test.selectbox(key="dates").set_value("All dates").run()
    table = test.dataframe[0].value.set_index("room_name")
    assert table["people_per_session"].to_dict() == {"Room r": 2.5, "Room s": 1}
    assert "right before" not in texts(test)
    test.text_input(key="rooms_search").set_value("room s").run()
    assert test.dataframe[0].value["room_name"].tolist() == ["Room s"]
    assert "1 room of 2." in said(test)
    test.text_input(key="rooms_search").set_value("<b>").run()
    assert "No room's name or ID holds" in said(test)


@pytest.mark.parametrize("query", ["", "room"])
def test_of_more_rooms_than_a_table_lists_it_is_said_how_many_there_are(query: str) -> None:
    with patch.object(rooms_all, "MOST_ROWS", 1):
        test = rooms_listed().selectbox(key="dates").set_value("All dates").run()
        test.text_input(key="rooms_search").set_value(query).run()
    assert len(test.dataframe[0].value) == 1
    assert "The first 1 of 2 rooms are listed; search to find others." in texts(test).replace("\\", "")


def test_a_room_leads_back_to_either_list() -> None:
    test = opened(room_history="1_chem")
    assert {"All sessions", "All rooms"} <= {button.label for button in test.button}


def test_one_session_and_one_room_are_the_page_s_heading_and_say_what_is_shown() -> None:
    test = opened(session="c3", room="1_bio_a")
    assert [heading.value for heading in test.title] == ["Chemistry"]
    assert not test.header
    assert "one session" in texts(test)
    assert "remove_room" not in [button.key for button in test.button]
    test = opened(room_history="1_chem").multiselect(key="type").select("Guest").run()
    assert [heading.value for heading in test.title] == ["Chemistry"]
    assert "all dates of the data" in texts(test)
    assert {"remove_type"} == {button.key for button in test.button if str(button.key).startswith("remove_")}


def test_a_name_in_the_heading_is_no_markup() -> None:
    rooms = [room_session("c1", "r", "2026-10-05 10:00", "2026-10-05 11:00", entry_name="<b>A</b> *x*")]
    assert opened(dataset(rooms), session="c1").title[0].value == r"\<b\>A\<\/b\> \*x\*"


@pytest.mark.parametrize("query", [{}, {"session": "nope"}, {"room_history": "nope"}])
def test_where_nothing_is_opened_the_heading_is_the_page_s(query: dict[str, str]) -> None:
    test = opened(**query)
    assert [heading.value for heading in test.title] == ["Sessions"]
    assert "all 3 rooms" in texts(test)
