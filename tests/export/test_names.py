from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kaltura.export.names import file_name
from kaltura.filters import Filters
from kaltura.metrics.pseudonyms import hide_names
from tests.builders import dataset, room_session

DS = dataset(
    rooms=[room_session("c1", "1_r1", "2026-03-02 10:00", "2026-03-02 11:00")],
    events={
        "10": "Open Day / Tag der offenen Tür",
        "11": "../../etc",
        "12": "講義 2026",
        "13": "Αθήνα",
        "14": "Straße 5",
    },
    tags=[("c1", "10")],
)
MARCH = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), "sessions_all-dates_UTC.csv"),
        (Filters(**MARCH), "sessions_2026-03-01_2026-03-31_UTC.csv"),
        (Filters(start=date(2026, 3, 1)), "sessions_2026-03-01_on_UTC.csv"),
        (Filters(zone="America/New_York", rooms=("1_r1",)), "sessions_all-dates_America-New_York_1_r1.csv"),
        (Filters(rooms=("a", "b", "c")), "sessions_all-dates_UTC_3-rooms.csv"),
        (Filters(events=("10",)), "sessions_all-dates_UTC_Open-Day-Tag-der-offenen-Tur.csv"),
        (Filters(events=("11",)), "sessions_all-dates_UTC_etc.csv"),
        (Filters(events=("12",)), "sessions_all-dates_UTC_12.csv"),
        (Filters(events=("13", "14")), "sessions_all-dates_UTC_13_Strae-5.csv"),
        (Filters(users=("ann@uni.example",)), "sessions_all-dates_UTC_1-person.csv"),
        (Filters(users=("a", "b"), user_types=("Guest",)), "sessions_all-dates_UTC_Guest_2-people.csv"),
    ],
)
def test_the_name_says_report_dates_zone_and_selection(filters: Filters, name: str) -> None:
    assert file_name(DS.select(filters), "sessions", "csv") == name


def test_days_that_were_fetched_are_named_as_the_zone_of_the_selection_has_them() -> None:
    # March in Berlin begins at 18:00 on 28 February in New York.
    asked = replace(DS.provenance, requested=Filters(**MARCH, zone="Europe/Berlin"))
    seen = replace(DS, provenance=asked).select(Filters(zone="America/New_York"))
    assert file_name(seen, "sessions", "csv") == "sessions_2026-02-28_2026-03-31_America-New_York.csv"


@pytest.mark.parametrize(("zone", "last"), [("Europe/Berlin", "2026-03-31"), ("Asia/Tokyo", "2026-04-01")])
def test_no_day_after_the_fetch_is_named(zone: str, last: str) -> None:
    # Of the last day's 24 h in UTC, 16 are over: in Berlin it is still that day, in Tokyo 1 in the morning of the next.
    read = datetime(2026, 3, 31, 16, tzinfo=UTC)
    asked = replace(DS.provenance, requested=Filters(**MARCH), started=read, finished=read)
    seen = replace(DS, provenance=asked).select(Filters(zone=zone))
    assert file_name(seen, "sessions", "csv") == f"sessions_2026-03-01_{last}_{zone.replace('/', '-')}.csv"


def test_a_file_with_hidden_names_is_told_from_one_with_names() -> None:
    hidden = hide_names(DS, b"key").select(Filters(**MARCH))
    assert file_name(hidden, "sessions", "csv") == "sessions_names-hidden_2026-03-01_2026-03-31_UTC.csv"
    long = file_name(hidden.select(Filters(sessions=("x" * 500,))), "sessions", "csv")
    assert long.startswith("sessions_names-hidden_")


def test_a_long_selection_is_cut() -> None:
    name = file_name(DS.select(Filters(sessions=("x" * 500,))), "attendances", "csv")
    assert len(name) <= 130
    assert name.endswith(".csv")
