"""The definitions as files show them: the workbook's sheet and docs/metrics.md.

`python -m kaltura.export.definitions > docs/metrics.md` writes the page anew; a test keeps the two equal.
"""

from collections.abc import Iterator

import pandas as pd

from kaltura.export.columns import columns_of_files
from kaltura.metrics.definitions import DEFINITIONS, SECTIONS, Definition

_INTRODUCTION = """\
# What each number means

Every figure of the dashboard says under “How is this computed?” what stands here. In formulas, m is the minutes of an
attendance, r the part of them that Kaltura counts as engaged (0 to 1), D the length of its session in minutes,
U a number of distinct people, and Σ a sum over what the figure covers.

This page is written by `python -m kaltura.export.definitions > docs/metrics.md`.
"""
_COLUMNS = """\
## Columns of the files

The report files hold Kaltura's columns under their own names and in their own units, then those that we add.
Null, an empty cell, stands for “not known”.

| file | column | meaning |
|---|---|---|
"""


def definitions_table() -> pd.DataFrame:
    """One row per definition: Number, Meaning, Formula, Share of."""
    rows = [(d.title, d.text, d.formula, d.denominator) for d in DEFINITIONS.values()]
    return pd.DataFrame(rows, columns=["Number", "Meaning", "Formula", "Share of"])


def columns_table() -> pd.DataFrame:
    """One row per column of the files: File, Column, Meaning."""
    return pd.DataFrame([*columns_of_files()], columns=["File", "Column", "Meaning"])


def definitions_markdown() -> str:
    """The text of docs/metrics.md; each heading's anchor is the definition's key."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    yield _INTRODUCTION
    for section, definitions in SECTIONS.items():
        yield f"## {section}\n"
        yield from map(_entry, definitions)
    yield _COLUMNS + "".join(f"| {file} | `{column}` | {meaning} |\n" for file, column, meaning in columns_of_files())


def _entry(definition: Definition) -> str:
    lines = [f'<a id="{definition.key}"></a>', f"### {definition.title}", "", definition.text]
    if definition.formula:
        lines += ["", f"    {definition.formula}"]
    if definition.denominator:
        lines += ["", f"Share of: {definition.denominator}."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(definitions_markdown(), end="")  # noqa: T201 — the command that writes the page
