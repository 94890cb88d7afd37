"""Where a file waits until the browser has it."""

import secrets


def kept_apart(mime: str) -> str:
    """`mime` with a parameter that no other file has, for `st.download_button`.

    Streamlit keeps a file under a digest of its type, name and length and, above 1 MiB, of three samples of its
    content (`streamlit/runtime/memory_media_file_storage.py`). A large file in which a newer fetch changed one cell in
    between would be taken for the one before. The parameter also keeps addresses from being worked out from content.
    """
    return f"{mime}; file={secrets.token_hex(16)}"
