"""secrets.toml as it is now: the only reader of st.secrets."""

import logging
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Lock
from typing import Any

import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.ui.logs import dated, kind

_DAMAGED = Event()
_LOOKING = Lock()
_FILES: dict[str, tuple[int, int] | None] = {}  # as they were last
log = logging.getLogger("kaltura.ui")


def secrets() -> Mapping[str, Any]:
    """All of it; empty where there is no file. Raises UsageError, for its operator, when a file cannot be read."""
    _notice_changes()
    # Reading st.secrets without a file is an error on the page; having none is normal here.
    if st.secrets.load_if_toml_exists():
        _DAMAGED.clear()
        return st.secrets
    if there := [Path(path) for path in st.get_option("secrets.files") if Path(path).exists()]:
        if not _DAMAGED.is_set():  # else each visit would say it again
            _DAMAGED.set()
            for why in filter(None, map(_damage, there)):
                dated(log).error("%s, so nobody is let in", why)
        raise UsageError(
            "This dashboard's secrets.toml cannot be read, so nobody is let in.",
            "Its operator must correct the file.",
        )
    return {}


def _notice_changes() -> None:
    """Has files read anew that have changed: Streamlit's own watching ends for good with the first it cannot read."""
    with _LOOKING:
        now = {path: _state(Path(path)) for path in st.get_option("secrets.files")}
        if _FILES and now != _FILES:
            st.secrets._reset()
        _FILES.clear()
        _FILES.update(now)


def _state(path: Path) -> tuple[int, int] | None:
    """What is another one after each change of the file; None while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _damage(path: Path) -> str:
    """What keeps a secrets file from being read, without a word of what is in it; "" when nothing does."""
    try:
        if path.is_file():
            tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return f"{path} is no TOML {f'in line {line[1]}' if line else 'at its end'}"
    except (OSError, UnicodeDecodeError) as error:
        return f"{path} cannot be read ({kind(error)})"
    return ""
