"""What the pages say when only the breakouts of some main rooms were asked for."""

from dataclasses import replace

import pytest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from tests.builders import attendance, breakout, dataset, room_session
from tests.ui.apps import app, texts

PAGES = ("overview", "attendance", "engagement", "sessions", "people")


def fetched() -> Dataset:
    ds = dataset(
        [],
        [attendance("b1", "g1", "a", 10, 1.0)],
        [breakout("b1", "g1", "main", "2026-10-13 10:20", "2026-10-13 10:40", 1)],
    )
    return replace(ds, provenance=replace(ds.provenance, requested=Filters(parents=("main",))))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_main_sessions_shows_no_zeros_for_what_was_not_asked(page: str) -> None:
    test = app(fetched(), dates="All dates").run()
    test.switch_page(f"../../pages/{page}.py").run()
    assert test.title[0].value == page.replace("_", " ").capitalize()
    assert not test.exception
    assert not test.metric
    assert "of their main sessions nothing is known" in texts(test)


@pytest.mark.parametrize("page", PAGES)
def test_days_of_an_orphan_breakout_alone_are_no_zeros_either(page: str) -> None:
    data = dataset(
        [room_session("c1", "r", "2026-10-06 10:00", "2026-10-06 11:00")],
        [attendance("c1", "r", "a", 30, 1.0), attendance("b1", "g1", "a", 10, 1.0)],
        [breakout("b1", "g1", "main", "2026-10-13 10:20", "2026-10-13 10:40", 1)],
    )
    test = app(data, dates="Custom", **{"from": "2026-10-13", "to": "2026-10-13"}).run()
    test.switch_page(f"../../pages/{page}.py").run()
    assert not test.exception
    assert not test.metric
    said = texts(test).replace("\\", "")
    assert "This selection has breakouts and no main session." in said
    assert "Choose a longer range of dates" in said
    assert "No session's room" not in said


@pytest.mark.parametrize("page", ["breakouts", "data_quality"])
def test_what_was_fetched_is_shown(page: str) -> None:
    test = app(fetched(), dates="All dates").run()
    test.switch_page(f"../../pages/{page}.py").run()
    assert test.title[0].value == page.replace("_", " ").capitalize()
    assert not test.exception
    assert [*test.metric, *test.dataframe]
    assert "of their main sessions nothing is known" not in texts(test)
