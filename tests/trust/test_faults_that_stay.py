"""Each failure, always, and each way to fail on each report in each window: a report is missing or the fetch ends."""

import pytest

from kaltura.dataset import IN_DOUBT
from kaltura.reports.columns import Report
from tests.trust.checks import check_loss, each_report_and_window, failing, faulty, undisturbed
from tests.trust.faults import NOT_SEEN, ROWS
from tests.trust.three_days import accounted_for, fetched, same_rows


@each_report_and_window
@pytest.mark.parametrize("kind", NOT_SEEN)
def test_what_looks_whole_every_time_is_in_doubt(kind: str, report: Report, where: str) -> None:
    with faulty(kind, report, where, always=True) as emulator:
        found = fetched(emulator)
        assert len(emulator.requests) <= 3 * undisturbed().calls
    accounted_for(found.dataset)
    assert not found.dataset.complete
    doubts = [problem for problem in found.dataset.problems if problem.kind in IN_DOUBT]
    assert any("did not say where" in problem.sentence for problem in doubts)
    for other in {*Report} - {report}:
        same_rows(found.dataset, undisturbed().dataset, other)


@failing(ROWS)
def test_what_stays_is_said_and_nothing_else_is_lost(kind: str, report: Report, where: str) -> None:
    check_loss(kind, report, where, always=True)
