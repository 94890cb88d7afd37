"""Tables write a number as the figures do."""

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page

from kaltura.ui.columns import COLUMNS, in_per_cent
from kaltura.written import count, percent
from tests.conftest import Server, open_page

ROOT = Path(__file__).parents[2]


def test_shares_are_shown_in_per_cent_and_nothing_else_changes() -> None:
    table = pd.DataFrame({"engagement_rate": [0.905, None], "mean_minutes": [12.5, 3.0], "room_name": ["a", "b"]})
    shown = in_per_cent(table, COLUMNS)
    assert shown["engagement_rate"].fillna(-1).tolist() == [90.5, -1]
    assert shown.drop(columns="engagement_rate").equals(table.drop(columns="engagement_rate"))
    assert table["engagement_rate"].iloc[0] == 0.905
    assert in_per_cent(table, None) is table


def test_what_a_screen_reader_reads_is_what_is_shown() -> None:
    shown = in_per_cent(pd.DataFrame({"weekday": [1, 7], "engagement_rate": [0.8962985622514533, 1.0]}), COLUMNS)
    assert shown.to_dict("list") == {"weekday": ["Monday", "Sunday"], "engagement_rate": [89.6, 100.0]}


def test_no_table_writes_numbers_in_a_way_of_its_own() -> None:
    files = [*(ROOT / "pages").glob("*.py"), *(ROOT / "kaltura" / "ui").glob("*.py")]
    ways = {
        f"{path.name}: {way}"
        for path in files
        for way in re.findall(r'format="(localized|percent|%[^"]*|plain)"', path.read_text(encoding="utf-8"))
    }
    # A line of a file and the ID of a report are no amounts, a difference has its sign, an index no unit; and "%g"
    # is of fields that a person fills.
    assert {way for way in ways if not way.endswith(("%d", "%+,d", "%.2f", "%g"))} == set()


@pytest.mark.browser
def test_a_table_and_a_figure_write_one_number_alike(page: Page, server: Server) -> None:
    # A table is drawn on a canvas; beside it stand the bare values, for screen readers.
    page.add_init_script(
        "window.drawn = []; const draw = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {"
        " window.drawn.push(text); return draw.call(this, text, ...at); }"
    )
    page.set_viewport_size({"width": 3200, "height": 900})  # all columns at once
    open_page(page, server, "/?dates=Last+90+days")
    page.locator(".st-key-table_overview_hosts").get_by_text("Table").click()
    hosts = page.get_by_test_id("stDataFrame")
    hosts.scroll_into_view_if_needed()
    cells = hosts.locator("table [role=gridcell]")
    cells.first.wait_for(state="attached")
    named = dict(
        zip(hosts.locator("table [role=columnheader]").all_inner_texts(), cells.all_inner_texts(), strict=False)
    )
    sessions, attended, engaged = (named[title] for title in ("Sessions", "Attended minutes", "Engagement rate"))
    written = [count(float(sessions)), f"{float(attended):,.1f}", percent(float(engaged) / 100)]
    assert "," in written[1]
    page.wait_for_function("written => written.every(text => window.drawn.includes(text))", arg=written)
