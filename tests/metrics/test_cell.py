"""Why a cell of the register says what it says."""

import pandas as pd
import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.cell import accounts_of, explanation
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.rule import Rule
from tests.builders import dataset
from tests.metrics.class_cases import weekly_class, weekly_rows, whole_register

RULE = Rule()


@pytest.fixture
def two() -> tuple[Dataset, Roster]:
    """One roster line with the ID of one account and the e-mail of another; the third week nobody came."""
    ds = weekly_class({"hanna": [None, 20, None], "marco": [60, 50, None], "z": [60, 60, 60]})
    return ds, read_roster("x.csv", b"user_id,email\nhanna,marco@x.org\nz,\n")


def test_the_sentence_is_of_the_account_that_was_there(two: tuple[Dataset, Roster]) -> None:
    ds, roster = two
    book = whole_register(ds, RULE, roster)
    person = book.people.set_index("user_id").loc["hanna", "person"]
    assert book.decisions.loc[person].tolist() == ["Present", "Present", "Absent"]
    assert accounts_of(ds, roster, person) == ("hanna", "marco")
    assert explanation(ds, RULE, roster, person, "r0") == (
        "Room r, Mon 2 Mar 2026, 10:00: 60.0 of 60.0 min = 100.0 % ≥ 75 % → Present (+15.0 min)"
    )
    assert explanation(ds, RULE, roster, person, "r1") == (
        "Room r, Mon 9 Mar 2026, 10:00: 50.0 of 60.0 min = 83.3 % ≥ 75 % → Present (+5.0 min); "
        "the best of 2 accounts, marco"
    )
    assert explanation(ds, RULE, roster, person, "r2") is None


def test_every_cell_ends_in_its_own_decision(two: tuple[Dataset, Roster]) -> None:
    rooms, rows = weekly_rows({"a": [60, 40, 0.5, None], "b": [None, 60, 60, 60]})
    rows = [row | {"user_type": "Guest" if row["cue_point_id"] == "r1" else "User"} for row in rows]
    plain = dataset(rooms, rows)
    for ds, roster, rule in ((*two, RULE), (plain, None, RULE), (plain, None, Rule(user_types=("User",)))):
        book = whole_register(ds, rule, roster)
        for person, cells in book.decisions.iterrows():
            for cue, word in cells.items():
                said = explanation(ds, rule, roster, str(person), str(cue))
                assert (said is None) if pd.isna(word) or word == "Absent" else f"→ {word}" in str(said)


def test_without_a_roster_a_person_is_an_account(two: tuple[Dataset, Roster]) -> None:
    assert accounts_of(two[0], None, "marco") == ("marco",)


def test_nobody_s_accounts(two: tuple[Dataset, Roster]) -> None:
    roster = read_roster("x.csv", b"user_id\nnobody\n")
    assert accounts_of(two[0], roster, "2") == ()
    assert explanation(two[0], RULE, roster, "2", "r0") is None


def test_when_nobody_knows_when_it_was_the_room_stands_alone() -> None:
    rows = weekly_rows({"a": [60]})[1]
    assert explanation(dataset((), rows), RULE, None, "a", "r0") == (
        "r: 60.0 min; when the session ended is not known → Undecided"
    )
