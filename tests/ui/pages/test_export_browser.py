"""The main job in a real browser: filter by event and room, take files away, and find the page's figures in them."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from kaltura.reports.columns import Report, column_names
from kaltura.reports.header import DERIVED
from kaltura.reports.resaved import parse_file
from tests.conftest import Server, open_page, settled
from tests.ui.shown import choose, figure, taken

pytestmark = pytest.mark.browser


def test_the_files_hold_what_the_page_counts(server: Server, page: Page, tmp_path: Path) -> None:
    open_page(page, server, "/?dates=All+dates")
    choose(page, "Event", "Open Day 2026")
    shown = {label: figure(page, label) for label in ("Attendances", "Main sessions", "Unique attendees")}
    minutes = figure(page, "Attended minutes")
    page.get_by_role("link", name="Export").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Export")
    settled(page)
    sessions = pl.read_csv(taken(page, "sessions_csv", tmp_path), infer_schema=False)
    rows = pl.read_csv(taken(page, "attendances_csv", tmp_path), infer_schema=False)
    assert f"{sessions.height:,} rows" in page.locator(".st-key-export_reports").inner_text()
    assert f"{rows.height:,} rows" in page.locator(".st-key-export_reports").inner_text()
    assert sessions["events"].str.contains("Open Day 2026").all()
    main = sessions.filter(pl.col("parent_entry_id").fill_null("") == "")
    seen = rows.join(main, on="cue_point_id", how="semi")
    assert f"{main.height:,}" == shown["Main sessions"]
    assert f"{seen.height:,}" == shown["Attendances"]
    assert f"{seen['user_id'].drop_nulls().n_unique():,}" == shown["Unique attendees"]
    assert f"{seen['meeting_view_time'].cast(pl.Float64).sum():,.0f} min" == minutes


def test_the_other_files_open_and_name_their_content(server: Server, page: Page, tmp_path: Path) -> None:
    open_page(page, server, "/export")
    page.get_by_role("radio", name="Week").click()
    settled(page)
    by_week = taken(page, "summary_html", tmp_path).name
    page.get_by_role("radio", name="Day").click()
    settled(page)
    assert by_week.startswith("summary_by-week_")
    workbook = taken(page, "rooms_xlsx", tmp_path)
    assert "Definitions" in pl.read_excel(workbook, sheet_id=0, engine="calamine")
    with zipfile.ZipFile(io.BytesIO(taken(page, "rooms_zip", tmp_path).read_bytes())) as archive:
        assert {"attendances.csv", "fetch.json"} <= set(archive.namelist())
    assert pl.read_parquet(taken(page, "attendances_parquet", tmp_path)).height > 1000
    summary = taken(page, "summary_html", tmp_path)
    assert summary.name == by_week.replace("by-week", "by-day")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(summary.as_uri())
    expect(page.locator("[data-chart] .main-svg").first).to_be_visible()
    assert all(url.startswith("file:") for url in asked)
    expect(page.get_by_text("Attendances by")).not_to_have_count(0)


def test_every_csv_file_has_semicolons_and_says_that_names_are_hidden_where_it_is_so(
    server: Server, page: Page, tmp_path: Path
) -> None:
    open_page(page, server, "/export?hide=true")
    page.get_by_role("radio", name="Semicolon, decimal comma").click()
    settled(page)
    file = taken(page, "attendances_csv", tmp_path)
    assert file.name.startswith("attendances_names-hidden_")
    body = file.read_bytes()
    assert body.splitlines()[0].count(b";") == len(column_names(Report.ATTENDEES)) + len(DERIVED) - 1
    parsed = parse_file(body, Report.ATTENDEES)
    assert (parsed.set_aside, parsed.problems) == ({}, ())
    assert f"{parsed.frame.height:,} rows" in page.locator(".st-key-export_reports").inner_text()
