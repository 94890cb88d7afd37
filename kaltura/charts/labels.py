"""Names on charts. Names are untrusted text: Plotly reads `<a href>`, `&lt;` and `$x$` in them as markup."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar
from unicodedata import bidirectional

from kaltura.names import short

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


def own_part(name: str, room: str) -> str:
    """What a breakout room's name says beside its main room's: 'Group 3' of 'Biology – Group 3'."""
    return name.removeprefix(room).lstrip(" –-·:,") or name if room else name
