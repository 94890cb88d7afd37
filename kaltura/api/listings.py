"""Names of events and rooms, page by page. Optional: a report-only session may list neither."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kaltura.api.errors import ServerError

PAGE = 500  # what the server gives at most, without saying that it cut
_MOST_PAGES = 200  # entry search itself ends at 10,000


@dataclass(frozen=True)
class Named:
    """An event or a room: its ID, and its name as the account wrote it (untrusted text)."""

    id: str
    name: str


@dataclass(frozen=True)
class SessionInfo:
    """What Kaltura says about a session. expiry is UTC; None when it never ends or is not said."""

    user_id: str
    expiry: datetime | None
    privileges: str


Page = Callable[[Mapping[str, str]], Any]
"""Pager fields → the value of one page."""


def all_pages(page: Page) -> list[Named]:
    """Every object of a list call, once each. Raises ServerError when an answer is no list."""
    found: dict[str, Named] = {}
    for number in range(1, _MOST_PAGES + 1):
        value = page({"pager[pageSize]": str(PAGE), "pager[pageIndex]": str(number)})
        objects = value.get("objects") if isinstance(value, dict) else None
        if not isinstance(objects, list):
            raise ServerError("Kaltura answered a request for a list with something else.", "Try again later.")
        before = len(found)
        found |= {one.id: one for one in map(_named, objects) if one}
        # A short page may be a server's own limit, so the count decides where it is said; a page that adds nothing
        # ends it too.
        if len(found) == before or 0 < _count(value) <= len(found):
            break
    return list(found.values())


def session_info(value: Any) -> SessionInfo:
    """The answer of session.get. Raises ServerError when it is something else."""
    if not isinstance(value, dict):
        raise ServerError("Kaltura did not describe the session.", "Try again later.")
    expiry = _number(value.get("expiry"))
    return SessionInfo(
        user_id=_writable(value.get("userId") or ""),
        expiry=datetime.fromtimestamp(expiry, UTC) if expiry and 0 < expiry < 1 << 35 else None,
        privileges=_writable(value.get("privileges") or ""),
    )


def _named(item: Any) -> Named | None:
    if not isinstance(item, dict) or item.get("id") in (None, ""):
        return None
    return Named(_writable(item["id"]), _writable(item.get("name") or item["id"]))


def _writable(value: Any) -> str:
    # A name cut in the middle of an emoji ends in half of a pair, which JSON may hold and no frame or file can.
    return str(value).encode("utf-8", "replace").decode()


def _count(value: Any) -> int:
    return _number(value.get("totalCount")) or 0


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
