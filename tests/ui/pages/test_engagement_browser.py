"""The Engagement page as a person uses it, in a real browser on the demo account."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from kaltura.dataset import Dataset
from kaltura.metrics.engagement import engagement_distribution, sessions_within
from kaltura.metrics.headline import headline
from kaltura.ui.choices import choices_of
from kaltura.ui.text import minutes, percent
from tests.conftest import Server, open_page, settled
from tests.ui.shown import IN_ADDRESS, SETTLED, demo_of_today, figure, query

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data() -> Dataset:
    return demo_of_today().select(SETTLED)


def picture(page: Page, name: str) -> Locator:
    """The chart whose words for those who don't see it begin so."""
    return page.get_by_role("figure", name=re.compile(f"^{name}"))


def pick(page: Page, mark: Locator) -> None:
    """Click a mark as a hand does: Plotly takes the point that the pointer has rested on."""
    mark.scroll_into_view_if_needed()
    mark.hover(force=True)
    page.wait_for_timeout(500)
    page.mouse.down()
    page.mouse.up()


def test_figures_are_the_metrics_and_follow_the_room(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, f"/engagement{IN_ADDRESS}")
    whole = headline(data)
    assert figure(page, "Engagement rate") == percent(whole.engagement_rate)
    assert figure(page, "Disengaged minutes") == minutes(whole.disengaged_minutes)

    page.get_by_label("Room", exact=True).fill("Physics")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("room="))
    settled(page)
    rooms = query(page)["room"]
    names = choices_of(data).rooms
    assert all("Physics" in names[room] for room in rooms)
    narrowed = headline(data.select(replace(SETTLED, rooms=tuple(rooms))))
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(percent(narrowed.engagement_rate))
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert figure(page, "Disengaged minutes") == minutes(narrowed.disengaged_minutes)


def test_a_bar_and_a_cell_list_their_sessions_and_a_point_narrows_the_dates(
    server: Server, page: Page, data: Dataset
) -> None:
    open_page(page, server, f"/engagement{IN_ADDRESS}")
    a_bar_lists_its_sessions(page, data)
    a_cell_lists_its_sessions(page)
    a_point_narrows_the_dates(page)


def a_bar_lists_its_sessions(page: Page, data: Dataset) -> None:
    table = engagement_distribution(data)
    tallest = int(table["sessions"].idxmax())
    low, high = table.loc[tallest, "low"], table.loc[tallest, "high"]
    bars = picture(page, r"\d+\s% of the sessions").locator(".bars .point path")
    pick(page, bars.nth(tallest))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{len(sessions_within(data, 'engagement_rate', low, high)):,} sessions")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def a_cell_lists_its_sessions(page: Page) -> None:
    cell = picture(page, "Engagement rate by weekday and hour").locator(".scatterlayer .point").first
    pick(page, cell)
    expect(page.get_by_role("dialog")).to_contain_text("Start on Monday")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def a_point_narrows_the_dates(page: Page) -> None:
    point = picture(page, "Engagement rate").locator(".scatterlayer .point").nth(3)
    pick(page, point)
    expect(page.get_by_text("Engagement rate by day")).to_be_visible()
    settled(page)
    chosen = query(page)
    first, last = (date.fromisoformat(chosen[key][0]) for key in ("from", "to"))
    assert last - first == timedelta(days=6)
    assert first.weekday() == 0
