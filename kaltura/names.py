"""Names of rooms, events and people in plain text: on one line, and told apart."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def short(name: object, limit: int = 48) -> str:
    """One line of at most `limit` characters; an ellipsis stands for what was cut."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(name or "")).split())
    if not text:
        return "(no name)"
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def distinct(names: Mapping[K, str | None]) -> dict[K, str]:
    """ID → name that no other ID has: rooms that share a name, or have none, carry their ID behind it."""
    shown = {key: short(name, 80) if name else "" for key, name in names.items()}
    seen: dict[str, int] = {}
    for name in shown.values():
        seen[name] = seen.get(name, 0) + 1
    return {key: name if name and seen[name] == 1 else f"{name or '(no name)'} · {key}" for key, name in shown.items()}
