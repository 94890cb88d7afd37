"""Inputs that the fuzzer starts from: whole files of each kind, and the odd pieces they may hold."""

import io
from collections.abc import Iterator

import xlsxwriter

from kaltura.export.csv import csv_bytes
from kaltura.fetch import fetch
from kaltura.reports.columns import Report
from tests.fetch.in_memory import InMemory
from tests.reports.bodies import BOM, attendee, body, breakout, room
from tests.trust.three_days import FILTERS, NOW, three_days

ROWS = {Report.ROOM_SESSIONS: room(), Report.ATTENDEES: attendee(), Report.BREAKOUT_SESSIONS: breakout()}
PIECES = ["\n", "\r\n", "Unknown", '"a ""b"""', "6.5E-5", "\ufeff", "sep=;\n", "\0FILE\0", "'=1", "nan", "-1"]


def seeds(target: str) -> Iterator[bytes]:
    """Files for one of the targets."""
    if target == "roster":
        yield b"user_id;email\nann;ann@uni.example\nbob;\n;\n"
        yield "name,e-mail\nAnn,ann@uni.example\n".encode("utf-16")
        yield _workbook()
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


def dictionary(target: str) -> str:
    """Words that the fuzzer may put in, in libFuzzer's own notation."""
    names = {cell for report in Report for cell in body(report, []).removeprefix(BOM).decode().strip().split(",")}
    words = {*PIECES, *names, ",", ";", "\t", '"'} if target != "roster" else {"user_id", "email", "name", *PIECES}
    return "".join(f"{_quoted(word)}\n" for word in sorted(words))


def _quoted(word: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["user_id", "email"], ["ann", "ann@uni.example"], [12, ""], ["", ""]]):
            sheet.write_row(number, 0, row)
    return out.getvalue()
