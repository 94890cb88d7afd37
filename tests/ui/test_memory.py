"""What a browser session holds: as little as its pages need, however long somebody goes on choosing."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.ui import state
from tests.ui.apps import MAIN, app

PRESETS = ("Last 7 days", "Last 90 days", "This month", "Last month", "This term", "All dates")


def tables(ds: Dataset) -> list[pl.LazyFrame]:
    return [ds.room_sessions, ds.attendances, ds.breakout_sessions, ds.sessions]


def of_demo() -> AppTest:
    """The dashboard as somebody finds it who has connected nothing."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    test.query_params["dates"] = "All dates"
    return test


def test_visitors_of_the_demo_share_its_tables() -> None:
    one, other = of_demo().run(), of_demo().run()
    assert not one.exception
    assert not other.exception
    assert "_loaded" not in one.session_state
    seen = [next(reversed(test.session_state["_selected"].values())) for test in (one, other)]
    for first, second in zip(*map(tables, seen), strict=True):
        assert first is second


def test_what_the_demo_opens_with_is_computed_once_for_all_visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    first = of_demo().run()
    counted: list[str] = []
    real = state._shared

    def counting(key: Any, data: Dataset, compute: Callable[[], Any], *, shareable: bool) -> Any:
        return real(key, data, lambda: counted.append(key) or compute(), shareable=shareable)  # type: ignore[func-returns-value]

    monkeypatch.setattr(state, "_shared", counting)
    second = of_demo().run()
    assert [metric.value for metric in second.metric] == [metric.value for metric in first.metric]
    assert counted == []
    of_demo().run().multiselect(key="type").select("Guest").run()
    assert counted, "a narrower selection is the visitor's own"


def test_nothing_of_a_visitors_own_data_is_shared() -> None:
    assert AppTest.from_function(_connects).run().session_state["_loaded"].shared is None


def _connects() -> None:
    from kaltura.ui.state import adopt
    from tests.ui.apps import small

    adopt(small())


@pytest.mark.parametrize("address", ["overview", "people"])
def test_what_was_computed_is_kept_of_the_last_few_selections_only(address: str) -> None:
    test = app().run()
    if address != "overview":
        test.switch_page(f"../../pages/{address}.py").run()
    for number in range(2 * state.KEPT_SELECTIONS):
        test.selectbox(key="dates").set_value(PRESETS[number % len(PRESETS)])
        test.multiselect(key="room").set_value(["1_bio_a", "1_bio_b", "1_chem"][: 1 + number % 3]).run()
        assert not test.exception
    kept = test.session_state["_results"]
    assert len(kept) == state.KEPT_SELECTIONS
    assert all(len(results) <= state.KEPT_RESULTS for results in kept.values())
    assert test.session_state["_filters"] in {key[-1] for key in kept}
