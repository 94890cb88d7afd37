"""The Attendance page as a person uses it, in a real browser on the demo account."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from kaltura.charts.attendance import alt_minutes
from kaltura.charts.completeness import alt_threshold
from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.attendance import minutes_distribution, user_types, weekday_hour
from kaltura.metrics.cohorts import repeat
from kaltura.metrics.completeness import threshold_curve
from kaltura.metrics.headline import headline
from kaltura.metrics.rooms import audience_overlap
from kaltura.metrics.rule import Rule
from kaltura.ui.text import count, minutes, percent
from tests.conftest import Server, open_page, settled
from tests.ui.shown import demo_of_today, drawn, figure

pytestmark = pytest.mark.browser

# Six whole weeks that are over, so that the test's data and the server's agree.
LAST = date.today() - timedelta(days=date.today().weekday() + 1)  # noqa: DTZ011
DAYS = (LAST - timedelta(days=41), LAST)
ADDRESS = "/attendance?" + urlencode({"dates": "Custom", "from": DAYS[0], "to": DAYS[1], "zone": "Europe/Berlin"})


@pytest.fixture(scope="module")
def data() -> Dataset:
    """What the server shows of the demo account on these days."""
    whole = demo_of_today()
    return whole.select(Filters(*DAYS, "Europe/Berlin"))


def test_figures_distribution_and_picture_are_of_the_metrics(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, ADDRESS)
    now = headline(data)
    assert figure(page, "Attendances") == count(now.attendances)
    assert figure(page, "Median minutes") == minutes(now.median_minutes)
    assert figure(page, "Repeat rate") == percent(repeat(data).rate)
    expect(page.get_by_text(alt_minutes(minutes_distribution(data)))).to_be_visible()
    a_picture_is_named_after_its_chart_and_as_large_as_on_screen(page)
    page.get_by_role("radio", name="The longest attendee's minutes").click()
    settled(page)
    expect(page.get_by_text(alt_threshold(threshold_curve(data, "longest"), Rule().threshold))).to_be_visible()
    a_cell_of_the_week_lists_its_sessions_and_one_opens(page, data)


def a_picture_is_named_after_its_chart_and_as_large_as_on_screen(page: Page) -> None:
    chart = page.locator(".st-key-attendance_minutes, [class*=st-key-attendance_minutes_]").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    wide = chart.locator(".main-svg").first.evaluate("svg => svg.clientWidth")
    with page.expect_download() as waiting:
        chart.locator('[data-title="Download plot as a PNG"], [data-title="Download plot as a png"]').click()
    assert waiting.value.suggested_filename == "attendance-minutes.png"
    head = waiting.value.path().read_bytes()[:24]
    assert head[:4] == b"\x89PNG"
    assert int.from_bytes(head[16:20]) == pytest.approx(2 * wide, abs=2)


def a_cell_of_the_week_lists_its_sessions_and_one_opens(page: Page, data: Dataset) -> None:
    page.get_by_role("radio", name="Sessions", exact=True).click()
    settled(page)
    page.wait_for_timeout(500)
    held = weekday_hour(data, "sessions").query("sessions > 0").reset_index(drop=True)
    busiest = int(held["sessions"].idxmax())
    page.locator(".js-plotly-plot:has(.heatmaplayer)").first.locator(".scatterlayer .point").nth(busiest).click(
        force=True
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{held['sessions'][busiest]} sessions")
    drawn(dialog).click(position={"x": 250, "y": 55})
    page.wait_for_url(re.compile(r"/sessions\?.*session="))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Attendance")


def test_a_user_type_and_two_rooms_narrow_the_selection(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, ADDRESS)
    page.get_by_role("tab", name="User types").click()
    settled(page)
    largest = user_types(data).iloc[0]
    bar = page.locator("[class*=st-key-attendance_types] .bars .point path").last
    expect(bar).to_be_visible()
    page.wait_for_timeout(1500)  # Streamlit draws a chart twice, and a click on the first of them is lost
    bar.click(force=True)
    page.wait_for_url(re.compile(f"type={largest['user_type']}"))
    settled(page)
    expect(page.get_by_test_id("stMetric").filter(has_text="Attendances").first).to_contain_text(
        count(largest["attendances"])
    )
    page.locator(".st-key-remove_type button").click()
    settled(page)
    page.get_by_role("tab", name="Shared audience").click()
    settled(page)
    top = audience_overlap(data).iloc[0]
    cell = page.locator("[class*=st-key-attendance_overlap] .scatterlayer .point").first
    expect(cell).to_be_visible()
    page.wait_for_timeout(1500)
    cell.click(force=True)
    page.wait_for_url(re.compile("room="))
    settled(page)
    both = Filters(*DAYS, "Europe/Berlin", rooms=(str(top["room_id"]), str(top["other_id"])))
    expect(page.get_by_test_id("stMetric").filter(has_text="Unique attendees").first).to_contain_text(
        count(headline(data.select(both)).unique_attendees)
    )
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert figure(page, "Unique attendees") == count(top["either"])
    expect(page.get_by_role("tab", name="Shared audience")).to_have_attribute("aria-selected", "true")
