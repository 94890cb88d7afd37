"""axe's rules (WCAG 2.2 AA, best practices) on every page and in its main states, light and dark, wide and narrow."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from kaltura.metrics.sessions import main_sessions
from kaltura.ui.navigation import PAGES
from tests.conftest import Server, open_page, settled
from tests.parts import PARTS, PLACES
from tests.trust.browser.provider import ACCESS, auth
from tests.ui.shown import SETTLED, demo_of_today, elsewhere, requests

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each page and state is looked at in two ways without loading it again, a part in one. The sidebar, which a phone folds
# away, is the same on every page: one of them is looked at wide and dark too.
LOOKS = (("light", 1280), ("dark", 390))
WIDE_AND_DARK = ("dark", 1280)
OPEN_PART = '[role="tabpanel"]'  # what is around it was looked at with the page
TITLES = {place: info.title for place, info in zip(PLACES, PAGES, strict=True)}

# What Streamlit itself draws so, and no setting mends: rule → (a part of the element's markup, the reason).
STREAMLITS_OWN = {
    "presentation-role-conflict": (('data-testid="stFileUploaderDropzone"', "the drop zone carries a label"),),
    "region": (('id="stFloatingOverlayPortal"', "what floats hangs outside the page's landmarks"),),
    "target-size": (
        ('aria-label="Clear value"', "the cross in a select box is 22.5 px wide"),
        ('role="spinbutton"', "day, month and year of a date box stand close together"),
    ),
}


def findings(page: Page, within: str = "body") -> list[str]:
    """What axe finds there beyond Streamlit's own, a line each."""
    options = {"resultTypes": ["violations"], "runOnly": RULES}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("all => axe.run(...all)", [within, options])["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
        if not any(part in node["html"] for part, _ in STREAMLITS_OWN.get(rule["id"], ()))
    ]


def wider(page: Page) -> list[str]:
    """A line if the page is wider than its window, so that it would have to be scrolled sideways."""
    mains = page.get_by_test_id("stMain")  # the door has none
    by = mains.evaluate_all("mains => mains.map(main => main.scrollWidth - main.clientWidth)")
    return [f"{over} px wider than the window" for over in by if over > 0]


def seen(page: Page, looks: Sequence[tuple[str, int]] = LOOKS) -> dict[str, list[str]]:
    """The findings in each look that has any."""
    found = {}
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)  # charts take the new width and colours
        found[f"{scheme}, {width} px"] = findings(page) + wider(page)
    return {look: lines for look, lines in found.items() if lines}


def shown(page: Page, server: Server, address: str) -> Page:
    """The page at this address, wide and light, with its charts drawn."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    open_page(page, server, address)
    return drawn_charts(page)


def drawn_charts(page: Page) -> Page:
    """The page, once its charts are drawn."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=\"stPlotlyChart\"]')].every(c => c.querySelector('svg'))"
    )
    return page


@pytest.mark.parametrize("address", PLACES)
def test_nothing_is_found_on_a_page_and_its_parts_and_it_asks_no_other_host(
    server: Server, page: Page, address: str
) -> None:
    asked = requests(page)
    shown(page, server, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLES[address])
    assert seen(page, (WIDE_AND_DARK, *LOOKS) if address == PLACES[0] else LOOKS) == {}
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    if address == PLACES[0]:
        how_a_figure_is_computed(page)
    for part in PARTS.get(address.lstrip("/"), ("", ()))[1]:
        page.get_by_role("tab", name=part, exact=True).click()
        settled(page)
        assert (part, findings(drawn_charts(page), OPEN_PART)) == (part, [])
        assert (part, wider(page)) == (part, [])
    assert elsewhere(asked, server) == []


def how_a_figure_is_computed(page: Page) -> None:
    page.get_by_test_id("stMetric").first.get_by_test_id("stTooltipIcon").hover()
    expect(page.get_by_text("How is this computed?")).to_be_visible()
    page.wait_for_timeout(1000)  # it fades in, and is pale until it has
    assert findings(page) == []


@pytest.mark.parametrize("what", ["session", "room_history"])
def test_nothing_is_found_in_one_session_and_one_room(server: Server, page: Page, what: str) -> None:
    latest = main_sessions(demo_of_today().select(SETTLED)).iloc[0]
    shown(page, server, f"/sessions?{what}={latest['cue_point_id' if what == 'session' else 'room_id']}")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert seen(page) == {}


def test_nothing_is_found_where_there_is_nothing_to_show(server: Server, page: Page) -> None:
    shown(page, server, "/?dates=Custom&from=2020-01-01&to=2020-01-02")
    expect(page.get_by_text("No session is in this selection.")).to_be_visible()
    assert seen(page) == {}


def test_nothing_is_found_at_the_door(serve: Callable[..., Server], port: int, page: Page) -> None:
    shown(page, serve(secrets=auth("http://127.0.0.1:9", port) + ACCESS), "/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.get_by_test_id("stSidebar").count() == 0
    assert seen(page) == {}
