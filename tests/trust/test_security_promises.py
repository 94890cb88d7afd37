"""SECURITY.md names a test for each promise; each of them exists."""

import ast
import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
ROWS = [line for line in TEXT.splitlines() if line.startswith("|")][2:]


def test_every_promise_names_a_test() -> None:
    assert ROWS
    assert len(NAMED) == len(ROWS)


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_the_named_test_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
