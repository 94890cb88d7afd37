"""Connect in a real browser against the emulator: every way in, progress and Stop, and nothing lost on failure."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from kaltura.demo.account import Account
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from tests.conftest import Server, dashboard, open_page, settled
from tests.trust.browser.conftest import named
from tests.ui.connecting import choose_account, fetch, fetched, type_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def account() -> Account:
    return demo_account(seed=7, today=datetime.now(UTC).date(), scale=0.2)


@pytest.fixture(scope="module")
def kaltura(account: Account) -> Iterator[Emulator]:
    with Emulator(account) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def slow(account: Account) -> Iterator[Emulator]:
    with Emulator(account, faults=["LATExall=30"]) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def expiring(account: Account) -> Iterator[Emulator]:
    """Its session expires once, when most has been asked: a report is asked again for each of the three events."""
    with Emulator(account, faults=["SESSION_EXPIRES@6002:4"]) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def connected(
    kaltura: Emulator, slow: Emulator, expiring: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    secrets = (
        named("campus", "Campus server", kaltura, with_secret=False)
        + named("expiring", "Expiring account", expiring, with_secret=False)
        + named("whole", "Whole account", kaltura)
        + named("slow", "Slow account", slow)
        + named("wrong", "Wrong account", kaltura).replace(kaltura.admin_secret, "0" * 32)
    )
    with dashboard(tmp_path_factory.mktemp("home"), secrets) as running:
        yield running


def test_a_secret_is_refused_where_a_session_belongs_and_taken_in_its_place(
    connected: Server, kaltura: Emulator, page: Page
) -> None:
    open_page(page, connected, "/connect")
    choose_account(page, "Campus server")
    page.get_by_role("radio", name="Session (KS)").click()
    settled(page)
    type_in(page, "Session (KS)", kaltura.admin_secret)
    fetch(page)
    expect(page.get_by_text("32 hexadecimal digits")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Demo account")
    page.get_by_role("radio", name="Admin secret").click()
    settled(page)
    type_in(page, "Partner ID", str(kaltura.partner_id))
    type_in(page, "Admin secret", kaltura.admin_secret)
    fetch(page)
    fetched(page)
    assert kaltura.admin_secret not in page.url
    assert kaltura.admin_secret not in connected.printed()
    an_app_token(page, kaltura)


def an_app_token(page: Page, kaltura: Emulator) -> None:
    page.get_by_role("radio", name="App token").click()
    settled(page)
    type_in(page, "Partner ID", str(kaltura.partner_id))
    type_in(page, "App token ID", kaltura.app_token_id)
    type_in(page, "App token", kaltura.app_token)
    fetch(page)
    fetched(page)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).to_contain_text("Live account")
    expect(sidebar).to_contain_text(str(kaltura.partner_id))
    page.get_by_role("link", name="Open the overview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    settled(page)
    assert kaltura.app_token not in page.url + page.content()


def test_after_a_session_expired_a_new_one_brings_everything(connected: Server, expiring: Emulator, page: Page) -> None:
    open_page(page, connected, "/connect")
    choose_account(page, "Expiring account")
    page.get_by_role("radio", name="Session (KS)").click()
    settled(page)
    type_in(page, "Session (KS)", expiring.ready_ks())
    fetch(page)
    expect(page.get_by_text("The session (KS) has expired.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("What was on screen before is kept.")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Demo account")
    session = expiring.ready_ks()
    type_in(page, "Session (KS)", session)
    fetch(page)
    fetched(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Live account")
    assert session not in page.url
    assert session not in connected.printed()


def test_a_named_account_never_shows_its_credentials(connected: Server, kaltura: Emulator, page: Page) -> None:
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    open_page(page, connected, "/connect?dates=All+dates")
    who_cannot_mend_it_is_told_who_can(page)
    choose_account(page, "Whole account")
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("Room sessions: can be read.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Breakout sessions: can be read.")).to_be_visible()
    fetch(page)
    fetched(page)
    back_to_an_address_of_before_keeps_the_account_on_screen(page)
    stop_keeps_what_was_there(page)
    assert frames
    assert not any(kaltura.admin_secret in frame for frame in frames)
    assert kaltura.admin_secret not in page.content()
    assert kaltura.admin_secret not in connected.printed()


def who_cannot_mend_it_is_told_who_can(page: Page) -> None:
    choose_account(page, "Wrong account")
    fetch(page)
    said = page.get_by_text("do not belong together. Tell whoever runs this dashboard: Check both, and the region.")
    expect(said).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Demo account")
    expect(page.get_by_text("Traceback")).to_have_count(0)


def back_to_an_address_of_before_keeps_the_account_on_screen(page: Page) -> None:
    assert "source=live" in page.url
    page.go_back()
    page.wait_for_timeout(1000)
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Live account")
    assert "source=live" in page.url


def stop_keeps_what_was_there(page: Page) -> None:
    choose_account(page, "Slow account")
    fetch(page)
    stop = page.locator(".st-key-stop_fetch button")  # Streamlit's own button of that name comes and goes above
    expect(stop).to_be_visible()
    begun = time.monotonic()
    stop.click()
    expect(page.get_by_text("The fetch was stopped.")).to_be_visible()
    assert time.monotonic() - begun < 5  # a second, and what a busy machine's browser needs
    expect(page.get_by_text("What was on screen before is kept").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Live account")


def test_after_a_reload_the_demo_never_stands_in_for_an_account(connected: Server, page: Page) -> None:
    open_page(page, connected, "/connect")
    choose_account(page, "Whole account")
    fetch(page)
    fetched(page)
    page.get_by_role("link", name="Open the overview").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    settled(page)
    assert "source=live" in page.url
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_text("The account's data is not here any more.")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).not_to_contain_text("Demo account")
    page.get_by_test_id("stMain").get_by_role("link", name="Connect").click()
    choose_account(page, "Whole account")
    assert "source=live" in page.url
    fetch(page)
    fetched(page)
    page.get_by_role("link", name="Open the overview").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Live account")
