"""A roster's people in each room, those at risk among them, and their figures."""

import pandas as pd
import pytest

from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.room_attendance import room_attendance
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.roster_decisions import roster_borderline, roster_counts
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset
from tests.metrics.class_cases import weekly_class, weekly_rows

X = None


def roster_of(*people: str) -> Roster:
    return read_roster("r.csv", "\n".join(["user_id", *people]).encode())


def test_everyone_on_the_roster_is_in_each_room_and_nobody_else() -> None:
    rooms, rows = weekly_rows({"a": [60, 60, X, 60], "z": [60, 60, 60, 60]})
    more, others = weekly_rows({"z": [60, 60]}, room="s")
    table = room_attendance(dataset([*rooms, *more], [*rows, *others]), Rule(), roster_of("a", "nobody"))
    table = table.set_index(["user_id", "room_id"])
    assert table["seen"].to_dict() == {("a", "r"): 3, ("nobody", "r"): 0, ("a", "s"): 0, ("nobody", "s"): 0}
    assert table["held"].tolist() == [4, 4, 2, 2]
    never = table.loc[("nobody", "r")]
    assert never[["present", "missed", "misses_in_row", "share", "minutes"]].tolist() == [0, 4, 4, 0, 0]
    assert never[["first", "last"]].isna().all()
    assert never["room_name"] == "Room r"


def test_the_rule_in_words_is_the_one_applied_with_a_roster_too() -> None:
    assert Risk(seen_at_least=3).sentence.endswith("; people seen in 3 or more, with a roster its people, seen or not.")


def test_on_a_roster_who_was_seen_has_the_figures_they_have_without_one() -> None:
    ds = weekly_class({"a": [60, 90, X, 30, X, X], "b": [60] * 6})
    pair = [room_attendance(ds, Rule(), of).set_index("user_id").loc["a"] for of in (None, roster_of("a"))]
    assert pair[1].to_dict() == pair[0].to_dict()


def test_the_best_of_several_accounts_counts_once() -> None:
    rooms, rows = weekly_rows({"a": [10, 60, X], "b": [60, 60, 60]})
    rows += [attendance("r0", "r", "a@x.org", 60, 1.0), attendance("r1", "r", "a@x.org", 5, 1.0)]
    two = read_roster("r.csv", b"user_id,email\na,a@x.org\n")
    row = room_attendance(dataset(rooms, rows), Rule(), two).iloc[0]
    assert row[["held", "seen", "present", "minutes", "misses_in_row"]].tolist() == [3, 2, 2, 120, 1]


def test_who_was_never_seen_is_at_risk_and_who_is_not_expected_is_not() -> None:
    ds = weekly_class({"fine": [60] * 4, "guest": [60, 60, X, X]})
    table = at_risk(ds, Rule(), Risk(misses_in_row=2), roster_of("fine", "never"))
    assert table["user_id"].tolist() == ["never"]
    assert table["reasons"].tolist() == ["missed the last 4 of 4 sessions"]
    assert at_risk(ds, Rule(), Risk(misses_in_row=2))["user_id"].tolist() == ["guest"]


def test_who_looked_in_once_is_at_risk_when_they_are_expected() -> None:
    ds = weekly_class({"fine": [60] * 4, "once": [60, X, X, X]})
    assert at_risk(ds, Rule(), roster=roster_of("fine", "once"))["user_id"].tolist() == ["once"]
    assert at_risk(ds, Rule()).empty


def test_what_can_still_be_reached_is_said_of_those_never_seen() -> None:
    ds = weekly_class({"fine": [60, 60]})
    table = at_risk(ds, Rule(), Risk(remaining_sessions=2), roster_of("never"))
    assert table["maximum"].tolist() == pytest.approx([0.5])
    assert table["reasons"].tolist() == ["can reach 50.0 % at most (2 of 4), 75 % is required"]


def test_one_room_is_of_people_whom_another_knows() -> None:
    rooms, rows = weekly_rows({"a": [60, 60]})
    more, others = weekly_rows({"z": [60, 60]}, room="s")
    by_mail = read_roster("r.csv", b"email\na@x.org\n")
    table = at_risk(dataset([*rooms, *more], [*rows, *others]), Rule(), Risk(misses_in_row=2), by_mail, "s")
    assert table[["user_id", "user_name", "room_id"]].to_numpy().tolist() == [["a", "Name of a", "s"]]


def test_nobody_of_a_roster_is_at_risk_where_nothing_was_held() -> None:
    assert at_risk(dataset(), Rule(), roster=roster_of("a")).empty


def test_decisions_of_a_roster_are_of_its_people_and_one_a_session() -> None:
    ds = weekly_class({"a": [60, 44], "b": [60, 20], "guest": [60, 44.2]})
    both = read_roster("r.csv", b"user_id,email\na,b@x.org\nnever,\n")  # one line with two accounts
    assert roster_counts(ds, Rule(), both) == {"Present": 1, "Partial": 1, "Brief": 0, "Undecided": 0}
    assert roster_borderline(ds, Rule(), both)["user_id"].tolist() == ["a"]


def of_two_accounts(first: list[float | None], second: list[float | None]) -> pd.DataFrame:
    """The borderline decisions of one line with two accounts, a and b, in sessions of an hour."""
    ds = weekly_class({"a": first, "b": second})
    return roster_borderline(ds, Rule(), read_roster("r.csv", b"user_id,email,name\na,b@x.org,Ada\n"))


def test_a_borderline_decision_is_of_the_account_that_counts_under_the_roster_s_name() -> None:
    rows = of_two_accounts([44, 44.1, 44, 30], [44.2, 44, 60, 45])
    assert rows[["cue_point_id", "user_id", "user_name", "decision"]].to_numpy().tolist() == [
        ["r0", "b", "Ada", "Partial"],
        ["r1", "a", "Ada", "Partial"],
        ["r3", "b", "Ada", "Present"],
    ]
    assert rows["user_email"].tolist() == ["b@x.org"] * 3


def test_two_accounts_of_as_many_minutes_are_one_borderline_decision() -> None:
    assert of_two_accounts([44], [44])["user_id"].tolist() == ["a"]


def test_of_an_account_that_is_not_judged_no_minutes_make_a_decision_borderline_or_not() -> None:
    rooms, rows = weekly_rows({"a": [44], "b": [60]})
    types = [row | {"user_type": "Moderator" if row["user_id"] == "b" else "User"} for row in rows]
    both = read_roster("r.csv", b"user_id,email\na,b@x.org\n")
    found = roster_borderline(dataset(rooms, types), Rule(user_types=("User",)), both)
    assert found["user_id"].tolist() == ["a"]
    assert roster_borderline(dataset(rooms, types), Rule(user_types=("Moderator",)), both).empty
