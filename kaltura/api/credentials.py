"""The three ways to prove who we are: a ready session, an account secret, an app token.

Kaltura recommends app tokens: they can be limited and revoked. None of these values ever shows its
secret when printed. What is wrong with them before they are sent is a UsageError when a part is missing or is
no such value, and a CredentialsError when a session is no session; neither text repeats them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from kaltura.api.errors import CredentialsError, UsageError
from kaltura.api.ks import looks_like_secret, partner_of

HashName = Literal["SHA1", "MD5", "SHA256", "SHA512"]
HASHES: tuple[HashName, ...] = get_args(HashName)  # the first is Kaltura's default

KS, PARTNER, SECRET = "KALTURA_KS", "KALTURA_PARTNER_ID", "KALTURA_ADMIN_SECRET"
TOKEN_ID, TOKEN = "KALTURA_APP_TOKEN_ID", "KALTURA_APP_TOKEN"
OTHERS = frozenset({SECRET, TOKEN_ID, TOKEN})
"""Names of credentials that may stand beside those that are used."""

_SECRET_OR_TOKEN = f"{SECRET}, or {TOKEN_ID} and {TOKEN}"
_WHERE = "Find it in the Kaltura Management Console under Settings › Integration."
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
        return partner_of(self.ks)

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
    """An application token. `hash_name`: the hash type it was made with (SHA1 unless chosen), from `parse_hash`."""

    partner_id: int
    token_id: str
    token: str = field(repr=False)
    hash_name: HashName = "SHA1"
    user_id: str = ""

    def __post_init__(self) -> None:
        _check_partner(self.partner_id)
        object.__setattr__(self, "token_id", _filled(self.token_id, "app token's ID"))
        object.__setattr__(self, "token", _filled(self.token, "app token"))

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return (self.token,)


Credentials = ReadyKs | AdminSecret | AppToken


def from_ks_field(text: str, partner_id: int | None = None, user_id: str = "") -> ReadyKs | AdminSecret:
    """What a person typed where a session belongs: a session, or, with a partner ID, the secret it turned out to be."""
    if looks_like_secret(text) and partner_id is not None:
        return AdminSecret(partner_id, text.strip(), user_id)
    return ReadyKs(text)


def from_environment(values: Mapping[str, str]) -> Credentials:
    """Credentials from KALTURA_… variables (or a secrets file with the same keys).

    KALTURA_KS; or KALTURA_PARTNER_ID with KALTURA_ADMIN_SECRET, or with KALTURA_APP_TOKEN_ID and
    KALTURA_APP_TOKEN (and KALTURA_APP_TOKEN_HASH). KALTURA_USER_ID names the user of sessions made here.
    """
    given = {key: str(value).strip() for key, value in values.items() if key.startswith("KALTURA_")}
    given = {key: value for key, value in given.items() if value}
    partner = parse_partner(given[PARTNER], PARTNER) if PARTNER in given else None
    user = given.get("KALTURA_USER_ID", "")
    if KS in given:
        return from_ks_field(given[KS], partner, user)
    if partner is None and not given.keys() & OTHERS:
        raise UsageError("No credentials for Kaltura were found.", f"Set {KS}, or {PARTNER} with {_SECRET_OR_TOKEN}.")
    if partner is None:
        raise _missing(PARTNER)
    if given.keys() & {TOKEN, TOKEN_ID}:
        for name in (TOKEN_ID, TOKEN):
            if name not in given:
                raise _missing(name)
        return AppToken(
            partner, given[TOKEN_ID], given[TOKEN], parse_hash(given.get("KALTURA_APP_TOKEN_HASH", "")), user
        )
    if SECRET in given:
        return AdminSecret(partner, given[SECRET], user)
    raise UsageError(f"{PARTNER} is set, and no secret or token beside it.", f"Set {_SECRET_OR_TOKEN}.")


def parse_partner(text: str, name: str = "The partner ID") -> int:
    """'1234567' → 1234567. name: what the sentence of the UsageError calls it."""
    text = text.strip()
    if not text:
        raise UsageError(f"{name} is empty.", f"Give the account's number. {_WHERE}")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise UsageError(f"{name} is not a number.", _WHERE)
    return int(text)


def parse_hash(text: str) -> HashName:
    """'sha-256' → 'SHA256'; '' → Kaltura's default, SHA1."""
    wanted = text.strip().upper().replace("-", "") or HASHES[0]
    for name in HASHES:
        if name == wanted:
            return name
    raise UsageError("The app token's hash type is unknown.", f"Choose one of {', '.join(HASHES)}.")


def _missing(name: str) -> UsageError:
    return UsageError(f"{name} is missing or empty.", "Set it too, or use other credentials.")


def _check_partner(partner_id: int) -> None:
    if partner_id <= 0:
        raise UsageError("The partner ID is not a positive number.", "Check the account's partner ID.")


def _filled(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise UsageError(f"The {what} is empty.", f"Give the {what}, or use other credentials.")
    return text
