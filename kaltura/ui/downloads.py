"""Buttons that give a file, and where it waits until the browser has it."""

import secrets
from collections.abc import Callable

import streamlit as st

from kaltura.export.names import file_name
from kaltura.ui import audit
from kaltura.ui.state import view

_MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "parquet": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def kept_apart(mime: str) -> str:
    """`mime` with a parameter that no other file has, for `st.download_button`.

    Streamlit keeps a file under a digest of its type, name and length and, above 1 MiB, of three samples of its
    content (`streamlit/runtime/memory_media_file_storage.py`). A large file in which a newer fetch changed one cell in
    between would be taken for the one before. The parameter also keeps addresses from being worked out from content.
    """
    return f"{mime}; file={secrets.token_hex(16)}"


def download(
    label: str,
    build: Callable[[], bytes],
    stem: str,
    ext: str,
    *,
    rows: int,
    primary: bool = False,
    disabled: bool = False,
) -> None:
    """One button whose file is built when it is pressed."""
    st.download_button(
        label,
        audit.exported(f"{stem}.{ext}", build, rows),
        file_name(view(), stem, ext),
        kept_apart(_MIME[ext]),
        key=f"export_{stem}_{ext}",
        on_click="ignore",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        disabled=disabled,
    )
