"""Sign-in at a real OpenID provider: in a real browser what people see, without one what they are sent."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, open_page
from tests.guest import Guest
from tests.parts import PLACES
from tests.trust.browser.provider import ACCESS, ADA, FORGER, GRACE, MALLORY, VICTOR, Enter, SignedIn, auth, sign_in
from tests.trust.browser.watching import attendees_in


def meets_the_door(server: Server, address: str) -> None:
    """A stranger is sent the button to sign in and nothing of the data."""
    with Guest(server.base).at(address) as tab:
        assert [*tab.buttons] == ["Sign in"]
        assert not tab.shows("Demo account")
        assert not tab.shows("Attendances")


@pytest.mark.parametrize("addresses", [PLACES[:1], ("/people", *PLACES)], ids=["at the first page", "at People"])
def test_a_stranger_meets_the_door_at_every_address_of_a_cold_server(
    serve: Callable[..., Server], port: int, openid: str, addresses: tuple[str, ...]
) -> None:
    """The first address meets the server cold, the others as it is from then on."""
    server = serve(secrets=auth(openid, port) + ACCESS)
    for address in addresses:
        meets_the_door(server, address)


@pytest.mark.browser
def test_who_signs_in_arrives_at_the_link_they_followed(closed: Server, page: Page) -> None:
    page.goto(f"{closed.base}/people?dates=All+dates")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.get_by_test_id("stSidebar").count() == 0
    sign_in(page, closed.base, ADA, "/people?dates=All+dates")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")
    expect(page).to_have_url(re.compile(r"/people\?dates=All\+dates"))
    expect(page.get_by_text("Signed in as ada@example.edu, analyst.")).to_be_visible()
    expect(page.get_by_role("link", name="People", exact=True)).to_be_visible()
    assert page.request.get(closed.base).url == f"{closed.base}/", "once"


def test_a_group_lets_in(guest: SignedIn) -> None:
    with guest(GRACE).at("/people") as tab:
        assert tab.shows(", analyst.")
        assert attendees_in(tab.sent())


@pytest.mark.parametrize("who", [MALLORY, FORGER], ids=["on no list", "address not verified"])
def test_who_is_not_let_in_stays_outside(guest: SignedIn, who: dict[str, object]) -> None:
    for address in ("/", "/sessions"):
        with guest(who).at(address) as tab:
            assert tab.shows("who may not use this dashboard")
            assert not tab.shows("Demo account")
    assert guest(who).get("/media/a.csv").status_code == 403
    assert guest(who).http.put(f"{guest(who).base}/_stcore/upload_file/x/y", data="a").status_code == 403


@pytest.mark.browser
def test_a_viewer_has_no_people_page_in_the_navigation_nor_by_its_address(
    closed: Server, page: Page, enter: Enter
) -> None:
    enter(VICTOR)
    open_page(page, closed, "/people?dates=All+dates&hide=false")
    expect(page.get_by_text("Signed in as victor@students.example.edu, viewer.")).to_be_visible()
    expect(page.get_by_role("link", name="Sessions", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="People", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("People")
    expect(page.get_by_text("Gradebook")).to_have_count(0)
    expect(page.get_by_text("Names are hidden for viewers.")).to_be_visible()
    expect(page.get_by_text("Hide names")).to_have_count(0)


@pytest.mark.parametrize(("who", "asked"), [(ADA, True), (VICTOR, False)], ids=["analyst", "viewer"])
def test_only_who_sees_people_may_ask_for_single_ones(guest: SignedIn, who: dict[str, object], asked: bool) -> None:
    """A viewer who fetched one person would read which pseudonym is theirs."""
    with guest(who).at("/connect") as tab:
        tab.choose_one("Account", "First account")
        assert tab.shows("Room entry IDs")
        assert tab.shows("User IDs") is asked


@pytest.mark.browser
def test_signing_out_closes_the_other_tabs_too(closed: Server, page: Page) -> None:
    sign_in(page, closed.base, ADA, "/connect")
    other = page.context.new_page()
    open_page(other, closed, "/sessions")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="End Session")).to_be_visible()  # the provider's own page
    other.get_by_role("link", name="People", exact=True).click()
    expect(other.get_by_text("You signed out in another tab.")).to_be_visible()
    expect(other.get_by_test_id("stMetric")).to_have_count(0)
    other.reload()
    expect(other.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_audit_log_names_visitors_and_no_secret(closed: Server) -> None:
    ada, seen = Guest(closed.base), []
    ada.http.hooks["response"].append(lambda got, **_: seen.append(f"{got.url} {got.headers} {got.text}"))
    with ada.sign_in(ADA).at("/connect") as tab:
        assert tab.shows(", analyst.")
        seen.append(tab.sent())
    printed = closed.printed()
    assert f'audit sign-in who={json.dumps(ADA["email"])} role="analyst"' in printed
    assert "client-secret-that-no-browser-may-see" not in printed + "".join(seen)


@pytest.mark.parametrize(
    ("added", "said"),
    [(None, "Sign-in is not set up."), ("[auth\n", "secrets.toml cannot be read, so nobody is let in.")],
    ids=["empty", "unreadable"],
)
def test_a_damaged_secrets_file_opens_nothing(
    changing: Server, rewrite: Callable[..., None], added: str | None, said: str
) -> None:
    """As while it is written again. A cold server cannot know that an empty file ever had a door."""
    meets_the_door(changing, "/people")
    rewrite(added=added)
    assert Guest(changing.base).is_shown(said, never="Demo account")


def test_a_file_that_cannot_be_read_opens_nothing_from_the_start(
    serve: Callable[..., Server], port: int, openid: str
) -> None:
    with Guest(serve(secrets=auth(openid, port) + ACCESS + "[auth\n").base).at("/people") as tab:
        assert tab.shows("secrets.toml cannot be read, so nobody is let in.")
        assert not tab.shows("Demo account")


def test_a_list_without_a_provider_closes_the_dashboard(serve: Callable[..., Server]) -> None:
    with Guest(serve(secrets=ACCESS).base).at() as tab:
        assert tab.shows("Sign-in is not set up")
        assert not tab.shows("Demo account")
