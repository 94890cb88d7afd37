"""The rule of Present, which one page shows and others follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, go, open_page, settled

pytestmark = pytest.mark.browser


def test_the_rule_of_a_link_holds_on_the_pages_that_only_follow_it(server: Server, page: Page) -> None:
    """An uneven threshold, and a user type, from the link of the page that shows them."""
    open_page(page, server, "/people?threshold=58&roles=Guest")
    go(page, "Attendance")
    follows(page)
    page.reload()
    follows(page)
    go(page, "People")
    shows(page)
    page.go_back()
    follows(page)
    page.go_forward()
    shows(page)
    page.go_back()
    follows(page)


def shows(page: Page) -> None:
    expect(page.get_by_text("Present from 58 %")).to_be_visible()
    expect(page.get_by_text("only user type Guest")).to_be_visible()
    settled(page)


def follows(page: Page) -> None:
    expect(page.get_by_text("the rule, 58")).to_be_attached()
    settled(page)
    expect(page.get_by_role("spinbutton")).to_have_count(0)
    expect(page).to_have_url(re.compile("/attendance.*threshold=58(&|$)"))
    expect(page).to_have_url(re.compile("roles=Guest"))
