"""Another site that shows the dashboard inside its own page, to have people click there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server

pytestmark = pytest.mark.browser

LISTED = "https://learning.example"


@pytest.mark.parametrize(("outside", "shown"), [("https://elsewhere.example", False), (LISTED, True)])
def test_only_a_listed_site_shows_the_dashboard_inside_its_own(
    serve: Callable[..., Server], page: Page, outside: str, shown: bool
) -> None:
    server = serve(secrets=f'framed_by = ["{LISTED}"]')
    page.context.grant_permissions(["local-network-access"])  # else Chromium keeps both from this machine
    page.route(f"{outside}/", lambda route: route.fulfill(body=f'<iframe src="{server.base}"></iframe>'))
    page.goto(f"{outside}/")
    inside = page.frame_locator("iframe").get_by_role("heading", level=1)
    if shown:
        expect(inside).to_contain_text("Overview")
    else:
        page.wait_for_timeout(2000)
        expect(inside).to_have_count(0)
        assert page.frames[1].url.startswith("chrome-error:")
