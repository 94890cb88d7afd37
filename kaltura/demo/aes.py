"""AES-128 in CBC mode with a zero vector: the cipher inside a KS V2 (FIPS 197).

In Python because it is only needed by the emulator, for a few blocks a session: no dependency is worth that.
It protects nothing; real sessions are made by Kaltura.
"""

from collections.abc import Callable
from functools import lru_cache

BLOCK = 16
ROUNDS = 10


def encrypt(key: bytes, message: bytes) -> bytes:
    """The message, padded with zero bytes to whole blocks, encrypted. key: 16 bytes."""
    keys = _round_keys(key)
    padded = message + bytes(-len(message) % BLOCK)
    previous, out = bytes(BLOCK), bytearray()
    for at in range(0, len(padded), BLOCK):
        previous = _encrypt_block(keys, _xor(padded[at : at + BLOCK], previous))
        out += previous
    return bytes(out)


def decrypt(key: bytes, message: bytes) -> bytes:
    """The reverse; zero padding stays. Raises ValueError when the message is not whole blocks."""
    if len(message) % BLOCK:
        raise ValueError("not whole blocks")
    keys = _round_keys(key)
    previous, out = bytes(BLOCK), bytearray()
    for at in range(0, len(message), BLOCK):
        block = message[at : at + BLOCK]
        out += _xor(_decrypt_block(keys, block), previous)
        previous = block
    return bytes(out)


def _times(a: int, b: int) -> int:
    """The product in the cipher's field of 256 elements."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _substitutions() -> bytes:
    inverse = [0] * 256
    for a in range(1, 256):
        inverse[a] = next(b for b in range(1, 256) if _times(a, b) == 1) if not inverse[a] else inverse[a]
        inverse[inverse[a]] = a
    return bytes(_affine(b) for b in inverse)


def _affine(b: int) -> int:
    return 0x63 ^ b ^ _turn(b, 1) ^ _turn(b, 2) ^ _turn(b, 3) ^ _turn(b, 4)


def _turn(b: int, by: int) -> int:
    return (b << by | b >> (8 - by)) & 0xFF


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, bytes, dict[int, bytes]]:
    """S-box, its reverse, and products with the numbers that mixing columns needs. Made on first use: 30 ms."""
    box = _substitutions()
    back = bytes(box.index(b) for b in range(256))
    products = {n: bytes(_times(n, b) for b in range(256)) for n in (1, 2, 3, 9, 11, 13, 14)}
    return box, back, products


@lru_cache(maxsize=8)
def _round_keys(key: bytes) -> tuple[bytes, ...]:
    if len(key) != BLOCK:
        raise ValueError("an AES-128 key has 16 bytes")
    box = _tables()[0]
    words, constant = [key[i : i + 4] for i in range(0, BLOCK, 4)], 1
    for i in range(4, 4 * (ROUNDS + 1)):
        word = words[-1]
        if i % 4 == 0:
            word = bytes(box[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _times(constant, 2)
        words.append(_xor(word, words[i - 4]))
    return tuple(b"".join(words[i : i + 4]) for i in range(0, len(words), 4))


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


# Byte i of the state is row i % 4, column i // 4; row r is shifted by r columns.
SHIFT = [(i + 4 * (i % 4)) % BLOCK for i in range(BLOCK)]
SHIFT_BACK = [(i - 4 * (i % 4)) % BLOCK for i in range(BLOCK)]


def _mixer(factors: tuple[int, int, int, int]) -> Callable[[bytes], bytes]:
    def mix(state: bytes) -> bytes:
        tables = [_tables()[2][f] for f in factors]
        return bytes(
            tables[-r % 4][state[c]]
            ^ tables[(1 - r) % 4][state[c + 1]]
            ^ tables[(2 - r) % 4][state[c + 2]]
            ^ tables[(3 - r) % 4][state[c + 3]]
            for c in range(0, BLOCK, 4)
            for r in range(4)
        )

    return mix


_mix = _mixer((2, 3, 1, 1))
_mix_back = _mixer((14, 11, 13, 9))


def _encrypt_block(keys: tuple[bytes, ...], block: bytes) -> bytes:
    box = _tables()[0]
    state = _xor(block, keys[0])
    for number in range(1, ROUNDS + 1):
        state = bytes(box[state[i]] for i in SHIFT)
        state = _xor(_mix(state) if number < ROUNDS else state, keys[number])
    return state


def _decrypt_block(keys: tuple[bytes, ...], block: bytes) -> bytes:
    back = _tables()[1]
    state = block
    for number in range(ROUNDS, 0, -1):
        state = _xor(state, keys[number])
        state = _mix_back(state) if number < ROUNDS else state
        state = bytes(back[state[i]] for i in SHIFT_BACK)
    return _xor(state, keys[0])
