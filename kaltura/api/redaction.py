"""The one place that takes secrets out of text.

Kaltura repeats the whole session it was sent in some error messages, may cut it short, and a faulty
proxy may echo a form. So text from outside is masked twice: against the secrets that this process
knows (also pieces of them), and against the shapes that a session or secret has.
"""

import re
import threading
from collections.abc import Iterable

MASK = "•••"
LONGEST = 300  # characters of a server's message that a person is shown

_LOOKED_AT = 20 * LONGEST  # of a longer text nobody is shown the rest
_PIECE = 12  # a piece of a known secret this long is masked too
_SHAPES = re.compile(
    r"\b(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})\b"  # secrets, tokens and their hashes
    r"|djJ8[\w+/=%-]+"  # sessions, version 2
    r"|[\w+/=-]{60,}"  # sessions, version 1: long base64
    r"|(?<=\bks[=/])[^\s;&/\"'<>]+",  # whatever stands where a session is sent
)


class Redactor:
    """Masks the secrets it was told about, and whatever looks like one. Safe to share between threads."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self.learn(*secrets)

    def __repr__(self) -> str:
        return f"Redactor({len(self._secrets)} secrets)"

    def learn(self, *secrets: str) -> None:
        """Masks these from now on."""
        with self._lock:
            known = {*self._secrets, *filter(None, secrets)}
            self._secrets = tuple(sorted(known, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """`text` on one line, at most LONGEST characters, without secrets."""
        text = text[:_LOOKED_AT]
        for secret in self._secrets:
            text = _without(text, secret)
        text = _SHAPES.sub(MASK, text)
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _without(text: str, secret: str) -> str:
    """`text` with each run of characters that is a piece of `secret` masked."""
    shortest = min(_PIECE, len(secret))
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = at + shortest
        if text[at:end] not in secret or end > len(text):
            parts.append(text[at])
            at += 1
            continue
        while end < len(text) and text[at : end + 1] in secret:
            end += 1
        parts.append(MASK)
        at = end
    return "".join(parts)
