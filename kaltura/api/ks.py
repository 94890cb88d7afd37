"""Whose a Kaltura session (KS) is, without asking Kaltura.

Version 2 is base64 of `v2|<partner id>|<encrypted>`, version 1 of `<sha1>|<partner id>;pid;expiry;type;rand;user;…`.
Source: the open-source server's session classes. Nothing here proves that a session is valid.
"""

import base64
import binascii
import re

_SECRET = re.compile(r"[0-9a-fA-F]{32}")
_PARTNER = re.compile(rb"v2\|([0-9]{1,15})\||[0-9a-f]{40}\|([0-9]{1,15});")


def looks_like_secret(text: str) -> bool:
    """Whether `text` is an account secret (32 hexadecimal digits) rather than a session."""
    return _SECRET.fullmatch(text.strip()) is not None


def partner_of(ks: str) -> int | None:
    """The ID of the account that `ks` is a session of; None when it is not a session of either version."""
    found = _PARTNER.match(_decoded(ks))
    return int(found[1] or found[2]) if found else None


def _decoded(ks: str) -> bytes:
    # Version 2 is written with the URL-safe alphabet, version 1 with either, and padding gets lost in pasting.
    plain = ks.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
