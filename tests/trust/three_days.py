"""An account of three days, a window each, and what a fetch of it is compared by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import Credentials, ReadyKs
from kaltura.api.exchange import CallLimits
from kaltura.dataset import Dataset
from kaltura.demo.account import Account
from kaltura.demo.server import Emulator
from kaltura.fetch import Kept, Limits, fetch
from kaltura.fetch.limits import HOUR
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.reports.columns import Report
from tests.builders import unix
from tests.demo.accounts import account

DAYS = (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
NOW = datetime(2026, 3, 6, tzinfo=UTC)
FILTERS = Filters(DAYS[0], DAYS[-1])
A_WINDOW_A_DAY = Limits(days=dict.fromkeys(Report, 1))
WHERE = {
    # Moments that only one window holds: each asks for 12 hours more than its own day.
    name: unix(f"{day} 23:30")
    for name, day in zip(("first", "middle", "last"), DAYS, strict=True)
}
QUICK = CallLimits(connect=5, silence=10, call=20)


def three_days(**more: object) -> Account:
    """A class and its two groups on each day, one of the classes over midnight; five people, one anonymous."""
    rooms = [
        ("1_main", "Biology, 101", None, 1, 7, 0),
        ("1_one", "Group 1", "1_main", 2, 7, 0),
        ("1_two", "Group 2", "1_main", 2, 7, 0),
    ]
    people = [(name, name.title(), f"{name}@uni.example", "User") for name in ("ann", "bob", "cem", "dee")]
    sessions, presence = [], []
    for day, start in zip(DAYS, ("10:00", "22:30", "14:00"), strict=True):
        begin = unix(f"{day} {start}")
        for room, after, length in (("1_main", 0, 3 * HOUR), ("1_one", 1200, HOUR), ("1_two", 1200, HOUR)):
            first = begin + after
            cue = f"{day.day}{room}"
            for who in range(5):
                until = first + length - 600 * who
                presence.append((len(sessions), who, first + 60 * who, until, (who + day.day) % 3 != 0))
            sessions.append((cue, room, first, first + length, 0))
    return account(rooms, [*people, (None, "Visitor", None, "Guest")], sessions, presence, **more)


@dataclass(frozen=True)
class Result:
    """What a fetch came to, and the calls that the emulator saw."""

    dataset: Dataset
    calls: int


def fetched(
    emulator: Emulator,
    credentials: Credentials | None = None,
    *,
    limits: Limits = A_WINDOW_A_DAY,
    patience: CallLimits = QUICK,
    kept: Kept | None = None,
) -> Result:
    """A fetch of the three days that never waits before it tries again."""
    ready = credentials or ReadyKs(emulator.ready_ks())
    with Client(emulator.base, ready, limits=patience, jitter=lambda _: 0.0) as client:
        return Result(fetch(client, FILTERS, now=NOW, limits=limits, kept=kept), len(emulator.requests))


def same_rows(found: Dataset, true: Dataset, report: Report) -> None:
    """The kept rows of a report are those of the fetch without faults, whatever their order."""
    left, right = (_in_order(ds.report(report)) for ds in (found, true))
    assert left.drop(_numbers(left)).equals(right.drop(_numbers(right)))
    for name in _numbers(left):
        assert left[name].to_list() == pytest.approx(right[name].to_list(), abs=1e-9, nan_ok=False)


def same_totals(found: Dataset, true: Dataset) -> None:
    """All rows and all headline figures are those of the fetch without faults."""
    for report in Report:
        same_rows(found, true, report)
    left, right = vars(headline(found)), vars(headline(true))
    assert left.keys() == right.keys()
    for name, figure in right.items():
        assert left[name] == pytest.approx(figure), name


def accounted_for(ds: Dataset) -> None:
    """Every row received is kept, merged or set aside, and the tables hold what the ledger says."""
    assert {entry.report for entry in ds.ledger} == {*Report}
    for entry in ds.ledger:
        assert entry.balances
        assert entry.kept == ds.report(entry.report).collect().height


def _in_order(frame: pl.LazyFrame) -> pl.DataFrame:
    text = frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).collect()
    return text.sort([name for name, dtype in text.schema.items() if dtype == pl.String])


def _numbers(frame: pl.DataFrame) -> list[str]:
    return [name for name, dtype in frame.schema.items() if dtype == pl.Float64]
