import pandas as pd
import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.absentees import absences_by_session
from kaltura.metrics.hidden_roster import hide_roster
from kaltura.metrics.pseudonyms import hide_names, pseudonyms
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import whole_register

KEY = b"a key of this installation"
FILE = b"""user_id,email,name
ada,,Ada Lovelace
,BOB@x.org,Bob Byron
zoe,zoe@x.org,Zoe Zest
ADA,,Ada again
"""
SECRETS = ("ada", "bob", "zoe", "Lovelace", "Byron", "Zest", "x.org")


@pytest.fixture
def ds() -> Dataset:
    return dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")],
        [
            attendance("m", "r", "ada", 60, 0.9),
            # One person with two accounts, and a stranger.
            attendance("m", "r", "bob1", 50, 0.9, user_email="bob@x.org"),
            attendance("m", "r", "bob2", 5, 0.9, user_email="Bob@x.org"),
            attendance("m", "r", "eve", 5, 0.9),
        ],
    )


@pytest.fixture
def roster() -> Roster:
    return read_roster("class.csv", FILE)


def test_nothing_of_the_roster_is_left(ds: Dataset, roster: Roster) -> None:
    hidden = hide_roster(roster, ds, KEY)
    printed = "".join(str(table) for table in (hidden.people, hidden.duplicates, hidden.accounts)).casefold()
    assert [secret for secret in SECRETS if secret.casefold() in printed] == []
    assert hidden.people["email"].notna().tolist() == [False, True, True]  # what was empty stays empty
    assert hidden.duplicates["first_line"].tolist() == [2]


def test_people_who_are_known_by_their_address_alone_stay_apart(ds: Dataset) -> None:
    hidden = hide_roster(read_roster("class.csv", b"email\nyan@x.org\nzoe@x.org\n"), ds, KEY)
    assert hidden.people["email"].nunique() == 2


def test_who_matches_stays_the_same(ds: Dataset, roster: Roster) -> None:
    names = pseudonyms(ds, KEY)
    hidden_ds, hidden = hide_names(ds, KEY), hide_roster(roster, ds, KEY)
    before, after = match(ds, roster), match(hidden_ds, hidden)
    expected = before.accounts.assign(account=before.accounts["account"].map(names))
    pd.testing.assert_frame_equal(
        after.accounts.sort_values(["line", "account"], ignore_index=True),
        expected.sort_values(["line", "account"], ignore_index=True),
    )
    assert after.unmatched["line"].tolist() == before.unmatched["line"].tolist() == [4]
    assert after.strangers["user_id"].tolist() == [names["eve"]]


def test_figures_stay_the_same(ds: Dataset, roster: Roster) -> None:
    hidden_ds, hidden = hide_names(ds, KEY), hide_roster(roster, ds, KEY)
    pd.testing.assert_frame_equal(
        absences_by_session(hidden_ds, Rule(), hidden), absences_by_session(ds, Rule(), roster)
    )
    plain = whole_register(ds, Rule(), roster).people[["person", "present", "absent"]]
    shown = whole_register(hidden_ds, Rule(), hidden).people[["person", "present", "absent"]]
    pd.testing.assert_frame_equal(
        shown.sort_values("person", ignore_index=True), plain.sort_values("person", ignore_index=True)
    )


def test_a_smaller_selection_knows_only_whom_it_holds(ds: Dataset, roster: Roster) -> None:
    hidden = hide_roster(roster, ds, KEY)
    nobody = hide_names(dataset(), KEY)
    assert match(nobody, hidden).accounts.empty
    assert len(match(nobody, hidden).unmatched) == 3
