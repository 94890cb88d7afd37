"""One line an event, whatever others call themselves."""

import errno
import json
import logging

import pytest

from kaltura.api.errors import CredentialsError, ServerError
from kaltura.ui import audit


@pytest.mark.parametrize(
    "who", ['ada"\n2026-11-30 14:30:02,120 audit sign-in who="eve', "ada\r\nx", "ada\u2028x", 'a" role="analyst']
)
def test_what_a_provider_calls_a_person_stays_within_its_quotes(who: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "kaltura.audit"):
        audit._line("sign-in", {"who": who, "role": "viewer"})
    line = caplog.messages[0]
    assert len(line.splitlines()) == 1
    assert line == f'audit sign-in who={json.dumps(who)} role="viewer"'


def test_a_failed_fetch_is_noted_by_its_kind_and_code_alone(caplog: pytest.LogCaptureFixture) -> None:
    refused = CredentialsError("what a server said of ann@uni.example", "Try again.", code="INVALID_APP_TOKEN_HASH")
    with caplog.at_level(logging.INFO, "kaltura.audit"):
        audit.fetched("live", 101, "https://k.example.edu:8443")(refused)
        audit.fetched("test")(ServerError("", "", code="ann@uni.example said no"))
        audit.fetched("files")(OSError(errno.ENOSPC, "No space left on device", "/home/ann"))
    assert [record.getMessage() for record in caplog.records if record.name == "kaltura.audit"] == [
        'audit fetch who="-" what="live" failed="CredentialsError" code="INVALID_APP_TOKEN_HASH" account="101" '
        'host="k.example.edu:8443" rows=0',
        'audit fetch who="-" what="test" failed="ServerError" code="-" account="-" rows=0',
        'audit fetch who="-" what="files" failed="OSError ENOSPC" code="-" account="-" rows=0',
    ]
