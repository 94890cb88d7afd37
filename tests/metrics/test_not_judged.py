"""People who were there in a role that the rule does not judge: neither Absent nor missed."""

import math

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.absentees import absences_by_session, absentees
from kaltura.metrics.certificates import certificates
from kaltura.metrics.decisions import decision_counts, decisions
from kaltura.metrics.people import person_history
from kaltura.metrics.register import gradebook
from kaltura.metrics.room_attendance import room_attendance
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset
from tests.metrics.class_cases import weekly_rows, whole_register

ATTENDEES = Rule(user_types=("Attendee",))


@pytest.fixture
def ds() -> Dataset:
    """Four weeks. a: an attendee who moderates the last two; m: always moderates; b: an attendee of the first."""
    rooms, rows = weekly_rows({"a": [60, 60, 40, 60], "b": [60, None, None, None], "m": [60] * 4})
    moderated = {("r2", "a"), ("r3", "a"), *((f"r{n}", "m") for n in range(4))}
    roles = ["Moderator" if (row["cue_point_id"], row["user_id"]) in moderated else "Attendee" for row in rows]
    return dataset(rooms, [row | {"user_type": role} for row, role in zip(rows, roles, strict=True)])


@pytest.fixture
def roster() -> Roster:
    return read_roster("x.csv", b"user_id\na\nb\nm\nz\n")


def test_on_the_roster_they_are_not_judged_and_nobody_says_absent(ds: Dataset, roster: Roster) -> None:
    book = whole_register(ds, ATTENDEES, roster)
    cells = book.decisions.set_axis(book.people["user_id"])
    assert cells.loc["a"].tolist() == ["Present", "Present", "Not judged", "Not judged"]
    assert cells.loc["b"].tolist() == ["Present", "Absent", "Absent", "Absent"]
    assert cells.loc["m"].tolist() == ["Not judged"] * 4
    assert cells.loc["z"].tolist() == ["Absent"] * 4
    people = book.people.set_index("user_id")
    assert people["absent"].to_dict() == {"a": 0, "b": 3, "m": 0, "z": 4}
    assert people["not_judged"].to_dict() == {"a": 2, "b": 0, "m": 4, "z": 0}
    assert people["held"].to_dict() == {"a": 2, "b": 4, "m": 0, "z": 4}  # sessions in which they can be judged
    assert people.loc["a", "share"] == 1
    assert math.isnan(people.loc["m", "share"])


def test_without_a_roster_who_was_never_judged_is_not_listed(ds: Dataset) -> None:
    book = whole_register(ds, ATTENDEES)
    assert book.people["user_id"].tolist() == ["a", "b"]
    assert book.decisions.loc["a"].tolist() == ["Present", "Present", "Not judged", "Not judged"]
    assert book.people["held"].tolist() == [2, 4]


def test_unknown_minutes_are_no_absence(roster: Roster) -> None:
    rooms, rows = weekly_rows({"a": [60]})
    ds = dataset(rooms, [*rows, attendance("r0", "r", "b", None, None)])  # type: ignore[arg-type]
    assert whole_register(ds, Rule(), roster).people.set_index("user_id")["absent"].to_dict() == {
        "a": 0,
        "b": 0,
        "m": 1,
        "z": 1,
    }
    assert absences_by_session(ds, Rule(), roster)[["undecided", "absent"]].to_numpy().tolist() == [[1, 2]]


def test_absentees_of_a_session_add_up(ds: Dataset, roster: Roster) -> None:
    table = absences_by_session(ds, ATTENDEES, roster)
    assert table["not_judged"].tolist() == [1, 1, 2, 2]
    assert table["absent"].tolist() == [1, 2, 2, 2]
    parts = ["present", "partial", "brief", "undecided", "not_judged", "absent"]
    assert table[parts].sum(axis=1).tolist() == table["expected"].tolist() == [4] * 4
    one = absentees(ds, ATTENDEES, roster, "r2").set_index("user_id")
    assert one["decision"].to_dict() == {"b": "Absent", "z": "Absent", "a": "Not judged", "m": "Not judged"}
    assert one.loc["a", "minutes"] == 40


def test_the_gradebook_leaves_their_cells_empty(ds: Dataset, roster: Roster) -> None:
    book = gradebook(ds, ATTENDEES, roster).set_index("user_id").drop(columns="other_user_ids")
    assert book.loc["a"].iloc[2:4].tolist() == [100, 100]
    assert book.loc["a"].iloc[4:6].isna().all()
    assert book.loc["b"].iloc[3:6].tolist() == [0, 0, 0]
    assert book.loc["a", "total_percent"] == 100


def test_a_session_they_moderated_is_not_missed(ds: Dataset) -> None:
    row = room_attendance(ds, ATTENDEES).set_index("user_id").loc["a"]
    assert row[["held", "seen", "present", "missed", "misses_in_row"]].tolist() == [2, 2, 2, 0, 0]
    assert row["share"] == 1
    assert "m" not in room_attendance(ds, ATTENDEES)["user_id"].tolist()
    assert certificates(ds, ATTENDEES).set_index("user_id").loc["a", "explanation"].startswith("Present in 2 of 2")


def test_a_certificate_names_no_day_whose_minutes_it_leaves_out(ds: Dataset, roster: Roster) -> None:
    for on_it in (None, roster):
        row = certificates(ds, ATTENDEES, roster=on_it).set_index("user_id").loc["a"]
        assert (row["minutes"], row["first"].day, row["last"].day) == (120, 2, 9)
        there = room_attendance(ds, ATTENDEES, on_it).set_index("user_id").loc["a"]
        assert (there["first"].day, there["last"].day) == (2, 23)  # when they were there at all


def test_a_trend_is_of_the_sessions_judged() -> None:
    rooms, rows = weekly_rows({"a": [60, 60, 60, 60, 60, 30], "b": [60] * 6})
    moderated = ("r3", "r4")
    rows = [row | {"user_type": "Moderator" if row["cue_point_id"] in moderated else "Attendee"} for row in rows]
    row = room_attendance(dataset(rooms, rows), ATTENDEES).set_index("user_id").loc["a"]
    assert (row["earlier"], row["recent"]) == (1, 0.5)


def test_their_own_sentence_says_the_role(ds: Dataset) -> None:
    rows = decisions(ds, ATTENDEES, user_id="a").set_index("cue_point_id")
    assert rows.loc["r2", "decision"] == "Not judged"
    assert rows.loc["r2", "explanation"] == "40.0 min as Moderator, a user type that is not judged → Not judged"
    history = person_history(ds, "m", ATTENDEES)
    assert history["decision"].tolist() == ["Not judged"] * 4


def test_they_are_in_no_count_of_decisions(ds: Dataset) -> None:
    assert decision_counts(ds, ATTENDEES) == {"Present": 3, "Partial": 0, "Brief": 0, "Undecided": 0}
    assert set(decisions(ds, ATTENDEES)["decision"]) == {"Present"}


def test_somebody_judged_under_another_account_of_theirs_is_judged() -> None:
    rooms, rows = weekly_rows({"a": [30], "a2": [60]})
    roles = {"a": "Attendee", "a2": "Moderator"}
    ds = dataset(rooms, [row | {"user_type": roles[row["user_id"]], "user_email": "c@x.org"} for row in rows])
    book = whole_register(ds, ATTENDEES, read_roster("x.csv", b"email\nc@x.org\n"))
    assert book.decisions.to_numpy().tolist() == [["Partial"]]
    assert book.minutes.to_numpy().tolist() == [[30]]


def test_somebody_of_unknown_role_is_not_judged() -> None:
    rooms, rows = weekly_rows({"a": [60], "b": [60]})
    ds = dataset(rooms, [row | {"user_type": None if row["user_id"] == "a" else "Attendee"} for row in rows])
    assert decisions(ds, ATTENDEES)["user_id"].tolist() == ["b"]
    assert decisions(ds, ATTENDEES, user_id="a")["explanation"].tolist() == [
        "60.0 min as somebody of unknown type, a user type that is not judged → Not judged"
    ]
