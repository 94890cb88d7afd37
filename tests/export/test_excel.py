import io
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from kaltura.api.errors import UsageError
from kaltura.export import excel
from kaltura.export.excel import MOST_ROWS, Sheet, workbook_bytes

NASTY = ["=1+1", "@SUM(A1)", "http://x.example/", "![](http://x)", "a\tb", "Ünï 🎓", "+49", "-1"]


def read_back(content: bytes, sheet: str) -> pl.DataFrame:
    return pl.read_excel(io.BytesIO(content), sheet_name=sheet, engine="calamine")


def xml_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))


@pytest.mark.parametrize("in_memory_folder", [True, False])
def test_no_row_goes_where_temporary_files_go(
    in_memory_folder: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # writing there would fail
    if not in_memory_folder:
        monkeypatch.setattr(excel, "_MEMORY_FOLDER", tmp_path / "not there")
    before = {*excel._MEMORY_FOLDER.glob("*")}
    table = pl.DataFrame({"user_name": ["Ada Lovelace"] * 3000})
    back = read_back(workbook_bytes([Sheet("Attendees", table)]), "Attendees")
    assert back["user_name"].to_list() == ["Ada Lovelace"] * 3000
    assert {*excel._MEMORY_FOLDER.glob("workbook-*")} <= before


def test_dates_and_numbers_are_real_and_text_is_text():
    table = pl.DataFrame(
        {
            "user_name": ["=1+1", None],
            "session_start": [datetime(2026, 3, 2, 10, 0), datetime(2026, 3, 3, 11, 30)],
            "day": [date(2026, 3, 2), date(2026, 3, 3)],
            "minutes": [12.5, None],
            "attendances": [3, 4],
        }
    )
    back = read_back(workbook_bytes([Sheet("Attendees", table)]), "Attendees")
    assert back["user_name"].to_list() == ["=1+1", None]
    assert back["session_start"].to_list() == table["session_start"].to_list()
    assert back["minutes"].to_list() == [12.5, None]
    assert back["attendances"].to_list() == [3, 4]
    assert back["day"].cast(pl.Date).to_list() == table["day"].to_list()


def test_names_become_neither_formulas_nor_links():
    content = workbook_bytes([Sheet("People", pl.DataFrame({"user_name": NASTY}))])
    assert read_back(content, "People")["user_name"].to_list() == NASTY
    written = xml_of(content)
    assert "<f>" not in written
    assert "hyperlink" not in written


def test_headers_are_frozen_and_filtered_on_every_sheet():
    tables = [Sheet("One", pl.DataFrame({"a": [1]})), Sheet("Two", pl.DataFrame({"b": []}, schema={"b": pl.String}))]
    written = xml_of(workbook_bytes(tables))
    assert written.count('state="frozen"') == 2
    assert written.count("<autoFilter") == 2


def test_a_sheet_is_printed_as_wide_as_it_is_with_its_header_on_every_page():
    wide = pl.DataFrame({name: [1] for name in "abcde"})
    written = xml_of(workbook_bytes([Sheet("One", wide), Sheet("Two", pl.DataFrame({"a": ["x " * 99]}), wrapped=True)]))
    assert written.count('fitToHeight="0"') == 2
    assert written.count('orientation="landscape"') == 1
    assert written.count("_xlnm.Print_Titles") == 2
    assert written.count('wrapText="1"') == 1


def test_a_table_that_no_sheet_holds_is_refused_in_words():
    table = pl.DataFrame({"a": pl.repeat(1, MOST_ROWS + 1, eager=True)})
    with pytest.raises(UsageError, match="1,048,576 rows"):
        workbook_bytes([Sheet("Attendees", table)])


def formats_of(content: bytes, sheet: int = 1) -> dict[str, str]:
    """Column letter → number format of the cell below its header, as the file says it."""
    spaces = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        rows = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
    own = {entry.attrib["numFmtId"]: entry.attrib["formatCode"] for entry in styles.findall(".//x:numFmt", spaces)}
    built_in = {"0": "General", "1": "0", "3": "#,##0", "49": "@"}
    looks = [entry.attrib["numFmtId"] for entry in styles.findall("x:cellXfs/x:xf", spaces)]
    cells = rows.findall(".//x:row[@r='2']/x:c", spaces)
    return {cell.attrib["r"][0]: (own | built_in)[looks[int(cell.attrib.get("s", 0))]] for cell in cells}


def test_numbers_are_written_by_their_unit_and_kept_unrounded():
    table = pl.DataFrame(
        {
            "attended_minutes": [1076.13986013986029],
            "engagement_rate": [0.98993595608417],
            "attendances": [1234],
            "meeting_view_time": [12.345],
            "meeting_engaged_play_time_ratio": [0.5],
            "session_start_time": [1790000000],
            "evenness": [0.899],
            "period": [date(2026, 3, 2)],
            "exact": [True],
        }
    )
    content = workbook_bytes([Sheet("All", table)])
    minutes, rate = "#,##0.0", "0.0\u00a0%"
    looks = [minutes, rate, "#,##0", minutes, rate, "0", "0.00", "yyyy-mm-dd", "General"]
    assert [*formats_of(content).values()] == looks
    kept = read_back(content, "All").row(0)[:2]
    assert kept == pytest.approx((1076.13986013986029, 0.98993595608417), rel=1e-15)
