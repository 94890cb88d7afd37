"""Choices of which one is always in force, in process."""

import pytest

from tests.ui.apps import app


@pytest.mark.parametrize("page", ["overview", "attendance", "breakouts", "data_quality", "people", "export"])
def test_a_choice_cannot_be_clicked_away_while_its_default_goes_on(page: str) -> None:
    test = app(dates="All dates").run().switch_page(f"../../pages/{page}.py").run()
    assert not test.exception
    assert test.segmented_control
    assert {str(box.key): box.proto.required for box in test.segmented_control if not box.proto.required} == {}
