"""Lines of a roster that are of one person, which only their accounts tell."""

from kaltura.dataset import Dataset
from kaltura.metrics.hidden_roster import hide_roster
from kaltura.metrics.pseudonyms import hide_names, pseudonyms
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.roster_decisions import roster_counts
from kaltura.metrics.roster_match import further_ids, match, one_line_a_person
from kaltura.metrics.rule import Rule
from tests.builders import dataset
from tests.metrics.class_cases import weekly_class, weekly_rows, whole_register

KEY = b"a key of this installation"


def of(*lines: str) -> Roster:
    return read_roster("r.csv", "\n".join(["user_id,email", *lines]).encode())


def lines(roster: Roster) -> list[list[int]]:
    return roster.duplicates[["line", "first_line"]].astype("int64").to_numpy().tolist()


def accounts(ds: Dataset, roster: Roster) -> dict[int, list[str]]:
    return match(ds, roster).accounts.groupby("line")["account"].agg(list).to_dict()


def test_a_line_by_id_and_one_by_the_address_of_that_account_are_one_person() -> None:
    ds = weekly_class({"a": [60, 60], "b": [60, 20]})
    roster = one_line_a_person(ds, of("a,", "b,", ",A@x.org"))
    assert roster.people["line"].tolist() == [2, 3]
    assert lines(roster) == [[4, 2]]
    assert roster_counts(ds, Rule(), roster) == {"Present": 3, "Partial": 1, "Brief": 0, "Undecided": 0}
    assert whole_register(ds, Rule(), roster).people["user_id"].tolist() == ["a", "b"]


def test_the_line_that_stays_has_the_accounts_of_all() -> None:
    rooms, rows = weekly_rows({"home": [60], "work": [60], "z": [60]})
    ds = dataset(rooms, [row | {"user_email": "a@x.org"} if row["user_id"] != "z" else row for row in rows])
    roster = one_line_a_person(ds, of("home,", ",a@x.org", "z,"))
    assert lines(roster) == [[3, 2]]
    assert accounts(ds, roster) == {2: ["home", "work"], 4: ["z"]}


def test_a_line_that_joins_two_earlier_ones_leaves_the_first() -> None:
    ds = weekly_class({"a": [60], "b": [60]})
    roster = one_line_a_person(ds, of("a,", ",b@x.org", " ,", "A@x.org,b"))
    assert lines(roster) == [[3, 2], [5, 2]]
    assert accounts(ds, roster) == {2: ["a", "b"]}
    assert roster.blank == 1


def test_a_line_that_repeats_an_id_or_an_address_lends_the_other_one_to_its_person() -> None:
    ds = weekly_class({"by_mail": [60, 60], "by_id": [60, None], "z": [60, 60]})
    roster = one_line_a_person(ds, of("a,a@y.org", "A,by_mail@x.org", "by_id,a@Y.org", "never,"))
    assert roster.people["line"].tolist() == [2, 5]
    assert accounts(ds, roster) == {2: ["by_id", "by_mail"]}
    found = match(ds, roster)
    assert (found.unmatched["line"].tolist(), found.strangers["user_id"].tolist()) == ([5], ["z"])
    assert roster_counts(ds, Rule(), roster)["Present"] == 2
    hidden = hide_roster(roster, ds, KEY)
    names = pseudonyms(ds, KEY)
    assert accounts(hide_names(ds, KEY), hidden) == {2: [names["by_id"], names["by_mail"]]}
    assert further_ids(ds, roster) == {"2": ["by_mail", "a"], "5": []}


def test_of_accounts_whose_ids_differ_in_case_the_one_as_listed_comes_first_and_no_other_is_left_out() -> None:
    rooms, rows = weekly_rows({"ann": [60], "Ann": [20]})
    ds = dataset(rooms, [row | {"user_email": "ann@x.org"} for row in rows])
    roster = one_line_a_person(ds, of("ann,ann@x.org"))
    assert whole_register(ds, Rule(), roster).people["user_id"].tolist() == ["ann"]
    assert further_ids(ds, roster) == {"2": ["Ann"]}


def test_a_line_that_lends_its_address_joins_the_lines_of_that_account() -> None:
    ds = weekly_class({"b": [60]})
    roster = one_line_a_person(ds, of("a,", "b,", "a,b@x.org"))
    assert roster.people["line"].tolist() == [2]
    assert lines(roster) == [[3, 2], [4, 2]]
    assert accounts(ds, roster) == {2: ["b"]}


def test_who_matches_nobody_stays_and_lines_left_out_before_are_told_the_one_that_stays() -> None:
    ds = weekly_class({"a": [60]})
    roster = one_line_a_person(ds, of("a,", "never,", ",a@x.org", ",A@X.ORG", "nor I,"))
    assert roster.people["line"].tolist() == [2, 3, 6]
    assert match(ds, roster).unmatched["line"].tolist() == [3, 6]
    assert lines(roster) == [[4, 2], [5, 2]]


def test_a_roster_of_different_people_stays_as_it_is() -> None:
    ds = weekly_class({"a": [60], "b": [60]})
    roster = of("a,", "b,", "a,")
    assert one_line_a_person(ds, roster) is roster


def test_with_names_hidden_a_line_left_out_has_the_pseudonym_of_its_person() -> None:
    ds = weekly_class({"a": [60]})
    hidden = hide_roster(one_line_a_person(ds, of("a,", ",a@x.org")), ds, KEY)
    assert hidden.duplicates["email"].tolist() == [pseudonyms(ds, KEY)["a"]]
