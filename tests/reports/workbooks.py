"""Excel files for tests: as a spreadsheet program writes them, and with parts replaced by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def workbook(rows: Sequence[Sequence[Any]], more_sheets: int = 0) -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, AS_TEXT) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
        for _ in range(more_sheets):
            book.add_worksheet().write(0, 0, "u2")
    return body.getvalue()


def rezipped(change: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one person, some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["user_id"], ["u1"]]))) as old,
        zipfile.ZipFile(out, "w", compression) as new,
    ):
        for name in {**dict.fromkeys(old.namelist()), **change}:
            new.writestr(name, change[name] if name in change else old.read(name))
    return out.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    """A sheet's part with this XML for rows."""
    return f'<?xml version="1.0"?>{before}<worksheet><sheetData>{rows}</sheetData></worksheet>'.encode()
