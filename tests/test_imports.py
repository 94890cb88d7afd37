"""What import-linter does not see: app.py and pages/ lie outside the package."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCREEN = [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]
MAY_IMPORT = {"kaltura.charts", "kaltura.metrics", "kaltura.reports.columns", "kaltura.ui"}


def imported(path: Path) -> set[str]:
    """The modules that a file imports, in full."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            found.add(str(node.module))
    return found


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.name)
def test_a_page_shows_what_is_computed_elsewhere(path: Path) -> None:
    ours = {module for module in imported(path) if within(module, {"kaltura", "tests", "benchmarks"})}
    assert ours
    assert {module for module in ours if not within(module, MAY_IMPORT)} == set()


def test_streamlit_is_imported_by_the_screen_alone() -> None:
    files = [*(ROOT / "kaltura").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    users = {path.relative_to(ROOT).as_posix() for path in files if uses_streamlit(path)}
    assert {user for user in users if not user.startswith("kaltura/ui/")} == {"benchmarks/visitor.py"}


def uses_streamlit(path: Path) -> bool:
    return any(within(module, {"streamlit"}) for module in imported(path))
