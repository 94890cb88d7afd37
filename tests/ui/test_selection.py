"""The selection in words, and what takes its pieces away, in process."""

from dataclasses import replace
from datetime import date

import pytest

from kaltura.dataset import Dataset
from kaltura.export.names import file_name
from kaltura.filters import Filters
from tests.builders import attendance, breakout, dataset
from tests.ui.apps import app, said, selected, small


def test_days_that_have_a_last_one_alone_can_be_taken_away() -> None:
    test = app(dates="Custom", to="2026-10-12").run()
    assert selected(test) == ["c1", "c2"]
    test.button(key="remove_dates").click().run()
    assert selected(test) == ["c1", "c2", "c3"]


def fetched_from_3_october() -> Dataset:
    ds = small()
    asked = Filters(date(2026, 10, 3), date(2026, 10, 31))
    return replace(ds, provenance=replace(ds.provenance, source="live", requested=asked))


@pytest.mark.parametrize("page", ["overview", "attendance", "data_quality"])
def test_dates_before_the_first_day_of_the_data_are_said_to_be_so(page: str) -> None:
    test = app(dates="Custom", **{"from": "2015-01-01", "to": "2026-10-31"}).switch_page(f"../../pages/{page}.py").run()
    assert "The data starts on 5 Oct 2026." in said(test)


def test_the_data_starts_where_it_was_asked_from_and_not_with_its_first_session() -> None:
    for first, told in (("2026-10-02", True), ("2026-10-03", False)):
        test = app(fetched_from_3_october(), dates="Custom", **{"from": first, "to": "2026-10-31"}).run()
        assert ("The data starts on 3 Oct 2026." in said(test)) is told


def test_all_dates_are_the_days_that_were_asked_for_as_in_the_names_of_files() -> None:
    asked = fetched_from_3_october()
    assert "3 Oct to 31 Oct 2026" in said(app(asked, dates="All dates").run())
    assert "2026-10-03_2026-10-31" in file_name(asked, "sessions", "csv")
    untold = small()
    assert "5 Oct to 19 Oct 2026" in said(app(untold, dates="All dates").run()), "the days with sessions"
    until = app(asked, dates="Custom", to="2026-10-12").run()
    assert until.button(key="remove_dates").label == "3 Oct to 12 Oct 2026"


@pytest.mark.parametrize("dates", ["All dates", "Last 7 days"])
def test_nothing_is_said_of_dates_within_the_data(dates: str) -> None:
    assert "The data starts" not in said(app(fetched_from_3_october(), dates=dates).run())


def test_the_days_of_breakouts_alone_do_not_say_when_the_data_starts() -> None:
    rows, split = [attendance("s", "r", "u", 30, 0.9)], breakout("b", "g", "r", *["2026-10-09 10:10"] * 2, 1)
    test = app(dataset([], rows, [split]), dates="Custom", **{"from": "2026-10-01", "to": "2026-10-31"}).run()
    assert "The data starts" not in said(test)
