"""Where the server finds its settings, whatever starts it, and when it does not start."""

import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st

from kaltura.ui.settings import check_readable
from tests.conftest import ROOT

ASKED = """
import sys; sys.path.insert(0, sys.argv[1])
import app
from streamlit import config
print(config.get_option("client.toolbarMode"), *config.get_option("secrets.files"), sep="\\n")
"""


def test_a_server_started_elsewhere_follows_the_settings_beside_the_app(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(ROOT)], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    mode, *files = done.stdout.split()
    assert mode == "minimal"
    assert str(ROOT / ".streamlit" / "secrets.toml") in files


def test_secrets_that_the_server_may_not_read_end_the_start_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, folder = tmp_path / "written.toml", tmp_path / "secrets.toml"
    written.write_text("demo_scale = 1\n")
    monkeypatch.setattr(st, "get_option", lambda _: [str(tmp_path / "none.toml"), str(written)])
    check_readable()
    folder.mkdir()  # what Docker makes of a file that is not there
    monkeypatch.setattr(st, "get_option", lambda _: [str(folder)])
    with pytest.raises(SystemExit, match="cannot be read"):
        check_readable()
