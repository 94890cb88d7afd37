"""The shell in a real browser, on the demo account: addresses, the link, light and dark, what leaves the browser."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kaltura.ui.navigation import PAGES
from tests.conftest import Server, open_page, settled

pytestmark = pytest.mark.browser

EXISTING = [info for info in PAGES if info.path.exists()]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def piece(page: Page, key: str) -> Locator:
    """The button that takes a piece of the selection away."""
    return page.locator(f".st-key-remove_{key} button")


@pytest.mark.parametrize("info", EXISTING, ids=lambda info: info.stem)
def test_a_cold_server_shows_the_whole_shell_at_every_address(
    serve: Callable[..., Server], page: Page, info: object
) -> None:
    server = serve()
    assert info in PAGES
    open_page(page, server, "/" if info is PAGES[0] else f"/{info.address}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_contain_text(info.title)  # type: ignore[attr-defined]
    for other in EXISTING:
        expect(page.get_by_role("link", name=other.title, exact=True)).to_be_visible()
    expect(page.get_by_text("Demo account").first).to_be_visible()


def test_uvicorn_serves_the_same(serve: Callable[..., Server], page: Page) -> None:
    from tests.conftest import free_port

    port = free_port()
    command = ("uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port))
    server = serve(command=command, port=port)
    open_page(page, server, "/connect")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Connect")
    expect(page.get_by_role("link", name="Overview")).to_be_visible()


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


def test_a_piece_of_the_selection_goes_by_a_click(server: Server, page: Page) -> None:
    open_page(page, server, "/?event=Open+Day+2026")
    piece(page, "event").click()
    page.wait_for_function("() => !location.search.includes('event=')")
    settled(page)
    expect(page.get_by_text(re.compile(r"all \d+ rooms"))).to_be_visible()


def test_a_link_shows_its_reader_the_same_days(server: Server, browser: Browser) -> None:
    reader = browser.new_context(timezone_id="Asia/Tokyo").new_page()
    open_page(reader, server, "/?dates=Last+7+days&zone=America%2FNew_York")
    expect(reader.locator(".st-key-selection")).to_contain_text("America/New_York")
    reader.context.close()


def test_names_are_shown_as_they_are_written(server: Server, page: Page) -> None:
    open_page(page, server, "/?dates=All+dates")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox", name="Room").first.click()
    names = page.get_by_role("option").all_inner_texts()
    odd = [name for name in names if any(mark in name for mark in "<$![=")]
    assert odd, "the demo account has names with markup"
    for name in odd:
        open_page(page, server, "/?" + urlencode({"dates": "All dates", "room": name}))
        expect(piece(page, "room")).to_contain_text(name)
    assert all(url.startswith(server.base) for url in asked)


def test_nothing_leaves_the_browser_for_another_host(server: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for info in EXISTING:
        open_page(page, server, f"/{info.address}" if info is not PAGES[0] else "/")
        page.wait_for_timeout(500)
    outside = [url for url in asked if not url.startswith((server.base, "data:", "blob:"))]
    assert outside == []


def test_light_and_dark_follow_the_person(server: Server, browser: Browser) -> None:
    seen = set()
    for scheme in ("light", "dark"):
        visitor = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
        open_page(visitor, server)
        seen.add(
            visitor.evaluate("getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor")
        )
        visitor.context.close()
    assert seen == {"rgb(255, 255, 255)", "rgb(17, 22, 29)"}


@pytest.mark.parametrize("info", EXISTING, ids=lambda info: info.stem)
def test_a_phone_needs_no_sideways_scrolling(server: Server, browser: Browser, info: object) -> None:
    visitor = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    open_page(visitor, server, "/" if info is PAGES[0] else f"/{info.address}")  # type: ignore[attr-defined]
    wider = visitor.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wider <= 0
    visitor.context.close()


def test_a_fresh_home_meets_no_prompt(server: Server) -> None:
    """The server runs as README says, in a home that has never seen Streamlit; it would wait for an answer else."""
    printed = server.printed()
    assert "You can now view" in printed
    assert "email" not in printed.casefold()
