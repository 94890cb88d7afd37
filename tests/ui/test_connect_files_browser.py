"""Connect with files, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, go, open_page, settled
from tests.ui.shown import figure

pytestmark = pytest.mark.browser


def test_files_replace_the_demo_and_a_wrong_file_does_not(server: Server, page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "Report_6000_12_x.csv", tmp_path / "notes.csv"
    good.write_bytes(
        "\ufeffentry_id,entry_name,parent_entry_id,cue_point_id,session_start_time,session_end_time,"
        "session_host_user_id,meeting_view_period_unique_users,meeting_engaged_play_time_ratio\n"
        "1_a,Biology,,c1,1760000400,1760004000,ada,3,0.9\n".encode()
    )
    bad.write_text("not,a,report\n1,2,3\n")
    open_page(page, server, "/connect")
    page.get_by_role("tab", name="Files").click()
    chooser = page.locator('[data-testid="stFileUploader"] input[type=file]')
    chooser.set_input_files(bad)
    settled(page)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Demo account")
    chooser.set_input_files(good)
    settled(page)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Files", timeout=30_000)
    expect(page.get_by_text("Read all but 1 file.")).to_be_visible()
    expect(page.get_by_text("notes.csv was not used.")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    settled(page)
    expect(page.locator(".st-key-selection")).to_contain_text("9 Oct 2025")


def test_the_zip_of_export_is_read_as_it_is(server: Server, page: Page, tmp_path: Path) -> None:
    open_page(page, server, "/?type=Guest")
    guests = figure(page, "Attendances")
    go(page, "Export")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="All files as ZIP").click()
    packed = tmp_path / "rooms.zip"
    download.value.save_as(packed)
    go(page, "Connect")
    page.get_by_role("tab", name="Files").click()
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(packed)
    settled(page)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_text("Read 1 file.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Overview").click()
    settled(page)
    assert figure(page, "Attendances") == guests
