"""Searching the rows of a table: the box to type into, and the rows that hold what was typed."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st


def search_box(label: str, key: str, placeholder: str) -> str:
    """A text field beside a table's heading, and what stands in it."""
    typed = st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        icon=":material/search:",
        label_visibility="collapsed",
        persist_state="session",
        width=280,
    )
    return typed or ""


def rows_with(table: pd.DataFrame, columns: Sequence[str], query: str) -> pd.DataFrame:
    """The rows whose text in these columns, taken together, holds every word, in any case."""
    if table.empty or not query.strip():
        return table
    texts = table[list(columns)].fillna("").agg(" ".join, axis=1).str.casefold()
    found = pd.Series(True, index=table.index)
    for word in query.casefold().split():
        found &= texts.str.contains(word, regex=False)
    return table[found]
