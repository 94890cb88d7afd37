"""What a line of the server's log begins with, and what it says of a failure."""

import errno
import logging
import re

import pytest

from kaltura.ui.logs import dated, kind


def test_a_line_begins_with_its_moment(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.Logger("apart")  # below no other, as on a server without a configuration of its own
    for _ in range(2):
        dated(log).error("incident 0a1b2c3d: OSError ENOSPC")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} incident 0a1b2c3d: OSError ENOSPC", line)


def test_an_operators_own_handler_stands() -> None:
    log = logging.Logger("apart")
    log.addHandler(logging.NullHandler())
    assert len(dated(log).handlers) == 1


def test_a_failure_is_named_without_its_words() -> None:
    assert kind(OSError(errno.ENOSPC, "No space left on device", "/home/ann")) == "OSError ENOSPC"
    assert kind(FileNotFoundError(errno.ENOENT, "ann.csv")) == "FileNotFoundError ENOENT"
    assert kind(OSError("ann")) == "OSError"
    assert kind(ValueError("ann")) == "ValueError"
