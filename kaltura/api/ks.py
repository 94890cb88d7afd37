"""What can be read in a Kaltura session (KS) without asking Kaltura.

Version 2 is base64 of `v2|<partner id>|<encrypted>`: only the partner ID can be read.
Version 1 is base64 of `<sha1>|pid;pid;expiry;type;rand;user;privileges;…`: all of it can be.
Source: the open-source server's session classes. Nothing here proves that a session is valid.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_SECRET = re.compile(r"[0-9a-fA-F]{32}")
_V1 = re.compile(r"[0-9a-f]{40}\|(.*)", re.DOTALL)


@dataclass(frozen=True)
class KsFacts:
    """What a session says about itself. expiry is UTC; None where the version hides it."""

    version: int
    partner_id: int
    expiry: datetime | None = None
    admin: bool | None = None


def looks_like_secret(text: str) -> bool:
    """Whether `text` is an account secret (32 hexadecimal digits) rather than a session."""
    return _SECRET.fullmatch(text.strip()) is not None


def read_ks(ks: str) -> KsFacts | None:
    """What `ks` reveals; None when it is not a session of either version."""
    raw = _decoded(ks)
    if raw.startswith(b"v2|"):
        partner = raw.split(b"|", 2)[1].decode("ascii", "replace")
        return KsFacts(2, int(partner)) if _is_number(partner) else None
    version_1 = _V1.fullmatch(raw.decode("utf-8", "replace"))
    return _read_v1(version_1[1].split(";")) if version_1 else None


def _read_v1(fields: list[str]) -> KsFacts | None:
    if len(fields) < 4 or not all(map(_is_number, (fields[0], fields[2], fields[3]))):
        return None
    try:
        expiry = datetime.fromtimestamp(int(fields[2]), UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return KsFacts(1, int(fields[0]), expiry, admin=fields[3] == "2")


def _decoded(ks: str) -> bytes:
    # Version 2 is written with the URL-safe alphabet, version 1 with either, and padding gets lost in pasting.
    plain = ks.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
