"""Searching the rows of a table."""

from collections.abc import Sequence

import pandas as pd


def rows_with(table: pd.DataFrame, columns: Sequence[str], query: str) -> pd.DataFrame:
    """The rows whose text in these columns, taken together, holds every word, in any case."""
    if table.empty or not query.strip():
        return table
    texts = table[list(columns)].fillna("").agg(" ".join, axis=1).str.casefold()
    found = pd.Series(True, index=table.index)
    for word in query.casefold().split():
        found &= texts.str.contains(word, regex=False)
    return table[found]
