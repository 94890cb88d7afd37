"""What the operator wrote into secrets.toml. Browsers see titles of accounts alone."""

import logging
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import streamlit as st

from kaltura.api.addresses import AddressPolicy
from kaltura.api.credentials import AdminSecret, AppToken, Credentials, ReadyKs, parse_hash, parse_partner
from kaltura.api.errors import AnalyticsError, UsageError
from kaltura.ui.dates import TERM_STARTS
from kaltura.ui.secrets_file import secrets

LARGEST_DEMO = 60  # more takes minutes to make, and gigabytes
_SIGN_IN = Event()
log = logging.getLogger("kaltura.ui")


def check_readable() -> None:
    """Ends the start in words when a secrets.toml is not the server's to read: every answer would be an error."""
    for path in st.get_option("secrets.files"):
        try:
            if Path(path).exists():
                Path(path).open("rb").close()
        except OSError as error:
            raise SystemExit(
                f"{path} cannot be read ({error.strerror}), so nobody knows who may come in. Nothing was started. "
                "Let the user that runs the server read the file, or take it away."
            ) from None


def accounts() -> dict[str, str]:
    """Named accounts: key → title, for a list to choose from. No credentials."""
    return {key: str(entry.get("title", key)) for key, entry in _accounts().items()}


def has_credentials(key: str) -> bool:
    """Whether the operator gave the account's credentials too; else people type their own."""
    return not {"ks", "app_token", "admin_secret"}.isdisjoint(_entry(key))


def account_credentials(key: str) -> Credentials:
    """The credentials of a named account. Raises AnalyticsError, for its operator, when the entry lacks something."""
    entry = _entry(key)
    try:
        return _credentials(key, entry)
    except AnalyticsError as error:
        raise for_operator(error) from None


def are_an_accounts(credentials: Credentials) -> bool:
    """Whether credentials are those of a named account, which no visitor can mend."""
    for key in filter(has_credentials, accounts()):
        with suppress(AnalyticsError):
            if account_credentials(key) == credentials:
                return True
    return False


def for_operator(error: AnalyticsError) -> AnalyticsError:
    """The same failure, with its next step for a visitor who cannot take it."""
    advice = f"Tell whoever runs this dashboard: {error.next_step}"
    return type(error)(error.message, advice, code=error.code, session_id=error.session_id)


def _credentials(key: str, entry: Mapping[str, Any]) -> Credentials:
    if entry.get("ks"):
        return ReadyKs(str(entry["ks"]))
    if entry.get("partner_id"):
        partner = parse_partner(str(entry["partner_id"]), f"partner_id of the account “{key}” in secrets.toml")
        if entry.get("app_token_id") and entry.get("app_token"):
            hashed = parse_hash(str(entry.get("app_token_hash", "")))
            return AppToken(partner, str(entry["app_token_id"]), str(entry["app_token"]), hashed)
        if entry.get("admin_secret"):
            return AdminSecret(partner, str(entry["admin_secret"]))
    raise UsageError(
        f"The account “{key}” in secrets.toml has no complete credentials.",
        "Give it ks, or partner_id with app_token_id and app_token, or partner_id with admin_secret.",
    )


def account_place(key: str) -> tuple[str | None, str | None]:
    """(region key, base address) of a named account; one of them is set."""
    entry = _entry(key)
    base = entry.get("base")
    return (None, str(base)) if base else (str(entry.get("region", "us")), None)


def account_policy(key: str) -> AddressPolicy:
    """What a named account's own base may lead to: its host, and only where the entry says so, a private network
    (`private = true`) or this machine (`loopback = true`)."""
    entry = _entry(key)
    return AddressPolicy(loopback=entry.get("loopback") is True, private=entry.get("private") is True)


def allowed_hosts() -> frozenset[str]:
    """Hosts beside Kaltura's regions that may be asked."""
    return frozenset(host.casefold() for host in texts(secrets().get("allowed_hosts")))


def framed_by() -> tuple[str, ...]:
    """Origins beside our own whose pages may show the dashboard inside theirs; what is no https origin is left out."""
    listed = texts(secrets().get("framed_by"))
    return tuple(origin for origin in listed if re.fullmatch(r"https://[\w.*-]+(:\d+)?", origin, re.ASCII))


def auth() -> Mapping[str, Any]:
    """Streamlit's own section for OpenID Connect; empty when there is none."""
    return _mapping("auth")


def served_by_https() -> bool:
    """Whether people's own address of this dashboard, as the sign-in's redirect_uri tells it, is https."""
    try:
        return str(auth().get("redirect_uri", "")).startswith("https://")
    except UsageError:
        return False


def access() -> Mapping[str, Any]:
    """Who is let in: analysts, viewers, groups_claim."""
    return _mapping("access")


def sign_in() -> bool:
    """Whether people must sign in. A list without a provider closes the dashboard, it does not open it.

    Once they must, they must until the server starts anew: a file that is written again is empty for a moment.
    Raises UsageError when secrets.toml is there and cannot be read, as nobody knows then who may come in.
    """
    if not {"auth", "access"}.isdisjoint(secrets()):
        _SIGN_IN.set()
    return _SIGN_IN.is_set()


def providers() -> tuple[str, ...]:
    """The providers to choose from; "" is the only one of an [auth] without names."""
    return tuple(key for key, value in auth().items() if isinstance(value, Mapping) and "client_id" in value) or ("",)


def pseudonym_key() -> bytes:
    """The operator's key for "Hide names"; empty when there is none. Raises UsageError for what is no text."""
    written = secrets().get("pseudonym_key", "")
    if not isinstance(written, str):  # as text, true or 5 could be guessed
        raise UsageError("The pseudonym_key in secrets.toml is no text.", "Its operator must put it in quotes.")
    return written.encode()


def term_starts() -> tuple[tuple[int, int], ...]:
    """First days of terms as (month, day); unreadable ones are left out."""
    starts = (_month_day(text) for text in texts(secrets().get("term_starts")))
    return tuple(start for start in starts if start) or TERM_STARTS


def _month_day(text: str) -> tuple[int, int] | None:
    """'08-31' → (8, 31); None of what is no day of every year, as a term begins in each."""
    with suppress(ValueError):
        found = datetime.strptime(f"2001-{text}", "%Y-%m-%d")  # noqa: DTZ007  a date without a time
        return found.month, found.day
    return None


def demo_scale() -> float:
    """How large the demo account is: 1 is about 20,000 attendances. 1 too if the entry is no number up to 60."""
    written = secrets().get("demo_scale")
    if isinstance(written, bool) or not isinstance(written, int | float):
        return 1.0
    return float(written) if 0 < written <= LARGEST_DEMO else 1.0


def _entry(key: str) -> Mapping[str, Any]:
    entries = _accounts()
    if key not in entries:
        raise UsageError(f"There is no account named “{key}”.", "Choose one of the accounts in the list.")
    entry: Mapping[str, Any] = entries[key]
    return entry


def _accounts() -> Mapping[str, Mapping[str, Any]]:
    return {key: entry for key, entry in _mapping("accounts").items() if isinstance(entry, Mapping)}


def texts(values: object) -> tuple[str, ...]:
    """What an entry lists: a list of texts, or one text; anything else is none."""
    if isinstance(values, str):
        return (values,)
    if not isinstance(values, Iterable) or isinstance(values, Mapping):
        return ()
    return tuple(value for value in values if isinstance(value, str))


def _mapping(name: str) -> Mapping[str, Any]:
    section = secrets().get(name, {})
    return section if isinstance(section, Mapping) else {}
