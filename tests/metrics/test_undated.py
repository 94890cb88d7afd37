"""Without report 6000 nobody knows when main sessions were: nothing is placed in time, and nothing is 0 there."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.cohorts import new_returning, retention, stickiness
from kaltura.metrics.concurrency import peak_sessions, sessions_at_once_by_day
from kaltura.metrics.halves import halves_of_headline, halves_of_participation
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.periods import undated
from tests.builders import attendance, breakout, dataset, room_session

ROWS = [attendance("s1", "r", "ada", 60, 1.0), attendance("s2", "r", "ada", 30, 0.5)]
SPLIT = [breakout(f"b{n}", "g", "r", f"2026-03-0{n} 10:10", f"2026-03-0{n} 10:20", 1) for n in (2, 5)]
TIMES = room_session("s1", "r", "2026-03-02 10:00", "2026-03-02 11:00")


def fetched(*rooms: dict[str, object]) -> Dataset:
    """Of a request for the first week of March; breakouts alone have days unless rooms are given."""
    ds = dataset(rooms, ROWS, SPLIT)
    march = Filters(start=pd.Timestamp("2026-03-01").date(), end=pd.Timestamp("2026-03-07").date())
    return replace(ds, provenance=replace(ds.provenance, requested=march))


def test_sessions_are_undated_where_the_start_of_none_is_known() -> None:
    assert undated(fetched())
    assert not undated(fetched(TIMES))
    assert not undated(dataset())
    assert not undated(dataset([], [], SPLIT))


@pytest.mark.parametrize(
    "table",
    [
        attendance_over_time,
        engagement_over_time,
        stickiness,
        lambda ds, period: new_returning(ds, period).table,
        lambda ds, _: retention(ds).table,
        lambda ds, _: sessions_at_once_by_day(ds),
    ],
)
def test_no_period_is_told_of_sessions_that_are_not_dated(table: Callable[[Dataset, str], pd.DataFrame]) -> None:
    empty, known = table(fetched(), "day"), table(fetched(TIMES), "day")
    assert empty.empty
    assert not known.empty
    assert list(empty.columns) == list(known.columns)


def test_days_without_a_dated_session_stay_0_where_others_are_dated() -> None:
    assert attendance_over_time(fetched(TIMES), "day")["attendances"].tolist() == [0, 1, 0, 0, 0, 0, 0]


def test_breakouts_keep_the_days_that_they_have() -> None:
    assert breakouts_over_time(fetched(), "day")["breakout_sessions"].tolist() == [0, 1, 0, 0, 1, 0, 0]


def test_no_half_of_the_days_is_compared_with_the_other() -> None:
    assert halves_of_headline(fetched()) == {}
    assert halves_of_participation(fetched()) is None
    assert halves_of_headline(fetched(TIMES))


def test_how_many_ran_at_once_is_not_known() -> None:
    peak = peak_sessions(fetched())
    assert (peak.sessions, peak.at) == (None, None)
    assert peak_sessions(fetched(TIMES)).sessions == 1
    assert peak_sessions(dataset()).sessions == 0
