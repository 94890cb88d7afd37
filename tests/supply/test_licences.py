"""Every package that is installed with the dashboard is on the list, with a licence that asks nothing of its users."""

import re

import pytest

from tests.supply.licences import ELSEWHERE, document, licence
from tests.supply.lock import ROOT, locked, without_hash

PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|Mozilla|MPL|PSF|Zlib|0BSD|CC0|ISC|Unlicense|HPND)\b")
PAGE = ROOT / "docs" / "licences.md"


def rows() -> dict[str, tuple[str, str]]:
    """Package → version and licence, as the page says."""
    found = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (version, said) for name, version, said in found if name not in ("package", "---")}


def test_the_page_lists_exactly_what_is_locked() -> None:
    assert {name: version for name, (version, _) in rows().items()} == locked()


@pytest.mark.parametrize("name", sorted(locked()))
def test_its_licence_is_what_the_package_says_and_is_permissive(name: str) -> None:
    said = rows()[name][1]
    assert licence(name) in (said, ELSEWHERE)
    assert PERMISSIVE.search(said) or said == ELSEWHERE
    assert not re.search(r"\b[AL]?GPL", said)


def test_the_page_can_be_made_anew() -> None:
    head = document().split("| package |")[0]
    assert PAGE.read_text(encoding="utf-8").startswith(head)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_download_is_fixed_by_a_hash(lock: str) -> None:
    assert locked(lock)
    assert without_hash(lock) == []


def test_both_locks_agree() -> None:
    everything = locked("requirements-dev.txt")
    assert {name: everything.get(name) for name in locked()} == locked()
