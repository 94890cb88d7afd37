"""What was asked for and is not there is said, with what is there."""

from dataclasses import replace

import pytest

from kaltura.api.errors import ReportUnavailable
from kaltura.dataset import Dataset
from kaltura.fetch import fetch
from kaltura.fetch.unmatched import not_found
from kaltura.filters import Filters
from tests.demo.small_account import small_account
from tests.fetch.conftest import NEW_YEAR
from tests.fetch.conftest import NOW as NEW_YEAR_NOW
from tests.fetch.in_memory import InMemory
from tests.trust.three_days import DAYS, FILTERS, NOW, three_days


def notes(ds: Dataset) -> list[str]:
    return [problem.sentence for problem in ds.problems if problem.kind == "not_found"]


def fetched(**asked: object) -> Dataset:
    return fetch(InMemory(three_days()), replace(FILTERS, **asked), now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"rooms": ("nope",)}, "No session was found of the room nope."),
        ({"rooms": ("1_main", "nope", "nix")}, "No session was found of the rooms nix, nope."),
        ({"parents": ("nope",)}, "No session was found of the main room nope."),
        ({"users": ("nobody", "ann")}, "No session was found of the user nobody."),
        ({"sessions": ("nope",)}, "No session was found of the session nope."),
        ({"events": ("99",)}, "No session was found of the event 99."),
    ],
)
def test_what_is_not_there_is_named(asked: dict[str, object], words: str) -> None:
    found = notes(fetched(**asked))
    assert len(found) == 1
    assert found[0].startswith(words)


def test_what_is_there_is_named_where_it_is_known() -> None:
    assert "Rooms of the account: Biology, 101 (1_main)." in notes(fetched(rooms=("nope",)))[0]
    ds = fetch(InMemory(small_account()), replace(NEW_YEAR, events=("99",)), now=NEW_YEAR_NOW)  # type: ignore[arg-type]
    assert notes(ds) == ["No session was found of the event 99. Events of the account: Open Day (7), Planned <b> (8)."]


def test_everything_that_is_there_leaves_nothing_to_say() -> None:
    assert notes(fetched()) == []
    assert notes(fetched(rooms=("1_main", "1_one"), users=("ann",))) == []


def test_filters_that_exclude_each_other_are_said() -> None:
    assert notes(fetched(rooms=("1_main",), sessions=("nope",)))
    found = notes(fetched(sessions=("21_main", "31_one"), parents=("1_main",), users=("ann",)))
    assert found == []
    assert notes(fetched(rooms=("1_one",), sessions=("21_main",))) == [
        "No session is of all that was asked for: the rooms and the sessions have none in common."
    ]


def test_a_room_without_a_session_that_the_account_has_is_not_called_missing() -> None:
    whole, asked = fetched(), Filters(rooms=("1_quiet",))
    [note] = not_found(whole, whole.select(asked), asked, rooms=["Biology, 101 (1_main)", "Quiet (1_quiet)"])
    assert note.sentence.startswith("No session was found of the room 1_quiet. The account has what was asked for:")


def test_of_users_nothing_is_said_without_their_report() -> None:
    broken = {6001: lambda: ReportUnavailable("Not here.", "Ask.")}
    asked = replace(FILTERS, rooms=("1_main",), users=("nobody",))
    ds = fetch(InMemory(three_days(), broken=broken), asked, now=NOW)  # type: ignore[arg-type]
    assert not any("none in common" in note for note in notes(ds))


def test_days_without_any_session_are_said() -> None:
    ds = fetch(InMemory(three_days()), Filters(DAYS[0].replace(day=1), DAYS[0].replace(day=1)), now=NOW)  # type: ignore[arg-type]
    assert notes(ds) == ["No session starts on 1 Mar 2026 (UTC)."]
