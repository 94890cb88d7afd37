"""Success or failure? Kaltura answers nearly everything with HTTP 200, so the body decides.

In this order: a byte-order mark is a report; JSON or XML with a code is an error of the API; an empty
body with `X-Kaltura: error-…` is one too; all else did not come from the API. Pure functions: an Answer
in, the value or `Failed` out. Nothing here raises, so no error ever drags another one's text along.
"""

import codecs
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from kaltura.api.backoff import BLOCKED, NEVER, TRANSPORT, RetryRule
from kaltura.api.errors import AnalyticsError, RateLimited, TransportError
from kaltura.api.exchange import Answer
from kaltura.api.redaction import Redactor
from kaltura.api.refusals import refusal

_XML_ERROR = re.compile(r"(?:<\?xml[^>]*\?>)?<xml><result><error>(.*)", re.DOTALL)
_XML_RESULT = re.compile(r"(?:<\?xml[^>]*\?>)?<xml><result>([^<]*)</result>", re.DOTALL)
_HEADER_ERROR = re.compile(r"(?:^|,)\s*error-\s*(\w+)", re.IGNORECASE)
ACCOUNT = re.compile(r"Report_\d+_(\d+)", re.IGNORECASE)  # in the name that Kaltura gives a report's file
# Bytes of JSON that are read: objects take thirty times as much memory. A page of 500 rooms is about 1.5 MB.
_LONGEST_ERROR, _LONGEST_LIST = 500_000, 4_000_000
_NOT_KALTURA = "Check the region or the address."
_LATER = "Try again in a few minutes."


@dataclass(frozen=True)
class Failed:
    """An answer that is no success: the error to raise, and whether to try again first."""

    error: AnalyticsError
    rule: RetryRule = NEVER
    retry_after: float | None = None


@dataclass(frozen=True)
class Reported:
    """What an API error says: its code, its words, and its named arguments."""

    code: str
    message: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


def decide_report(answer: Answer, redact: Redactor) -> bytes | Failed:
    """The CSV bytes of a report, still with their byte-order mark."""
    if answer.body.startswith(codecs.BOM_UTF8):
        return answer.body if answer.body.endswith(b"\n") else _cut(answer)
    return _failure(answer, redact, _json(answer.body, _LONGEST_ERROR))


def decide_value(answer: Answer, redact: Redactor) -> Any:
    """The JSON value of any other call, or the text of an XML result; or `Failed`."""
    value = _json(answer.body, _LONGEST_LIST)
    if reported(answer, value) is None and answer.status == 200:
        if value is not None:
            return value
        result = _XML_RESULT.match(_text(answer.body))
        if result:
            return html.unescape(result[1])
    return _failure(answer, redact, value)


def reported(answer: Answer, value: Any) -> Reported | None:
    """The API error in an answer, if there is one. `value` is the body read as JSON, or None."""
    if isinstance(value, dict) and isinstance(value.get("code"), str):
        args = value.get("args")
        named = {str(k): str(v) for k, v in args.items()} if isinstance(args, dict) else {}
        return Reported(value["code"], str(value.get("message", "")), named)
    xml = _XML_ERROR.match(_text(answer.body))
    if xml:
        return _from_xml(xml[1])
    header = _HEADER_ERROR.search(answer.headers.get("X-Kaltura", ""))
    if header and not answer.body:
        return Reported(header[1], answer.headers.get("X-Kaltura-App", ""))
    return None


def account(answer: Answer) -> str | None:
    """The partner ID of the account that answered, from the file name it gave the report."""
    named = ACCOUNT.search(answer.headers.get("Content-Disposition", ""))
    return named[1] if named else None


def session_id(answer: Answer, redact: Redactor) -> str | None:
    """X-Kaltura-Session, which Kaltura's support asks for."""
    return redact.clean(answer.headers.get("X-Kaltura-Session", ""))[:64] or None


def _failure(answer: Answer, redact: Redactor, value: Any) -> Failed:
    said = reported(answer, value)
    if said is None:
        return _no_api(answer)
    code = redact.clean(said.code)[:64]
    row = refusal(code, redact.clean(said.message), said.args)
    error = row.kind(row.message, row.next_step, code=code, session_id=session_id(answer, redact))
    return Failed(error, row.rule, _retry_after(answer))


def _no_api(answer: Answer) -> Failed:
    """The failure of an answer that the API did not write."""
    after = _retry_after(answer)
    if answer.status == 429:
        return Failed(RateLimited(f"{answer.host} receives too many calls from here.", _LATER), BLOCKED, after)
    if answer.status in (502, 503, 504):
        message = f"{answer.host} is not available at the moment (HTTP {answer.status})."
        return Failed(TransportError(message, _LATER), TRANSPORT, after)
    if 300 <= answer.status < 400:
        message = f"{answer.host} points to another address (HTTP {answer.status}). It was not followed."
        return Failed(TransportError(message, _NOT_KALTURA))
    if answer.status != 200:
        message = f"{answer.host} answered HTTP {answer.status}, which is not an answer of Kaltura's API."
        return Failed(TransportError(message, _NOT_KALTURA))
    if codecs.BOM_UTF8.startswith(answer.body) or answer.body[:1] in b'{["':
        return _cut(answer)
    what = "a web page" if b"<html" in answer.body[:2000].lower() else "something that is no answer of Kaltura's API"
    return Failed(TransportError(f"{answer.host} answered with {what}.", _NOT_KALTURA))


def _cut(answer: Answer) -> Failed:
    size = f"was cut off after {len(answer.body):,} bytes. None of it was used." if answer.body else "was empty."
    message = f"The answer of {answer.host} {size}"
    return Failed(TransportError(message, _LATER), TRANSPORT)


def _retry_after(answer: Answer) -> float | None:
    """Seconds that the server asks to wait, from a number or a date; None when it does not say."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
        return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError, TypeError):
        return None


def _from_xml(error: str) -> Reported | None:
    code = re.search(r"<code>\s*([^<]+?)\s*</code>", error)
    message = re.search(r"<message>([^<]*)</message>", error)
    args = re.findall(r"<name>([^<]*)</name>\s*<value>([^<]*)</value>", error)
    if not code:
        return None
    named = {html.unescape(name): html.unescape(value) for name, value in args}
    return Reported(html.unescape(code[1]), html.unescape(message[1]) if message else "", named)


def _json(body: bytes, longest: int) -> Any:
    try:
        return json.loads(body) if len(body) <= longest else None
    except (ValueError, RecursionError):
        return None


def _text(body: bytes) -> str:
    return body[:20_000].decode("utf-8", "replace").strip()
