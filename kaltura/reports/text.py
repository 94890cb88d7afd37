"""Files that people saved again: any encoding and separator that spreadsheets write → UTF-8 lines and a header."""

import codecs
import csv

import numpy as np
import pyarrow as pa

from kaltura.reports.findings import Findings
from kaltura.reports.header import normalised

SEPARATORS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADER_BYTES = 64 << 10


def as_utf8(body: bytes, findings: Findings) -> bytes:
    """The text as UTF-8, with its BOM when it had one, each line ended by \\n or \\r\\n; what is not UTF-8 is noted.

    UTF-16 is known by its BOM. Other text that is not UTF-8 is what a European Excel writes: Windows-1252.
    """
    if body.startswith(_UTF16):
        text = body.decode("utf-16", "replace")
        findings.note_lines("not_utf8", (line for line in text.splitlines() if "\ufffd" in line))
        body = text.encode()
    body = _from_windows(body, findings)
    if b"\r" in body and b"\n" not in body:  # "CSV (Macintosh)"
        body = body.replace(b"\r", b"\n")
    return _without_hint(body)


def first_line(body: bytes) -> str:
    """The header line of a body in any of these encodings."""
    start = body[:_HEADER_BYTES]
    encoding = "utf-16" if start.startswith(_UTF16) else "utf-8-sig"
    text = start.decode(encoding, "replace").encode()
    lines = _without_hint(text).replace(b"\r", b"\n").split(b"\n", 1)
    return lines[0].decode()


def split_header(line: str) -> tuple[list[str], str]:
    """(cells, separator): the separator that gives most cells with a name in them.

    Raises csv.Error for a line that is no CSV.
    """
    choices = [(next(csv.reader([line], delimiter=separator), [""]), separator) for separator in SEPARATORS]
    return max(choices, key=lambda choice: sum(bool(normalised(cell)) for cell in choice[0]))


def _from_windows(body: bytes, findings: Findings) -> bytes:
    if is_utf8(body):
        return body
    body = body.removeprefix(codecs.BOM_UTF8)
    findings.note("not_utf8", sum(not line.isascii() for line in body.split(b"\n")))
    return body.decode("cp1252", "replace").encode()


def is_utf8(text: bytes | pa.Buffer) -> bool:
    """Whether the bytes are UTF-8, found without decoding them: one emoji makes a text four times its bytes."""
    data = pa.py_buffer(text)
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(np.array([0, data.size], np.int64)), data])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _without_hint(body: bytes) -> bytes:
    """Without the line `sep=;` that some programs put first for Excel."""
    end = body.find(b"\n") + 1
    hint = body[: min(end, 10)].removeprefix(codecs.BOM_UTF8)
    return body[end:] if hint[:4].lower() == b"sep=" and len(hint) in (6, 7) and hint.endswith(b"\n") else body
