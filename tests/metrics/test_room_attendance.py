from dataclasses import replace

import polars as pl
import pytest

from kaltura.api.errors import UsageError
from kaltura.filters import Filters
from kaltura.metrics.absentees import absences, absences_by_session, absentees
from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.certificates import certificates
from kaltura.metrics.room_attendance import room_attendance
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_class, weekly_rows, whole_register

X = None


def test_a_person_in_a_room() -> None:
    ds = weekly_class({"a": [60, 90, X, 30, X, X], "b": [60, 60, 60, 60, 60, 60]})
    row = room_attendance(ds, Rule()).set_index("user_id").loc["a"]
    assert row[["held", "seen", "present", "missed", "misses_in_row"]].tolist() == [6, 3, 2, 3, 2]
    assert row["share"] == pytest.approx(2 / 6)
    assert row["minutes"] == 180
    assert row["earlier"] == pytest.approx((1 + 1 + 0) / 3)  # 90 of 60 minutes is one whole session
    assert row["recent"] == pytest.approx(0.5 / 3)
    assert (row["first"].day, row["last"].day) == (2, 23)


def test_a_brief_look_is_not_being_seen() -> None:
    row = room_attendance(weekly_class({"a": [60, 60, 0.2], "b": [60, 60, 60]}), Rule()).set_index("user_id").loc["a"]
    assert row[["seen", "misses_in_row"]].tolist() == [2, 1]


def test_rooms_are_apart_and_sessions_without_rows_or_end_are_not_held() -> None:
    rooms, rows = weekly_rows({"a": [60, 60]})
    more, others = weekly_rows({"a": [X, 60], "z": [60, 60]}, room="s")
    bare = room_session("bare", "r", "2026-05-04 10:00", "2026-05-04 11:00")
    runs = room_session("runs", "r", "2026-05-05 10:00", "2026-05-05 10:00")
    ds = dataset([*rooms, *more, bare, runs], [*rows, *others, attendance("runs", "r", "a", 5, 1.0)])
    table = room_attendance(ds, Rule()).set_index(["user_id", "room_id"])
    assert table["held"].to_dict() == {("a", "r"): 2, ("a", "s"): 2, ("z", "s"): 2}
    assert table.loc[("a", "s"), "share"] == 0.5


def test_a_selection_of_people_is_refused_because_what_they_missed_is_not_in_it() -> None:
    ds = weekly_class({"a": [60]}).select(Filters(users=("a",)))
    with pytest.raises(UsageError, match="sessions that they missed"):
        room_attendance(ds, Rule())


def test_at_risk_says_why() -> None:
    ds = weekly_class(
        {
            "fine": [60] * 8,
            "gone": [60, 60, 60, 60, 60, 60, X, X],
            "fades": [60, 60, 60, 60, 60, 30, 20, 10],
            "once": [60, X, X, X, X, X, X, X],
        }
    )
    table = at_risk(ds, Rule(), Risk(misses_in_row=2, remaining_sessions=2, required_share=0.9)).set_index("user_id")
    assert table.index.tolist() == ["gone", "fades"]  # three reasons before two; "once" only looked in
    assert table.loc["gone", "reasons"] == (
        "missed the last 2 of 8 sessions; "
        "attended 33.3 % of a session on average in the last 3 sessions, 100 % in those before; "
        "can reach 80.0 % at most (8 of 10), 90 % is required"
    )
    assert table.loc["fades", "maximum"] == pytest.approx(0.7)
    assert not table.loc["fades", "missing"]


def test_without_knowing_what_remains_nothing_is_said_about_it() -> None:
    table = at_risk(weekly_class({"a": [60, 60, X, X, X, X], "b": [60] * 6}), Rule())
    assert table["user_id"].tolist() == ["a"]
    assert table["maximum"].isna().all()
    assert not table["out_of_reach"].any()


def test_exactly_the_required_share_can_still_be_reached() -> None:
    ds = weekly_class({"a": [60, 60, X], "b": [60, 60, 60]})
    risk = Risk(remaining_sessions=1, required_share=0.75, misses_in_row=5)
    assert at_risk(ds, Rule(), risk).empty  # 3 of 4 is 75 %


def test_nobody_is_at_risk_in_an_empty_account() -> None:
    assert at_risk(dataset(), Rule()).empty


@pytest.mark.parametrize(
    "wrong", [{"misses_in_row": 0}, {"fall": 0}, {"required_share": 1.5}, {"remaining_sessions": -1}]
)
def test_a_risk_outside_its_range_is_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Risk(**wrong)  # type: ignore[arg-type]


def test_certificates_state_their_reason() -> None:
    table = certificates(weekly_class({"a": [60, 60, 60, X], "b": [60, 20, 60, X], "c": [60] * 4}), Rule())
    assert table.set_index("user_id")["explanation"].to_dict() == {
        "a": "Present in 3 of 4 sessions = 75.0 % ≥ 75 % → qualifies",
        "b": "Present in 2 of 4 sessions = 50.0 % < 75 % → does not qualify",
        "c": "Present in 4 of 4 sessions = 100.0 % ≥ 75 % → qualifies",
    }
    assert certificates(dataset(), Rule()).empty


@pytest.mark.parametrize("share", [0, 1.01])
def test_a_required_share_outside_its_range_is_a_sentence(share: float) -> None:
    with pytest.raises(UsageError, match="between 1 % and 100 %"):
        certificates(dataset(), Rule(), required_share=share)


def test_every_session_may_be_required() -> None:
    table = certificates(weekly_class({"a": [60, 60], "b": [60, X]}), Rule(), required_share=1)
    assert table["qualifies"].tolist() == [True, False]


def test_absentees_of_one_session_and_of_all() -> None:
    ds = weekly_class({"a": [60, X], "b": [20, 60], "z": [60, 60]})
    roster = read_roster("x.csv", b"user_id\na\nb\nc\n")
    first = absentees(ds, Rule(), roster, "r0")
    assert first[["user_id", "decision", "minutes"]].to_numpy().tolist() == [
        ["c", "Absent", 0],
        ["b", "Partial", 20],
        ["a", "Present", 60],
    ]
    table = absences_by_session(ds, Rule(), roster)
    assert table[["expected", "present", "partial", "brief", "absent"]].to_numpy().tolist() == [
        [3, 1, 1, 0, 1],
        [3, 1, 0, 0, 2],
    ]
    assert absences(ds, table) == (3, 6)
    assert absences(ds, table.head(0)) == (0, 0)
    assert absences(ds.select(Filters(user_types=("User",))), table) is None, "the others' sessions are not there"


def test_who_was_there_for_nobody_knows_how_long_has_missed_nothing() -> None:
    ds = weekly_class({"ann": [60] * 6, "bob": [60] * 6})
    unknown = ds.attendances.with_columns(
        meeting_view_time=pl.when((pl.col("user_id") == "ann") & pl.col("cue_point_id").is_in(["r3", "r4", "r5"]))
        .then(None)
        .otherwise("meeting_view_time")
    )
    ds = replace(ds, attendances=unknown)
    ann = room_attendance(ds, Rule()).set_index("user_id").loc["ann"]
    assert (ann["held"], ann["present"], ann["missed"], ann["misses_in_row"]) == (3, 3, 0, 0)
    assert at_risk(ds, Rule()).empty
    book = whole_register(ds, Rule()).people.set_index("user_id").loc["ann"]
    assert (book["undecided"], book["present"], book["held"], book["share"]) == (3, 3, 3, 1.0)


def test_with_a_roster_certificates_are_of_its_people() -> None:
    ds = weekly_class({"ann": [60, 60], "bob": [60, 60], "cy": [60, X]})
    roster = read_roster("r.csv", b"user_id,email\n,ANN@x.org\ncy,\nzoe,\n")
    table = certificates(ds, Rule(), roster=roster)
    assert dict(zip(table["user_id"], table["qualifies"], strict=True)) == {"ann": True, "cy": False}


def test_who_has_two_accounts_gets_one_certificate_of_all_their_sessions() -> None:
    """As the gradebook counts them; Brief in all counts as seen, and whoever was never in the room has no line."""
    ds = weekly_class({"ada": [60, 60, X, X], "guest-7": [X, X, 60, 60], "bob": [X, 60, 60, X], "cy": [0.2, X, X, X]})
    roster = read_roster("r.csv", b"user_id,email,name\nada,guest-7@x.org,Ada Lovelace\ncy,,\nzoe,,\n")
    table = certificates(ds, Rule(), roster=roster).set_index("user_id")
    assert table["explanation"].to_dict() == {
        "ada": "Present in 4 of 4 sessions = 100.0 % ≥ 75 % → qualifies",
        "cy": "Present in 0 of 4 sessions = 0.0 % < 75 % → does not qualify",
    }
    ada = table.loc["ada"]
    assert (ada["user_name"], ada["minutes"], ada["first"].day, ada["last"].day) == ("Ada Lovelace", 240, 2, 23)
    book = whole_register(ds, Rule(), roster).people.set_index("user_id").loc["ada"]
    assert (book["present"], book["held"]) == (ada["present"], ada["held"])


def test_a_certificate_needs_a_session_that_is_judged_with_a_roster_too() -> None:
    ds = weekly_class({"a": [60, 60], "b": [60, X]})
    rows = ds.attendances.with_columns(
        user_type=pl.when(pl.col("user_id") == "b").then(pl.lit("Moderator")).otherwise(pl.lit("Attendee"))
    )
    ds = replace(ds, attendances=rows.with_columns(pl.col("user_type").cast(pl.Categorical)))
    for roster in (None, read_roster("r.csv", b"user_id\na\nb\n")):
        assert certificates(ds, Rule(user_types=("Attendee",)), roster=roster)["user_id"].tolist() == ["a"]
