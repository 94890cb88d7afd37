"""Whose a session is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.ks import looks_like_secret, partner_of

SHA1 = "0123456789abcdef0123456789abcdef01234567"


def v1(fields: str) -> str:
    return base64.b64encode(f"{SHA1}|{fields}".encode()).decode()


def v2(partner: int) -> str:
    return base64.urlsafe_b64encode(b"v2|%d|" % partner + bytes(range(200, 232))).decode()


def test_version_1_tells_the_partner() -> None:
    assert partner_of(v1("102;102;1767225600;2;0.55;ada;setrole:REPORT_VIEWER_ROLE;102;")) == 102


def test_version_2_tells_the_partner() -> None:
    ks = v2(1234567)
    assert ks.startswith("djJ8")
    for text in (ks, ks.rstrip("="), f" {ks}\n", ks.replace("-", "+").replace("_", "/")):
        assert partner_of(text) == 1234567


@pytest.mark.parametrize(
    "text",
    ["", "hello", "0123456789abcdef" * 2, v1("x;y"), v1("9" * 20 + ";1;1767225600;0"), v1(""), "djJ8"],
)
def test_what_is_no_session_tells_nothing(text: str) -> None:
    assert partner_of(text) is None


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(b"v2|" + raw).decode()))
def test_any_text_can_be_read(text: str) -> None:
    partner = partner_of(text)
    assert partner is None or partner >= 0


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("0123456789abcdef" * 2, True),
        (" 0123456789ABCDEF0123456789abcdef\n", True),
        ("0" * 31, False),
        ("g" * 32, False),
    ],
)
def test_a_secret_is_32_hexadecimal_digits(text: str, secret: bool) -> None:
    assert looks_like_secret(text) is secret
