"""Excel files as text: what a reader of another make finds, and nothing from a file that is no workbook."""

import io
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltura.api.errors import FileError
from kaltura.metrics.roster import read_roster
from kaltura.reports.first_sheet import TooMuch, first_sheet
from tests.reports.workbooks import SHEET, TEXTS, rezipped, sheet, workbook

CELLS = 10_000
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=8)
cells = st.one_of(st.none(), texts.filter(lambda text: "_x" not in text), st.integers(-(10**14), 10**14))


@settings(max_examples=40)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_it_reads_what_another_reader_does(rows: list[list[str | int | None]]) -> None:
    body = workbook(rows)
    found = first_sheet(body)
    for number, row in enumerate(rows, 1):
        expected = {at: str(cell) for at, cell in enumerate(row, 1) if cell is not None}
        assert {at: text for at, text in found.get(number, {}).items() if text.strip()} == {
            at: text for at, text in expected.items() if text.strip()
        }
    peer = pl.read_excel(io.BytesIO(body), has_header=False, infer_schema_length=0, raise_if_empty=False)
    read = {text for row in found.values() for text in row.values() if text.strip()}
    assert read == {text for text in peer.to_numpy().ravel().tolist() if text is not None and text.strip()}


def row(inside: str, number: int = 1) -> bytes:
    return rezipped({SHEET: sheet(f'<row r="{number}">{inside}</row>')})


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ('<c r="B1" t="inlineStr"><is><t>a</t></is></c>', {2: "a"}),
        ('<c r="AB1" t="str"><f>1&amp;2</f><v>12</v></c>', {28: "12"}),
        ("<c><v>1</v></c><c><v>2</v></c>", {1: "1", 2: "2"}),
        ('<c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c>', {2: "1"}),
        ("<c><v>12.0</v></c><c><v>1.5</v></c><c><v>1.2E+3</v></c>", {1: "12", 2: "1.5", 3: "1200"}),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>', {1: "ab"}),
    ],
)
def test_each_kind_of_cell(inside: str, found: dict[int, str]) -> None:
    assert first_sheet(row(inside)) == {1: found}


def test_rows_without_numbers_follow_each_other() -> None:
    body = rezipped({SHEET: sheet("<row><c><v>1</v></c></row><row/><row><c><v>3</v></c></row>")})
    assert first_sheet(body) == {1: {1: "1"}, 3: {1: "3"}}


def test_the_first_sheet_may_lie_anywhere_and_be_written_with_prefixes() -> None:
    related = b"""<r:Relationships xmlns:r="x"><r:Relationship Id="a" Target="/sheets/one.xml"/></r:Relationships>"""
    book = b"""<x:workbook xmlns:x="x" xmlns:y="y"><x:sheet name="n" sheetId="1" y:id="a"/></x:workbook>"""
    part = b"""<x:worksheet xmlns:x="x"><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:worksheet>"""
    body = rezipped({"xl/_rels/workbook.xml.rels": related, "xl/workbook.xml": book, "sheets/one.xml": part})
    assert first_sheet(body) == {2: {1: "7"}}


DAMAGED = {
    "row nought": row("<c><v>1</v></c>", 0),
    "row below nought": row("<c><v>1</v></c>", -1),
    "rows out of order": rezipped({SHEET: sheet('<row r="2"><c><v>1</v></c></row><row r="1"/>')}),
    "a column beyond the last": row('<c r="AAAAAAAAAAAA2"><v>1</v></c>'),
    "a text that is not there": row('<c t="s"><v>99</v></c>'),
    "a text before the first": row('<c t="s"><v>-1</v></c>'),
    "no number": row("<c><v>one</v></c>"),
    "a document type": rezipped({SHEET: sheet("<row/>", '<!DOCTYPE x [<!ENTITY a "b">]>')}),
    "an element left open": rezipped({SHEET: b"<worksheet><row>"}),
    "empty part": rezipped({SHEET: b""}),
    "bzip2": rezipped({}, zipfile.ZIP_BZIP2),
    "lzma": rezipped({}, zipfile.ZIP_LZMA),
    "no workbook": rezipped({"xl/workbook.xml": b"<workbook/>"}),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_damaged_is_refused_whole(case: str) -> None:
    with pytest.raises(FileError, match="is damaged, locked with a password, or no Excel file"):
        read_roster("x.xlsx", DAMAGED[case])


@pytest.mark.parametrize(
    "rows",
    [
        "<row>" + "<c/>" * (CELLS + 1) + "</row>",
        '<row><c t="s"><v>0</v></c></row>' * 600,
    ],
    ids=["too many cells", "one long text in many cells"],
)
def test_more_than_is_kept_is_refused(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaltura.reports.first_sheet.MAX_CELLS", CELLS)  # a million take seconds to be read
    long = f"<sst><si><t>{'x' * 100_000}</t></si></sst>".encode()
    with pytest.raises(TooMuch):
        first_sheet(rezipped({SHEET: sheet(rows), TEXTS: long}))
