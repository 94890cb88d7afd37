"""People in two sessions at once: which sessions were compared is said, and the others are a press away."""

from kaltura.dataset import Dataset
from tests.builders import attendance, dataset, room_session
from tests.ui.apps import said
from tests.ui.pages.people_page import opened

WITHIN = "Only sessions of the selected rooms are compared."


def at_once() -> Dataset:
    """Somebody is in rooms r and s for the same hour."""
    held = [room_session(cue, room, "2026-03-02 10:00", "2026-03-02 11:00") for cue, room in (("m", "r"), ("n", "s"))]
    return dataset(held, [attendance("m", "r", "amy", 60, 0.9), attendance("n", "s", "amy", 60, 0.9)])


def test_one_room_alone_is_not_said_to_be_free_of_people_in_two_at_once() -> None:
    test = opened(at_once(), list="Two at once")
    assert test.dataframe[0].value["user_id"].tolist() == ["amy"]
    assert WITHIN not in said(test)
    test.multiselect(key="room").set_value(["r"]).run()
    assert "Nobody was in two sessions of the selected rooms at once." in said(test)
    assert "nothing to do" not in said(test)
    assert WITHIN in said(test)
    test.button(key="people_at_once_all").click().run()
    assert not test.exception
    assert test.multiselect(key="room").value == []
    assert test.dataframe[0].value["user_id"].tolist() == ["amy"]


def test_a_list_of_some_rooms_says_that_others_are_not_compared() -> None:
    test = opened(at_once(), list="Two at once").multiselect(key="room").set_value(["r", "s"]).run()
    assert test.dataframe[0].value["user_id"].tolist() == ["amy"]
    assert WITHIN in said(test)
    assert test.button(key="people_at_once_all").label == "Compare all rooms"
