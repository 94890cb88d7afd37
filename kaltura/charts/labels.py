"""Names on charts. Names are untrusted text: Plotly reads `<a href>`, `&lt;` and `$x$` in them as markup."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar
from unicodedata import bidirectional

# "&" comes first: it begins the entities that the others become. "$" starts a formula, "{" a template field.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "{": "&#123;", "}": "&#125;"}
_TABLE = str.maketrans(_ENTITIES)


def escaped(name: object, limit: int = 48) -> str:
    """A name for any text of a Plotly figure: shortened to `limit` characters, shown exactly as written.

    None and "" become "(no name)". Line breaks and control characters become spaces. A name written from right to left
    is kept apart, or it would swallow the numbers beside it.
    """
    text = short(name, limit).translate(_TABLE)
    return f"\u2068{text}\u2069" if any(bidirectional(c) in ("R", "AL") for c in text) else text


def short(name: object, limit: int = 48) -> str:
    """One line of at most `limit` characters; an ellipsis stands for what was cut."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(name or "")).split())
    if not text:
        return "(no name)"
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


K = TypeVar("K", bound=Hashable)
_END = 12  # characters of the end of a name that is cut in its middle


def fitted(names: Mapping[K, str], limit: int) -> dict[K, str]:
    """ID → name of at most `limit` characters. Of names that would read alike the middle is cut, and not the end:
    "Biology (section 2)" is told from "Biology (section 3)" by it."""
    cut = {key: short(name, limit) for key, name in names.items()}
    seen = Counter(cut.values())
    return {key: text if seen[text] == 1 else _middle_cut(names[key], limit) for key, text in cut.items()}


def _middle_cut(name: str, limit: int) -> str:
    whole = short(name, len(name) + 1)
    if len(whole) <= limit:
        return whole
    return f"{whole[: max(1, limit - _END - 1)].rstrip()}…{whole[-_END:].lstrip()}"


def distinct(names: Mapping[K, str | None]) -> dict[K, str]:
    """ID → name that no other ID has: rooms that share a name, or have none, carry their ID behind it."""
    shown = {key: short(name, 80) if name else "" for key, name in names.items()}
    seen: dict[str, int] = {}
    for name in shown.values():
        seen[name] = seen.get(name, 0) + 1
    return {key: name if name and seen[name] == 1 else f"{name or '(no name)'} · {key}" for key, name in shown.items()}


def own_part(name: str, room: str) -> str:
    """What a breakout room's name says beside its main room's: 'Group 3' of 'Biology – Group 3'."""
    return name.removeprefix(room).lstrip(" –-·:,") or name if room else name
