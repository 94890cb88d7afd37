"""The browser's back button: one press undoes one click."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.breakouts import flagged
from kaltura.metrics.engagement import disengaged_by_session
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import fitting_period
from tests.conftest import Server, open_page, settled
from tests.ui.shown import demo_of_today, drawn, query

pytestmark = pytest.mark.browser

# Days that are over, so that the test's data and the server's agree.
LAST = date.today() - timedelta(days=2)  # noqa: DTZ011
DAYS = {"dates": "Custom", "from": LAST - timedelta(days=41), "to": LAST, "zone": "Europe/Berlin"}
ADDRESS = "?" + urlencode(DAYS)


# One message after the other, so that a page takes seconds to come.
SLOW_LINE = """
window.WebSocket = class extends WebSocket {
  static due = 0;
  static late = call => event => {
    WebSocket.due = Math.max(WebSocket.due, performance.now()) + 25;
    setTimeout(() => call(event), WebSocket.due - performance.now());
  };
  set onmessage(call) { super.onmessage = WebSocket.late(call); }
  addEventListener(type, call, ...rest) {
    super.addEventListener(type, type === "message" ? WebSocket.late(call) : call, ...rest);
  }
};
"""


@pytest.fixture(scope="module")
def data() -> Dataset:
    """What the server shows of the demo account on these days."""
    return demo_of_today().select(Filters(LAST - timedelta(days=41), LAST, "Europe/Berlin"))


def where(page: Page) -> tuple[str, dict[str, list[str]]]:
    """The page and what the address says, in any order."""
    return urlsplit(page.url).path, query(page)


def steps(page: Page) -> int:
    """How many presses of "back" lead to where the tab began."""
    index: int = page.evaluate("navigation.currentEntry.index")
    return index


def there_and_back(page: Page, click: Callable[[], None], part: str) -> tuple[str, dict[str, list[str]]]:
    """Where a click leads, after which one press of "back" must lead to where it came from."""
    page.wait_for_timeout(500)  # charts draw themselves after the script has ended
    came_from, before = where(page), steps(page)
    click()
    page.wait_for_url(lambda url: part in url)
    settled(page)
    page.wait_for_timeout(500)  # what a widget writes into the address follows a moment later
    went_to = where(page)
    assert steps(page) == before + 1
    page.go_back()
    page.wait_for_url(lambda url: part not in url)
    settled(page)
    assert where(page) == came_from
    return went_to


def bar(page: Page, chart: int, at: int) -> Callable[[], None]:
    bars = page.locator(".js-plotly-plot:has(.bars)").nth(chart).locator(".bars .point path")
    return lambda: bars.nth(at).click(force=True)


def test_back_from_overview(server: Server, page: Page, data: Dataset) -> None:
    """One visit: each step ends on the page that it began on."""
    open_page(page, server, f"/{ADDRESS}")
    what_needs_a_look(page)
    narrowed_dates(page, data)
    a_room(page)
    a_host(page)


def what_needs_a_look(page: Page) -> None:
    path, asked = there_and_back(page, page.locator(".st-key-attention_rows a").first.click, "/sessions?")
    assert path == "/sessions"
    assert asked["from"] == [str(DAYS["from"])]
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")


def narrowed_dates(page: Page, data: Dataset) -> None:
    page.wait_for_timeout(500)
    came_from, before = where(page), steps(page)
    bar(page, 0, 2)()
    page.wait_for_url(lambda url: f"from={DAYS['from']}" not in url and f"to={DAYS['to']}" not in url)
    settled(page)
    page.wait_for_timeout(500)
    assert steps(page) == before + 1
    third = attendance_over_time(data, fitting_period(data))["period"].iloc[2].date()
    assert query(page)["from"] == [str(third)]
    page.go_back()
    page.wait_for_url(lambda url: f"from={DAYS['from']}" in url)
    settled(page)
    assert where(page) == came_from


def a_room(page: Page) -> None:
    rooms = page.locator("[class*=st-key-overview_rooms] .bars .point path")
    _, asked = there_and_back(page, lambda: rooms.last.click(force=True), "room=")
    assert asked["room"]
    expect(page.locator(".st-key-remove_room")).to_have_count(0)


def a_host(page: Page) -> None:
    hosts = page.locator("[class*=st-key-overview_hosts] .bars .point path")
    path, asked = there_and_back(page, lambda: hosts.first.click(force=True), "host=")
    assert path == "/sessions"
    assert asked["from"] == [str(DAYS["from"])]
    page.go_forward()
    page.wait_for_url(lambda url: "host=" in url)
    expect(page.get_by_role("heading", name="Main sessions hosted by")).to_be_visible()


def test_back_from_a_session_that_a_chart_opened(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, f"/engagement{ADDRESS}")
    path, asked = there_and_back(page, bar(page, 0, 0), "session=")
    assert path == "/sessions"
    assert asked["session"] == [disengaged_by_session(data).table["cue_point_id"].iloc[0]]
    assert asked["to"] == [str(DAYS["to"])]
    expect(page.get_by_role("heading", level=1)).to_contain_text("Engagement")
    page.go_forward()
    page.wait_for_url(lambda url: "session=" in url)
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("button", name="All sessions", exact=True)).to_be_visible()
    assert where(page) == (path, asked)


def test_back_from_a_room_chosen_at_the_side(server: Server, page: Page) -> None:
    open_page(page, server, f"/attendance{ADDRESS}")

    def choose() -> None:
        page.get_by_role("combobox", name="Room").first.fill("Biology 101")
        page.keyboard.press("Enter")

    _, asked = there_and_back(page, choose, "room=")
    assert len(asked["room"]) == 1
    expect(page.locator(".st-key-remove_room")).to_have_count(0)
    expect(page.locator(".st-key-room_shown")).not_to_contain_text("Biology 101")
    page.go_forward()
    page.wait_for_url(lambda url: "room=" in url)
    settled(page)
    expect(page.locator(".st-key-remove_room")).to_contain_text("Biology 101")
    expect(page.locator(".st-key-room_shown")).to_contain_text("Biology 101")


def test_back_to_a_tab_and_from_a_page_that_remembers_it(server: Server, page: Page) -> None:
    open_page(page, server, f"/attendance{ADDRESS}&part=User+types")
    nav = page.get_by_test_id("stSidebarNav")
    there_and_back(page, nav.get_by_role("link", name="Engagement").click, "/engagement?")
    expect(page.get_by_role("tab", name="User types")).to_have_attribute("aria-selected", "true")
    back_to_a_page_from_one_that_remembers_its_tab(page)


def test_back_on_a_slow_line_from_a_page_that_remembers_its_tab(server: Server, page: Page) -> None:
    page.add_init_script(SLOW_LINE)
    open_page(page, server, f"/attendance{ADDRESS}&part=User+types")
    back_to_a_page_from_one_that_remembers_its_tab(page)


def back_to_a_page_from_one_that_remembers_its_tab(page: Page) -> None:
    nav = page.get_by_test_id("stSidebarNav")
    nav.get_by_role("link", name="Engagement").click()
    page.wait_for_url(lambda url: "/engagement?" in url)
    settled(page)
    there_and_back(page, nav.get_by_role("link", name="Attendance").click, "part=User+types")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Engagement")


def test_back_to_a_tab_from_what_a_row_opened(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, f"/breakouts{ADDRESS}&part=Need+a+look")
    grid = drawn(page)
    _, asked = there_and_back(page, lambda: grid.click(position={"x": 18, "y": 55}), "session=")
    assert asked["session"] == [flagged(data)["parent_session_id"].iloc[-1]]  # the latest stands first
    expect(page.get_by_text("Breakouts that need a look")).to_be_visible()
