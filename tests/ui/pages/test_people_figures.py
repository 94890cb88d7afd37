"""The figures of the People page: whom each is of, and that the attendances add up."""

from tests.builders import dataset
from tests.metrics.class_cases import weekly_rows
from tests.ui.pages.people_page import opened
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
