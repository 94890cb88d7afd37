"""The rule of Present, which one page shows and others follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, open_page, settled

pytestmark = pytest.mark.browser


def test_the_rule_of_a_link_holds_on_the_pages_that_only_follow_it(server: Server, page: Page) -> None:
    open_page(page, server, "/people?threshold=90")
    page.get_by_role("link", name="Attendance").click()
    expect(page.get_by_text("the rule, 90")).to_be_attached(timeout=20_000)
    settled(page)
    page.reload()
    expect(page.get_by_text("the rule, 90")).to_be_attached(timeout=20_000)
    page.get_by_role("link", name="People").click()
    expect(page.get_by_text("Present from 90 %")).to_be_visible(timeout=20_000)
    settled(page)
    page.go_back()
    expect(page.get_by_text("the rule, 90")).to_be_attached(timeout=20_000)
    settled(page)
    page.go_forward()
    expect(page.get_by_text("Present from 90 %")).to_be_visible(timeout=20_000)
    settled(page)
    page.go_back()
    expect(page.get_by_text("the rule, 90")).to_be_attached(timeout=20_000)
    open_page(page, server, "/attendance?threshold=60")
    expect(page.get_by_text("the rule, 60")).to_be_attached(timeout=20_000)
    expect(page.get_by_role("spinbutton")).to_have_count(0)
    expect(page).to_have_url(re.compile("threshold=60"))


def test_roles_and_an_uneven_threshold_hold_too(server: Server, page: Page) -> None:
    open_page(page, server, "/people?threshold=58&roles=Guest")
    page.get_by_role("link", name="Attendance").click()
    expect(page.get_by_text("the rule, 58")).to_be_attached(timeout=20_000)
    expect(page).to_have_url(re.compile("threshold=58(&|$)"))
    expect(page).to_have_url(re.compile("roles=Guest"))
    open_page(page, server, "/people?roles=Guest")
    page.get_by_role("link", name="Attendance").click()
    expect(page).to_have_url(re.compile("/attendance.*roles=Guest"), timeout=20_000)
    settled(page)
    page.reload()
    settled(page)
    page.get_by_role("link", name="People").click()
    expect(page.get_by_text("only user type Guest")).to_be_visible(timeout=20_000)
