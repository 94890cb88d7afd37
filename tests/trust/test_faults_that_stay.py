"""Each failure, always, on each report, each way to fail in each window: a report is missing or the fetch ends."""

import pytest

from kaltura.dataset import IN_DOUBT
from kaltura.reports.columns import Report
from tests.trust.checks import check_loss, faulty, undisturbed
from tests.trust.faults import NOT_SEEN, ROWS, met_at
from tests.trust.three_days import WHERE, accounted_for, fetched, same_rows

each_report = pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))


@pytest.mark.parametrize("where", WHERE)
@each_report
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


@each_report
@pytest.mark.parametrize(("kind", "where"), met_at(ROWS, WHERE, "middle"))
def test_what_stays_is_said_and_nothing_else_is_lost(kind: str, report: Report, where: str) -> None:
    check_loss(kind, report, where, always=True)
