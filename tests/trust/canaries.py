"""Finds secrets in anything that was shown or written, also in disguise and in pieces."""

import base64
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

PIECE = 12  # characters in a row that no other text has by chance


def disguises(secret: str) -> set[str]:
    """The secret as it is, percent-encoded, and as base64 at each of the three places it can have in a longer text."""
    forms = {secret, quote(secret, safe=""), quote_plus(secret), secret.encode().hex(), secret[::-1]}
    for before in range(3):
        packed = base64.b64encode(b"x" * before + secret.encode())
        inside = packed[4 if before else 0 :].rstrip(b"=")[:-1].decode()  # the ends mix with what stands beside
        forms |= {inside, inside.replace("+", "-").replace("/", "_")}
    return forms


def leaks(text: str, secrets: Iterable[str]) -> list[str]:
    """Pieces of the secrets that stand in `text`."""
    pieces = {
        form[at : at + PIECE] for secret in secrets for form in disguises(secret) for at in range(len(form) - PIECE + 1)
    }
    return [piece for at in range(len(text) - PIECE + 1) if (piece := text[at : at + PIECE]) in pieces]
