from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import (
    Period,
    calendar,
    first_day,
    fitting_period,
    next_first_day,
    period_of_times,
    selected_days,
)
from tests.builders import dataset, room_session


def at(*starts: str, **more: Any) -> Dataset:
    """A Dataset with a session of 30 minutes at each of these UTC moments."""
    ends = [(datetime.fromisoformat(s) + pd.Timedelta(minutes=30)).isoformat(" ", "minutes") for s in starts]
    sessions = [room_session(f"s{i}", "r", s, e) for i, (s, e) in enumerate(zip(starts, ends, strict=True))]
    return dataset(sessions, **more)


def days(table: pd.DataFrame) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in table["period"]]


def held(ds: Dataset, period: Period) -> dict[str, int]:
    table = attendance_over_time(ds, period)
    return dict(zip(days(table), table["sessions"].astype(int), strict=True))


def test_a_session_belongs_to_the_local_day_it_starts_on() -> None:
    late = ("2026-03-01 23:30",)
    assert held(at(*late), "day") == {"2026-03-01": 1}
    assert held(at(*late, zone="Europe/Berlin"), "day") == {"2026-03-02": 1}
    assert held(at(*late, zone="America/New_York"), "day") == {"2026-03-01": 1}
    assert held(at(*late, zone="Asia/Kolkata"), "week") == {"2026-03-02": 1}  # Monday there, Sunday in UTC
    assert held(at(*late), "week") == {"2026-02-23": 1}


def test_one_moment_is_on_each_zones_own_days() -> None:
    noon = at("2026-03-02 12:00")
    request = replace(noon.provenance, requested=Filters(start=date(2026, 3, 2), end=date(2026, 3, 3)))
    whole = replace(noon, provenance=request)
    firsts = {zone: days(calendar(whole.select(Filters(zone=zone)), "day")) for zone in ("UTC", "America/New_York")}
    assert firsts["UTC"] == ["2026-03-02", "2026-03-03"]
    assert firsts["America/New_York"] == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_every_day_is_there_once_over_a_change_of_the_clocks() -> None:
    # Berlin skips an hour on 29 March and repeats one on 25 October 2026.
    spring = held(at("2026-03-27 12:00", "2026-03-31 12:00", zone="Europe/Berlin"), "day")
    assert spring == {"2026-03-27": 1, "2026-03-28": 0, "2026-03-29": 0, "2026-03-30": 0, "2026-03-31": 1}
    autumn = at("2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 23:30", zone="Europe/Berlin")
    assert held(autumn, "day") == {"2026-10-25": 2, "2026-10-26": 1}


def test_a_midnight_that_the_clocks_skip() -> None:
    # In Santiago the day of 6 September 2026 starts at 01:00.
    assert held(at("2026-09-06 04:10", "2026-09-06 03:50", zone="America/Santiago"), "day") == {
        "2026-09-05": 1,
        "2026-09-06": 1,
    }


# On these days midnight does not exist: the day begins at 01:00.
SKIPPED = {
    "Africa/Cairo": date(2026, 4, 24),
    "Asia/Beirut": date(2026, 3, 29),
    "America/Havana": date(2026, 3, 8),
    "America/Santiago": date(2026, 9, 6),
    "Atlantic/Azores": date(2026, 3, 29),
}


@pytest.mark.parametrize("zone", SKIPPED)
def test_a_selection_next_to_a_skipped_midnight_covers_its_own_days_and_all_of_them(zone: str) -> None:
    skipped = SKIPPED[zone]
    eve = skipped - timedelta(days=1)
    ends = dataset(zone=zone).select(Filters(eve - timedelta(days=6), eve, zone))
    assert selected_days(ends) == (eve - timedelta(days=6), eve)
    assert calendar(ends, "day")["period"].dt.date.tolist()[-2:] == [eve - timedelta(days=1), eve]
    begins = dataset(zone=zone).select(Filters(skipped, skipped + timedelta(days=6), zone))
    assert selected_days(begins) == (skipped, skipped + timedelta(days=6))
    for ds in (ends, begins):
        assert calendar(ds, "day")["partial"].tolist() == [False] * 7


def test_a_fetch_at_the_second_midnight_of_a_day_is_after_the_first() -> None:
    # Havana's clocks show 00:00 at 04:00 and again at 05:00 UTC.
    ds = at("2026-11-01 04:10", zone="America/Havana", fetched="2026-11-01 05:00")
    ds = ds.select(Filters(date(2026, 11, 1), date(2026, 11, 1), "America/Havana"))
    assert held(ds, "day") == {"2026-11-01": 1}
    assert calendar(ds, "day")["partial"].tolist() == [True]


def test_weeks_start_on_monday_and_years_do_not_split_them() -> None:
    assert held(at("2025-12-31 12:00", "2026-01-04 12:00", "2026-01-05 12:00"), "week") == {
        "2025-12-29": 2,
        "2026-01-05": 1,
    }


def test_months_of_different_lengths_are_all_there() -> None:
    table = held(at("2026-01-31 12:00", "2026-05-01 00:00"), "month")
    assert table == {"2026-01-01": 1, "2026-02-01": 0, "2026-03-01": 0, "2026-04-01": 0, "2026-05-01": 1}


def test_the_dates_selected_make_the_range_and_cut_periods_are_partial() -> None:
    ds = at("2026-03-04 12:00").select(Filters(start=date(2026, 3, 4), end=date(2026, 3, 24)))
    weeks = calendar(ds, "week")
    assert days(weeks) == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    assert weeks["partial"].tolist() == [True, False, False, True]
    assert calendar(ds, "day")["partial"].sum() == 0
    whole = ds.select(Filters(start=date(2026, 3, 2), end=date(2026, 3, 8)))
    assert calendar(whole, "week")["partial"].tolist() == [False]


def test_nothing_is_claimed_outside_the_request() -> None:
    ds = at("2026-03-04 12:00")
    asked = replace(ds.provenance, requested=Filters(start=date(2026, 3, 2), end=date(2026, 3, 8)))
    wide = replace(ds, provenance=asked).select(Filters(start=date(2026, 1, 1), end=date(2026, 12, 31)))
    assert selected_days(wide) == (date(2026, 3, 2), date(2026, 3, 8))


def test_a_request_in_another_zone_loses_no_session_and_marks_the_days_it_cuts() -> None:
    ds = at("2026-03-02 01:00", "2026-03-08 23:00", zone="Asia/Kolkata")
    asked = replace(ds.provenance, requested=Filters(start=date(2026, 3, 2), end=date(2026, 3, 8), zone="UTC"))
    ds = replace(ds, provenance=asked)
    assert list(held(ds, "day").values()) == [1, 0, 0, 0, 0, 0, 0, 1]
    # There the request starts at 05:30 on the 2nd and ends at 05:30 on the 9th.
    assert calendar(ds, "day")["partial"].tolist() == [True] + [False] * 6 + [True]


def test_days_after_the_fetch_do_not_exist_and_the_last_24_hours_are_provisional() -> None:
    ds = at("2026-03-02 12:00", fetched="2026-03-05 15:00")
    ds = ds.select(Filters(start=date(2026, 3, 2), end=date(2026, 3, 31)))
    table = calendar(ds, "day").set_index("period")
    assert list(table.index.strftime("%d")) == ["02", "03", "04", "05"]
    assert table["provisional"].tolist() == [False, False, True, True]
    assert table["partial"].tolist() == [False, False, False, True]  # the 5th was not over


def test_an_empty_dataset_has_no_periods() -> None:
    table = calendar(dataset(), "week")
    assert table.empty
    assert list(table.columns) == ["period", "partial", "provisional"]


def test_a_session_without_a_start_is_in_no_period() -> None:
    rows = [{"cue_point_id": "lost", "entry_id": "r", "user_id": "ada", "meeting_view_time": 5.0}]
    ds = dataset([room_session("s", "r", "2026-03-02 10:00", "2026-03-02 11:00")], rows)
    assert held(ds, "day") == {"2026-03-02": 1}


@pytest.mark.parametrize(("last", "period"), [("2026-02-04", "day"), ("2026-02-05", "week"), ("2027-01-08", "month")])
def test_the_period_fits_the_range(last: str, period: str) -> None:
    ds = dataset(fetched="2027-06-01 00:00").select(Filters(start=date(2026, 1, 1), end=date.fromisoformat(last)))
    assert fitting_period(ds) == period


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_periods_follow_each_other_without_gap(day: date, period: Period) -> None:
    start, after = first_day(day, period), next_first_day(first_day(day, period), period)
    assert start <= day < after
    assert first_day(after, period) == after
    if period == "week":
        assert (start.isocalendar().week, start.weekday()) == (day.isocalendar().week, 0)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.sampled_from(["day", "week", "month"]), st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns"]))
def test_lazy_frames_pandas_and_the_calendar_agree(moment: datetime, period: Period, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    ds = at(f"{moment:%Y-%m-%d %H:%M}", zone=zone, fetched="2031-01-01 00:00")
    table = attendance_over_time(ds, period)
    assert table["sessions"].tolist() == [1]
    local = pd.Series([pd.Timestamp(moment).tz_convert(zone)])
    assert table["period"].tolist() == period_of_times(local, period).tolist()
