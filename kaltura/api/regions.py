"""Where Kaltura is: its public regions, and custom addresses for self-hosted installations."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from kaltura.api.addresses import OPERATOR, AddressPolicy, is_loopback
from kaltura.api.errors import UsageError


@dataclass(frozen=True)
class Region:
    """One of Kaltura's public clouds."""

    key: str
    title: str
    base: str


REGIONS: dict[str, Region] = {
    region.key: region
    for region in (
        Region("us", "United States", "https://www.kaltura.com"),
        Region("eu", "EU (Ireland)", "https://api.eu.kaltura.com"),
        Region("de", "Germany", "https://api.de.kaltura.com"),
        Region("ca", "Canada", "https://api.ca.kaltura.com"),
        Region("sg", "Singapore", "https://api.sg.kaltura.com"),
        Region("ap", "Australia", "https://api.ap.kaltura.com"),
    )
}

_BASES = frozenset(region.base for region in REGIONS.values())
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
_EXAMPLE = "Give it as https://kaltura.example.edu, without anything after the host."


def check_base(text: str, policy: AddressPolicy = OPERATOR) -> str:
    """The base address in `text`, as "scheme://host[:port]".

    A whole API address is cut down to its base. Refuses (UsageError, which never repeats more than the
    host: a pasted address may hold a session) anything but https, except http to this machine where the
    policy allows loopback; user names; other paths; and hosts that the policy refuses.
    """
    parts, host, port = _split(text.strip())
    name = f"[{host}]" if ":" in host else host
    authority = name if port in (None, 443 if parts.scheme == "https" else 80) else f"{name}:{port}"
    base = f"{parts.scheme}://{authority}"
    if base in _BASES:
        return base
    if parts.scheme != "https" and not (parts.scheme == "http" and policy.loopback and is_loopback(host)):
        raise UsageError(
            f"The address of {host} does not begin with https://, so a session sent there could be read on the way.",
            _EXAMPLE,
        )
    policy.check_name(host)
    if not policy.allows_host(authority) and not (policy.loopback and is_loopback(host)):
        raise UsageError(
            f"{authority} is not among the addresses that this dashboard may connect to.",
            "Choose one of Kaltura's regions, or ask whoever runs this dashboard to allow the address.",
        )
    return base


def _split(text: str) -> tuple[SplitResult, str, int | None]:
    read = _read(text)
    if read is None:  # raised here and not while handling, whose own error may repeat the text
        raise _not_a_base()
    parts, ascii_host, port = read
    if not (":" in ascii_host or _HOST.fullmatch(ascii_host)) or parts.scheme not in ("http", "https") or port == 0:
        raise _not_a_base()
    if parts.username is not None or parts.password is not None:
        raise UsageError("The address holds a user name or password.", _EXAMPLE)
    if parts.path.rstrip("/") and not parts.path.startswith("/api_v3"):
        raise UsageError(f"The address of {ascii_host} goes on after the host.", _EXAMPLE)
    return parts, ascii_host, port


def _read(text: str) -> tuple[SplitResult, str, int | None] | None:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
        return parts, host if ":" in host else host.encode("idna").decode("ascii").lower(), parts.port
    except (ValueError, UnicodeError):
        return None


def _not_a_base() -> UsageError:
    return UsageError("This is not the address of a Kaltura server.", _EXAMPLE)
