"""The definitions as files show them: the workbook's sheet and docs/metrics.md.

`python -m kaltura.export.definitions > docs/metrics.md` writes the page anew; a test keeps the two equal.
"""

import pandas as pd

from kaltura.metrics.definitions import DEFINITIONS

_INTRODUCTION = """\
# What each number means

Every figure of the dashboard links to its line here. In formulas, m is the minutes of an attendance, r the part of
them that Kaltura counts as engaged (0 to 1), D the length of its session in minutes, U a number of distinct people,
and Σ a sum over what the figure covers.
"""


def definitions_table() -> pd.DataFrame:
    """One row a definition: Number, Meaning, Formula, Share of."""
    rows = [(d.title, d.text, d.formula, d.denominator) for d in DEFINITIONS.values()]
    return pd.DataFrame(rows, columns=["Number", "Meaning", "Formula", "Share of"])


def definitions_markdown() -> str:
    """The text of docs/metrics.md; each heading's anchor is the definition's key."""
    parts = [_INTRODUCTION]
    for definition in DEFINITIONS.values():
        lines = [f'<a id="{definition.key}"></a>', f"## {definition.title}", "", definition.text]
        if definition.formula:
            lines += ["", f"    {definition.formula}"]
        if definition.denominator:
            lines += ["", f"Share of: {definition.denominator}."]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    print(definitions_markdown(), end="")  # noqa: T201 — the command that writes the page
