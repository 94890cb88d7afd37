"""Cells that a spreadsheet would run as a formula: made harmless in our export, and given back on reading it.

A text cell that starts with `=`, `+`, `-`, `@` (also full width) or a control character gets a leading `'`.
So does one that has `'`s before such a character, so that taking one `'` off gives every cell back. The same is done
after each `,`, `;`, tab and line break within a cell, and quotes after it: a spreadsheet whose separator is not the
file's takes the cell apart there.
"""

import polars as pl

_SIGNS = r"=+\-@＝＋－＠"
_LIVE = rf"[{_SIGNS}\x00-\x1f\x7f]"
# (what is before, what is live) in turn: a tab is live itself, so that what follows it has its `'` first.
_PLACES = (("^", _LIVE), ('[\t\r\n]"*', f"[{_SIGNS}]"), ('[,;]"*', _LIVE))


def harmless(cell: pl.Expr) -> pl.Expr:
    """A text expression whose cells no spreadsheet takes for a formula."""
    for before, live in _PLACES:
        cell = cell.str.replace_all(f"({before})('*{live})", "${1}'${2}")
    return cell


def restored(cell: pl.Expr) -> pl.Expr:
    """The text that `harmless` was given."""
    for before, live in reversed(_PLACES):
        cell = cell.str.replace_all(f"({before})'('*{live})", "${1}${2}")
    return cell
