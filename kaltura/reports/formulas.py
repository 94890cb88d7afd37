"""Cells that a spreadsheet would run as a formula: made harmless in our export, and given back on reading it.

A text cell that starts with `=`, `+`, `-`, `@` (also full width) or a control character gets a leading `'`.
So does one that has `'`s before such a character, so that taking one `'` off gives every cell back.
"""

import polars as pl

_LIVE = r"[=+\-@＝＋－＠\x00-\x1f\x7f]"


def harmless(cell: pl.Expr) -> pl.Expr:
    """A text expression whose cells no spreadsheet takes for a formula."""
    return cell.str.replace(f"^('*{_LIVE})", "'${1}")


def restored(cell: pl.Expr) -> pl.Expr:
    """The text that `harmless` was given."""
    return cell.str.replace(f"^'('*{_LIVE})", "${1}")
