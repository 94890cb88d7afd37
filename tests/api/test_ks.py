"""What a session reveals."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.ks import looks_like_secret, read_ks

SHA1 = "0123456789abcdef0123456789abcdef01234567"


def v1(fields: str) -> str:
    return base64.b64encode(f"{SHA1}|{fields}".encode()).decode()


def v2(partner: int) -> str:
    return base64.urlsafe_b64encode(b"v2|%d|" % partner + bytes(range(200, 232))).decode()


def test_version_1_tells_partner_and_expiry() -> None:
    facts = read_ks(v1("102;102;1767225600;2;0.55;ada;setrole:REPORT_VIEWER_ROLE;102;"))
    assert facts is not None
    assert (facts.version, facts.partner_id, facts.admin) == (1, 102, True)
    assert facts.expiry == datetime(2026, 1, 1, tzinfo=UTC)


def test_version_2_tells_the_partner_and_hides_the_rest() -> None:
    ks = v2(1234567)
    assert ks.startswith("djJ8")
    for text in (ks, ks.rstrip("="), f" {ks}\n", ks.replace("-", "+").replace("_", "/")):
        facts = read_ks(text)
        assert facts is not None
        assert (facts.version, facts.partner_id, facts.expiry, facts.admin) == (2, 1234567, None, None)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "0123456789abcdef" * 2, v1("x;y"), v1("1;1;99999999999999999999;0"), v1("1;1;999999999999999;0")],
)
def test_what_is_no_session_tells_nothing(text: str) -> None:
    assert read_ks(text) is None


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(b"v2|" + raw).decode()))
def test_any_text_can_be_read(text: str) -> None:
    facts = read_ks(text)
    assert facts is None or facts.partner_id >= 0


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
