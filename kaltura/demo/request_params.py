"""What a request asks for: path, query string and body read as Kaltura reads them, in this order of precedence."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Params = dict[str, Any]
"""Texts by name; a value may be Params itself (filter, pager)."""

SCRIPT = ("api_v3", "index.php", "")


def read_request(target: str, content_type: str, body: bytes) -> Params | None:
    """All parameters, with `service` and `action` among them; None when the address is not the API's.

    target: the request line's path and query string.
    """
    split = urlsplit(target)
    pieces = unquote(split.path).split("/")
    if pieces[1:2] != ["api_v3"]:
        return None
    # Kaltura decodes the path before it splits it, so a "/" inside a value breaks the value in two.
    names = [piece for piece in pieces if piece not in SCRIPT]
    in_path = list(zip(names[::2], [*names[1::2], ""], strict=False))
    params = _read_body(content_type, body)
    for pairs in (parse_qsl(split.query, keep_blank_values=True), in_path):
        params = _merged(params, _nested(pairs))
    return params


def text(params: Mapping[str, Any], name: str, default: str = "") -> str:
    """A parameter as text; the default when it is missing or not a text."""
    value = params.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else default


def group(params: Mapping[str, Any], name: str) -> Params:
    """A parameter that holds parameters, e.g. `filter`; empty when it is missing."""
    value = params.get(name)
    return value if isinstance(value, dict) else {}


def whole_number(value: str) -> int:
    """A text as PHP turns it into a number: the digits it begins with, else 0."""
    found = re.match(r"\s*-?\d+", value)
    return int(found[0]) if found else 0


def _read_body(content_type: str, body: bytes) -> Params:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            value = json.loads(body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
    if kind == "application/x-www-form-urlencoded":
        return _nested(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return {}


def _nested(pairs: Iterable[tuple[str, str]]) -> Params:
    """filter[statusIn]=2 and filter:statusIn=2 both become {"filter": {"statusIn": "2"}}."""
    params: Params = {}
    for name, value in pairs:
        first, *rest = re.split(r"[:\[]", name.replace("]", ""))
        within = params
        for step in rest:
            within[first] = within[first] if isinstance(within.get(first), dict) else {}
            within, first = within[first], step
        within[first] = value
    return params


def _merged(weak: Params, strong: Params) -> Params:
    """Both, where `strong` wins; groups are merged inside."""
    both = dict(weak)
    for name, value in strong.items():
        inside = both.get(name)
        both[name] = _merged(inside, value) if isinstance(inside, dict) and isinstance(value, dict) else value
    return both
