from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.problems import Problem
from tests.builders import attendance, breakout, dataset, room_session


@pytest.fixture
def ds() -> Dataset:
    """Room A on 2 March with breakout A1, and on 3 March; room B on 3 March; `lost` is known to 6001 alone."""
    return dataset(
        [
            room_session("a", "A", "2026-03-02 10:00", "2026-03-02 11:00"),
            room_session("a2", "A", "2026-03-02 23:30", "2026-03-03 00:30"),
            room_session("b", "B", "2026-03-03 10:00", "2026-03-03 11:00"),
        ],
        [
            attendance("a", "A", "ann", 60, 1.0),
            attendance("a", "A", "bob", 30, 1.0),
            attendance("a1", "A1", "ann", 20, 1.0),
            attendance("a2", "A", "bob", 60, 1.0),
            attendance("b", "B", "cem", 60, 1.0, user_type="Guest"),
            attendance("b", "B", None, 5, 1.0, user_type="Guest"),
            attendance("lost", "C", "ann", 5, 1.0),
        ],
        [breakout("a1", "A1", "A", "2026-03-02 10:10", "2026-03-02 10:30", 1)],
        events={"7": "Open Day"},
        tags=[("a", "7"), ("a1", "7")],
    )


def sessions(ds: Dataset) -> set[str]:
    return set(ds.sessions.collect()["cue_point_id"].cast(str))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"a", "a1", "a2", "b", "lost"}),
        ({"start": date(2026, 3, 3)}, {"b"}),
        ({"end": date(2026, 3, 2)}, {"a", "a1", "a2"}),
        ({"start": date(2026, 3, 3), "zone": "Europe/Berlin"}, {"a2", "b"}),  # 23:30 UTC is past midnight there
        ({"rooms": ("A",)}, {"a", "a1", "a2"}),
        ({"rooms": ("A1",)}, {"a1"}),
        ({"parents": ("A",)}, {"a1"}),
        ({"events": ("7",)}, {"a", "a1"}),
        ({"events": ("8",)}, set()),
        ({"users": ("ann",)}, {"a", "a1", "lost"}),
        ({"users": ("ann",), "rooms": ("A",)}, {"a", "a1"}),
        ({"user_types": ("Guest",)}, {"b"}),
        ({"sessions": ("a2", "b")}, {"a2", "b"}),
        ({"rooms": ("nowhere",)}, set()),
    ],
)
def test_every_table_is_narrowed_to_the_same_sessions(ds: Dataset, filters: dict[str, Any], expected: set[str]) -> None:
    narrow = ds.select(Filters(**filters))
    assert sessions(narrow) == expected
    for table in (narrow.attendances, narrow.room_sessions, narrow.breakout_sessions):
        assert set(table.collect()["cue_point_id"].cast(str)) <= expected
    assert set(narrow.event_tags["cue_point_id"].cast(str)) <= expected
    assert narrow.selection == Filters(**filters)
    assert sessions(narrow.select(Filters(**filters))) == expected


def test_users_narrow_the_attendances_too(ds: Dataset) -> None:
    assert ds.select(Filters(users=("ann",))).attendances.collect()["user_id"].cast(str).unique().to_list() == ["ann"]
    guests = ds.select(Filters(user_types=("Guest",))).attendances.collect()
    assert guests["meeting_view_time"].sum() == 65


def test_a_selection_that_takes_nothing_away_goes_through_no_rows(ds: Dataset) -> None:
    everything = ds.select(Filters(zone="Europe/Berlin"))
    assert everything.attendances is ds.attendances
    assert everything.zone == "Europe/Berlin"


def test_sessions_without_times_belong_to_the_whole_request_only(ds: Dataset) -> None:
    asked = Filters(date(2026, 3, 1), date(2026, 3, 31))
    fetched = replace(ds, provenance=replace(ds.provenance, requested=asked))
    assert "lost" in sessions(fetched.select(asked))
    assert "lost" in sessions(fetched.select(Filters()))
    assert "lost" not in sessions(fetched.select(replace(asked, start=date(2026, 3, 2))))


def test_what_was_selected_from_is_left_alone(ds: Dataset) -> None:
    ds.select(Filters(rooms=("B",)))
    assert len(sessions(ds)) == 5
    assert ds.selection == Filters()


def test_each_report_by_its_number(ds: Dataset) -> None:
    assert [ds.report(report).collect().height for report in Report] == [3, 7, 1]


def test_event_names(ds: Dataset) -> None:
    assert ds.event_names == {"7": "Open Day"}


def test_a_missing_report_or_a_doubt_makes_a_dataset_incomplete(ds: Dataset) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    failure = Failure(Report.ATTENDEES, "Not there.", "Ask for it.")
    part = Provenance("live", "https://www.kaltura.com", Filters(), at, at, failures=(failure,))
    assert not replace(ds, provenance=part).complete
    assert part.missing(Report.ATTENDEES) is failure
    assert part.missing(Report.ROOM_SESSIONS) is None
    whole = replace(ds, provenance=replace(part, failures=()))
    assert whole.complete
    doubtful = replace(whole, problems=(Problem("merged_rows", "Two rows.", 2), Problem("maybe_cut", "Cut?", 9)))
    assert not doubtful.complete
    assert doubtful.doubt is not None
    assert doubtful.doubt.kind == "maybe_cut"
