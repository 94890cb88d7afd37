"""How new the data on screen is said to be, and the last day that presets count back from."""

from dataclasses import replace
from datetime import date

import pytest

from kaltura.dataset import Dataset
from kaltura.export.source import source_table
from kaltura.filters import Filters
from tests.ui.apps import app, said, small

# What was fetched on 1 November of a request that ends later, and is opened again at any time after that.
REOPENED = replace(
    small(),
    provenance=replace(
        small().provenance, requested=Filters(date(2026, 10, 1), date(2026, 12, 31)), within=(1790812800, 1798761600)
    ),
)


@pytest.mark.parametrize(("data", "way"), [(small(), "Read on"), (REOPENED, "As of")])
def test_files_are_as_of_their_fetch_or_were_read(data: Dataset, way: str) -> None:
    test = app(data).run()
    assert any(caption.value.startswith(f"{way} Sun 1 Nov 2026, 00") for caption in test.caption)
    assert [*source_table(data, "")["What"]].count("Fetched" if way == "As of" else "Files read") == 1
    test.switch_page("../../pages/data_quality.py").run()
    assert ("Data as of Sun" if way == "As of" else "Files read on Sun") in said(test)


def test_presets_end_on_the_day_of_the_fetch() -> None:
    test = app(REOPENED, dates="Last 7 days").run()
    assert test.session_state["_filters"] == Filters(date(2026, 10, 26), date(2026, 11, 1), "UTC")
