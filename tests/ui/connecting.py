"""What a person does on Connect, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.conftest import settled


def choose_account(page: Page, title: str) -> None:
    page.get_by_role("combobox", name="Account").click()
    page.get_by_role("option", name=title).click()
    settled(page)


def type_in(page: Page, label: str, text: str) -> None:
    box = page.get_by_role("textbox", name=label, exact=True)
    box.fill(text)
    box.press("Tab")
    settled(page)


def fetch(page: Page) -> None:
    button = page.get_by_role("button", name="Fetch", exact=True)
    expect(button).to_have_count(1)  # not the form that is about to be replaced
    button.click()


def fetched(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"^Fetched [\d,]+ rows"))).to_be_visible(timeout=60_000)
    settled(page)
