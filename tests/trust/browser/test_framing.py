"""Another site that shows the dashboard inside its own page, to have people click there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server

pytestmark = pytest.mark.browser

LISTED, OTHER = "https://learning.example", "https://elsewhere.example"


def test_only_a_listed_site_shows_the_dashboard_inside_its_own(serve: Callable[..., Server], page: Page) -> None:
    server = serve(secrets=f'framed_by = ["{LISTED}"]')
    page.context.grant_permissions(["local-network-access"])  # else Chromium keeps both from this machine
    inside = page.frame_locator("iframe").get_by_role("heading", level=1)
    for outside in (LISTED, OTHER):  # the second would be as quick as the first was
        page.route(f"{outside}/", lambda route: route.fulfill(body=f'<iframe src="{server.base}"></iframe>'))
        page.goto(f"{outside}/")
        if outside == LISTED:
            expect(inside).to_contain_text("Overview")
    page.frames[1].wait_for_url(re.compile("chrome-error:"), wait_until="commit")
    expect(inside).to_have_count(0)
