"""The cipher inside a KS V2: AES-128 in CBC mode with a zero vector and zero padding, as Kaltura's server has it."""

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 16


def encrypt(key: bytes, message: bytes) -> bytes:
    """The message, padded with zero bytes to whole blocks, encrypted. key: 16 bytes."""
    encryptor = _cipher(key).encryptor()
    return encryptor.update(message + bytes(-len(message) % BLOCK)) + encryptor.finalize()


def decrypt(key: bytes, message: bytes) -> bytes:
    """The reverse; zero padding stays. Raises ValueError when the message is not whole blocks."""
    decryptor = _cipher(key).decryptor()
    return decryptor.update(message) + decryptor.finalize()


def _cipher(key: bytes) -> Cipher[CBC]:
    return Cipher(AES(key), CBC(bytes(BLOCK)))
