import gc
import logging
import sys
from collections.abc import Iterator

import pytest
from polars.exceptions import PanicException

import kaltura.ui
from kaltura.ui import demo, person_detail, warm


@pytest.fixture
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_what_every_page_needs_is_there_before_the_first_visit_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "demo", lambda: None)
    monkeypatch.setattr(kaltura.ui, "person_detail", person_detail)  # put back after the second import
    for module in ("kaltura.ui.person_detail", "kaltura.ui.main"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    warm._warm()
    assert "kaltura.ui.person_detail" in sys.modules
    assert "kaltura.ui.main" not in sys.modules  # to import it is a visit
    assert gc.get_freeze_count() > 10_000


@pytest.mark.usefixtures("thawed")
@pytest.mark.parametrize("error", [ValueError, PanicException])
def test_a_demo_that_cannot_be_prepared_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[BaseException]
) -> None:
    def broken() -> None:
        raise error("a secret")

    monkeypatch.setattr(demo, "demo", broken)
    with caplog.at_level(logging.WARNING, "kaltura.ui"):
        warm._warm()
    assert gc.get_freeze_count() > 10_000
    assert caplog.messages == [f"The demo account could not be prepared: {error.__name__}"]
