"""axe's rules (WCAG 2.2 AA, best practices) on every page and in its main states, light and dark, wide and narrow."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from kaltura.ui.navigation import PAGES
from tests.conftest import Server, open_page, settled
from tests.parts import PARTS, PLACES
from tests.trust.browser.provider import ACCESS, auth
from tests.ui.shown import elsewhere, requests

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page is looked at in three ways without loading it again, a state in two, a part in one; the dark changes colours
# alone, and a phone's width brings none of its own.
LOOKS = (("light", 1280), ("dark", 1280), ("light", 390))
APART = (("light", 1280), ("dark", 390))
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


def findings(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds beyond Streamlit's own, a line each."""
    options = {"resultTypes": ["violations"], "runOnly": list(rules)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", options)["violations"]
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
        rules = RULES if scheme == "light" else ["color-contrast"]
        found[f"{scheme}, {width} px"] = findings(page, rules) + wider(page)
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
    assert seen(shown(page, server, address)) == {}
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLES[address])
    page.set_viewport_size({"width": 1280, "height": 900})
    for part in PARTS.get(address.lstrip("/"), ("", ()))[1]:
        page.get_by_role("tab", name=part, exact=True).click()
        settled(page)
        assert (part, seen(drawn_charts(page), LOOKS[:1])) == (part, {})
    assert elsewhere(asked, server) == []


def test_nothing_is_found_where_a_figure_says_how_it_is_computed_in_one_session_and_one_room(
    server: Server, page: Page
) -> None:
    shown(page, server, "/")
    page.get_by_test_id("stMetric").first.get_by_test_id("stTooltipIcon").hover()
    expect(page.get_by_text("How is this computed?")).to_be_visible()
    page.wait_for_timeout(1000)  # it fades in, and is pale until it has
    assert findings(page) == []
    links = page.locator("a").filter(has_text="Open in Sessions")  # also those that are folded away
    addresses = [str(link.get_attribute("href")).lstrip("/") for link in links.all()]
    for part in ("session=", "room_history="):
        address = next(address for address in addresses if part in address)
        shown(page, server, f"/{address}")
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        assert seen(page, APART) == {}


def test_nothing_is_found_where_there_is_nothing_to_show(server: Server, page: Page) -> None:
    shown(page, server, "/?dates=Custom&from=2020-01-01&to=2020-01-02")
    expect(page.get_by_text("No session is in this selection.")).to_be_visible()
    assert seen(page, APART) == {}


def test_nothing_is_found_at_the_door(serve: Callable[..., Server], port: int, page: Page) -> None:
    shown(page, serve(secrets=auth("http://127.0.0.1:9", port) + ACCESS), "/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert seen(page, APART) == {}
