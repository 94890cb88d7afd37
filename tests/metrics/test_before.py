from dataclasses import replace
from datetime import date

import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.before import before
from tests.builders import attendance, dataset, room_session


def held(*days: str, zone: str = "UTC") -> Dataset:
    """A session of an hour on each day, with one attendance."""
    rooms = [room_session(f"c{n}", "r", f"{day} 10:00", f"{day} 11:00") for n, day in enumerate(days)]
    rows = [attendance(f"c{n}", "r", "u", 30, 0.9) for n in range(len(days))]
    return dataset(rooms, rows, zone=zone)


def asked(ds: Dataset, start: date, end: date, zone: str = "UTC") -> Dataset:
    """The same Dataset as if it had been fetched for these days."""
    return replace(ds, provenance=replace(ds.provenance, requested=Filters(start, end, zone)))


WHOLE = asked(held("2026-09-20", "2026-10-05", "2026-10-12"), date(2026, 9, 14), date(2026, 10, 18))


def test_as_many_days_right_before() -> None:
    found = before(WHOLE.select(Filters(date(2026, 10, 5), date(2026, 10, 11))), WHOLE)
    assert found is not None
    assert (found.first, found.last, found.days) == (date(2026, 9, 28), date(2026, 10, 4), 7)
    assert found.reaches_back


def test_the_other_parts_of_the_selection_stay() -> None:
    found = before(WHOLE.select(Filters(date(2026, 10, 5), date(2026, 10, 5), "Asia/Tokyo", rooms=("r",))), WHOLE)
    assert found is not None
    assert found.filters == Filters(date(2026, 10, 4), date(2026, 10, 4), "Asia/Tokyo", rooms=("r",))


def test_days_before_the_first_session_of_all_are_named() -> None:
    long = asked(WHOLE, date(2026, 9, 1), date(2026, 10, 18))
    empty = before(long.select(Filters(date(2026, 9, 29), date(2026, 10, 18))), long)
    assert empty is not None
    assert (empty.first, empty.reaches_back, empty.begins) == (date(2026, 9, 9), True, date(2026, 9, 20))
    weekend = before(long.select(Filters(date(2026, 10, 5), date(2026, 10, 18))), long)
    assert weekend is not None
    assert (weekend.first, weekend.begins) == (date(2026, 9, 21), None)


@pytest.mark.parametrize(
    ("start", "fetched"),
    [(date(2026, 9, 28), True), (date(2026, 9, 27), False)],  # before: 14 Sep to 27 Sep; 12 Sep to 26 Sep
)
def test_it_was_fetched_only_when_the_request_reaches_back_to_its_first_day(start: date, fetched: bool) -> None:
    end = date(2026, 10, 11)
    found = before(WHOLE.select(Filters(start, end)), WHOLE)
    assert found is not None
    assert found.reaches_back is fetched


def test_a_request_in_another_zone_reaches_back_to_its_moment_not_its_date() -> None:
    # 14 Sep begins in Tokyo nine hours before it begins in UTC.
    days = (date(2026, 9, 28), date(2026, 10, 11))
    tokyo, new_york = (before(WHOLE.select(Filters(*days, zone)), WHOLE) for zone in ("Asia/Tokyo", "America/New_York"))
    assert tokyo is not None
    assert new_york is not None
    assert not tokyo.reaches_back
    assert new_york.reaches_back


def test_a_week_before_a_day_without_a_midnight_is_a_week() -> None:
    # In Santiago the day of 6 September 2026 begins at 01:00.
    whole = asked(held("2026-08-24"), date(2026, 8, 1), date(2026, 9, 30))
    found = before(whole.select(Filters(date(2026, 8, 30), date(2026, 9, 5), "America/Santiago")), whole)
    assert found is not None
    assert (found.first, found.last, found.days) == (date(2026, 8, 23), date(2026, 8, 29), 7)


def test_all_dates_have_nothing_before_them() -> None:
    found = before(WHOLE.select(Filters()), WHOLE)
    assert found is not None
    assert not found.reaches_back


def test_days_after_the_fetch_do_not_count() -> None:
    whole = asked(held("2026-10-20", "2026-10-30"), date(2026, 9, 1), date(2026, 11, 30))  # fetched on 1 Nov at 0:00
    found = before(whole.select(Filters(date(2026, 10, 29), date(2026, 11, 30))), whole)
    assert found is not None
    assert (found.first, found.last) == (date(2026, 10, 26), date(2026, 10, 28))


def test_files_reach_back_to_their_first_session() -> None:
    files = held("2026-09-20", "2026-09-23", "2026-10-05")
    near = before(files.select(Filters(date(2026, 9, 28), date(2026, 10, 4))), files)
    far = before(files.select(Filters(date(2026, 9, 26), date(2026, 10, 4))), files)
    assert near is not None
    assert far is not None
    assert near.reaches_back
    assert not far.reaches_back


def test_days_that_files_leave_out_are_no_days_without_sessions() -> None:
    """July and September were exported, August was not."""
    files = held("2026-07-06", "2026-07-27", "2026-09-07", "2026-09-28")
    september = before(files.select(Filters(date(2026, 9, 1), date(2026, 9, 30))), files)
    assert september is not None
    assert (september.first, september.last, september.reaches_back) == (date(2026, 8, 2), date(2026, 8, 31), False)
    longer = before(files.select(Filters(date(2026, 8, 20), date(2026, 9, 30))), files)
    assert longer is not None
    assert (longer.first, longer.reaches_back) == (date(2026, 7, 9), True)
    whole = asked(files, date(2026, 7, 1), date(2026, 9, 30))
    fetched = before(whole.select(Filters(date(2026, 9, 1), date(2026, 9, 30))), whole)
    assert fetched is not None
    assert fetched.reaches_back


def test_nothing_is_before_nothing() -> None:
    empty = dataset()
    assert before(empty, empty) is None
