"""Which session belongs to which event, from the column that our own export adds."""

import codecs

import pytest

from kaltura.fetch.files import from_files
from tests.fetch.test_files import check, fetched, ours


@pytest.mark.parametrize("added", [b'"', b'"checked by me\n'])
def test_an_export_that_somebody_wrote_into_keeps_its_events(added: bytes) -> None:
    """A quote that no other one closes: the rows are read line by line then."""
    name, body = ours(fetched())[1]
    second = body.index(b"\n", body.index(b"\n") + 1) + 1
    ds = from_files([(name, body[:second] + added + body[second:])])
    check(ds)
    tags = {(str(cue), event) for cue, event in ds.event_tags.iter_rows()}
    assert tags == {("1_cue0", "Open Day"), ("1_cue1", "Open Day")}


def test_joined_exports_have_no_event_called_events() -> None:
    name, body = ours(fetched())[1]
    ds = from_files([(name, body + body.removeprefix(codecs.BOM_UTF8))])
    assert "repeated_header" in check(ds)
    assert [*ds.event_names.values()] == ["Open Day"]
