"""What a visit's first page draws first: figures, one chart, then the sidebar and the rest."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from polars.exceptions import PanicException
from streamlit.testing.v1 import AppTest

from kaltura.ui import head_start
from tests.conftest import Server, go, open_page, settled
from tests.ui.shown import demo_of_today, figure

FIGURES = "[data-testid=stMetricValue]"
CHARTS = ".js-plotly-plot .main-svg"
SIDEBAR = "[data-testid=stSidebar] [data-testid=stSelectbox]"
# Which of these the page has, whenever it changes, until it has all of them.
_WATCH = """selectors => {
  window.seen = [];
  new MutationObserver(() => {
    for (const selector of selectors)
      if (!window.seen.includes(selector) && document.querySelector(selector)) window.seen.push(selector);
  }).observe(document, {childList: true, subtree: true});
}"""


@pytest.mark.browser
def test_figures_come_first_then_a_chart_then_the_sidebar_whose_first_choice_is_not_lost(
    server: Server, page: Page
) -> None:
    page.add_init_script(f"({_WATCH})({[SIDEBAR, CHARTS, FIGURES]})")
    open_page(page, server)
    page.get_by_role("combobox", name="Event").first.click()
    page.get_by_role("option", name="Open Day 2026", exact=True).click()
    page.wait_for_url(re.compile(r"[?&]event="))
    expect(page.locator(".st-key-remove_event")).to_contain_text("Open Day 2026")
    seen = page.evaluate("window.seen")
    assert seen.index(FIGURES) < seen.index(SIDEBAR)
    assert set(seen) == {FIGURES, CHARTS, SIDEBAR}


@pytest.mark.browser
def test_a_link_that_selects_shows_its_own_figures_from_the_start(server: Server, page: Page) -> None:
    rooms = demo_of_today().sessions.group_by("room_id").len().sort("len", "room_id").collect()
    least = rooms["room_id"][-1]
    page.add_init_script(
        f"""new MutationObserver(() => {{
          for (const shown of document.querySelectorAll("{FIGURES}"))
            (window.figures ??= new Set()).add(shown.innerText);
        }}).observe(document, {{childList: true, subtree: true, characterData: true}})"""
    )
    open_page(page, server, "/?" + urlencode({"dates": "All dates", "room": least}))
    whole_account = f"{demo_of_today().sessions.collect().height:,}"
    assert figure(page, "Main sessions") in page.evaluate("[...window.figures]")
    assert whole_account not in page.evaluate("[...window.figures]")


def _fails(error: type[BaseException]) -> None:
    import streamlit as st

    from kaltura.ui.errors import guarded
    from kaltura.ui.head_start import followed_by

    with guarded(), followed_by(lambda: st.text("the rest")):
        st.text("the page")
        raise error


@pytest.mark.parametrize("error", [ValueError, PanicException])
def test_the_rest_is_drawn_when_the_page_fails(error: type[BaseException]) -> None:
    test = AppTest.from_function(_fails, args=(error,)).run()
    assert [text.value for text in test.text] == ["the page", "the rest"]


def _three_charts() -> None:
    import streamlit as st

    from kaltura.ui.head_start import before_a_chart, followed_by

    with followed_by(lambda: st.text("the rest")):
        for number in (1, 2, 3):
            before_a_chart()
            st.text(f"chart {number}")


def test_the_rest_follows_the_first_chart() -> None:
    test = AppTest.from_function(_three_charts).run()
    assert [text.value for text in test.text] == ["chart 1", "the rest", "chart 2", "chart 3"]


def test_a_browser_is_remembered_for_a_moment_and_in_a_few_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(head_start, "monotonic", lambda: now)
    monkeypatch.setattr(head_start, "_answered", {})
    for number in range(head_start._MOST_BROWSERS + 5):
        head_start.page_answered({"user-agent": str(number) * 1000})
    assert len(head_start._answered) == head_start._MOST_BROWSERS
    now += 0.4
    assert head_start._took({"user-agent": "7" * 1000}) == pytest.approx(0.4)
    assert head_start._took({"user-agent": "7" * 1000}) == head_start._USUAL, "each answer counts for one visit"
    now += head_start._FORGOTTEN + 1
    head_start.page_answered({"user-agent": "new"})
    assert len(head_start._answered) == 1


INTERRUPTIONS = {
    "another page": lambda page: page.get_by_role("link", name="Attendance", exact=True).click(),
    "months": lambda page: page.get_by_role("radio", name="Month").click(),
    "no dates": lambda page: page.locator(".st-key-remove_dates button").click(),
}


@pytest.mark.browser
@pytest.mark.parametrize("interrupt", INTERRUPTIONS.values(), ids=INTERRUPTIONS.keys())
def test_a_click_before_all_is_drawn_breaks_nothing(
    server: Server, page: Page, interrupt: Callable[[Page], None]
) -> None:
    page.goto(server.base)
    interrupt(page)
    settled(page)
    page.wait_for_timeout(1500)  # a first run that went on would go wrong now
    settled(page)
    expect(page.locator(SIDEBAR).first).to_be_visible()
    expect(page.locator(CHARTS).first).to_be_visible()
    go(page, "Connect")
    go(page, "Overview")
    expect(page.locator(CHARTS).first).to_be_visible()
    expect(page.get_by_text("because of a mistake in the dashboard")).to_have_count(0)
    expect(page.get_by_text("Hide names")).to_have_count(1)
