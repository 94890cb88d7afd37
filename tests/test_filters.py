from datetime import date

import pytest

from kaltura.api.errors import UsageError
from kaltura.filters import Filters, split_list
from kaltura.ui.zones import zones
from tests.builders import unix


def test_both_days_are_included_in_local_time() -> None:
    filters = Filters(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")  # a day of 25 hours
    assert filters.interval() == (unix("2026-10-24 22:00"), unix("2026-10-25 23:00"))


def test_half_hour_zones_begin_at_half_past() -> None:
    start, _ = Filters(date(2026, 3, 2), zone="Asia/Kolkata").interval()
    assert start == unix("2026-03-01 18:30")


def test_open_ends() -> None:
    assert Filters().interval() == (None, None)


NO_ZONES = ["Mars/Olympus", "", "../etc/passwd", "Europe/Berlin\0", "europe", "localtime", "Factory", "posix/UTC"]


@pytest.mark.parametrize("zone", NO_ZONES)
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(UsageError, match="time zone"):
        Filters(zone=zone)


def test_reversed_dates() -> None:
    with pytest.raises(UsageError, match="reversed"):
        Filters(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date.max])
def test_days_that_no_report_can_be_of(day: date) -> None:
    with pytest.raises(UsageError, match=r"no data of .* up to today"):
        Filters(day, day, "Pacific/Kiritimati")


def test_an_event_of_a_file_may_have_any_name() -> None:
    assert Filters(events=("Orientation, Fall 2026; part 2",)).events == ("Orientation, Fall 2026; part 2",)


def test_lists_are_sorted_once_each_and_without_blanks() -> None:
    assert Filters(rooms=("b", "a", "b", " ")).rooms == ("a", "b")
    assert Filters(users=("ann ",)).users == ("ann ",), "an ID is as the data has it"
    assert Filters(rooms=("a", "b")) == Filters(rooms=("b", "a", "a"))


def test_selections_are_told_apart_as_keys() -> None:
    assert len({Filters(), Filters(zone="Europe/Berlin"), Filters(rooms=("a",))}) == 3
    assert hash(Filters(rooms=("b", "a"))) == hash(Filters(rooms=("a", "b")))


def test_lists_from_text() -> None:
    assert split_list("a, b,,") == ("a", "b")


def test_every_zone_that_a_page_offers_can_be_chosen() -> None:
    assert len(zones()) > 300
    assert [Filters(zone=zone).tz.key for zone in zones()] == [*zones()]
