"""Answers as bytes: reports as Kaltura prints CSV, results and errors as its XML and JSON."""

import codecs
import io
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from kaltura.demo.api_errors import ALSO_IN_HEADERS, IN_HEADERS_ONLY, ApiError

JSON, XML = "1", "2"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
NEVER_STORE = ("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0")

# Names that Kaltura's reports wrap in quotes although nothing else is quoted.
WRAPPED = frozenset({"entry_name", "parent_entry_name", "breakout_entry_name"})

# Kaltura's XML of this error names one argument, its JSON all three.
IN_XML = {"INVALID_KS": ("KSID",)}

Delivery = Literal["whole", "reset", "cut", "cut_unannounced", "cut_chunked", "cut_at_a_line", "slow", "late"]


@dataclass(frozen=True)
class Answer:
    """What is sent. delivery: how; seconds: how long a slow or late one takes."""

    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delivery: Delivery = "whole"
    seconds: float = 0


def csv_bytes(rows: pl.DataFrame, excluded: Collection[str] = (), *, bare: bool = False) -> bytes:
    """A report as Kaltura prints it. rows: all text, never null.

    BOM, header, rows, each line ended by a line feed; nothing quoted but WRAPPED; commas in cells become spaces.
    bare: a report without rows is BOM and line feed alone, without its header.
    """
    if bare and rows.is_empty():
        return codecs.BOM_UTF8 + b"\n"
    kept = rows.select(name for name in rows.columns if name not in excluded)
    cells = kept.select(_cell(name) for name in kept.columns)
    out = io.BytesIO(codecs.BOM_UTF8)
    out.seek(0, io.SEEK_END)
    cells.write_csv(out, quote_style="never", line_terminator="\n")
    return out.getvalue()


def _cell(name: str) -> pl.Expr:
    text = pl.col(name)
    if name in WRAPPED:
        text = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return text.str.replace_all(",", " ", literal=True).alias(name)


def result(value: Any, output: str, elapsed: float, *, declared: bool = True) -> Answer:
    """A result in the format asked for. declared: whether XML begins with its declaration."""
    if output == JSON:
        return Answer(_json(value), "application/json", headers=(NEVER_STORE,))
    return Answer(_document(_xml(value), elapsed, declared=declared), "text/xml", headers=(NEVER_STORE,))


def failure(error: ApiError, output: str, elapsed: float) -> Answer:
    """An error in the format asked for, or, from an action that answers with a file, in headers alone."""
    told = f"exiting on error {error.code} - {error.message}".replace("\n", " ").replace("\r", " ")
    if error.code in IN_HEADERS_ONLY:
        return Answer(b"", "text/html", headers=(("X-Kaltura", f"error- {error.code}"), ("X-Kaltura-App", told)))
    answer = result(_error_json(error), JSON, elapsed) if output == JSON else _error_xml(error, elapsed)
    if error.code not in ALSO_IN_HEADERS:
        return answer
    more = (("X-Kaltura", f"error-{error.code}"), ("X-Kaltura-App", told))
    return Answer(answer.body, answer.content_type, headers=answer.headers + more)


def _error_json(error: ApiError) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message,
        "objectType": "KalturaAPIException",
        "args": error.args_by_name or [],
    }


def _error_xml(error: ApiError, elapsed: float) -> Answer:
    items = [
        {"objectType": "KalturaApiExceptionArg", "name": name, "value": value}
        for name, value in error.args_by_name.items()
        if name in IN_XML.get(error.code, error.args_by_name)
    ]
    inside = {"code": error.code, "message": error.message, "objectType": "KalturaAPIException", "args": items}
    return result({"error": inside}, XML, elapsed)


def _json(value: Any) -> bytes:
    """As PHP writes it: no spaces, ASCII only, slashes escaped."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _document(inside: str, elapsed: float, *, declared: bool) -> bytes:
    start = DECLARATION if declared else ""
    end = f"<executionTime>{elapsed:.4f}</executionTime>"
    return f"{start}<xml><result>{inside}</result>{end}</xml>".encode()


def _xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{key}>{_xml(item)}</{key}>" for key, item in value.items())
    if isinstance(value, list):
        return "".join(f"<item>{_xml(item)}</item>" for item in value)
    return "" if value is None else _escape(str(value))


def _escape(text: str) -> str:
    allowed = "".join(c for c in text if c >= " " or c in "\t\n\r")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        allowed = allowed.replace(character, entity)
    return allowed
