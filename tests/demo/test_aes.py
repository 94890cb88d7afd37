"""The cipher against the examples of its own standard."""

import pytest

from kaltura.demo.aes import decrypt, encrypt

# FIPS 197, appendix B and C.1
EXAMPLES = [
    ("2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734", "3925841d02dc09fbdc118597196a0b32"),
    ("000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a"),
]
KEY = bytes(range(16))


@pytest.mark.parametrize(("key", "plain", "cipher"), EXAMPLES)
def test_the_standards_examples(key: str, plain: str, cipher: str) -> None:
    assert encrypt(bytes.fromhex(key), bytes.fromhex(plain)).hex() == cipher
    assert decrypt(bytes.fromhex(key), bytes.fromhex(cipher)).hex() == plain


def test_blocks_are_chained_and_padded_with_zeros() -> None:
    message = b"the same sixteen" * 2 + b"and five"
    secret = encrypt(KEY, message)
    assert len(secret) == 48
    assert secret[:16] != secret[16:32]
    assert decrypt(KEY, secret) == message + bytes(8)


def test_half_a_block_and_a_short_key_are_refused() -> None:
    with pytest.raises(ValueError, match="whole blocks"):
        decrypt(KEY, b"short")
    with pytest.raises(ValueError, match="16 bytes"):
        encrypt(b"short", b"message")
