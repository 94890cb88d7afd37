"""The shell in a real browser, on the demo account: addresses, the link, light and dark, what leaves the browser."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from kaltura.ui.navigation import PAGES
from tests.conftest import Server, open_page, settled
from tests.guest import Guest
from tests.ui.shown import choose, elsewhere, query, requests

pytestmark = pytest.mark.browser


def piece(page: Page, key: str) -> Locator:
    """The button that takes a piece of the selection away."""
    return page.locator(f".st-key-remove_{key} button")


def test_a_cold_server_shows_the_whole_shell_and_asks_no_other_host(serve: Callable[..., Server], page: Page) -> None:
    """A cold server lacks the same behind each address but the first, where it lacks nothing.

    tests/ui/test_accessibility_browser.py has them all.
    """
    asked = requests(page)
    server = serve()
    open_page(page, server, "/people")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")
    for other in PAGES:
        expect(page.get_by_role("link", name=other.title, exact=True)).to_be_visible()
    expect(page.get_by_text("Demo account").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Hide names")).to_be_visible()
    assert elsewhere(asked, server) == []


def test_uvicorn_serves_the_same(serve: Callable[..., Server], port: int) -> None:
    server = serve(command=("uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port)))
    with Guest(server.base).at("/connect") as tab:
        assert tab.shows("Demo account")
        assert tab.shows("Partner ID")
    assert "GET /" not in server.printed(), "an address holds what was selected"


def test_the_selection_stays_in_the_link_across_pages_and_reloads(server: Server, page: Page) -> None:
    open_page(page, server)
    choose(page, "Dates", "Last 90 days")
    choose(page, "Event", "Open Day 2026")
    page.wait_for_url(re.compile("event="))
    (event,) = query(page)["event"]
    assert event.isdigit(), "its ID, which outlives a new name"
    wanted = {"dates": ["Last 90 days"], "event": [event], "zone": ["Europe/Berlin"]}
    assert query(page) == wanted
    page.get_by_role("link", name="Connect").click()
    page.wait_for_url(re.compile("/connect"))
    settled(page)
    assert query(page) == wanted
    page.get_by_role("link", name="Overview").click()
    page.wait_for_url(lambda url: "/connect" not in url)
    settled(page)
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert query(page) == wanted
    expect(piece(page, "event")).to_contain_text("Open Day 2026")


def test_a_link_shows_its_reader_the_same_days_and_a_room_is_found_by_what_is_typed(server: Server, page: Page) -> None:
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Berlin"
    open_page(page, server, "/?dates=All+dates&zone=America%2FNew_York")
    expect(page.locator(".st-key-selection")).to_contain_text("America/New_York")
    page.get_by_role("combobox", name="Room").first.fill("history – w")
    page.keyboard.press("Enter")
    expect(piece(page, "room")).to_have_text(re.compile("^History – Workshop in small groups"))
    light_and_dark_follow_the_person(page)


def light_and_dark_follow_the_person(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(17, 22, 29)")
    page.emulate_media(color_scheme="light")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_names_are_shown_as_they_are_written(server: Server, page: Page) -> None:
    open_page(page, server, "/?dates=All+dates")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox", name="Room").first.click()
    names = page.get_by_role("option").all_inner_texts()
    odd = [name for name in names if any(mark in name for mark in "<$![=")]
    assert odd, "the demo account has names with markup"
    open_page(page, server, "/?" + urlencode({"dates": "All dates", "room": odd}, doseq=True))
    for name in odd:
        expect(page.locator(".st-key-room_shown")).to_contain_text(name)
    assert all(url.startswith(server.base) for url in asked)


def test_a_fresh_home_meets_no_prompt(server: Server) -> None:
    """The server runs as README says, in a home that has never seen Streamlit; it would wait for an answer else."""
    printed = server.printed()
    assert "You can now view" in printed
    assert "email" not in printed.casefold()
