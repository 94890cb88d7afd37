"""Each failure, always, on each report, in each window: one report is missing or the fetch ends, and it says why."""

import pytest

from kaltura.reports.columns import Report
from tests.trust.checks import check_loss
from tests.trust.faults import ROWS
from tests.trust.three_days import WHERE


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))
@pytest.mark.parametrize("kind", ROWS)
def test_what_stays_is_said_and_nothing_else_is_lost(kind: str, report: Report, where: str) -> None:
    check_loss(kind, report, where, always=True)
