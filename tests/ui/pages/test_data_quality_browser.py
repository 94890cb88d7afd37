"""Data quality as a person uses it: does it add up, what was set aside, which sessions to look at."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics import quality
from kaltura.metrics.estimates import agreement, estimates_against_exact
from tests.conftest import Server, open_page, settled
from tests.ui.shown import demo_of_today, drawn, query

pytestmark = pytest.mark.browser

ADDRESS = "/data-quality?dates=All+dates&zone=Europe%2FBerlin"


@pytest.fixture(scope="module")
def data() -> Dataset:
    """The demo account that the server shows, but for sessions that began since: the same seed and day."""
    return demo_of_today().select(Filters(zone="Europe/Berlin"))


def test_the_ledger_is_that_of_the_data_and_rows_and_sessions_open_from_it(
    server: Server, page: Page, data: Dataset
) -> None:
    open_page(page, server, ADDRESS)
    table = quality.ledger_table(data)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("each of the")
    bars = page.locator(".st-key-quality_ledger .bars")
    expect(bars).to_have_count(4)
    expect(bars.first.locator(".point path")).to_have_count(int((table["received"] > 0).sum()))
    said = page.get_by_role("figure", name="Every row is accounted for").first
    expect(said).to_be_attached()
    windows = f"{len(quality.windows_table(data))} windows for the time"
    expect(page.get_by_role("figure", name=windows)).to_be_attached()

    problem = next(p for p in data.problems if p.kind == "no_session" and p.report == 6000)
    part = page.get_by_test_id("stExpander").filter(has_text=problem.sentence).filter(has_text="Room sessions")
    expect(part.get_by_test_id("stDataFrame")).to_have_count(0)
    part.locator("summary").click()
    settled(page)
    cells = drawn(part).locator("[role=gridcell]").filter(has_text=str(problem.rows[0]["entry_name"]))
    expect(cells.first).to_be_attached()

    page.get_by_role("radio", name="Orphan breakouts").or_(
        page.get_by_role("button", name="Orphan breakouts")
    ).first.click()
    settled(page)
    drawn(page.locator("[class*='st-key-rows_quality_sessions_orphans']")).click(position={"x": 20, "y": 55})
    page.wait_for_url("**/sessions?*")
    assert query(page)["session"] == [quality.orphan_breakouts(data)["cue_point_id"].iloc[0]]


def test_estimates_follow_the_selection(server: Server, page: Page, data: Dataset) -> None:
    # Days that are over: sessions that run now end while the test does, and each then has an estimate more.
    last = datetime.now(UTC).date() - timedelta(days=2)
    past = data.select(Filters(last - timedelta(days=90), last, zone="Europe/Berlin"))
    open_page(page, server, f"/data-quality?dates=Custom&from={past.selection.start}&to={last}&zone=Europe%2FBerlin")
    whole = agreement(past)
    note = page.get_by_text("without anonymous viewers the estimate is the exact count")
    expect(note.first).to_contain_text(f"In {whole.same:,} of ")
    box = page.get_by_role("combobox", name="Room").first
    box.fill("Anatomy")  # the list draws only the options in sight
    page.get_by_role("option", name="Medicine 101 – Anatomy", exact=True).click()
    page.keyboard.press("Escape")
    settled(page)
    room = estimates_against_exact(past).query("room_name == 'Medicine 101 – Anatomy'")
    named = room[room["anonymous"] == 0]
    same = int((named["estimate"] == named["exact"]).sum())
    expect(note.first).to_contain_text(f"In {same:,} of {len(named):,} session")
