"""Each failure, once, and each way to fail on each report in each window: got over if possible, or said."""

import pytest

from kaltura.demo.faults import API_KINDS, TRANSPORT_KINDS
from kaltura.reports.columns import Report
from tests.trust.checks import check_loss, check_recovery, each_report_and_window, failing, faulty, undisturbed
from tests.trust.faults import HARMLESS, NOT_SEEN, ROWS
from tests.trust.three_days import accounted_for, fetched, same_totals

PASSING = [kind for kind, row in ROWS.items() if row.survives]
LASTING = [kind for kind, row in ROWS.items() if not row.survives]


def test_no_failure_is_forgotten() -> None:
    """Every way in which the emulator can fail a report has its row."""
    assert {*ROWS, *HARMLESS, *NOT_SEEN} == {*API_KINDS, *TRANSPORT_KINDS} - {"START_SESSION_ERROR"}


@failing(PASSING)
def test_it_passes_and_nothing_is_missing(kind: str, report: Report, where: str) -> None:
    check_recovery(kind, report, where)


@failing(LASTING)
def test_it_comes_once_and_cannot_be_got_over(kind: str, report: Report, where: str) -> None:
    check_loss(kind, report, where, always=False)


@each_report_and_window
@pytest.mark.parametrize("kind", NOT_SEEN)
def test_an_answer_whose_end_nothing_tells_is_asked_for_again(kind: str, report: Report, where: str) -> None:
    with faulty(kind, report, where, always=False) as emulator:
        found = fetched(emulator)
    assert found.dataset.complete
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)
    assert found.calls == undisturbed().calls + 1


@each_report_and_window
@pytest.mark.parametrize("kind", HARMLESS)
def test_it_changes_nothing(kind: str, report: Report, where: str) -> None:
    with faulty(kind, report, where, always=True) as emulator:
        found = fetched(emulator)
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)
    assert found.calls == undisturbed().calls
