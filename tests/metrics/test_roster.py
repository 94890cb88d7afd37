import io
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.errors import FileError
from kaltura.metrics.roster import Roster, read_roster
from kaltura.metrics.roster_match import match
from kaltura.reports import roster_file as module
from tests.builders import attendance, dataset
from tests.reports.workbooks import workbook


def parquet() -> bytes:
    file = io.BytesIO()
    pl.DataFrame({"user_id": ["u1", "u2"]}).write_parquet(file)
    return file.getvalue()


def people(roster: Roster) -> list[tuple[Any, ...]]:
    return list(roster.people.astype(object).where(roster.people.notna(), None).itertuples(index=False, name=None))


def test_csv_with_headers_of_any_spelling() -> None:
    found = read_roster("x.csv", "Name;E-Mail;User ID\r\nÅsa Öz; Asa@Example.org ;u1\r\nBo;;u2\r\n".encode())
    assert people(found) == [(2, "u1", "Asa@Example.org", "Åsa Öz"), (3, "u2", None, "Bo")]


def test_excel_numbers_are_ids_and_blank_rows_are_counted() -> None:
    found = read_roster("x.xlsx", workbook([["User ID", "Email"], [12345, "a@x.org"], [], ["007", None]]))
    assert people(found) == [(2, "12345", "a@x.org", None), (4, "007", None, None)]
    assert found.blank == 1


@pytest.mark.parametrize(
    "body",
    [
        "user_id\nü1\n".encode("utf-8-sig"),
        "user_id\nü1\n".encode("utf-16"),
        "user_id\nü1\n".encode("cp1252"),
        "user_id\rü1\r".encode(),
        'user_id,x\n"ü1","a,b\nc"\n'.encode(),
        "user_id\tx\nü1\ty\tz\n".encode(),
    ],
)
def test_encodings_and_separators(body: bytes) -> None:
    assert read_roster("x.csv", body).people["user_id"].tolist() == ["ü1"]


def test_without_a_header_a_column_of_addresses_or_a_single_column_will_do() -> None:
    assert read_roster("x.csv", b"Ann,a@x.org\nBo,b@x.org\n").people["email"].tolist() == ["a@x.org", "b@x.org"]
    assert read_roster("x.csv", b"u1\nu2\n").people["user_id"].tolist() == ["u1", "u2"]


def test_a_single_column_of_names_is_refused_and_one_of_addresses_may_have_any_header() -> None:
    for body in (b"Name\nAnna\n", b"Teilnehmende\nAnna Jansen\nBob Smith\n", b"u1\nAnna Jansen\n"):
        with pytest.raises(FileError, match="no column with user IDs or e-mails"):
            read_roster("x.csv", body)
    assert read_roster("x.csv", b"Teilnehmende\na@x.org\nb@x.org\n").people["email"].tolist() == ["a@x.org", "b@x.org"]
    assert read_roster("x.csv", b"Wer,Adresse\nAnn,a@x.org\n").people["email"].tolist() == ["a@x.org"]


def test_sheets_that_were_not_read_are_counted() -> None:
    for more in (0, 2):
        found = read_roster("x.xlsx", workbook([["user_id"], ["u1"]], more))
        assert (found.people["user_id"].tolist(), found.other_sheets) == (["u1"], more)


def test_username_is_an_id_unless_there_is_a_better_column() -> None:
    assert read_roster("x.csv", b"Username,mail\nu1,a@x.org\n").people["user_id"].tolist() == ["u1"]
    kaltura = read_roster("x.csv", b"user_id,user_name\nu1,Ann\n")
    assert (kaltura.people["user_id"][0], kaltura.people["name"][0]) == ("u1", "Ann")


@pytest.mark.parametrize(
    "body",
    [
        "Course 101\n\nMatriculation;Email address;Surname\n77;a@x.org;Öz\n".encode(),
        workbook([["Course 101"], [], ["Matriculation", "Email address", "Surname"], ["77", "a@x.org", "Öz"]]),
    ],
    ids=["csv", "excel"],
)
def test_a_title_may_stand_above_the_header(body: bytes) -> None:
    assert people(read_roster("x", body)) == [(4, None, "a@x.org", None)]


def test_duplicates_are_listed_with_the_line_they_repeat() -> None:
    found = read_roster("x.csv", b"user_id,email\nu1,a@x.org\nU1 ,\nu3,A@X.ORG\nu4,d@x.org\n")
    assert found.people["line"].tolist() == [2, 5]
    assert found.duplicates[["line", "first_line"]].to_numpy().tolist() == [[3, 2], [4, 2]]


def test_a_person_has_what_the_earliest_of_their_lines_says() -> None:
    found = read_roster("x.csv", b"user_id,email,name\n,a@x.org,\nb,,Bo\na,A@x.org,Ann\nA,b,Anna\n")
    assert people(found) == [(2, "b", "a@x.org", "Bo")]  # the last line joins the first two
    assert found.duplicates["first_line"].tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("x.csv", b"", "is empty"),
        ("x.csv", b"first,last\nAnn,Lee\n", "no column with user IDs or e-mails"),
        ("x.csv", b'user_id\n"u1\nu2', "quotation mark is left open"),
        ("x.csv", parquet(), "neither CSV nor an Excel file"),
        ("x.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "neither CSV nor an Excel file"),
        ("x.xlsx", b"PK\x03\x04" + b"nonsense", "damaged"),
        ("x.xlsx", workbook([["user_id"], *([f"u{n}"] for n in range(module.MAX_PEOPLE + 11))]), "more than 20,000"),
        ("x.csv", b"x" * (module.MAX_BYTES + 1), "larger than 5 MB"),
        ("x.csv", b"user_id\n" + b"".join(b"%d\n" % n for n in range(module.MAX_PEOPLE + 11)), "more than 20,000"),
        ("x.xlsx", workbook([]), "is empty"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(name: str, body: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        read_roster(name, body)


TITLED = [*([f"Title {n}"] for n in range(module.TITLE_LINES)), ["user_id"], ["u1"], ["u2"]]


@pytest.mark.parametrize(
    "file", ["\n".join(line for (line,) in TITLED).encode(), workbook(TITLED)], ids=["csv", "excel"]
)
def test_as_many_people_as_are_allowed_are_read_whatever_is_above_them(
    file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_PEOPLE", 2)
    assert len(read_roster("x", file).people) == 2
    monkeypatch.setattr(module, "MAX_PEOPLE", 1)
    with pytest.raises(FileError, match="more than 1 people"):
        read_roster("x", file)


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("x.csv", b"user_id" + b",a" * 2_400_000, "more than 200 columns"),  # each would take a kilobyte
        ("x.csv", b"user_id\nu1\n" + b"," * 4_000_000, "more than 200 columns"),
        ("x.csv", b"email\n", "lists nobody"),
        ("x.xlsx", b"not excel at all", "no Excel file"),
    ],
)
def test_what_is_no_list_of_people_is_refused(name: str, body: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        read_roster(name, body)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_roster_or_a_sentence(body: bytes) -> None:
    try:
        found = read_roster("x", body)
    except FileError:
        return
    assert found.people[["user_id", "email"]].notna().any(axis=1).all()


def test_matching_is_by_id_or_address_in_any_case() -> None:
    ds = dataset(
        (),
        [
            attendance("m", "r", "U1", 10, 1.0),
            attendance("m", "r", "b@x.org", 10, 1.0),
            attendance("m", "r", "c-work", 10, 1.0, user_email="C@x.org"),
            attendance("m", "r", "c-home", 10, 1.0, user_email="c@x.org"),
            attendance("m", "r", "z", 10, 1.0, user_name="Ann"),
            attendance("m", "r", None, 10, 1.0, user_email="d@x.org"),
        ],
    )
    roster = read_roster("x.csv", b"user_id,email,name\nu1,,\n,B@X.org,\nc,c@x.org,\n,d@x.org,Ann\n")
    found = match(ds, roster)
    pairs = found.accounts.groupby("line")["account"].apply(sorted).to_dict()
    assert pairs == {2: ["U1"], 3: ["b@x.org"], 4: ["c-home", "c-work"]}
    assert found.unmatched["line"].tolist() == [5]  # an anonymous row and an equal name are no match
    assert found.strangers["user_id"].tolist() == ["z"]


def test_nobody_seen_leaves_everybody_unmatched() -> None:
    assert len(match(dataset(), read_roster("x.csv", b"user_id\nu1\nu2\n")).unmatched) == 2
