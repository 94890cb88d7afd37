"""SECURITY.md and docs/ name a test for each promise; each of them exists. docs/metrics.md and licences.md are made."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT

MADE = {"metrics.md", "licences.md"}  # by a program, and kept equal by tests/export and tests/supply
PAGES = [ROOT / "SECURITY.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in MADE)]
HEAD = "| promise | kept by |\n|---|---|\n"
ROW = re.compile(r"\| .+\.? \| `(tests/[\w/]+\.py)::(\w+)` \|")


def rows(text: str) -> list[str]:
    """The lines of all tables of promises."""
    return [line for table in text.split(HEAD)[1:] for line in table.split("\n\n")[0].splitlines()]


TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
NAMED = sorted({found for text in TEXTS.values() for found in ROW.findall(text)})


@pytest.mark.parametrize("page", TEXTS)
def test_every_promise_names_a_test(page: str) -> None:
    assert rows(TEXTS[page])
    assert [line for line in rows(TEXTS[page]) if not ROW.fullmatch(line)] == []


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_the_named_test_exists(file: str, name: str) -> None:
    assert name in functions_of(file)


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
