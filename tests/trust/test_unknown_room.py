"""Kaltura writes "Unknown", 0 or nothing where an ID is not known; a session may come without its room."""

import pytest

from kaltura.charts.breakout_tree import breakout_tree_chart
from kaltura.dataset import Dataset
from kaltura.export.tables import TABLES, derived
from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.breakout_tree import breakout_tree
from kaltura.metrics.people import person_history
from kaltura.metrics.register import rooms_by_people
from kaltura.metrics.rule import Rule
from kaltura.ui.navigation import PAGES
from kaltura.written import NO_ROOM
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.class_cases import whole_register
from tests.ui.apps import app, texts

DAYS = [f"2026-03-{day:02}" for day in range(2, 12)]


def nowhere() -> Dataset:
    """Ten days with a class, and with a session and a breakout of no room; Zoe misses the last four of those."""
    rooms = [room_session(f"c{i}", "r", f"{day} 10:00", f"{day} 11:00") for i, day in enumerate(DAYS)]
    lost = [room_session(f"x{i}", None, f"{day} 14:00", f"{day} 15:00", entry_name=None) for i, day in enumerate(DAYS)]
    people = [attendance(f"c{i}", "r", user, 50, 0.9) for i in range(10) for user in ("ann", "ben")]
    people += [attendance(f"x{i}", None, "ann", 40, 0.5) for i in range(10)]
    people += [attendance(f"x{i}", None, "zoe", 40, 0.5) for i in range(6)]
    split = [
        breakout(cue, group, None, "2026-03-02 14:10", "2026-03-02 14:30", 1, parent_entry_name=None)
        for cue, group in (("b", "g"), ("b2", None))
    ]
    return dataset([*rooms, *lost], [*people, attendance("b", "g", "ann", 20, 1.0)], split)


@pytest.mark.parametrize("stem", [table.stem for table in TABLES])
def test_every_table_can_be_had(stem: str) -> None:
    derived(nowhere(), stem)


def test_the_breakouts_tree_names_a_room_that_is_not_known() -> None:
    tree = breakout_tree(nowhere())
    figure = breakout_tree_chart(tree, "participants")
    assert NO_ROOM in figure.data[0].labels


def test_a_register_is_of_known_rooms() -> None:
    assert rooms_by_people(nowhere()) == ["r"]


def test_the_register_counts_the_sessions_that_people_were_seen_in() -> None:
    people = whole_register(nowhere(), Rule()).people.set_index("user_id")
    assert people[["present", "held"]].to_numpy().tolist() == [[10, 20], [10, 10], [0, 6]]


def test_nobody_is_at_risk_in_a_room_that_is_not_known() -> None:
    assert at_risk(nowhere(), Rule(), Risk()).empty


PLACES = [*((page.stem, {}) for page in PAGES), ("sessions", {"session": "x0"})]


@pytest.mark.parametrize(("stem", "query"), PLACES)
def test_every_page_shows_its_answer(stem: str, query: dict[str, str]) -> None:
    test = app(nowhere(), dates="All dates", **query).switch_page(f"../../pages/{stem}.py").run()
    assert not test.exception
    assert [error.value for error in test.error] == []
    said = {*texts(test).split(), *(heading.value for heading in test.title)}
    assert not {"nan", "None"} & said


def test_a_persons_history_has_the_sessions_of_no_room_that_they_were_in() -> None:
    seen = person_history(nowhere(), "zoe", Rule())
    assert seen["cue_point_id"].tolist() == [f"x{i}" for i in (5, 4, 3, 2, 1, 0)]
