import pytest

from kaltura.metrics.rule import Rule
from kaltura.ui.people_rule import _in_address, _values
from tests.ui.apps import app, texts


@pytest.mark.parametrize("junk", ["0.5", "500", "abc", "nan", ""])
def test_a_threshold_that_was_left_out_is_followed_by_no_page(junk: str) -> None:
    test = app(threshold=junk, floor="5").run()
    assert test.session_state["_rule"] == Rule(floor_minutes=5)
    assert "threshold" in texts(test)


def test_the_rule_of_the_address_is_followed_by_a_page_without_its_widgets() -> None:
    test = app(threshold="58", of="The host's minutes", roles=["Guest", "Nobody"]).run()
    assert test.session_state["_rule"] == Rule(0.58, denominator="host", user_types=("Guest",))


@pytest.mark.parametrize("per_cent", [1, 7, 14, 29, 57, 58, 66.666666667, 75, 99.9, 100])
def test_a_threshold_is_in_the_address_as_it_was_chosen(per_cent: float) -> None:
    assert float(_in_address("threshold", _values(Rule(per_cent / 100))["threshold"])) == per_cent
