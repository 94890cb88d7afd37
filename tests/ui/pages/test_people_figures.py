"""The figures of the People page: whom each is of, and that the attendances add up."""

from kaltura.metrics.roster import read_roster
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_class, weekly_rows
from tests.ui.apps import said
from tests.ui.pages.people_page import CLASS, opened
from tests.ui.shown import figures


def test_with_a_rule_of_some_user_types_the_people_are_those_judged() -> None:
    rooms, rows = weekly_rows({"amy": [60, 60], "bob": [60, 60], "cy": [60, None]})
    test = opened(dataset(rooms, [row | {"user_type": "Guest" if row["user_id"] == "cy" else "User"} for row in rows]))
    assert figures(test)["Unique attendees"] == "3"
    test.multiselect(key="roles").select("Guest").run()
    assert not test.exception
    assert "Unique attendees" not in figures(test)
    assert (figures(test)["People judged"], figures(test)["Present"]) == ("1", "1")
    people = next(metric for metric in test.metric if metric.label == "People judged")
    assert "Of 3 unique attendees: the rule judges some user types only." in people.help.replace("\\", "")


def test_attendances_add_up_with_those_under_the_floor_and_undecided() -> None:
    data = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")],
        [attendance("m", "r", user, minutes, 0.9) for user, minutes in (("amy", 60), ("bob", 0.5), ("cy", 0.9))],
    )
    test = opened(data)
    assert (figures(test)["Present"], figures(test)["Partial"]) == ("1", "0")
    assert "The other 2 of 3 attendances: 2 Brief, under the floor of 1 min." in said(test)
    test.selectbox(key="of").set_value("host").run()
    undecided = "3 undecided, as the minutes or what they are measured against are not known."
    assert f"The other 3 of 3 attendances: {undecided}" in said(test)


def test_where_everybody_is_present_or_partial_there_are_no_others() -> None:
    assert "The other" not in said(opened())


def test_the_figures_of_a_roster_are_said_to_be_of_all_rooms_only_beside_the_register_of_one() -> None:
    beside = "The register lists the people of the roster; the figures above are of them, in all selected rooms."
    alone = "The register and the figures above are of the people of the roster."
    rooms, rows = weekly_rows(CLASS)
    more, others = weekly_rows({"cy": [60, 60]}, room="s")
    test = opened(dataset([*rooms, *more], [*rows, *others]))
    test.session_state["_roster"] = read_roster("r.csv", b"user_id\nbob\ncy\n")
    test.run()
    assert beside in said(test)
    test.multiselect(key="room").set_value(["r"]).run()
    assert alone in said(test)
    assert beside not in said(test)


def test_the_rule_says_what_is_under_the_floor() -> None:
    assert "Partial from 1 min, Brief under that;" in said(opened(weekly_class(CLASS)))
