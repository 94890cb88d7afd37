"""docs/licences.md from what the installed packages say: `python -m tests.supply.licences > docs/licences.md`."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution

from tests.supply.lock import locked

HEADER = """\
# Licences

What is installed with the dashboard, as each package states it. Made from the installed packages by
`python -m tests.supply.licences`; a test keeps it complete. Packages that only other systems need are marked.

| package | version | licence |
|---|---|---|
"""
ELSEWHERE = "only on other systems"
_CLASSIFIER = "License :: OSI Approved :: "


def document() -> str:
    """The page."""
    rows = (f"| {name} | {version} | {licence(name)} |" for name, version in sorted(locked().items()))
    return HEADER + "\n".join(rows) + "\n"


def licence(name: str) -> str:
    """What a package says its licence is."""
    try:
        return _stated(distribution(name))
    except PackageNotFoundError:
        return ELSEWHERE


def _stated(package: Distribution) -> str:
    said = package.metadata
    classifiers = [c.removeprefix(_CLASSIFIER) for c in said.get_all("Classifier", []) if c.startswith(_CLASSIFIER)]
    text = (said.get("License") or "").strip().splitlines()
    short = text[0] if len(text) == 1 and len(text[0]) < 60 else ""
    return said.get("License-Expression") or ", ".join(classifiers) or short or "not stated"


if __name__ == "__main__":
    print(document(), end="")
