import re
from dataclasses import replace

import polars as pl
import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics import pseudonyms as module
from kaltura.metrics.headline import headline
from kaltura.metrics.pseudonyms import HIDDEN, hide_names
from kaltura.reports.columns import Report
from kaltura.reports.problems import Problem
from tests.builders import attendance, breakout, dataset, room_session

KEY = b"a key of this installation"
SECRETS = ("ada", "Ada Lovelace", "ada@x.org", "bob", "Bob", "Wendy", "wendy@x.org", "carol")


@pytest.fixture
def ds() -> Dataset:
    whole = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", session_host_user_id="ada")],
        [
            attendance("m", "r", "ada", 60, 0.9, user_name="Ada Lovelace", user_email="ada@x.org"),
            attendance("b", "g", "ada", 10, 0.9, user_name="Ada Lovelace", user_email=None),
            attendance("m", "r", "bob", 30, None, user_name="Bob"),
            attendance("m", "r", None, 5, 0.5, user_name="Wendy", user_email="wendy@x.org"),
            attendance("m", "r", None, 5, 0.5, user_name=None),
        ],
        [
            breakout("b", "g", "r", "2026-03-02 10:10", "2026-03-02 10:20", 1, session_initiator="Ada Lovelace"),
            breakout("c", "h", "r", "2026-03-02 10:10", "2026-03-02 10:20", 1, session_initiator="carol"),
        ],
    )
    problem = Problem(
        "broken_line",
        "Set aside: 2 lines.",
        2,
        Report.ATTENDEES,
        (
            {"line": "r,m,ada,Ada Lovelace"},
            {"user_id": "ada", "user_name": "Ada Lovelace", "cue_point_id": "m", "meeting_view_time": "Bob"},
            {"user_name": "Wendy", "entry_id": "r", "meeting_view_time": "5.5"},
        ),
    )
    requested = replace(whole.provenance, requested=Filters(users=("ada",)))
    return replace(whole, problems=(problem,), selection=Filters(users=("bob",)), provenance=requested)


def everything(ds: Dataset) -> str:
    frames = (ds.attendances, ds.room_sessions, ds.breakout_sessions, ds.sessions)
    cells = [str(row) for frame in frames for row in frame.collect().rows()]
    return "\n".join([*cells, str(ds.problems), str(ds.selection), str(ds.provenance)])


def test_no_name_address_or_id_is_left_anywhere(ds: Dataset) -> None:
    assert all(secret in everything(ds) for secret in SECRETS)
    hidden = everything(hide_names(ds, KEY))
    assert [secret for secret in SECRETS if re.search(rf"\b{re.escape(secret)}\b", hidden)] == []


def test_one_person_has_one_pseudonym_in_every_table(ds: Dataset) -> None:
    hidden = hide_names(ds, KEY)
    rows = hidden.attendances.collect().cast({"user_id": pl.String, "user_name": pl.String, "user_email": pl.String})
    ada = rows["user_id"][0]
    assert re.fullmatch(r"Person [0-9A-F]{12}", ada)
    assert rows["user_name"].to_list()[:2] == [ada, ada]
    assert rows["user_email"].to_list()[:2] == [ada, None]  # a missing address stays missing
    assert hidden.room_sessions.collect()["session_host_user_id"].to_list() == [ada]
    assert hidden.breakout_sessions.collect()["session_initiator"][0] == ada  # given by name, known as an attendee
    assert set(hidden.sessions.collect()["host"].drop_nulls()) >= {ada}
    assert hidden.provenance.requested.users == (ada,)
    assert hidden.problems[0].rows[1]["user_name"] == ada


def test_anonymous_viewers_stay_without_an_id(ds: Dataset) -> None:
    rows = hide_names(ds, KEY).attendances.collect()
    assert rows["user_id"].is_null().to_list() == [False, False, False, True, True]
    assert rows["user_name"].cast(pl.String)[3].startswith("Person ")
    assert rows["user_name"].cast(pl.String)[3] == rows["user_email"].cast(pl.String)[3]
    assert rows["user_name"][4] is None


def test_pseudonyms_are_stable_and_depend_on_the_key(ds: Dataset) -> None:
    first, again, other = (hide_names(ds, key).attendances.collect()["user_id"].to_list() for key in (KEY, KEY, b"x"))
    assert first == again
    assert set(first) & set(other) == {None}
    part = ds.select(Filters()).select(Filters(users=("bob",)))
    assert hide_names(part, KEY).attendances.collect()["user_id"].to_list() == [first[2]]


def test_types_rooms_and_figures_are_unchanged(ds: Dataset) -> None:
    hidden = hide_names(ds, KEY)
    assert hidden.attendances.collect_schema() == ds.attendances.collect_schema()
    assert hidden.sessions.collect_schema() == ds.sessions.collect_schema()
    assert hidden.sessions.collect()["room_name"].to_list() == ds.sessions.collect()["room_name"].to_list()
    assert headline(hidden) == headline(ds)


def test_examples_of_problems_keep_rooms_and_numbers_only(ds: Dataset) -> None:
    line, moved, kept = hide_names(ds, KEY).problems[0].rows
    assert line == {"line": HIDDEN}
    assert (moved["cue_point_id"], moved["meeting_view_time"]) == ("m", HIDDEN)
    assert (kept["entry_id"], kept["meeting_view_time"]) == ("r", "5.5")


def test_examples_of_a_fetch_keep_their_times_and_counts(ds: Dataset) -> None:
    rows = ({"window": "2 Mar 2026, 10:00 to 11:00", "rows": 10_000}, {"cue_point_id": "m", "estimate": 40, "rows": 3})
    problem = Problem("maybe_cut", "An answer may be cut.", 1, Report.ATTENDEES, rows)
    assert hide_names(replace(ds, problems=(problem,)), KEY).problems[0].rows == rows


@pytest.mark.parametrize(
    "row",
    [
        {"rows": "Ada"},
        {"line": "20231234"},  # a broken line that is a student's number
        {"meeting_view_time": "Nan"},  # a first name that a comma moved there
        {"meeting_view_time": "Infinity"},
        {"extra 9": "20231234"},
    ],
)
def test_what_reads_like_a_number_may_be_a_person(ds: Dataset, row: dict[str, str]) -> None:
    problem = Problem("broken_line", "Set aside: 1 line.", 1, Report.ATTENDEES, (row,))
    hidden = hide_names(replace(ds, problems=(problem,)), KEY)
    assert hidden.problems[0].rows == (dict.fromkeys(row, HIDDEN),)


def test_ids_that_were_asked_for_are_hidden_in_sentences(ds: Dataset) -> None:
    said = "No session was found of the users ada.zoe@x.org, ada, zoe. Rooms at hand: adagio, Room ada-2."
    asked = Filters(users=("zoe", "ada.zoe@x.org", "ada"))
    note = Problem("not_found", said, 1)
    hidden = hide_names(replace(ds, problems=(note,), selection=asked), KEY)
    sentence = hidden.problems[0].sentence
    assert sentence.startswith("No session was found of the users Person ")
    assert "zoe" not in sentence
    assert sentence.endswith("Rooms at hand: adagio, Room ada-2.")
    assert {*re.findall(r"Person [0-9A-F]{12}", sentence)} == {*hidden.selection.users}
    assert module.pseudonyms(ds, KEY)["ada"] in sentence


def test_a_pseudonym_depends_on_nobody_else() -> None:
    """20,000 people in one fetch, and each of them in a fetch or a roster of their own."""
    people = [f"user{number}" for number in range(20_000)]
    crowd = dataset((), [attendance("m", "r", user, 1, None, user_name=None) for user in people])
    together, alone = module.pseudonyms(crowd, KEY), module.Names(dataset(), KEY)
    assert {user: alone(user) for user in people} == together
    assert len({*together.values()}) == len(people)


def test_a_key_is_needed_and_nothing_to_hide_is_fine(ds: Dataset) -> None:
    with pytest.raises(ValueError, match="need a key"):
        hide_names(ds, b"")
    assert hide_names(dataset(), KEY).attendances.collect().is_empty()
