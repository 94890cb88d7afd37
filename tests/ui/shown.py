"""What a page shows, read as a person reads it: by the words beside it."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.ui.demo import _demo
from tests.conftest import Server, settled

# Days that are over: today's sessions still grow between the server's fetch and the test's.
_LAST = datetime.now(UTC).date() - timedelta(days=2)
SETTLED = Filters(start=_LAST - timedelta(days=150), end=_LAST, zone="Europe/Berlin")
IN_ADDRESS = "?" + urlencode({"dates": "Custom", "from": SETTLED.start, "to": SETTLED.end, "zone": SETTLED.zone})


@cache
def demo_of_today() -> Dataset:
    """The demo account that the server shows: the same seed and day."""
    return _demo.__wrapped__(datetime.now(UTC).date()).dataset


def query(page: Page) -> dict[str, list[str]]:
    """What the address says after its question mark."""
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of the first select box of this label, and wait for the page that it makes."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def taken(page: Page, key: str, folder: Path) -> Path:
    """Export's file of this key, saved in the folder by the name that it is offered by."""
    with page.expect_download(timeout=60_000) as waiting:
        page.locator(f".st-key-export_{key} button").click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def requests(page: Page) -> list[str]:
    """All addresses that are asked for from now on, also by WebSocket."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws://", "http://", 1)))
    return asked


def elsewhere(asked: list[str], server: Server) -> list[str]:
    """Those of other hosts."""
    assert asked
    return [url for url in asked if not url.startswith((server.base, "data:", "blob:"))]


def figure(page: Page, label: str) -> str:
    """The figure beside this label, in a browser."""
    card = page.get_by_test_id("stMetric").filter(has_text=label).first
    return card.get_by_test_id("stMetricValue").inner_text()


def figures(test: AppTest) -> dict[str, str]:
    """Label → figure, of a page that was run without a browser."""
    return {metric.label.replace("\\", ""): metric.value for metric in test.metric}


def drawn(within: Page | Locator) -> Locator:
    """The first table there, once it has its cells: it draws itself after the script has ended, and is deaf before."""
    table = within.get_by_test_id("stDataFrame").first
    expect(table.locator("[role=gridcell]").first).to_be_attached()
    return table


def choose_row_by_keys(page: Page, table: Locator, *, down: int) -> None:
    """Choose a row of a table as one does without a mouse; nothing happens before Shift and Space are pressed."""
    grid = drawn(table).locator("canvas[data-testid='data-grid-canvas']")
    before = page.url
    table.locator("button").last.focus()  # of the table's own tools, which stand before it
    page.keyboard.press("Tab")
    assert grid.evaluate("grid => grid === document.activeElement || grid.contains(document.activeElement)")
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(1000)  # a cell that counts as chosen is told to the server a moment later
    assert page.url == before
    page.keyboard.press("Shift+Space")
