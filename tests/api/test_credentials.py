"""Credentials are checked before anything is sent, and never show themselves."""

import pytest

from kaltura.api.credentials import (
    AdminSecret,
    AppToken,
    Credentials,
    ReadyKs,
    from_environment,
    from_ks_field,
    parse_hash,
    parse_partner,
)
from kaltura.api.errors import AnalyticsError, CredentialsError, UsageError

SECRET = "0123456789abcdef0123456789abcdef"
KS = "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="


def test_a_secret_in_place_of_a_session_is_told_and_not_repeated() -> None:
    with pytest.raises(CredentialsError, match="not a session") as caught:
        ReadyKs(f" {SECRET}\n")
    assert SECRET not in str(caught.value)


def test_with_a_partner_id_such_a_secret_makes_sessions() -> None:
    assert from_ks_field(SECRET, 123) == AdminSecret(123, SECRET)
    assert from_ks_field(KS, 123) == ReadyKs(KS)
    named = {"KALTURA_KS": SECRET, "KALTURA_PARTNER_ID": "123", "KALTURA_USER_ID": "job"}
    assert from_environment(named) == AdminSecret(123, SECRET, "job")
    with pytest.raises(CredentialsError):
        from_ks_field(SECRET)


@pytest.mark.parametrize("text", ["", "  ", "two words", "line\nbreak", "naïve"])
def test_what_cannot_be_a_session_is_refused(text: str) -> None:
    with pytest.raises(CredentialsError):
        ReadyKs(text)


def test_pasting_around_a_session_is_forgiven() -> None:
    assert ReadyKs(f' "{KS}"\n').ks == KS
    assert ReadyKs(KS).partner_id == 123
    assert ReadyKs("unreadable").partner_id is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"KALTURA_KS": KS}, ReadyKs(KS)),
        ({"KALTURA_KS": KS, "KALTURA_PARTNER_ID": "9"}, ReadyKs(KS)),
        ({"KALTURA_KS": SECRET, "KALTURA_PARTNER_ID": "9"}, AdminSecret(9, SECRET)),
        ({"KALTURA_PARTNER_ID": "9", "KALTURA_ADMIN_SECRET": SECRET}, AdminSecret(9, SECRET)),
        (
            {"KALTURA_PARTNER_ID": "9", "KALTURA_ADMIN_SECRET": SECRET, "KALTURA_USER_ID": "job"},
            AdminSecret(9, SECRET, "job"),
        ),
        (
            {"KALTURA_PARTNER_ID": " 9 ", "KALTURA_APP_TOKEN_ID": "1_t", "KALTURA_APP_TOKEN": "tok"},
            AppToken(9, "1_t", "tok"),
        ),
        (
            {
                "KALTURA_PARTNER_ID": "9",
                "KALTURA_APP_TOKEN_ID": "1_t",
                "KALTURA_APP_TOKEN": "tok",
                "KALTURA_APP_TOKEN_HASH": "sha-256",
            },
            AppToken(9, "1_t", "tok", "SHA256"),
        ),
    ],
)
def test_the_environment_names_credentials(given: dict[str, str], expected: Credentials) -> None:
    assert from_environment({**given, "PATH": "/bin"}) == expected


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({}, UsageError, "No credentials"),
        ({"KALTURA_KS": " "}, UsageError, "No credentials"),
        ({"KALTURA_KS": SECRET}, CredentialsError, "not a session"),
        ({"KALTURA_ADMIN_SECRET": SECRET}, UsageError, "KALTURA_PARTNER_ID is missing"),
        ({"KALTURA_PARTNER_ID": "9"}, UsageError, "KALTURA_PARTNER_ID is set, and no secret or token"),
        (
            {"KALTURA_PARTNER_ID": "abc", "KALTURA_ADMIN_SECRET": SECRET},
            UsageError,
            "KALTURA_PARTNER_ID is not a number",
        ),
        ({"KALTURA_PARTNER_ID": "0", "KALTURA_ADMIN_SECRET": SECRET}, UsageError, "not a positive number"),
        ({"KALTURA_PARTNER_ID": "9", "KALTURA_APP_TOKEN": "tok"}, UsageError, "KALTURA_APP_TOKEN_ID is missing"),
        (
            {"KALTURA_PARTNER_ID": "9", "KALTURA_APP_TOKEN_ID": "1_t", "KALTURA_APP_TOKEN": ""},
            UsageError,
            "KALTURA_APP_TOKEN is missing or empty",
        ),
    ],
)
def test_what_is_missing_is_said_without_repeating_what_is_there(
    given: dict[str, str], kind: type[AnalyticsError], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        from_environment(given)
    assert SECRET not in str(caught.value)


def test_hash_types() -> None:
    assert [parse_hash(text) for text in ("", "sha1", "MD5", " Sha-512 ")] == ["SHA1", "SHA1", "MD5", "SHA512"]
    with pytest.raises(UsageError):
        parse_hash("SHA3")


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "1" * 20])
def test_a_partner_id_is_a_number(text: str) -> None:
    with pytest.raises(UsageError, match="is not a number" if text else "is empty"):
        parse_partner(text)


def test_nothing_secret_is_printed() -> None:
    for one in (ReadyKs(KS), AdminSecret(9, SECRET), AppToken(9, "1_t", "the-token")):
        assert not any(secret in f"{one} {one!r}" for secret in one.secrets())
