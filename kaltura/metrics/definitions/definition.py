"""What one number means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One number shown anywhere.

    key: the stable name that code, links and tests use.
    title: the name on screen. text: what it says, in one or two sentences.
    formula: how it is computed, or "" when the text says it.
    denominator: what it is a part of, or "" for a count.
    """

    key: str
    title: str
    text: str
    formula: str = ""
    denominator: str = ""
