"""The lock files: which versions of which packages are installed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)")


def locked(file: str = "requirements.txt") -> dict[str, str]:
    """Package → version."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return dict(found.groups() for line in lines if (found := _PIN.match(line)))


def without_hash(file: str) -> list[str]:
    """Packages that the lock does not fix by a hash."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split()[0] for line in text.splitlines() if _PIN.match(line) and "--hash=sha256:" not in line]
