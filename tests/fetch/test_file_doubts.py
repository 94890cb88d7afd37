"""Files that may not hold all there is: nothing can be asked again, so that it is said."""

import pytest

from kaltura.dataset import Dataset
from kaltura.fetch.files import from_files
from kaltura.reports.columns import Report
from tests.fetch.test_files import Files, check, exported, fetched, ours


def in_doubt(ds: Dataset) -> str:
    """The kind of what makes it doubtful."""
    check(ds)
    assert ds.doubt is not None
    assert not ds.complete
    return ds.doubt.kind


def changed(files: Files, report: Report, body: bytes) -> Files:
    """The files with another content for a report."""
    place = list(Report).index(report)
    return [*files[:place], (files[place][0], body), *files[place + 1 :]]


@pytest.mark.parametrize("report", Report)
def test_a_file_that_was_cut_off_lacks_nobody_knows_how_much(report: Report) -> None:
    whole = exported()[list(Report).index(report)][1]
    assert in_doubt(from_files(changed(exported(), report, whole[:-3]))) == "cut_body"


def test_what_was_left_out_of_our_own_files_without_their_record_is_not_known() -> None:
    assert in_doubt(from_files(ours(fetched()))) == "selection_not_known"
    assert in_doubt(from_files([*ours(fetched()), ("fetch.json", b"{}")])) == "record_not_read"
