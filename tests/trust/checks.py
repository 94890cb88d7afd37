"""One fault on one window of one report, over real sockets, and all that is expected of the fetch."""

import time
from collections.abc import Iterable
from functools import cache

import pytest

from kaltura.api.errors import AnalyticsError
from kaltura.api.exchange import CallLimits
from kaltura.demo.faults import ALWAYS, Fault
from kaltura.demo.server import Emulator
from kaltura.reports.columns import Report
from tests.trust.faults import HARMLESS, NOT_SEEN, ROWS, Row, met_at
from tests.trust.three_days import QUICK, WHERE, Result, accounted_for, fetched, same_rows, same_totals, three_days

IMPATIENT = CallLimits(connect=5, silence=1, call=20)

each_report_and_window = pytest.mark.parametrize(
    ("report", "where"),
    [*zip(Report, WHERE, strict=True)],  # what is seen in the answer itself depends on neither
    ids=lambda one: one if isinstance(one, str) else str(one.value),
)


def failing(kinds: Iterable[str]) -> pytest.MarkDecorator:
    """Each way to fail on each report in each window; another kind that goes the same way in one of them."""
    places = [(report, where) for report in Report for where in WHERE]
    met = met_at([*kinds], places, (Report.ATTENDEES, "middle"))
    cases = [pytest.param(kind, report, at, id=f"{kind}-{at}-{report.value}") for kind, (report, at) in met]
    return pytest.mark.parametrize(("kind", "report", "where"), cases)


@cache
def undisturbed() -> Result:
    """The same fetch without a fault; nine windows, and the list of events."""
    with Emulator(three_days()) as emulator:
        result = fetched(emulator)
    assert result.dataset.complete
    accounted_for(result.dataset)
    return result


def faulty(kind: str, report: Report, where: str, *, always: bool) -> Emulator:
    """An emulator that fails in this way for the window that holds the moment."""
    value = ROWS[kind].value if kind in ROWS else {**HARMLESS, **NOT_SEEN}[kind]
    return Emulator(three_days(), faults=[Fault(kind, report, 1, ALWAYS if always else 1, value, at=WHERE[where])])


def check_recovery(kind: str, report: Report, where: str) -> None:
    """A fault that passes: nothing is missing, every figure is as it would have been, and few calls were made."""
    with faulty(kind, report, where, always=False) as emulator:
        began = time.monotonic()
        found = fetched(emulator, patience=_patience(kind))
    assert time.monotonic() - began < ROWS[kind].seconds
    assert found.dataset.complete
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)
    assert undisturbed().calls < found.calls <= undisturbed().calls + 2
    assert found.dataset.provenance.calls == found.calls


def check_loss(kind: str, report: Report, where: str, *, always: bool) -> None:
    """A fault that stays, or that nothing can be done about: what is missing is said, and nothing else is lost."""
    row = ROWS[kind]
    with faulty(kind, report, where, always=always) as emulator:
        began = time.monotonic()
        if row.ends:
            with pytest.raises(AnalyticsError) as caught:
                fetched(emulator)
            _says(caught.value, row)
        else:
            _one_report_is_missing(fetched(emulator, patience=_patience(kind)), row, report)
        assert time.monotonic() - began < row.seconds
        assert len(emulator.requests) <= undisturbed().calls + row.more + _ASKED_AGAIN[report]


_ASKED_AGAIN = {
    # Without 6000, no report knows when the classes were: 6001 is asked for them a second time.
    Report.ROOM_SESSIONS: 3,
    Report.ATTENDEES: 0,
    Report.BREAKOUT_SESSIONS: 0,
}


def _one_report_is_missing(found: Result, row: Row, report: Report) -> None:
    ds, true = found.dataset, undisturbed().dataset
    assert [failure.report for failure in ds.provenance.failures] == [report]
    failure = ds.provenance.failures[0]
    _says(row.error(failure.message, failure.next_step), row)
    accounted_for(ds)
    assert ds.report(report).collect().is_empty(), "a report that came in part would look whole"
    for other in {*Report} - {report}:
        same_rows(ds, true, other)


def _says(error: AnalyticsError, row: Row) -> None:
    assert type(error) is row.error
    assert row.words in error.message
    for sentence in (error.message, error.next_step):
        assert sentence[0].isupper() or sentence.startswith("127.0.0.1")
        assert sentence.endswith((".", "”"))


def _patience(kind: str) -> CallLimits:
    return IMPATIENT if kind == "LATE" else QUICK
