"""A choice of one among a few that are all seen, kept for the browser session."""

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

K = TypeVar("K")


def choose_one(label: str, options: Mapping[K, str], key: str, *, default: K | None = None, **more: Any) -> K:
    """The chosen key of options (key → words); until a choice `default`, or else the first.

    key: the widget's. more: of st.segmented_control, as `help`.
    """
    first = next(iter(options)) if default is None else default
    chosen = st.segmented_control(
        label,
        list(options),
        default=first,
        required=True,
        format_func=options.__getitem__,
        key=key,
        persist_state="session",
        **more,
    )
    return chosen if chosen in options else first  # a choice kept from earlier may be none of these
