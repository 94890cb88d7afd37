"""The People page as a person uses it, and names hidden everywhere, in a real browser on the demo account."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.certificates import certificates
from kaltura.metrics.decisions import decision_counts
from kaltura.metrics.people import people
from kaltura.metrics.register import gradebook
from kaltura.metrics.rooms import room_names
from kaltura.metrics.roster import read_roster
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import Rule
from tests.conftest import Server, open_page, settled
from tests.guest import Guest
from tests.parts import PLACES, PLACES_OF_PARTS
from tests.ui.shown import demo_of_today, drawn, figure, query

pytestmark = pytest.mark.browser

ROOM = "Biology – Workshop in small groups"
ADDRESS = f"/people?dates=All+dates&zone=Europe%2FBerlin&room={quote(ROOM)}"
CANARY = "university.example"  # in the address of everybody who has one


@pytest.fixture(scope="module")
def room() -> Dataset:
    """One room of the demo account that the server shows: the same seed and day."""
    whole = demo_of_today()
    names = room_names(whole)
    room_id = str(names.loc[names["room_name"] == ROOM, "room_id"].iloc[0])
    return whole.select(Filters(zone="Europe/Berlin", rooms=(room_id,)))


def downloaded(page: Page, button: str | re.Pattern[str]) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_rule_decides_explains_and_stays_in_the_link(server: Server, page: Page, room: Dataset) -> None:
    open_page(page, server, ADDRESS)
    assert figure(page, "Present") == f"{decision_counts(room, Rule())['Present']:,}"
    page.get_by_text("Rule: who counts as Present").click()
    threshold = page.get_by_label("Present from, %")
    threshold.fill("50")
    threshold.press("Enter")
    expect(page.get_by_text("Present from 50 % of the session's length")).to_be_visible()
    settled(page)
    half = f"{decision_counts(room, Rule(threshold=0.5))['Present']:,}"
    assert figure(page, "Present") == half
    page.wait_for_url(re.compile("threshold=50"))
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert figure(page, "Present") == half
    drawn(page).click(position={"x": 450, "y": 125})
    expect(page.locator(".st-key-people_explained")).to_be_visible()
    page.get_by_role("link", name="Open the session").click()
    page.wait_for_url(re.compile(r"/sessions\?.*session="))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(ROOM)
    assert query(page)["room"] == [ROOM]


def test_a_person_opens_by_a_link_that_names_nobody(server: Server, page: Page, room: Dataset) -> None:
    someone = people(room).iloc[3]
    open_page(page, server, ADDRESS)
    page.get_by_label("Find a person").fill(someone["user_id"])
    page.keyboard.press("Enter")
    page.wait_for_timeout(2000)
    settled(page)
    page.get_by_test_id("stDataFrame").first.click(position={"x": 60, "y": 53})
    page.get_by_role("button", name="Open the person's history").click()
    page.wait_for_url(re.compile("person="))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(str(someone["user_name"]))
    for text in (someone["user_id"], someone["user_name"], someone["user_email"]):
        assert quote(str(text)) not in page.url
        assert str(text) not in page.url
    # Markdown makes a link of an e-mail address, which is data: it neither looks like one nor opens anything.
    address = page.get_by_test_id("stMain").get_by_text(str(someone["user_email"]))
    expect(address).to_have_css("pointer-events", "none")
    expect(address).to_have_css("text-decoration-line", "none")
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(str(someone["user_name"]))
    page.get_by_role("button", name="All people").click()
    page.wait_for_function("() => !location.search.includes('person=')")
    settled(page)
    assert query(page)["room"] == [ROOM]


def test_a_roster_shows_who_was_absent_and_who_did_not_match(server: Server, page: Page, room: Dataset) -> None:
    seen = people(room)
    file = "email,name\n" + f"{seen['user_email'].dropna().iloc[0].upper()},\n" + "nobody@x.org,Nobody Here\n"
    open_page(page, server, f"{ADDRESS}&list=Roster")
    page.locator('input[type="file"]').set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": file.encode()}
    )
    expect(page.get_by_text("On the roster", exact=True)).to_be_visible()
    settled(page)
    assert figure(page, "On the roster") == "2"
    assert figure(page, "Not in this selection") == "1"
    strangers = match(room, read_roster("class.csv", file.encode())).strangers
    assert figure(page, "Not on the roster") == f"{len(strangers):,}"
    expect(page.get_by_text("The roster, session by session")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(
        {"name": "odd.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    )
    expect(page.get_by_text("has no column with user IDs or e-mails")).to_be_visible()
    assert figure(page, "On the roster") == "2"  # the roster before stays


def test_the_gradebook_and_the_certificates_hold_the_metrics_rows(
    server: Server, page: Page, room: Dataset, browser: Browser, tmp_path: Path
) -> None:
    open_page(page, server, f"{ADDRESS}&list=Files&threshold=40")
    rule = Rule(threshold=0.4)
    name, body = downloaded(page, "Gradebook as CSV")
    assert re.fullmatch(r"gradebook_[\w.-]+\.csv", name)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    expected = gradebook(room, rule)
    assert len(rows) == len(expected)
    assert sum(int(row["present"]) for row in rows) == expected["present"].sum()
    required = page.get_by_label("Required share")
    required.fill("20")
    required.press("Enter")
    earned = int(certificates(room, rule, required_share=0.2)["qualifies"].sum())
    assert earned > 1
    button = re.compile(rf"^.*{earned} certificates as HTML")
    expect(page.get_by_role("button", name=button)).to_be_visible()
    name, body = downloaded(page, button)
    printed = tmp_path / name
    printed.write_bytes(body)
    asked: list[str] = []
    paper = browser.new_page()
    paper.on("request", lambda request: asked.append(request.url))
    paper.goto(printed.as_uri())
    assert paper.locator("article").count() == earned
    assert "Of a single case the issuer knows more." in paper.locator("footer").first.inner_text()
    assert paper.evaluate("getComputedStyle(document.querySelector('article')).textAlign") == "center"
    assert asked == [printed.as_uri()]
    paper.close()
    page.get_by_test_id("stSidebar").get_by_text("Hide names").click()
    page.wait_for_url(re.compile("hide=true"))
    settled(page)
    for file in ("Gradebook as CSV", button):
        _, body = downloaded(page, file)
        assert CANARY.encode() not in body
        assert b"Person " in body


def test_hidden_names_reach_no_page_and_no_file(server: Server) -> None:
    guest = Guest(server.base)
    with guest.at(f"{ADDRESS}&list=Files") as tab:
        assert CANARY in tab.sent(), "the canary is seen while names are shown"
    with guest.at("/?dates=All+dates&hide=true") as tab:
        for address in (*PLACES, *PLACES_OF_PARTS):
            tab.frames.clear()
            tab.go(f"{address}{'&' if '?' in address else '?'}dates=All+dates&hide=true")
            assert CANARY not in tab.sent(), address
        for address in (ADDRESS.replace("/people", "/export"), f"{ADDRESS}&list=Files"):
            tab.go(f"{address}&hide=true")
            assert len(tab.files) > 1
            for key in tab.files:
                assert CANARY.encode() not in guest.get(tab.address_of(key)).content, key


def test_a_phone_reads_a_reason_without_sideways_scrolling(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, server, "/people?dates=Last+90+days&list=Borderline")
    for name, key in (("Borderline", "people_borderline"), ("At risk", "people_at_risk")):
        page.get_by_role("tab", name=name).click()
        settled(page)
        drawn(page.locator(f"[class*='st-key-rows_{key}']")).click(position={"x": 250, "y": 65})
        said = page.locator(f".st-key-{key}_said")
        expect(said).to_contain_text(re.compile(r"→ |missed the last|attended "))
        assert said.evaluate("e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().right <= innerWidth")
        said.get_by_role("button", name="Open the person's history").click()
        page.wait_for_url(re.compile("person="))
        settled(page)
        page.get_by_role("button", name="All people").click()
        page.wait_for_function("() => !location.search.includes('person=')")
        settled(page)


def test_from_a_person_one_comes_back_to_the_list_they_stood_in(server: Server, page: Page) -> None:
    open_page(page, server, "/people?dates=All+dates")
    the_registers_controls_stand_on_one_line(page)
    for name, way in (("Register", "browser"), ("Two at once", "button")):
        if page.get_by_role("tab", name=name).get_attribute("aria-selected") != "true":
            page.get_by_role("tab", name=name).click()
            settled(page)
        drawn(page).click(position={"x": 60, "y": 60})
        if name == "Register":  # which says first what is said of the person
            page.get_by_role("button", name="Open the person's history").click()
        page.wait_for_url(re.compile("person="))
        settled(page)
        if way == "button":
            page.get_by_role("button", name="All people").click()
        else:
            page.go_back()
        page.wait_for_timeout(1500)  # a choice that is remembered would open the person again
        settled(page)
        assert "person" not in query(page), (name, way)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def the_registers_controls_stand_on_one_line(page: Page) -> None:
    controls = [page.locator(f"[class*='st-key-{key}']") for key in ("people_search", "people_cells", "people_room_")]
    for what, edge in (("label", "top"), ("input, button", "bottom")):
        edges = [
            # The frame of a field is its input's parent.
            control.locator(what).last.evaluate(
                f"e => (e.tagName === 'INPUT' ? e.parentElement : e).getBoundingClientRect().{edge}"
            )
            for control in controls
        ]
        assert max(edges) - min(edges) <= 1.5, (what, edges)
