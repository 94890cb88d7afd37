"""Secrets are taken out of text, whole and in pieces, known and unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.redaction import LONGEST, MASK, Redactor

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=4, max_size=80)


@given(SECRETS, st.text(max_size=100), st.text(max_size=100))
def test_a_known_secret_never_comes_through(secret: str, before: str, after: str) -> None:
    cleaned = Redactor([secret]).clean(before + secret + after)
    assert secret not in cleaned or secret in MASK * 3


@given(st.text("abcdefgh0123+/", min_size=30, max_size=60), st.integers(0, 15), st.integers(13, 30))
def test_pieces_of_a_known_secret_do_not_come_through(secret: str, start: int, length: int) -> None:
    piece = secret[start : start + length]
    assert piece not in Redactor([secret]).clean(f"said: {piece}!")


@pytest.mark.parametrize(
    "shape",
    ["0123456789abcdef0123456789ABCDEF", "a" * 40, "b" * 64, "djJ8MTIzfGFiY2Q", "QUJD" * 20 + "==", "d-_9" * 20],
)
def test_what_looks_like_a_secret_is_masked_unknown(shape: str) -> None:
    assert Redactor().clean(f"before {shape} after") == f"before {MASK} after"


@pytest.mark.parametrize("text", ["?ks=whatever&x", "/ks/whatever/params", "KSX"])
def test_what_stands_where_a_session_is_sent_is_masked(text: str) -> None:
    assert "whatever" not in Redactor().clean(text)


def test_ordinary_words_stay() -> None:
    text = "The access to service [report->getCsvFromStringParams] is forbidden for partner 1234567, entry 1_ab12cd34"
    assert Redactor(["a-secret-that-is-not-here"]).clean(text) == text


def test_text_becomes_one_bounded_line() -> None:
    assert Redactor().clean("a\nb\x00c\t\u202ed") == "a b c d"
    assert len(Redactor().clean("word " * 1000)) == LONGEST


def test_secrets_learnt_later_are_masked_and_never_printed() -> None:
    redact = Redactor()
    redact.learn("learnt-later", "")
    assert redact.clean("x learnt-later y") == f"x {MASK} y"
    assert "learnt-later" not in repr(redact)
