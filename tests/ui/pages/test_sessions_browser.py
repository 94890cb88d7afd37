"""The Sessions page as a person uses it, in a real browser on the demo account."""

import re

import pytest
from playwright.sync_api import FloatRect, Page, expect

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.all_rooms import all_rooms
from kaltura.metrics.one_session import session
from kaltura.metrics.sessions import main_sessions
from kaltura.ui.text import count, minutes, percent
from tests.conftest import Server, open_page, settled
from tests.ui.shown import choose_row_by_keys, demo_of_today, drawn, figure, query

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data() -> Dataset:
    """The demo account that the server shows: the same seed and day."""
    return demo_of_today().select(Filters(zone="Europe/Berlin"))


@pytest.fixture(scope="module")
def workshop(data: Dataset) -> dict[str, object]:
    """The session with most breakouts; an early one, outside the default dates."""
    rows = main_sessions(data).sort_values(["breakouts", "start"], ascending=[False, True])
    return dict(rows.iloc[0])


def test_a_link_opens_a_session_with_the_metrics_figures_and_a_click_its_breakout(
    server: Server, page: Page, data: Dataset, workshop: dict[str, object]
) -> None:
    open_page(page, server, f"/sessions?session={workshop['cue_point_id']}&zone=Europe%2FBerlin")
    expected = session(data, str(workshop["cue_point_id"]))
    expect(page.get_by_role("heading", level=1)).to_have_text(str(workshop["name"]))
    assert figure(page, "Unique attendees") == count(expected.unique_attendees)
    assert figure(page, "Kaltura's estimate") == count(expected.kaltura_estimate)
    assert figure(page, "Mean minutes") == minutes(expected.mean_minutes)
    assert figure(page, "Engagement rate") == percent(expected.engagement_rate)
    bars = page.locator(".js-plotly-plot .bars .point path")
    expect(bars).to_have_count(1 + int(str(workshop["breakouts"])))

    bars.nth(1).click(force=True)
    page.wait_for_function("id => !location.search.includes('session=' + id)", arg=workshop["cue_point_id"])
    settled(page)
    expect(page.get_by_text(re.compile("A breakout session of"))).to_be_visible()


def test_from_the_table_to_a_session_to_its_room_and_back(server: Server, page: Page) -> None:
    open_page(page, server, "/sessions?dates=All+dates")
    page.get_by_label("Find a session").fill("Workshop")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"\d+ sessions of \d+"))).to_be_visible()
    settled(page)
    drawn(page).click(position={"x": 310, "y": 55})  # the first row's start
    page.wait_for_url(re.compile(r"[?&]session="))
    settled(page)
    opened = query(page)["session"]
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Workshop")
    name = heading.inner_text()
    page.get_by_role("button", name="All sessions of this room").click()
    page.wait_for_url(re.compile("room_history="))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    page.wait_for_url(re.compile(r"[?&]session="))
    settled(page)
    assert query(page)["session"] == opened
    expect(page.get_by_text("Timeline with its breakouts")).to_be_visible()
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("button", name="All sessions", exact=True).click()
    page.wait_for_function("() => !location.search.includes('session=')")
    settled(page)
    expect(page.get_by_text("Main sessions").first).to_be_visible()
    assert query(page)["dates"] == ["All dates"]


def test_the_worst_attended_room_is_found_by_sorting_and_opens(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, "/sessions?dates=All+dates&zone=Europe%2FBerlin")
    page.get_by_role("tab", name="Rooms").click()
    page.wait_for_url(re.compile("part=Rooms"))
    settled(page)
    rows = all_rooms(data)
    box = drawn(page.locator("[class*='st-key-rows_rooms_table']")).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 510, box["y"] + 18)  # the head of “Per session”
    page.wait_for_timeout(1500)
    page.mouse.click(box["x"] + 250, box["y"] + 55)
    page.wait_for_url(re.compile("room_history="))
    settled(page)
    least = rows.loc[rows["people_per_session"] == rows["people_per_session"].min(), "room_id"].tolist()
    assert query(page)["room_history"][0] in least
    page.go_back()
    page.wait_for_url(re.compile("part=Rooms"))
    settled(page)
    expect(page.get_by_role("tab", name="Rooms")).to_have_attribute("aria-selected", "true")
    page.go_forward()
    page.wait_for_url(re.compile("room_history="))
    page.get_by_role("button", name="All sessions", exact=True).click()
    expect(page.get_by_role("tab", name="Sessions")).to_have_attribute("aria-selected", "true")


def test_a_point_of_a_rooms_history_opens_the_session(server: Server, page: Page, workshop: dict[str, object]) -> None:
    open_page(page, server, f"/sessions?room_history={workshop['room_id']}")
    page.get_by_role("radio", name="Engagement").click()
    settled(page)
    expect(page.get_by_text("Engagement rate, session by session")).to_be_visible()
    page.wait_for_timeout(500)
    page.locator(".js-plotly-plot .scatterlayer .point").nth(2).click(force=True)
    page.wait_for_url(re.compile(r"[?&]session="))
    settled(page)
    expect(page.get_by_text("Against the room's usual")).to_be_visible()


def table_of_sessions(page: Page) -> FloatRect:
    """Where the table of all sessions is, once it can be clicked."""
    box = drawn(page.locator("[class*='st-key-rows_sessions_table']")).locator("canvas").first.bounding_box()
    assert box is not None
    return box


def back_to_all_sessions(page: Page) -> None:
    settled(page)
    page.get_by_role("button", name="All sessions", exact=True).click()
    page.wait_for_function("() => !location.search.includes('session=')")
    settled(page)


def test_a_row_opens_by_keys_and_by_a_click_anywhere_and_nothing_by_mistake(
    server: Server, page: Page, data: Dataset
) -> None:
    open_page(page, server, "/sessions?dates=All+dates&zone=Europe%2FBerlin")
    choose_row_by_keys(page, page.locator("[class*='st-key-rows_sessions_table']"), down=2)
    page.wait_for_url(re.compile(r"[?&]session="))
    assert query(page)["session"] == [main_sessions(data)["cue_point_id"][2]]
    back_to_all_sessions(page)
    for x in (33, 39):  # on either side of its box's edge
        box = table_of_sessions(page)
        page.mouse.click(box["x"] + x, box["y"] + 55)
        page.wait_for_url(re.compile(r"[?&]session="))
        back_to_all_sessions(page)
    # Neither by a drag nor, more than once, by a double click.
    box = table_of_sessions(page)
    before = page.url
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 340, box["y"] + 130, steps=4)
    page.mouse.up()
    page.wait_for_timeout(1000)  # what is chosen is told to the server a moment later
    assert page.url == before
    page.mouse.dblclick(box["x"] + 300, box["y"] + 55)
    page.wait_for_url(re.compile(r"[?&]session="))
    assert query(page)["session"] == [main_sessions(data)["cue_point_id"][0]]
