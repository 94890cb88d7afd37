"""How a file is made and handed over, and where it waits until the browser has it."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from kaltura.export.names import file_name
from kaltura.ui import access, audit
from kaltura.ui.state import view

T = TypeVar("T")

_MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "parquet": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(
    label: str,
    build: Callable[[], bytes],
    stem: str,
    ext: str,
    *,
    rows: int,
    what: str = "",
    part: str = "",
    **look: Any,
) -> None:
    """A button whose file is built when it is pressed, on another thread, where this session's state is out of reach.

    stem, ext: of the file's name, to which the selection is added. rows: in the file. what: the kind of file in the
    audit log, where its name is not that. part: more for the file's name, which tells it from others of the stem.
    look: more for st.download_button.
    """
    st.download_button(
        label,
        handed_over(what or f"{stem}.{ext}", build, rows),
        file_name(view(), f"{stem}_{part}", ext),
        kept_apart(_MIME[ext]),
        on_click="ignore",
        **{"key": f"export_{stem}_{ext}", "icon": ":material/download:", **look},
    )


def handed_over(what: str, build: Callable[[], T], rows: int) -> Callable[[], T]:
    """`build` for st.download_button: only for who may still have the file when it is made, and noted in the audit log.

    what: the kind of file, in words of ours. Streamlit builds downloads on another thread, where nobody is signed in.
    """
    ask, noted = access.lasting(), audit.exported(what, build, rows)

    def made() -> T:
        ask()
        return noted()

    return made


def kept_apart(mime: str) -> str:
    """`mime` with a parameter that no other file has, for `st.download_button`.

    Streamlit keeps a file under a digest of its type, name and length and, above 1 MiB, of three samples of its
    content (`streamlit/runtime/memory_media_file_storage.py`). A large file in which a newer fetch changed one cell in
    between would be taken for the one before. The parameter also keeps addresses from being worked out from content.
    """
    return f"{mime}; file={secrets.token_hex(16)}"
