"""The selection in words, and what takes its pieces away, in process."""

from tests.ui.apps import app, selected


def test_days_that_have_a_last_one_alone_can_be_taken_away() -> None:
    test = app(dates="Custom", to="2026-10-12").run()
    assert selected(test) == ["c1", "c2"]
    test.button(key="remove_dates").click().run()
    assert selected(test) == ["c1", "c2", "c3"]
