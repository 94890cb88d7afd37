"""The Overview page's metrics are what one person's plain pandas, which the benchmarks run beside them, comes to."""

from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest

from benchmarks.account import busiest_room
from benchmarks.overview import compute
from benchmarks.pandas_overview import overview
from benchmarks.pandas_tables import Tables
from kaltura.dataset import Dataset, Failure
from kaltura.demo.report_rows import report_rows
from kaltura.demo.university import demo_account
from kaltura.demo.wire import csv_bytes
from kaltura.fetch.files import from_files
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import only_counts, with_rows

ALL_TIME = {"from_date": "1", "to_date": "99999999999", "fromDate": "1", "toDate": "99999999999"}
CLOSE: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-12}  # sums in another order differ in the last digits
HOUR = ("2026-03-02 10:00", "2026-03-02 11:00")
LATER = ("2026-03-18 10:00", "2026-03-18 11:00")  # a week in which nothing is held lies between
ROOMS = [
    room_session("s1", "r1", *HOUR, session_host_user_id="ada", meeting_view_period_unique_users=9),
    room_session("s2", "r1", *LATER, session_host_user_id="ada"),
    room_session("s3", "r2", *LATER, meeting_view_period_unique_users=4),
    room_session("s4", "r2", LATER[0], LATER[0]),
]
ROWS = [
    attendance("s1", "r1", "ada", 60, 1.0, user_type="Moderator"),
    attendance("s1", "r1", "bob", 30, 0.5),
    attendance("s1", "r1", None, 20, 0.3),
    attendance("s2", "r1", "ada", 60, 0.7),
    attendance("s3", "r2", "bob", 10, 0.1, user_type="Guest"),
]
SPLIT = [
    breakout("b1", "g1", "r1", *HOUR, 2),
    breakout("b2", "g2", "r1", *HOUR, 0),
    breakout("b3", "g1", "r1", *LATER, 3),
    breakout("b4", "g3", "r9", *LATER, 3),  # of a room without sessions
]
IN_BREAKOUTS = [attendance("b1", "g1", "bob", 10, 0.9), attendance("b1", "g1", "cem", 10, None)]
TAUGHT = (ROOMS, ROWS + IN_BREAKOUTS, SPLIT)


def changed(**values: Any) -> Dataset:
    """The account with these values in every second attendance."""
    return dataset(ROOMS, [row | values if n % 2 else row for n, row in enumerate(TAUGHT[1])], SPLIT)


CASES = {
    "breakouts with and without rows, of a room and of none": dataset(*TAUGHT),
    "minutes unknown": changed(meeting_view_time=None),
    "minutes of nobody known": dataset(ROOMS, [row | {"meeting_view_time": None} for row in ROWS], SPLIT),
    "ratios unknown": changed(meeting_engaged_play_time_ratio=None),
    "no ratio known": dataset(ROOMS, [row | {"meeting_engaged_play_time_ratio": None} for row in ROWS]),
    "nobody there for a minute": dataset(ROOMS, [row | {"meeting_view_time": 0.0} for row in ROWS]),
    "anonymous people alone": dataset(
        ROOMS, [attendance(cue, "r1", None, 30, 0.5) for cue in ("s1", "s2", "s3", "b1")], SPLIT
    ),
    "four people and five": dataset(
        ROOMS, [attendance(f"s{n}", "r1", f"u{person}", 5, 0.8) for n in (1, 2) for person in range(3 + n)]
    ),
    "no breakouts": dataset(ROOMS, ROWS),
    "breakouts of unknown size": only_counts(5, None, people=3, estimate=20),
    "counts that exceed the people": only_counts(15, 15),
    "everybody's breakout known": with_rows(["a", "b", "c"], ["a", None], ["a", "x"]),
    "sessions without attendees": dataset(ROOMS, [], SPLIT),
    "a session that nobody joined": dataset([room_session("s", "r", *HOUR, meeting_view_period_unique_users=0)], []),
    "attendances alone": dataset([], ROWS),
    "weeks over a change of the clocks": dataset(*TAUGHT, zone="America/Havana", fetched="2026-03-19 00:00"),
    "nothing": dataset(),
}


@cache
def demo() -> Dataset:
    """Half a year of a small part of the university."""
    account = demo_account(seed=1, today=date(2026, 11, 20), scale=0.03)
    files = [(f"{int(r)}.csv", csv_bytes(report_rows(account, int(r), ALL_TIME))) for r in Report]
    return from_files(files, "Europe/Berlin")


def flat(figures: dict[str, Any]) -> "pd.Series[float]":
    low, high = figures["engagement_interval"] or (None, None)
    return pd.Series({**figures, "engagement_interval": low, "interval_high": high}, dtype=float)


def assert_same(ds: Dataset, tables: Tables) -> None:
    """Every field of the headline and every column of the four tables, in order."""
    (figures, *ours), (expected, *plain) = compute(ds), overview(tables)
    pd.testing.assert_series_equal(flat(asdict(figures)), flat(expected), **CLOSE)  # type: ignore[call-overload]
    for table, reference in zip(ours, plain, strict=True):
        pd.testing.assert_frame_equal(table, reference, check_dtype=False, **CLOSE)


def test_the_whole_account_is_the_same() -> None:
    assert len(compute(demo())[3].query("participation_high > 0")) > 10  # type: ignore[attr-defined]
    assert_same(demo(), Tables.of(demo()))


def test_one_room_is_the_same() -> None:
    room = busiest_room(demo())
    assert_same(demo().select(Filters(zone="Europe/Berlin", rooms=(room,))), Tables.of(demo()).in_room(room))


@pytest.mark.parametrize(
    "chosen",
    [
        {"start": date(2026, 9, 2), "end": date(2026, 10, 28)},
        {"end": date(2026, 9, 2), "zone": "Asia/Kolkata"},
        {"user_types": ("Guest",)},
        {"start": date(2020, 1, 1), "end": date(2020, 1, 31)},
        {"rooms": ("nowhere",)},
    ],
    ids=str,
)
def test_a_selection_is_the_same(chosen: dict[str, Any]) -> None:
    ds = demo().select(Filters(**{"zone": "Europe/Berlin"} | chosen))
    assert_same(ds, Tables.of(ds))


@pytest.mark.parametrize("name", CASES)
def test_an_odd_account_is_the_same(name: str) -> None:
    assert_same(CASES[name], Tables.of(CASES[name]))


@pytest.mark.parametrize("report", list(Report), ids=lambda report: report.name.lower())
def test_an_account_without_a_report_is_the_same(report: Report) -> None:
    rooms, rows, split = TAUGHT
    parts = [[] if which == report else part for which, part in zip(Report, (rooms, rows, split), strict=True)]
    ds = dataset(*parts)
    lost = replace(ds, provenance=replace(ds.provenance, failures=(Failure(report, "It is lost.", "Ask again."),)))
    assert_same(lost, Tables.of(lost))
