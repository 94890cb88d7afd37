"""Keys and IDs in Kaltura's shapes, the same for the same seed."""

import hashlib

import numpy as np
import numpy.typing as npt

from kaltura.demo.account import DemoToken
from kaltura.demo.university_arrays import Ints
from kaltura.demo.viewing import mixed

ALPHABET = np.array(list("0123456789abcdefghijklmnopqrstuvwxyz"))
LENGTH = 8


def ids(kind: str, seed: int, numbers: Ints) -> list[str]:
    """IDs such as 1_ab12cd34, one for each number."""
    salt = np.uint64(int(digest(kind, seed)[:15], 16))
    bits = mixed(numbers.astype(np.uint64) + salt)
    digits = [(bits // np.uint64(36**place)) % np.uint64(36) for place in range(LENGTH)]
    letters: npt.NDArray[np.str_] = ALPHABET[np.stack(digits, axis=1).astype(np.int64)]
    return ["1_" + "".join(row) for row in letters.tolist()]


def digest(kind: str, seed: int) -> str:
    """64 hex digits that belong to this seed's `kind`."""
    return hashlib.sha256(f"{kind} of demo university {seed}".encode()).hexdigest()


def app_tokens(seed: int, now: int) -> tuple[DemoToken, ...]:
    """One that works, one with another hash, and what can be wrong: disabled, expired."""
    names = ids("token", seed, np.arange(4))
    tokens = [digest(f"token {name}", seed)[:32] for name in names]
    return (
        DemoToken(names[0], tokens[0]),
        DemoToken(names[1], tokens[1], "SHA256"),
        DemoToken(names[2], tokens[2], status=1),
        DemoToken(names[3], tokens[3], expiry=now - 86_400),
    )
