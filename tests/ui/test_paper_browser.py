"""A page on paper: what is as wide as it may be, and side by side."""

import pytest
from playwright.sync_api import Page

from tests.conftest import Server, open_page, settled

pytestmark = pytest.mark.browser

A4 = 794  # pixels of the paper's width
_FIT = """() => [...document.querySelectorAll(".js-plotly-plot")].map((chart) => {
  const box = (element) => element.getBoundingClientRect();
  const card = box(chart.closest("[data-testid=stElementContainer]"));
  const layers = [...chart.querySelectorAll("svg.main-svg")].map(box);
  return {
    part: layers.map((layer) => layer.width / card.width),
    over: Math.max(...layers.map((layer) => layer.bottom - card.bottom)),
    apart: Math.max(...layers.map((layer) => Math.abs(layer.top - layers[0].top))),
    top: layers[0].top,
  };
})"""


def test_charts_fill_their_cards_on_paper(server: Server, page: Page) -> None:
    open_page(page, server, "/engagement")
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length >= 12")
    settled(page)
    for screen in (1280, 390):
        page.set_viewport_size({"width": screen, "height": 900})
        page.wait_for_timeout(500)  # charts take the new width
        charts_fill_their_cards_on_paper(page)


def charts_fill_their_cards_on_paper(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 1123})
    charts = page.evaluate(_FIT)
    assert len(charts) == 6
    for chart in charts:
        assert chart["part"] == [pytest.approx(1, abs=0.01)] * len(chart["part"])
        assert chart["over"] < 1, "no chart lies over the words below it"
        assert chart["apart"] < 1
    assert charts[2]["top"] == pytest.approx(charts[3]["top"], abs=30), "side by side"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".js-plotly-plot svg.main-svg[viewBox]").count() == 0
