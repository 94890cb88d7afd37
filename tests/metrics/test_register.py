import math

import pandas as pd
import pytest

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics import register as module
from kaltura.metrics.register import gradebook, register, rooms_by_people
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_class, weekly_rows, whole_register


@pytest.fixture
def ds() -> Dataset:
    return weekly_class({"a": [60, 50, None], "b": [20, None, 0.5]})


def test_a_decision_in_each_cell(ds: Dataset) -> None:
    table = whole_register(ds, Rule())
    assert table.sessions["label"].tolist() == [
        "2026-03-02 10:00 Room r",
        "2026-03-09 10:00 Room r",
        "2026-03-16 10:00 Room r",
    ]
    assert table.decisions.loc["a"].tolist() == ["Present", "Present", None]
    assert table.decisions.loc["b"].tolist() == ["Partial", None, "Brief"]
    assert table.minutes.loc["a"].tolist()[:2] == [60, 50]
    assert table.shares.loc["b", "r0"] == pytest.approx(1 / 3)


def test_sums_beside_the_people(ds: Dataset) -> None:
    people = whole_register(ds, Rule()).people.set_index("person")
    assert people.loc["a", ["present", "partial", "brief", "held"]].tolist() == [2, 0, 0, 3]
    assert people.loc["a", "share"] == pytest.approx(2 / 3)
    assert people.loc["b", ["present", "partial", "brief"]].tolist() == [0, 1, 1]
    assert people["absent"].isna().all()  # nobody said who was expected


def test_one_session_is_enough_for_a_share() -> None:
    people = whole_register(weekly_class({"a": [60], "b": [10]}), Rule()).people
    assert people[["held", "share"]].to_numpy().tolist() == [[1, 1], [1, 0]]


def test_a_session_whose_time_is_not_known_has_no_column() -> None:
    rooms, rows = weekly_rows({"a": [60]})
    table = whole_register(dataset(rooms, [*rows, attendance("lost", "r", "a", 30, 1.0)]), Rule())
    assert table.sessions["label"].tolist() == ["2026-03-02 10:00 Room r"]
    assert table.people[["present", "undecided", "held", "share"]].to_numpy().tolist() == [[1, 1, 1, 1]]


def test_a_roster_tells_who_was_absent(ds: Dataset) -> None:
    table = whole_register(ds, Rule(), read_roster("x.csv", b"email,name\nB@x.org,Bea\nc@x.org,Cy\n"))
    assert table.people["user_name"].tolist() == ["Bea", "Cy"]
    assert table.decisions.to_numpy().tolist() == [["Partial", "Absent", "Brief"], ["Absent"] * 3]
    assert table.people["absent"].tolist() == [1, 3]
    assert table.people["user_id"].astype(object).where(table.people["user_id"].notna(), None).tolist() == ["b", None]


def test_minutes_that_could_not_be_read_are_no_zero_minutes() -> None:
    """Ann's are unknown in the one session, Bob is on the list and was not there."""
    unread = attendance("m", "r", "ann", None, 1.0, user_email="ann@x.org")  # type: ignore[arg-type]
    ds = dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], [unread])
    roster = read_roster("x.csv", b"email\nann@x.org\nbob@x.org\n")
    cells = gradebook(ds, Rule(), roster, cells="minutes").set_index("user_email")["2026-03-02 10:00 Room r"]
    assert math.isnan(cells["ann@x.org"])
    assert cells["bob@x.org"] == 0


def test_two_accounts_of_one_person_are_one_row_with_the_best_mark() -> None:
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")],
        [attendance("m", "r", f"acc{n}", m, 1.0, user_email="c@x.org") for n, m in enumerate((10, 55))],
    )
    table = whole_register(ds, Rule(), read_roster("x.csv", b"email\nc@x.org\n"))
    assert table.decisions.to_numpy().tolist() == [["Present"]]
    assert table.minutes.to_numpy().tolist() == [[55]]


def test_nobody_is_absent_where_attendees_are_unknown_or_the_session_runs() -> None:
    rooms, rows = weekly_rows({"a": [60]})
    rooms += [
        room_session("bare", "r", "2026-03-09 10:00", "2026-03-09 11:00"),
        room_session("run", "r", "2026-03-16 10:00", "2026-03-16 10:00"),
    ]
    rows.append(attendance("run", "r", "a", 10, 1.0))
    table = whole_register(dataset(rooms, rows), Rule(), read_roster("x.csv", b"user_id\na\nb\n"))
    assert table.sessions["decidable"].tolist() == [True, False, False]
    assert table.people["held"].tolist() == [1, 1]
    by_person = table.decisions.set_axis(table.people["user_id"])
    assert by_person.loc["a"].tolist() == ["Present", None, "Undecided"]
    assert by_person.loc["b"].tolist() == ["Absent", None, None]


def test_a_selection_of_people_does_not_pretend_to_know_what_they_missed(ds: Dataset) -> None:
    people = whole_register(ds.select(Filters(users=("a",))), Rule()).people
    assert people["present"].tolist() == [2]
    assert math.isnan(people["share"][0])


def test_the_screen_table_is_bounded_and_says_so() -> None:
    ds = weekly_class({f"u{n}": [60] * 5 for n in range(6)})
    table = register(ds, Rule(), most_people=4, most_sessions=2)
    assert table.decisions.shape == (4, 2)
    assert table.decisions.columns.tolist() == ["r3", "r4"]  # the latest
    assert (table.people_total, table.sessions_total) == (6, 5)
    assert table.people["present"].tolist() == [5] * 4  # sums cover what is not shown too


def test_gradebook_of_percents_minutes_and_decisions(ds: Dataset) -> None:
    book = gradebook(ds, Rule())
    sessions = [name for name in book.columns if name.startswith("2026")]
    assert book[sessions].fillna(-1).to_numpy().tolist() == [[100, 83.3, -1], [33.3, -1, 0.8]]
    assert book.columns.tolist() == [
        "user_id",
        "user_name",
        "user_email",
        *sessions,
        "present",
        "held",
        "total_percent",
    ]
    assert book["total_percent"].tolist() == [66.7, 0]
    assert gradebook(ds, Rule(), cells="minutes")[sessions[0]].tolist() == [60, 20]
    assert gradebook(ds, Rule(), cells="decision")[sessions[0]].tolist() == ["Present", "Partial"]


def test_sessions_of_one_minute_and_room_name_keep_apart() -> None:
    rooms = [room_session(cue, "r", "2026-03-02 10:00", "2026-03-02 11:00") for cue in ("m1", "m2")]
    book = gradebook(dataset(rooms, [attendance("m1", "r", "a", 60, 1.0), attendance("m2", "r", "a", 30, 1.0)]), Rule())
    assert book["2026-03-02 10:00 Room r m1"].tolist() == [100]
    assert book["2026-03-02 10:00 Room r m2"].tolist() == [50]


def test_a_gradebook_too_large_is_a_sentence(ds: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 5)
    with pytest.raises(UsageError, match="2 people and 3 sessions is too large"):
        gradebook(ds, Rule())


def test_nothing_to_register() -> None:
    table = whole_register(dataset(), Rule())
    assert table.decisions.shape == (0, 0)
    assert isinstance(gradebook(dataset(), Rule()), pd.DataFrame)


@pytest.fixture
def two_rooms() -> Dataset:
    """Room r: a in 2 of 3 weeks, b in 1; room s: b in 1 of 2, c in both."""
    rooms, rows = weekly_rows({"a": [60, 60, None], "b": [None, None, 60]})
    more, others = weekly_rows({"b": [60, None], "c": [60, 60], "d": [60, None]}, room="s")
    return dataset([*rooms, *more], [*rows, *others])


def test_the_share_is_of_the_sessions_of_the_rooms_they_came_to(two_rooms: Dataset) -> None:
    people = whole_register(two_rooms, Rule()).people.set_index("person")
    assert people["held"].to_dict() == {"a": 3, "b": 5, "c": 2, "d": 2}
    assert people["share"].to_dict() == pytest.approx({"a": 2 / 3, "b": 2 / 5, "c": 1, "d": 1 / 2})


def test_who_is_on_the_roster_is_expected_in_all_rooms_of_the_selection(two_rooms: Dataset) -> None:
    people = whole_register(two_rooms, Rule(), read_roster("x.csv", b"user_id\na\nz\n")).people
    assert people["held"].tolist() == [5, 5]
    assert people["share"].tolist() == pytest.approx([2 / 5, 0])


def test_without_a_roster_the_gradebook_says_nothing_of_sessions_a_person_was_not_seen_in(two_rooms: Dataset) -> None:
    book = gradebook(two_rooms, Rule()).set_index("user_id")
    assert math.isnan(book.loc["a", "2026-03-16 10:00 Room r"])
    assert math.isnan(book.loc["a", "2026-03-02 10:00 Room s"])
    assert book["held"].to_dict() == {"a": 3, "b": 5, "c": 2, "d": 2}
    assert book.loc["a", "total_percent"] == 66.7
    expected = gradebook(two_rooms, Rule(), read_roster("x.csv", b"user_id\na\n"), cells="minutes")
    assert expected["2026-03-02 10:00 Room s"].tolist() == [0]


def test_the_room_with_most_people_comes_first(two_rooms: Dataset) -> None:
    assert rooms_by_people(two_rooms) == ["s", "r"]
    assert rooms_by_people(two_rooms, read_roster("x.csv", b"user_id\na\nb\n")) == ["r", "s"]
    assert rooms_by_people(two_rooms, read_roster("x.csv", b"user_id\nnobody\n")) == ["s", "r"]
    assert rooms_by_people(dataset()) == []


def test_nobody_is_present_in_more_sessions_than_were_held() -> None:
    rows = [attendance("m", "r", "a", 60, 0.5), attendance("m", "r", "b", 10, 0.5)]
    rows += [attendance(cue, "r", user, 60, 0.5) for cue in ("n", "o") for user in "ab"]  # report 6000 lacks these
    ds = dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")], rows)
    book = whole_register(ds, Rule(denominator="longest")).people.set_index("user_id")
    assert book[["present", "undecided", "held"]].loc["a"].tolist() == [1, 2, 1]
    assert book[["present", "undecided", "held"]].loc["b"].tolist() == [0, 2, 1]
    assert book["share"].tolist() == [1, 0]
