"""How a file is made and handed over, and where it waits until the browser has it."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from kaltura.ui import access, audit

T = TypeVar("T")


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
