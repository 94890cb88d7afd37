"""Sign-in in a real browser, at a real OpenID provider."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, open_page
from tests.parts import PLACES
from tests.trust.browser.provider import ACCESS, ADA, FORGER, GRACE, MALLORY, VICTOR, Enter, auth, sign_in
from tests.trust.browser.watching import attendees_in, watch
from tests.ui.connecting import choose_account

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("addresses", [PLACES[:1], ("/people", *PLACES)], ids=["at the first page", "at People"])
def test_a_stranger_meets_the_door_at_every_address_of_a_cold_server(
    serve: Callable[..., Server], port: int, openid: str, page: Page, addresses: tuple[str, ...]
) -> None:
    """The first address meets the server cold, the others as it is from then on."""
    server = serve(secrets=auth(openid, port) + ACCESS)
    heard = watch(page)
    for address in addresses:
        page.goto(server.base + address)
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        assert page.get_by_test_id("stSidebar").count() == 0
        sent = heard.sent()  # the browser forgets the bodies when it leaves the page
        assert sent
        assert "Demo account" not in sent
        assert "Attendances" not in sent


def test_an_analyst_sees_people(closed: Server, page: Page, enter: Enter) -> None:
    enter(ADA)
    heard = watch(page)
    open_page(page, closed, "/people?dates=All+dates")
    expect(page.get_by_text("Signed in as ada@example.edu, analyst.")).to_be_visible()
    expect(page.get_by_role("link", name="People", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")
    assert attendees_in(heard.sent()), "else nothing would be found at a viewer's either"


def test_who_signs_in_arrives_at_the_link_they_followed(closed: Server, page: Page) -> None:
    sign_in(page, closed.base, ADA, "/people?dates=All+dates")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")
    expect(page).to_have_url(re.compile(r"/people\?dates=All\+dates"))
    page.goto(closed.base)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")


def test_a_group_lets_in(closed: Server, page: Page) -> None:
    sign_in(page, closed.base, GRACE)
    expect(page.get_by_text("Signed in as grace@elsewhere.example, analyst.")).to_be_visible()


@pytest.mark.parametrize("who", [MALLORY, FORGER], ids=["on no list", "address not verified"])
def test_who_is_not_let_in_stays_outside(closed: Server, page: Page, who: dict[str, object]) -> None:
    heard = watch(page)
    sign_in(page, closed.base, who)
    expect(page.get_by_text("who may not use this dashboard")).to_be_visible()
    page.goto(f"{closed.base}/sessions")
    expect(page.get_by_text("who may not use this dashboard")).to_be_visible()
    assert page.request.get(f"{closed.base}/media/a.csv").status == 403
    assert page.request.put(f"{closed.base}/_stcore/upload_file/x/y", data="a").status == 403
    assert "Demo account" not in heard.sent()


def test_a_viewer_has_no_people_page_in_the_navigation_nor_by_its_address(
    closed: Server, page: Page, enter: Enter
) -> None:
    enter(VICTOR)
    open_page(page, closed, "/people?dates=All+dates")
    expect(page.get_by_text("Signed in as victor@students.example.edu, viewer.")).to_be_visible()
    expect(page.get_by_role("link", name="Sessions", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="People", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("People")
    expect(page.get_by_text("Gradebook")).to_have_count(0)


@pytest.mark.parametrize(("who", "fields"), [(ADA, 1), (VICTOR, 0)], ids=["analyst", "viewer"])
def test_only_who_sees_people_may_ask_for_single_ones(
    closed: Server, page: Page, enter: Enter, who: dict[str, object], fields: int
) -> None:
    """A viewer who fetched one person would read which pseudonym is theirs."""
    enter(who)
    open_page(page, closed, "/connect")
    choose_account(page, "First account")
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_have_count(1)  # the form before is gone
    page.get_by_text("Only certain events, rooms, people or sessions").click()
    expect(page.get_by_role("textbox", name="Room entry IDs")).to_be_visible()
    expect(page.get_by_role("textbox", name="User IDs")).to_have_count(fields)


def test_signing_out_closes_the_door(closed: Server, page: Page, enter: Enter) -> None:
    enter(ADA)
    open_page(page, closed, "/connect")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="End Session")).to_be_visible()  # the provider's own page
    page.goto(closed.base + "/sessions")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_signing_out_closes_the_other_tabs_too(closed: Server, page: Page) -> None:
    sign_in(page, closed.base, ADA)
    other = page.context.new_page()
    open_page(other, closed, "/sessions")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="End Session")).to_be_visible()
    other.get_by_role("link", name="People", exact=True).click()
    expect(other.get_by_text("You signed out in another tab.")).to_be_visible()
    expect(other.get_by_test_id("stMetric")).to_have_count(0)
    other.reload()
    expect(other.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_audit_log_names_visitors_and_no_secret(closed: Server, page: Page) -> None:
    heard = watch(page)
    sign_in(page, closed.base, ADA)
    expect(page.get_by_text("Signed in as ada@example.edu")).to_be_visible()
    printed = closed.printed()
    assert f'audit sign-in who={json.dumps(ADA["email"])} role="analyst"' in printed
    assert "client-secret-that-no-browser-may-see" not in printed + heard.sent()


@pytest.mark.parametrize("start", ["cold", "running"])
@pytest.mark.parametrize("written", ["", "[auth\n"], ids=["empty", "unreadable"])
def test_a_damaged_secrets_file_opens_nothing(
    serve: Callable[..., Server], port: int, openid: str, page: Page, start: str, written: str
) -> None:
    """As while it is written again. A cold server cannot know that an empty file ever had a door."""
    whole = auth(openid, port) + ACCESS
    if start == "cold" and not written:
        pytest.skip("an empty file is how an open dashboard is run")
    server = serve(secrets=whole if start == "running" else whole + written)
    if start == "running":
        page.goto(f"{server.base}/people")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        (server.log.parent / ".streamlit" / "secrets.toml").write_text(written and whole + written, encoding="utf-8")
        page.wait_for_timeout(3000)  # Streamlit looks at its files now and then
    heard = watch(page)
    page.goto(f"{server.base}/people")
    expect(
        page.get_by_text(re.compile("cannot be read, so nobody|Sign-in is not set up|Its operator decides"))
    ).to_be_visible()
    assert page.get_by_test_id("stSidebar").count() == 0
    assert "Demo account" not in heard.sent()


def test_a_list_without_a_provider_closes_the_dashboard(serve: Callable[..., Server], page: Page) -> None:
    server = serve(secrets=ACCESS)
    page.goto(server.base)
    expect(page.get_by_text("Sign-in is not set up")).to_be_visible()
    assert page.get_by_test_id("stSidebar").count() == 0
