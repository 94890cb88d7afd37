"""What printable files share: text that is never markup, and what a Content-Security-Policy allows by its hash."""

import base64
import hashlib
import html
from functools import cache


def text(value: object) -> str:
    """Any value as text of an element or an attribute."""
    return html.escape(str(value), quote=True)


@cache
def allowed(code: str) -> str:
    """'sha256-…' of a script or a style, as a policy names the ones that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
