"""States of the People page, in process."""

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.at_risk import Risk
from kaltura.metrics.definitions import DEFINITIONS
from kaltura.metrics.roster import read_roster
from kaltura.ui import hiding
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.class_cases import weekly_class, weekly_rows
from tests.ui.apps import small, texts
from tests.ui.pages.people_page import CANARY, CLASS, LISTS, opened, shown
from tests.ui.shown import figures


def test_the_register_decides_by_the_rule_of_the_link() -> None:
    test = opened()
    assert not test.exception
    assert figures(test) == {
        "Unique attendees": "2",
        "Present": "5",
        "Partial": "1",
        "Borderline": "2",
    }
    test.number_input(key="threshold").set_value(100.0).run()
    assert figures(test)["Present"] == "4"
    test.number_input(key="tolerance").set_value(20.0).run()
    assert figures(test)["Present"] == "6"
    test.multiselect(key="roles").select("User").run()
    assert "only user type User" in texts(test)


def test_a_measure_that_is_not_in_the_selection_is_a_sentence() -> None:
    test = opened()
    test.selectbox(key="of").set_value("host").run()
    assert figures(test)["Present"] == "0"  # nobody hosted
    test.multiselect(key="type").select("User").run()
    assert not test.exception
    assert "the host's minutes may be missing" in test.error[0].value.replace("\\", "")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_its_state(name: str) -> None:
    for data in (weekly_class(CLASS), small()):
        test = opened(data, list=name)
        assert not test.exception
        assert not test.error
        assert test.metric


def test_without_identified_people_there_is_nobody_to_list() -> None:
    data = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("m", "r", None, 60, 0.9)]
    )
    for name in LISTS:
        test = opened(data, list=name)
        assert not test.exception
        assert not test.error


def test_a_selection_of_user_types_says_why_misses_are_not_known() -> None:
    test = opened(list="At risk")
    test.multiselect(key="type").select("User").run()
    assert not test.exception
    assert "sessions that they missed are not known" in test.error[0].value


def test_one_person_is_opened_by_a_key_that_names_nobody() -> None:
    data = weekly_class(CLASS)
    test = opened(data)
    with_names = test.session_state["_loaded"].dataset
    key = _keys(with_names)["bob"]
    assert "bob" not in key
    test.query_params["person"] = key
    test.run()
    assert not test.exception
    assert figures(test)["Sessions seen in"] == "2"
    assert any("In 1 room" in metric.help for metric in test.metric)
    assert any("bob" in heading.value for heading in test.title)
    rows = test.dataframe[0].value
    assert rows["decision"].tolist() == ["Not seen", "Not seen", "Partial", "Present"]
    assert (
        rows["explanation"].iloc[2]
        == "44.0 of 60.0 min = 73.3 % < 75 %, 0.5 min beyond the tolerance of 0.5 min → Partial (−1.0 min)"
    )


def test_a_link_to_nobody_says_so() -> None:
    test = opened(person="ABCDEF")
    assert not test.exception
    assert "this data has none of this person" in test.error[0].value


def test_who_was_in_a_breakout_alone_has_no_history_and_it_is_no_error() -> None:
    data = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")],
        [attendance("m", "r", "amy", 60, 0.9), attendance("b", "g", "bob", 20, 0.9)],
        [breakout("b", "g", "r", "2026-03-02 10:10", "2026-03-02 10:30", 1)],
    )
    test = opened(data)
    test.query_params["person"] = _keys(data)["bob"]
    test.run()
    assert not test.exception
    assert not test.error
    assert "A history is of main sessions, and this data has none of this person." in texts(test).replace("\\", "")
    test.multiselect(key="type").select("User").run()
    assert "Take the user types out" in test.error[0].value


@pytest.mark.parametrize("written", ["1", "-4", "many"])
def test_a_link_opens_the_list_of_those_at_risk_as_it_was_seen(written: str) -> None:
    test = opened(list="At risk", risk_misses="5", risk_remaining=written)
    assert not test.exception
    assert test.number_input(key="risk_misses").value == 5
    assert test.number_input(key="risk_remaining").value == (1 if written == "1" else None)


def test_at_risk_starts_with_the_measures_of_its_definition_and_says_what_is_off() -> None:
    test = opened(weekly_class({"a": [60] * 4 + [None] * 3, "b": [60] * 7, "c": [60] * 5 + [None] * 2}), list="At risk")
    usual = Risk()
    asked = {box.key: box.value for box in test.number_input if str(box.key).startswith("risk_")}
    assert asked == {
        "risk_misses": usual.misses_in_row,
        "risk_fall": usual.fall * 100,
        "risk_required": usual.required_share * 100,
        "risk_remaining": usual.remaining_sessions,
        "risk_seen": usual.seen_at_least,
    }
    for number in ("at least 2 sessions", "missed its last 3", "25 points"):
        assert number in DEFINITIONS["at_risk"].text
    assert "Enter how many sessions are still to come" in texts(test)
    test.number_input(key="risk_remaining").set_value(1).run()
    assert "Enter how many sessions are still to come" not in texts(test)
    assert test.dataframe[0].value["maximum"].notna().all()


def unnamed() -> Dataset:
    """Two of one name, and somebody without one who is in two sessions at once."""
    rooms, rows = weekly_rows({"ID1": [60, 60, 44, 60], "amara1": [60] * 4, "amara2": [60] * 4})
    names = {"ID1": None, "amara1": "Amara Becker", "amara2": "Amara Becker"}
    rooms.append(room_session("other", "s", "2026-03-02 10:00", "2026-03-02 11:00"))
    rows.append(attendance("other", "s", "ID1", 60, 0.9))
    return dataset(rooms, [row | {"user_name": names[row["user_id"]], "user_email": None} for row in rows])


@pytest.mark.parametrize(
    ("name", "column"),
    [("Register", "shown_name"), ("Borderline", "user_name"), ("Two at once", "user_name"), ("Files", "shown_name")],
)
def test_people_without_a_name_are_shown_by_their_id_and_namesakes_with_theirs(name: str, column: str) -> None:
    test = opened(unnamed(), list=name)
    assert not test.exception
    listed = test.dataframe[0].value[column].tolist()
    assert "ID1" in listed
    assert name in ("Borderline", "Two at once") or {"Amara Becker (amara1)", "Amara Becker (amara2)"} <= {*listed}
    for box in test.selectbox:
        assert not any(option.startswith("nan ") for option in box.options)
        if box.key == "people_certificate_of":
            assert "ID1 · Room r" in box.options
            assert "Amara Becker (amara2) · Room r" in box.options


def test_who_has_no_name_is_headed_by_an_id_that_is_not_said_again() -> None:
    test = opened(unnamed())
    test.query_params["person"] = _keys(test.session_state["_loaded"].dataset)["ID1"]
    test.run()
    assert [heading.value for heading in test.title] == ["ID1"]
    assert not any(caption.value.startswith("ID1") for caption in test.caption)


@pytest.mark.parametrize("name", LISTS)
def test_hidden_names_are_on_no_list(name: str) -> None:
    test = opened(list=name)
    test.session_state["_roster"] = read_roster("r.csv", f"user_id,name\n{CANARY},\nzoecanaryx,Zoe\n".encode())
    test.run()
    test.toggle(key=hiding.SWITCH).set_value(True).run()
    assert not test.exception
    assert CANARY not in shown(test)
    assert "Zoe" not in shown(test)


def test_one_person_with_names_hidden() -> None:
    test = opened()
    key = _keys(test.session_state["_loaded"].dataset)[CANARY]
    test.query_params["person"] = key
    test.run()
    assert CANARY in shown(test)
    test.toggle(key=hiding.SWITCH).set_value(True).run()
    assert not test.exception
    assert CANARY not in shown(test)
    assert any(f"Person {key}" in heading.value for heading in test.title)


def _keys(data: Dataset) -> dict[str, str]:
    from kaltura.metrics.pseudonyms import PREFIX, pseudonyms

    return {user: name.removeprefix(PREFIX) for user, name in pseudonyms(data, hiding.pseudonym_key()).items()}


def test_a_certificate_stays_that_of_the_person_chosen_when_others_drop_out() -> None:
    test = opened(weekly_class({"amy": [60, 50], "bob": [60, 60], "cid": [60, 60]}), list="Files")
    test.selectbox(key="people_certificate_of").set_value("r\0bob").run()
    for threshold in (95.0, 50.0):
        test.number_input(key="threshold").set_value(threshold).run()
        assert test.selectbox(key="people_certificate_of").value == "r\0bob"


def test_a_row_chosen_in_a_list_is_none_of_the_rows_that_another_rule_lists() -> None:
    data = weekly_class({"amy": [46, 60, 45, 60], "bob": [60, 60, 30, 60], "cid": [30, 60, 60, 60]})
    test = opened(data, list="Borderline")
    before = test.dataframe[0]
    after = test.number_input(key="threshold").set_value(50.0).run().dataframe[0]
    assert before.value["user_name"].tolist() != after.value["user_name"].tolist()
    assert before.proto.id != after.proto.id


def test_a_cell_chosen_in_the_register_is_none_of_another_room_s() -> None:
    rooms, rows = weekly_rows({"amy": [60, 60], "bob": [60, 60]})
    more, others = weekly_rows({"cy": [60, 60]}, room="s")
    test = opened(dataset([*rooms, *more], [*rows, *others]))
    before = test.dataframe[0].proto.id
    assert test.text_input(key="people_search").set_value("").run().dataframe[0].proto.id == before
    assert test.number_input(key="threshold").set_value(50.0).run().dataframe[0].proto.id == before
    test.selectbox(key="people_room_r").set_value("s").run()
    assert test.dataframe[0].value["shown_name"].tolist() == ["Name of cy"]
    assert test.dataframe[0].proto.id != before


@pytest.mark.parametrize("column", ["shown_name", "present", "held", "total"])
def test_a_cell_of_a_person_s_whole_answers_as_the_name_does(column: str) -> None:
    test = opened()
    chosen = {"rows": [], "columns": [], "cells": [(0, column)]}
    test.session_state[test.dataframe[0].key] = {"selection": chosen}
    test.run()
    assert not test.exception
    assert "Name of bob · Present in 1 of 4." in texts(test).replace("\\", "").replace("**", "")
    assert test.button(key="people_account_bob").label == "Open the person's history"
