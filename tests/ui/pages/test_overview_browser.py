"""Overview as a person uses it, in a real browser on the demo account."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.rooms import top_rooms
from kaltura.ui.changes import relative
from kaltura.ui.text import count, percent
from tests.conftest import Server, open_page, settled
from tests.ui.shown import choose_row_by_keys, demo_of_today

pytestmark = pytest.mark.browser

# Six whole weeks that are over, so that the test's data and the server's agree.
LAST = date.today() - timedelta(days=date.today().weekday() + 1)  # noqa: DTZ011
DAYS = (LAST - timedelta(days=41), LAST)
ADDRESS = "/?" + urlencode({"dates": "Custom", "from": DAYS[0], "to": DAYS[1], "zone": "Europe/Berlin"})


@pytest.fixture(scope="module")
def data() -> Dataset:
    """The demo account that the server shows: the same seed and day."""
    return demo_of_today()


def select(data: Dataset, first: date = DAYS[0], last: date = DAYS[1], **more: tuple[str, ...]) -> Dataset:
    return data.select(Filters(first, last, "Europe/Berlin", **more))


def card(page: Page, label: str) -> str:
    return page.get_by_test_id("stMetric").filter(has_text=label).first.inner_text()


def bars(page: Page, number: int) -> int:
    """How many bars the chart has that is the so-manyth with bars."""
    return page.locator(".js-plotly-plot:has(.bars)").nth(number).locator(".bars .point path").count()


def test_on_a_touch_screen_a_tap_on_a_bar_meets_the_bar(server: Server, browser: Browser, data: Dataset) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    open_page(page, server, ADDRESS)
    top = page.locator("[class*=st-key-overview_rooms] .bars .point path").first
    top.scroll_into_view_if_needed()
    expect(page.locator(".modebar").first).to_be_attached()
    expect(page.locator(".modebar >> visible=true")).to_have_count(0)
    top.tap(force=True)
    page.wait_for_url(re.compile("room="))
    assert f"room={top_rooms(select(data), 1)['room_id'].iloc[0]}" in page.url
    phone.close()


def test_figures_changes_narrowing_and_the_way_back(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, ADDRESS)
    now = headline(select(data))
    before = headline(select(data, DAYS[0] - timedelta(days=42), DAYS[0] - timedelta(days=1)))
    assert count(now.attendances) in card(page, "Attendances")
    assert count(now.unique_attendees) in card(page, "Unique attendees")
    assert percent(now.engagement_rate) in card(page, "Engagement rate")
    assert str(relative(now.attendances, before.attendances)).replace("-", "\u2212") in card(page, "Attendances")
    what_needs_a_look_stands_between_the_figures_and_the_charts(page)
    for finding in ("Attendances went", "Most attended minutes: "):
        expect(page.locator(f'[aria-label^="{finding}"], [alt^="{finding}"]').first).to_be_attached()
    what_a_click_on_a_chart_does_can_be_done_by_the_keyboard(page, data)

    # By week: six bars, and as many points. The third point is clicked: its week alone is selected. Bars are
    # clicked in tests/ui/test_back_browser.py.
    page.get_by_role("radio", name="Week").click()
    settled(page)
    weeks = attendance_over_time(select(data), "week")
    page.wait_for_timeout(500)
    assert bars(page, 0) == len(weeks) == 6
    point = page.locator(".js-plotly-plot").nth(1).locator(".points path.point").nth(2)
    point.hover(force=True)  # a line's point is found by its hover, which a click alone outruns
    expect(page.locator(".hoverlayer .hovertext")).to_be_visible()
    point.click(force=True)
    monday = weeks["period"].iloc[2].date()
    page.wait_for_url(re.compile(f"from={monday}"))
    settled(page)
    week = select(data, monday, monday + timedelta(days=6))
    expect(page.get_by_test_id("stMetric").filter(has_text="Attendances").first).to_contain_text(
        count(weeks["attendances"].iloc[2])
    )

    # The room with most minutes is clicked: that room alone is selected, also after a reload.
    page.wait_for_timeout(500)
    best = top_rooms(week).iloc[0]
    page.locator("[class*=st-key-overview_rooms] .bars .point path").first.click(force=True)
    page.wait_for_url(re.compile("room="))
    settled(page)
    in_room = headline(select(data, monday, monday + timedelta(days=6), rooms=(str(best["room_id"]),)))
    attended = page.get_by_test_id("stMetric").filter(has_text="Attendances").first
    expect(attended).to_contain_text(count(in_room.attendances))
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    expect(attended).to_contain_text(count(in_room.attendances))

    # The room is taken away again.
    page.locator(".st-key-remove_room button").click()
    settled(page)
    expect(attended).to_contain_text(count(headline(week).attendances))


def what_needs_a_look_stands_between_the_figures_and_the_charts(page: Page) -> None:
    rows = page.locator(".st-key-attention_rows a")
    expect(rows).to_have_count(3)
    tops = [
        box["y"]
        for place in (page.get_by_test_id("stMetric").last, *rows.all(), page.locator(".js-plotly-plot").first)
        if (box := place.bounding_box())
    ]
    assert len(tops) == 5
    assert tops == sorted(tops)
    width = rows.first.bounding_box()
    card = page.locator(".st-key-attention_rows").bounding_box()
    assert width
    assert card
    assert width["width"] == card["width"], "the whole line is a link"


def what_a_click_on_a_chart_does_can_be_done_by_the_keyboard(page: Page, data: Dataset) -> None:
    page.locator(".st-key-table_overview_rooms input").focus()
    page.keyboard.press("Space")
    settled(page)
    choose_row_by_keys(page, page.locator("[class*='st-key-rows_overview_rooms']"), down=1)
    page.wait_for_url(re.compile(f"room={top_rooms(select(data))['room_id'][1]}"))
    settled(page)
    page.locator(".st-key-remove_room button").click()
    expect(page.locator(".st-key-remove_room")).to_have_count(0)
    settled(page)


def test_the_bar_of_a_single_day_can_be_seen(server: Server, page: Page) -> None:
    day = LAST - timedelta(days=3)  # a Thursday
    open_page(page, server, "/?" + urlencode({"dates": "Custom", "from": day, "to": day, "zone": "Europe/Berlin"}))
    chart = page.locator(".st-key-overview_attendance_0")
    bar = chart.locator(".bars .point path").bounding_box()
    plot = chart.locator(".main-svg").first.bounding_box()
    assert bar
    assert plot
    assert 0.08 < bar["width"] / plot["width"] < 0.3
