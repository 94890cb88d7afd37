"""The three ways to prove who we are: a ready session, an account secret, an app token.

Kaltura recommends app tokens: they can be limited and revoked. None of these values ever shows its
secret when printed. Everything that is wrong with credentials before they are sent is a
CredentialsError whose text does not repeat them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from kaltura.api.errors import CredentialsError
from kaltura.api.ks import looks_like_secret, read_ks

HashName = Literal["SHA1", "MD5", "SHA256", "SHA512"]
HASHES: tuple[HashName, ...] = get_args(HashName)  # the first is Kaltura's default

_UNSENDABLE = re.compile(r"[\s\x00-\x1f\x7f]")


@dataclass(frozen=True)
class ReadyKs:
    """A session made elsewhere. Refuses an account secret, which must never be sent as a session."""

    ks: str = field(repr=False)

    def __post_init__(self) -> None:
        ks = self.ks.strip().strip("\"'")
        if not ks:
            raise CredentialsError("The session (KS) is empty.", "Paste the whole session, or use an app token.")
        if looks_like_secret(ks):
            raise CredentialsError(
                "This is not a session (KS): 32 hexadecimal digits are an account's admin secret. It was not sent.",
                "Give it as the admin secret together with the partner ID; a session is then made from it.",
            )
        if _UNSENDABLE.search(ks) or not ks.isascii():
            raise CredentialsError(
                "The session (KS) holds spaces, line breaks or other characters that no session has.",
                "Copy it again, whole and on one line.",
            )
        object.__setattr__(self, "ks", ks)

    @property
    def partner_id(self) -> int | None:
        """The account that the session belongs to, when it can be read."""
        facts = read_ks(self.ks)
        return facts.partner_id if facts else None

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.ks,)


@dataclass(frozen=True)
class AdminSecret:
    """The account's secret, from which sessions are made for `user_id`."""

    partner_id: int
    secret: str = field(repr=False)
    user_id: str = ""

    def __post_init__(self) -> None:
        _check_partner(self.partner_id)
        object.__setattr__(self, "secret", _filled(self.secret, "admin secret"))

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.secret,)


@dataclass(frozen=True)
class AppToken:
    """An application token. `hash_name` is the hash type that the token was made with (SHA1 unless chosen)."""

    partner_id: int
    token_id: str
    token: str = field(repr=False)
    hash_name: HashName = "SHA1"
    user_id: str = ""

    def __post_init__(self) -> None:
        _check_partner(self.partner_id)
        object.__setattr__(self, "token_id", _filled(self.token_id, "app token's ID"))
        object.__setattr__(self, "token", _filled(self.token, "app token"))
        if self.hash_name not in HASHES:
            raise CredentialsError("The app token's hash type is unknown.", f"Choose one of {', '.join(HASHES)}.")

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.token,)


Credentials = ReadyKs | AdminSecret | AppToken


def from_ks_field(text: str, partner_id: int | None = None) -> ReadyKs | AdminSecret:
    """What a person typed where a session belongs: a session, or, with a partner ID, the secret it turned out to be."""
    if looks_like_secret(text) and partner_id is not None:
        return AdminSecret(partner_id, text.strip())
    return ReadyKs(text)


def from_environment(values: Mapping[str, str]) -> Credentials:
    """Credentials from KALTURA_… variables (or a secrets file with the same keys).

    KALTURA_KS; or KALTURA_PARTNER_ID with KALTURA_ADMIN_SECRET, or with KALTURA_APP_TOKEN_ID and
    KALTURA_APP_TOKEN (and KALTURA_APP_TOKEN_HASH). KALTURA_USER_ID names the user of sessions made here.
    """
    given = {key: str(value).strip() for key, value in values.items() if key.startswith("KALTURA_")}
    partner = parse_partner(given["KALTURA_PARTNER_ID"]) if given.get("KALTURA_PARTNER_ID") else None
    user = given.get("KALTURA_USER_ID", "")
    if given.get("KALTURA_KS"):
        return from_ks_field(given["KALTURA_KS"], partner)
    if given.get("KALTURA_APP_TOKEN_ID") or given.get("KALTURA_APP_TOKEN"):
        return AppToken(
            _needed(partner),
            given.get("KALTURA_APP_TOKEN_ID", ""),
            given.get("KALTURA_APP_TOKEN", ""),
            parse_hash(given.get("KALTURA_APP_TOKEN_HASH", "")),
            user,
        )
    if given.get("KALTURA_ADMIN_SECRET"):
        return AdminSecret(_needed(partner), given["KALTURA_ADMIN_SECRET"], user)
    raise CredentialsError(
        "No credentials for Kaltura were found.",
        "Set KALTURA_KS, or KALTURA_PARTNER_ID with KALTURA_ADMIN_SECRET, "
        "or with KALTURA_APP_TOKEN_ID and KALTURA_APP_TOKEN.",
    )


def parse_partner(text: str) -> int:
    """'1234567' → 1234567."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 12):
        raise CredentialsError(
            "The partner ID is not a number.", "Find it in the Kaltura Management Console under Settings › Integration."
        )
    return int(text)


def parse_hash(text: str) -> HashName:
    """'sha-256' → 'SHA256'; '' → Kaltura's default, SHA1."""
    wanted = text.strip().upper().replace("-", "") or HASHES[0]
    for name in HASHES:
        if name == wanted:
            return name
    raise CredentialsError("The app token's hash type is unknown.", f"Choose one of {', '.join(HASHES)}.")


def _needed(partner: int | None) -> int:
    if partner is None:
        raise CredentialsError("The partner ID is missing.", "Set KALTURA_PARTNER_ID to the account's number.")
    return partner


def _check_partner(partner_id: int) -> None:
    if partner_id <= 0:
        raise CredentialsError("The partner ID is not a positive number.", "Check the account's partner ID.")


def _filled(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise CredentialsError(f"The {what} is empty.", f"Give the {what}, or use other credentials.")
    return text
