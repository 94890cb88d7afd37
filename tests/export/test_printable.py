"""The printable summary in a real browser: it draws without asking anybody, and fits on paper."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pytest
from playwright.sync_api import Page

from kaltura.charts.theme import framed, paper
from kaltura.dataset import Dataset
from kaltura.export.printable import Chart, Section, printable_html
from kaltura.export.record import CAVEAT
from kaltura.export.summary import summary_html
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.periods import Period
from tests.builders import attendance, breakout, dataset, room_session

NASTY = '</script><script>document.title="run"</script><img src=http://x.example/a.png>'
A4_WITHOUT_MARGINS = {"width": 680, "height": 1000}


def one() -> Dataset:
    return dataset(
        [room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00", entry_name=NASTY)],
        [
            attendance("m1", "r1", "a", 60, 0.5),
            attendance("m1", "r1", "b", 30, 1.0),
            attendance("b1", "g1", "a", 5, 1.0),
        ],
        [breakout("b1", "g1", "r1", "2026-03-02 10:10", "2026-03-02 10:20", 1, parent_entry_name=NASTY)],
    )


def opened(page: Page, content: bytes, folder: Path) -> list[str]:
    """The file in the browser; what it asked for, and what the browser complained of."""
    file = folder / "summary.html"
    file.write_bytes(content)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".main-svg")
    assert seen.pop(0) == file.as_uri()
    return [entry for entry in seen if not entry.startswith("data:")]


@pytest.mark.browser
def test_it_draws_and_asks_nobody(page: Page, tmp_path: Path) -> None:
    assert opened(page, summary_html(one(), f"{NASTY} · March"), tmp_path) == []
    assert page.locator("[data-chart] .main-svg:first-child").count() == 3
    assert page.title() == "Kaltura rooms: summary"
    assert page.locator(".selection").inner_text() == f"{NASTY} · March"
    assert NASTY in page.locator("table").first.inner_text()
    assert page.locator("img").count() == 0


def assert_charts_as_high_as_their_boxes(page: Page) -> None:
    heights = page.evaluate(
        "[...document.querySelectorAll('[data-chart]')]"
        ".map(box => [box.clientHeight, box.scrollHeight, box.querySelector('.main-svg').clientHeight])"
    )
    assert len(heights) == 3
    assert all(box == inside == drawn > 200 for box, inside, drawn in heights), heights


@pytest.mark.browser
def test_charts_on_screen_are_as_high_as_their_boxes_and_on_paper_as_wide_as_the_text(
    page: Page, tmp_path: Path
) -> None:
    opened(page, summary_html(one(), "March"), tmp_path)
    assert_charts_as_high_as_their_boxes(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 900, "height": 1000})  # no one draws anew while it is printed
    wide = page.evaluate(
        "[...document.querySelectorAll('[data-chart]')].map(b => [b.clientWidth, b.querySelector('svg').clientWidth])"
    )
    assert all(box == drawn > 800 for box, drawn in wide), wide
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".main-svg[viewBox]").count() == 0


@pytest.mark.browser
def test_it_fits_on_paper(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size(A4_WITHOUT_MARGINS)
    page.emulate_media(media="print")
    opened(page, summary_html(one(), "March"), tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WITHOUT_MARGINS["width"]
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('.main-svg')].map(s => s.clientWidth))")
    assert 400 < widest <= A4_WITHOUT_MARGINS["width"]
    assert_charts_as_high_as_their_boxes(page)


def test_the_policy_lets_nothing_load_and_no_other_script_run() -> None:
    [policy] = re.findall(
        r'http-equiv="Content-Security-Policy" content="([^"]*)"', summary_html(one(), "March").decode()
    )
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert {name: rules[name] for name in ("default-src", "img-src", "base-uri", "form-action")} == {
        "default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert set(rules) == {"default-src", "img-src", "base-uri", "form-action", "script-src", "style-src"}
    assert re.fullmatch(r"('sha256-[\w+/=]+' ?)+", rules["script-src"])


@pytest.mark.browser
def test_the_policy_stops_a_script_that_is_not_ours(page: Page, tmp_path: Path) -> None:
    content = summary_html(one(), "March").replace(b"<body>", b'<body><script>document.title = "run"</script>')
    assert any("Content Security Policy" in said for said in opened(page, content, tmp_path))
    assert page.title() == "Kaltura rooms: summary"


def test_the_figures_are_the_pages_with_ledger_and_caveat() -> None:
    text = summary_html(one(), "March").decode()
    now = headline(one())
    assert f"<li>Attendances<b>{now.attendances}</b></li>" in text
    assert "<li>Engagement rate<b>66.7\u00a0%</b></li>" in text
    assert CAVEAT.replace("'", "&#x27;") in text
    assert "Ledger of all received: Attendees (6001)" in text


def test_marks_that_only_the_screen_explains_are_explained_on_paper() -> None:
    text = summary_html(one(), "March").decode()
    assert "A pale bar is only partly selected, or not over yet." in text  # the week of the one session, a Monday
    assert "A bar through a point is the 95 % interval of a rate with fewer than 5 people" in text
    five = [attendance("m1", "r1", f"u{n}", 60, 0.5) for n in range(5)]
    many = dataset([room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00")], five)
    assert "A bar through a point" not in summary_html(many, "March").decode()
    assert "A pale bar" not in summary_html(many, "March", "day").decode()


def test_the_demos_address_is_not_told() -> None:
    demo = replace(one(), provenance=replace(one().provenance, source="demo", base="http://127.0.0.1:40609"))
    assert "127.0.0.1" not in summary_html(demo, "March").decode()


def test_it_goes_the_same_way_by_day_and_by_week() -> None:
    # 9 attendances in the first two weeks and 12 in the last two; the first Monday has more than the last.
    days = pd.date_range("2026-03-02", "2026-03-29")
    people = dict.fromkeys(days, 0) | {days[0]: 6, days[3]: 3, days[15]: 11, days[27]: 1}
    ds = dataset(
        [room_session(f"{day:%d}", "r", f"{day:%Y-%m-%d} 10:00", f"{day:%Y-%m-%d} 11:00") for day in days],
        [attendance(f"{day:%d}", "r", f"u{n}", 60, 0.9) for day, many in people.items() for n in range(many)],
    ).select(Filters(date(2026, 3, 2), date(2026, 3, 29)))
    periods: tuple[Period, ...] = ("day", "week")
    for period in periods:
        text = summary_html(ds, "March", period).decode()
        assert "Attendances went up, from 9 attendances in the first half of the days to 12 attendances" in text


def test_a_name_in_a_chart_cannot_end_its_block() -> None:
    figure = paper(framed(go.Figure(go.Bar(x=[NASTY], y=[1]))))
    text = printable_html("T", "S", [], [Chart("C", "A", figure)], []).decode()
    assert NASTY not in text
    assert "\\u003c/script>" in text


def test_numbers_stand_right_and_unknown_is_a_dash() -> None:
    table = pd.DataFrame({"Room": ["a"], "Minutes": [1234.56], "Rate": [float("nan")]})
    text = printable_html("T", "S", [], [Section("Rooms", table, "A note")], []).decode()
    assert "<td>a</td><td class=number>1,235</td><td class=number>–</td>" in text
    assert "<p class=note>A note</p>" in text


def test_an_empty_selection_still_says_where_it_came_from() -> None:
    text = summary_html(dataset(), "nothing").decode()
    assert "Where these figures come from" in text
    assert "data-chart=" not in text.split("<script")[0]


def test_sessions_of_unknown_layer_are_counted_in_words() -> None:
    one = dataset([], [attendance("c", "r", "ann", 30, 0.9)])
    ds = replace(one, sessions=one.sessions.with_columns(layer=pl.lit("unknown")))
    assert "<b>1, 1 attendance</b>" in summary_html(ds, "March").decode()
