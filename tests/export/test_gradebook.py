import csv
import io
import re

from kaltura.export.csv import CsvDialect
from kaltura.export.gradebook import gradebook_csv
from kaltura.metrics.hidden_roster import hide_roster
from kaltura.metrics.pseudonyms import hide_names
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_class


def rows_of(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def total(row: dict[str, str]) -> str:
    return next(value for name, value in row.items() if name.startswith("total_percent"))


def test_a_row_a_person_a_column_a_session_and_the_total() -> None:
    rows = rows_of(gradebook_csv(weekly_class({"ada": [60, 45], "bob": [None, 6]}), Rule()))
    ada, bob = rows
    assert (ada["user_id"], ada["user_email"]) == ("ada", "ada@x.org")
    assert (ada["2026-03-02 10:00 Room r"], ada["2026-03-09 10:00 Room r"]) == ("100.0", "75.0")
    assert (bob["2026-03-02 10:00 Room r"], bob["2026-03-09 10:00 Room r"]) == (
        "",
        "10.0",
    )
    assert (ada["present"], ada["held"], total(ada)) == ("2", "2", "100.0")
    assert total(bob) == "0.0"


def test_the_gradebook_looks_as_the_other_csv_files_do() -> None:
    ds = weekly_class({"@ada": [60, 45], "bob": [None, 6]})
    body = gradebook_csv(ds, Rule(), dialect=CsvDialect(safe_for_excel=False, decimal_comma=True))
    ada, bob = csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
    assert (ada["user_id"], ada["2026-03-09 10:00 Room r"]) == ("@ada", "75,0")
    assert (bob["2026-03-02 10:00 Room r"], bob["2026-03-09 10:00 Room r"]) == ("", "10,0")


def test_a_person_without_name_or_address_has_empty_cells() -> None:
    hour = ("2026-03-02 10:00", "2026-03-02 11:00")
    rows = [attendance("m", "r", "ada", 60, 1.0, user_email=None), attendance("m", "r", "b", 60, 1.0, user_name=None)]
    held = [room_session("m", "r", *hour)]
    [ada, b] = rows_of(gradebook_csv(dataset(held, rows), Rule()))
    assert (ada["user_id"], ada["user_name"], ada["user_email"]) == ("ada", "Name of ada", "")
    assert (b["user_id"], b["user_name"]) == ("b", "")
    roster = read_roster("x.csv", b"user_id,email,name\nada,,\nzz,zz@x.org,\n")
    for row in rows_of(gradebook_csv(dataset(held, rows), Rule(), roster)):
        assert "NaN" not in row.values()


def test_the_rule_and_its_limits_travel_in_the_header_of_the_total() -> None:
    roles = ("Attendee", "Moderator", "User")
    usual = "total_percent: Present from 75 % of the session's length, less 0.5 min; do not grade by this alone"
    some = (
        "total_percent: Present from 60 % of the longest attendee's minutes, less 1 min, judging Attendee, Moderator, "
        "User; do not grade by this alone"
    )
    many = "less 0.5 min, judging 40 user types; do not grade by this alone"
    for rule, said in (
        (Rule(), usual),
        (Rule(0.6, 2, 1, "longest", roles), some),
        (Rule(user_types=("User", *(f"Role {n}" for n in range(39)))), many),
    ):
        rows = rows_of(gradebook_csv(weekly_class({"ada": [60, 45], "bob": [None, 6]}), rule))
        last = list(rows[0])[-1]
        assert last.endswith(said)
        assert len(last) <= (100 if rule == Rule() else 255)  # what Canvas and Moodle allow as the name of an item
        assert [row["user_id"] for row in rows] == ["ada", "bob"]  # a row of notes would be imported as a person


def test_decisions_with_a_roster() -> None:
    roster = read_roster("r.csv", b"user_id\nada\nzoe\n")
    rows = rows_of(gradebook_csv(weekly_class({"ada": [60, 45], "bob": [60, 6]}), Rule(), roster, cells="decision"))
    found = {row["user_id"]: row["2026-03-02 10:00 Room r"] for row in rows}
    assert found == {"ada": "Present", "zoe": "Absent"}


def test_every_id_of_a_person_with_two_accounts_is_there() -> None:
    roster = read_roster("r.csv", b"user_id,email\nc,c@x.org\nada,ada@x.org\nzoe,\nBOB,bob2@x.org\n,e@x.org\n")
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00")],
        [
            attendance("m", "r", "c-home", 60, 0.9, user_email="C@x.org"),
            attendance("m", "r", "c-work", 10, 0.9, user_email="c@x.org"),
            attendance("m", "r", "ada", 60, 0.9, user_email="ada@x.org"),
            attendance("m", "r", "a-bob", 60, 0.9, user_email="bob2@x.org"),
            attendance("m", "r", "bob", 60, 0.9),
            attendance("m", "r", "e1", 60, 0.9, user_email="e@x.org"),
        ],
    )
    rows = rows_of(gradebook_csv(ds, Rule(), roster))
    assert list(rows[0])[:4] == ["user_id", "other_user_ids", "user_name", "user_email"]
    assert {row["user_id"]: row["other_user_ids"] for row in rows} == {
        "c-home": "c-work; c",
        "ada": "",
        "zoe": "",
        "bob": "a-bob",
        "e1": "",
    }
    assert b'""' not in gradebook_csv(ds, Rule(), roster)
    assert "other_user_ids" not in rows_of(gradebook_csv(ds, Rule()))[0]  # without a roster, an account is a person
    hidden = rows_of(gradebook_csv(hide_names(ds, b"k"), Rule(), hide_roster(roster, ds, b"k")))
    several = [row for row in hidden if row["other_user_ids"]]
    assert len(several) == 2
    assert all(re.fullmatch(r"Person [0-9A-F]+", row["other_user_ids"]) for row in several)


def test_no_cell_is_a_formula() -> None:
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", entry_name="=1+1")],
        [attendance("m", "r", "@ada", 60, 0.9, user_name='=HYPERLINK("http://x")', user_email="+1@x.org")],
    )
    row = rows_of(gradebook_csv(ds, Rule()))[0]
    assert (row["user_id"], row["user_name"], row["user_email"]) == ("'@ada", '\'=HYPERLINK("http://x")', "'+1@x.org")
