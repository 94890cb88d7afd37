"""Inputs that the fuzzer starts from: whole files of each kind, and the odd pieces they may hold."""

import io
import zipfile
from collections.abc import Iterator

import polars as pl

from kaltura.export.csv import csv_bytes
from kaltura.fetch import fetch
from kaltura.reports.columns import Report
from tests.fetch.in_memory import InMemory
from tests.reports.bodies import BOM, attendee, body, breakout, room
from tests.reports.workbooks import SHEET, TEXTS, sheet, workbook
from tests.trust.three_days import FILTERS, NOW, three_days

ROWS = {Report.ROOM_SESSIONS: room(), Report.ATTENDEES: attendee(), Report.BREAKOUT_SESSIONS: breakout()}
PIECES = ["\n", "\r\n", "Unknown", '"a ""b"""', "6.5E-5", "\ufeff", "sep=;\n", "\0FILE\0", "'=1", "nan", "-1"]

XML = [
    *("<row>", "</row>", '<row r="2">', "<c>", "</c>", '<c r="B2">', ' t="s"', "<v>", "</v>", "<t>", "</t>", "<si>"),
    *("</si>", "<rPh>", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "]>", "<![CDATA[", "]]>", "1E+3", "&#65;", "\0FILE\0"),
]


def seeds(target: str) -> Iterator[bytes]:
    """Files for one of the targets."""
    if target == "roster":
        yield b"user_id;email\nann;ann@uni.example\nbob;\n;\n"
        yield "name,e-mail\nAnn,ann@uni.example\n".encode("utf-16")
        yield _workbook()
        yield _parquet()
        return
    if target == "workbook":
        yield b"\0FILE\0".join(_parts(_workbook()))
        yield sheet('<row r="1"><c t="inlineStr"><is><t>user_id</t></is></c></row><row><c><v>1E+3</v></c></row>')
        return
    whole = [body(report, [row, row[:3], row]) for report, row in ROWS.items()]
    yield from whole
    yield from (one.replace(b",", b";") for one in whole)
    yield body(Report.ATTENDEES, [attendee(user_name=piece, user_id=piece) for piece in PIECES])
    yield from (one.decode("utf-8-sig").encode("utf-16") for one in whole)
    exported = fetch(InMemory(three_days()), FILTERS, now=NOW)  # type: ignore[arg-type]
    ours = [csv_bytes(exported, report) for report in Report]
    yield from ours
    yield b"\0FILE\0".join([*ours, *whole])
    yield BOM + b"\n"
    yield _parquet()


def dictionary(target: str) -> str:
    """Words that the fuzzer may put in, in libFuzzer's own notation."""
    if target == "workbook":
        return "".join(f"{_quoted(word)}\n" for word in XML)
    names = {cell for report in Report for cell in body(report, []).removeprefix(BOM).decode().strip().split(",")}
    words = {*PIECES, *names, ",", ";", "\t", '"'} if target != "roster" else {"user_id", "email", "name", *PIECES}
    return "".join(f"{_quoted(word)}\n" for word in sorted(words))


def _quoted(word: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


def _workbook() -> bytes:
    return workbook([["user_id", "email"], ["ann", "ann@uni.example"], [12, ""], ["", ""]])


def _parquet() -> bytes:
    file = io.BytesIO()
    pl.DataFrame({"cue_point_id": ["c1"], "user_id": ["u1"]}).write_parquet(file)
    return file.getvalue()


def _parts(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [archive.read(SHEET), archive.read(TEXTS)]
