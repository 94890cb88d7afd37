"""Kaltura sessions (KS): minted, read and judged as Kaltura's server does.

V2: base64, URL-safe, of `v2|<partner>|` and AES-128-CBC(sha1(secret)[:16]) of sha1(rest) + rest, where rest is
16 random bytes and the fields as a query string: the privileges, `_e` expiry, `_t` type, `_u` user.
V1: base64 of `<sha1 hex of secret and rest>|pid;pid;expiry;type;rand;user;privileges;master;data`.
"""

import base64
import binascii
import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from kaltura.demo import cipher
from kaltura.demo.api_errors import invalid_ks

USER, WIDGET, ADMIN = 0, 1, 2
V2 = b"v2|"
SHA1_SIZE, RANDOM_SIZE = 20, 16
KNOWN = 1000  # sessions whose reading is remembered


@dataclass(frozen=True)
class Session:
    """What a KS says. expiry: Unix seconds. type: USER, WIDGET or ADMIN. hash: what Kaltura knows it by."""

    partner_id: int
    user: str
    type: int
    expiry: int
    privileges: str = ""
    hash: str = field(default="", repr=False)

    def privilege(self, name: str) -> list[str] | None:
        """The values of a privilege (`name:a/b`), [] when it has none, None when it is not there."""
        found = None
        for part in self.privileges.split(","):
            key, _, value = part.strip().partition(":")
            if key == name:
                found = (found or []) + (value.split("/") if value else [])
        return found


def mint_v2(secret: str, session: Session) -> str:
    """A KS V2 for what `session` says, signed with the admin secret."""
    privileges = dict(_pair(p) for p in session.privileges.split(",") if p.strip())
    fields = {**privileges, "_e": session.expiry, "_t": session.type, "_u": session.user}
    rest = os.urandom(RANDOM_SIZE) + urlencode(fields).encode()
    secret_part = cipher.encrypt(_key(secret), _digest(rest) + rest)
    return base64.urlsafe_b64encode(V2 + f"{session.partner_id}|".encode() + secret_part).decode()


def read(ks: str, partner_id: int, secret: str) -> Session:
    """What a KS says. Raises ApiError INVALID_KS, which repeats the string, when it is not the partner's own."""
    try:
        raw = base64.b64decode(ks.encode("ascii").replace(b"-", b"+").replace(b"_", b"/"), validate=True)
        session = _read_v2(raw, secret) if raw.startswith(V2) else _read_v1(raw, secret)
    except (ValueError, KeyError, IndexError, binascii.Error):
        raise invalid_ks(ks) from None
    if session.partner_id != partner_id:
        raise invalid_ks(ks)
    return session


def _read_v2(raw: bytes, secret: str) -> Session:
    _, partner, encrypted = raw.split(b"|", 2)
    plain = cipher.decrypt(_key(secret), encrypted)
    rest = plain[SHA1_SIZE:].rstrip(b"\0")
    signature = plain[:SHA1_SIZE]
    if _digest(rest) != signature:
        raise ValueError("signature")
    fields = dict(parse_qsl(rest[RANDOM_SIZE:].decode(), keep_blank_values=True))
    expiry, kind, user = int(fields.pop("_e")), int(fields.pop("_t")), fields.pop("_u")
    privileges = ",".join(f"{k}:{v}" if v else k for k, v in fields.items() if not k.startswith("_"))
    return Session(int(partner), user, kind, expiry, privileges, signature.hex())


def _read_v1(raw: bytes, secret: str) -> Session:
    signature, info = raw.decode().split("|", 1)
    if _sha1(secret + info) != signature:
        raise ValueError("signature")
    partner, _, expiry, kind, _, user, privileges = (info.split(";") + [""] * 7)[:7]
    return Session(int(partner), user, int(kind), int(expiry), privileges, signature)


def _pair(privilege: str) -> tuple[str, str]:
    key, _, value = ("all:*" if privilege.strip() == "*" else privilege.strip()).partition(":")
    return key, value


def _key(secret: str) -> bytes:
    return _digest(secret.encode())[:16]


def _digest(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _sha1(text: str) -> str:
    return _digest(text.encode()).hex()


class AccountSessions:
    """The sessions of one account: which were ended, which have expired, how often each may still be used.

    clock: the present in Unix seconds. Safe to use from many threads.
    """

    def __init__(self, partner_id: int, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._partner_id = partner_id
        self._secret = secret
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, Session] = {}
        self._ended: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def now(self) -> float:
        """The present, in Unix seconds."""
        return self._clock()

    def mint(self, kind: int, user: str, expiry: int, privileges: str) -> tuple[str, Session]:
        """A new KS V2 that lasts `expiry` seconds, and what it says."""
        session = Session(self._partner_id, user, kind, int(self._clock()) + expiry, privileges)
        ks = mint_v2(self._secret, session)
        return ks, self.read(ks)

    def read(self, ks: str) -> Session:
        """What a KS says, whether or not it still holds. Raises ApiError INVALID_KS."""
        with self._lock:
            if ks in self._known:
                return self._known[ks]
        session = read(ks, self._partner_id, self._secret)
        with self._lock:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[ks] = session
        return session

    def use(self, session: Session, ip: str, uri: str) -> None:
        """Counts one use. Raises ApiError INVALID_KS with the reason when the session does not hold (any more)."""
        reason = self._refusal(session, ip, uri)
        if reason:
            raise invalid_ks(reason)

    def end(self, session: Session, reason: str = "LOGOUT") -> None:
        """From now on the session is refused for this reason. A widget session cannot be ended: anyone may make one."""
        with self._lock:
            if session.type != WIDGET and session.privilege("widget") is None:
                self._ended.setdefault(session.hash, reason)

    def _refusal(self, session: Session, ip: str, uri: str) -> str | None:
        if session.expiry <= self._clock():
            return "EXPIRED"
        ips, uris = session.privilege("iprestrict"), session.privilege("urirestrict")
        if ips is not None and ip not in ips:
            return "EXCEEDED_RESTRICTED_IP"
        if uris is not None and not _uri_matches(uri, "/".join(uris)):
            return "EXCEEDED_RESTRICTED_URI"
        return self._ended_or_used_up(session)

    def _ended_or_used_up(self, session: Session) -> str | None:
        limit = session.privilege("actionslimit")
        with self._lock:
            if session.hash in self._ended:
                return self._ended[session.hash]
            if not limit:
                return None
            self._used[session.hash] = self._used.get(session.hash, 0) + 1
            return "EXCEEDED_ACTIONS_LIMIT" if self._used[session.hash] > int(limit[0]) else None


def _uri_matches(uri: str, patterns: str) -> bool:
    """Whether one of the patterns, separated by "|", is the URI or, ending in "*", its beginning."""
    return any(uri == p or (p.endswith("*") and uri.startswith(p[:-1])) for p in patterns.split("|"))
