"""The register and the roster of the People page, in process."""

from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.metrics.roster import read_roster
from kaltura.ui import hiding, people_roster
from tests.builders import dataset
from tests.metrics.class_cases import weekly_class, weekly_rows
from tests.ui.apps import texts
from tests.ui.pages.people_page import CANARY, CLASS, opened, shown
from tests.ui.shown import figures


def two_rooms() -> Dataset:
    """Room r with CLASS, and room s, which three others came to."""
    rooms, rows = weekly_rows(CLASS)
    more, others = weekly_rows({"cy": [60, 60], "di": [60, 60], "ed": [60, None]}, room="s")
    return dataset([*rooms, *more], [*rows, *others])


def test_a_roster_gives_absentees_and_lists_what_did_not_match() -> None:
    test = opened(list="Roster")
    assert "nobody can be called absent" in texts(test)
    test.session_state["_roster"] = read_roster("r.csv", f"user_id,name\n{CANARY},\nzoe,Zoe Zest\n,blank\n".encode())
    test.run()
    assert not test.exception
    assert figures(test)["On the roster"] == "2"
    assert figures(test)["Not in this selection"] == "1"
    assert figures(test)["Not on the roster"] == "1"
    assert figures(test)["Absent"] == "4 of 8"
    assert "Absent" in shown(test)
    assert "neither an ID nor an e-mail" in texts(test)


def test_a_person_on_two_lines_is_one_person() -> None:
    test = opened(list="Roster")
    test.session_state["_roster"] = read_roster("r.csv", b"user_id,email\nbob,\n,bob@x.org\nzoe,\n")
    for hide in (False, True, False):
        test.toggle(key=hiding.SWITCH).set_value(hide).run()
        assert not test.exception
        assert (figures(test)["Seen of the roster"], figures(test)["On the roster"]) == ("1 of 2", "2")
        assert "Left out: an earlier line is of the same person: 1" in [box.label for box in test.expander]


def test_a_role_that_is_not_judged_makes_nobody_absent() -> None:
    rooms, rows = weekly_rows(CLASS)
    data = dataset(rooms, [row | {"user_type": "Moderator" if row["user_id"] == "bob" else "User"} for row in rows])
    test = opened(data)
    test.session_state["_roster"] = read_roster("r.csv", f"user_id\n{CANARY}\nbob\nzoe\n".encode())
    test.multiselect(key="roles").select("User").run()
    cells = test.dataframe[0].value.set_index("shown_name")
    assert cells.loc["Name of bob"].iloc[-4:].tolist() == ["Not judged", "Not judged", "Absent", "Absent"]
    assert cells.loc["Name of bob", ["present", "held"]].tolist() == [0, 2]
    assert "“Not judged” means present, but of a user type that the rule leaves out" in texts(test)


def test_the_register_starts_with_the_room_that_most_people_came_to() -> None:
    test = opened(two_rooms())
    assert test.dataframe[0].value["shown_name"].tolist() == ["Name of cy", "Name of di", "Name of ed"]
    assert test.dataframe[0].value["total"].tolist() == [100, 100, 50]
    box = next(box for box in test.selectbox if box.label == "Register of")
    assert box.options == ["All rooms of the selection", "Room s", "Room r"]
    box.set_value("All rooms of the selection").run()
    table = test.dataframe[0].value.set_index("shown_name")
    assert table["held"].to_dict() == {
        "Name of bob": 4,
        f"Name of {CANARY}": 4,
        "Name of cy": 2,
        "Name of di": 2,
        "Name of ed": 2,
    }
    next(box for box in test.selectbox if box.label == "Register of").set_value("r").run()
    test.button(key="people_select_room").click().run()
    assert not test.exception
    assert test.multiselect(key="room").value == ["r"]
    assert not [box for box in test.selectbox if box.label == "Register of"]


def test_a_roster_starts_with_the_room_that_most_of_its_people_came_to() -> None:
    test = opened(two_rooms())
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\nzoe\n")
    test.run()
    assert test.dataframe[0].value["held"].tolist() == [4, 4]


def test_the_register_s_room_is_kept_while_another_list_or_page_is_looked_at() -> None:
    test = opened(two_rooms())
    test.selectbox(key="people_room_s").set_value("r").run()
    for page in ("overview", "people"):
        test.switch_page(f"../../pages/{page}.py").run()
    assert test.selectbox(key="people_room_s").value == "r"
    assert len(test.dataframe[0].value) == 2


def test_a_roster_s_people_are_at_risk_and_nobody_else() -> None:
    test = opened(two_rooms(), list="At risk")
    test.session_state["_roster"] = read_roster("r.csv", b"user_id,name\nbob\ncy\nzoe,Zoe Zest\n")
    test.number_input(key="risk_misses").set_value(2).run()
    assert not test.exception
    table = test.dataframe[0].value.set_index("user_name")
    assert table[["present", "held"]].to_numpy().tolist() == [[0, 2], [0, 2]]
    assert sorted(table.index) == ["Name of bob", "Zoe Zest"]  # in room s, which cy alone came to
    assert test.number_input(key="risk_seen").disabled
    test.selectbox(key="people_risk_room_s").set_value("r").run()
    assert test.dataframe[0].value["reasons"].str.contains("missed the last").all()


def test_the_figures_are_of_the_roster_s_people() -> None:
    test = opened(two_rooms())
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\nzoe\n")
    test.run()
    shown_figures = figures(test)
    assert shown_figures["Seen of the roster"] == "1 of 2"
    assert (shown_figures["Present"], shown_figures["Partial"], shown_figures["Borderline"]) == ("1", "1", "1")
    assert "the figures above are of them" in texts(test)


def test_the_borderline_list_is_of_the_roster_s_people() -> None:
    test = opened(two_rooms(), list="Borderline")
    assert test.dataframe[0].value["user_id"].tolist() == ["canaryx", "bob"]
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\n")
    test.run()
    assert test.dataframe[0].value["user_id"].tolist() == ["bob"]


def test_a_roster_is_noted_by_its_length_and_no_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="kaltura")
    test = opened(list="Roster")
    roster = f"user_id,name\n{CANARY},Zoe Zest\nzoecanaryx,\n".encode()
    test.file_uploader(key="people_roster_file_0").set_value((f"{CANARY}.csv", roster, "text/csv")).run()
    assert figures(test)["On the roster"] == "2"
    assert 'audit upload who="-" what="roster" rows=2' in caplog.messages
    damaged = f"PK\x03\x04{CANARY}".encode()
    test.file_uploader(key="people_roster_file_0").set_value((f"{CANARY}.xlsx", damaged, "")).run()
    assert test.error, "a damaged file is refused"
    assert [line.split()[1] for line in caplog.messages if "audit" in line] == ["upload"]
    assert not [name for name in (CANARY, "Zoe") if name in caplog.text]


def test_a_search_finds_people_of_other_rooms_and_opens_them() -> None:
    test = opened(two_rooms())
    test.text_input(key="people_search").set_value("bob").run()
    assert "Not in this register. 1 person in the selection" in texts(test)
    test.button(key="people_elsewhere_bob").click().run()
    assert [heading.value for heading in test.title] == ["Name of bob"]


def test_a_search_that_finds_somebody_here_names_those_of_other_rooms_too() -> None:
    test = opened(two_rooms())
    test.text_input(key="people_search").set_value("name of").run()
    assert "bob" not in "".join(test.dataframe[0].value["shown_name"])
    here = {*test.dataframe[0].value["shown_name"]}
    assert "Not in this register. 2 people in the selection" in texts(test)
    assert test.button(key="people_elsewhere_bob").label not in here


def test_a_search_for_nobody_says_so() -> None:
    test = opened(two_rooms())
    test.text_input(key="people_search").set_value("nobody").run()
    assert "Nobody is in this register" in texts(test)


def test_a_roster_held_against_many_rooms_leads_to_its_own() -> None:
    test = opened(two_rooms(), list="Roster")
    test.session_state["_roster"] = read_roster("r.csv", f"user_id\nbob\n{CANARY}\n".encode())
    test.run()
    assert "2 rooms are selected, and everybody on the roster is expected in each" in texts(test)
    test.button(key="people_roster_room").click().run()
    assert test.multiselect(key="room").value == ["r"]
    assert "rooms are selected" not in texts(test)


def test_who_is_known_from_elsewhere_is_told_from_who_is_nobody() -> None:
    rooms, rows = weekly_rows(CLASS)
    more, others = weekly_rows({"cy": [60, 60]}, room="s")
    types = [row | {"user_type": "Moderator"} for row in others]
    test = opened(dataset([*rooms, *more], [*rows, *types]), list="Roster")
    test.session_state["_roster"] = read_roster("r.csv", f"user_id\n{CANARY}\ncy\nzoe\n".encode())
    test.multiselect(key="room").set_value(["r"]).run()
    labels = [box.label for box in test.expander]
    assert "In the data, but never in this selection: 1" in labels
    assert "Nobody in the data: never seen, or written differently: 1" in labels
    test.multiselect(key="room").set_value([]).run()
    test.multiselect(key="type").set_value(["Moderator"]).run()
    assert "Nobody in the data: never seen, or written differently: 1" in [box.label for box in test.expander]


def test_the_session_clicked_in_the_chart_stays_listed() -> None:
    test = opened(list="Roster")
    test.session_state["_roster"] = read_roster("r.csv", f"user_id\n{CANARY}\nbob\n".encode())
    with patch.object(people_roster, "chart", return_value=[{"customdata": ["r0"]}]):  # a browser alone can click
        test.run()
    first = _absentees_heading(test)
    assert "Mon 2 Mar" in first
    assert _absentees_heading(test.run()) == first
    test.button(key="people_forget").click().run()
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\n")
    assert "Mon 2 Mar" not in _absentees_heading(test.run())


def test_a_session_that_was_clicked_and_is_no_longer_selected_gives_way_to_the_last() -> None:
    test = opened(two_rooms(), list="Roster")
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\n")
    test.session_state["_roster_session"] = "r0"
    test.multiselect(key="room").set_value(["s"]).run()
    assert not test.exception
    assert "Room s" in _absentees_heading(test)


def _absentees_heading(test: AppTest) -> str:
    return next(line for line in texts(test).splitlines() if line.endswith("absent"))


def test_a_forgotten_roster_is_nowhere_any_more() -> None:
    test = opened(list="Roster")
    test.file_uploader(key="people_roster_file_0").set_value(
        ("r.csv", b"user_id,name\nzoe,Zoe Zest\n", "text/csv")
    ).run()
    test.toggle(key=hiding.SWITCH).set_value(True).run()
    test.button(key="people_forget").click().run()
    assert not [key for key in ("_roster", "_current_roster") if key in test.session_state]
    assert test.file_uploader[0].value is None


def test_certificates_are_of_the_people_on_the_roster_and_say_so() -> None:
    test = opened(weekly_class({"amy": [60, 60], "bob": [60, 60], "cid": [60, None]}), list="Files")
    assert "2 certificates, one per person and room; 1 does not qualify." in texts(test)
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\namy\nzoe\n")
    test.run()
    assert "1 certificate of the people on the roster, one per person and room; 0 do not qualify." in texts(test)
    test.session_state["_roster"] = read_roster("r.csv", b"user_id,email\ncid,bob@x.org\n")
    test.run()
    assert "1 certificate of the people on the roster, one per person and room; 0 do not qualify." in texts(test)
