"""Below a chart stands what it shows, before what can be done with it."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kaltura.ui.chart import finding
from kaltura.ui.engagement_parts import _thin_lines
from kaltura.ui.period import unfinished_caption


def test_what_the_title_says_already_is_left_out() -> None:
    said = "Attendances by weekday and hour: highest on Tuesday at 10:00, 24 attendances."
    assert finding("Attendances by weekday and hour", said) == "Highest on Tuesday at 10:00, 24 attendances."


def test_a_number_keeps_its_sign_beside_it() -> None:
    assert finding("Rate", "Rate: 90.5\u00a0%.") == "90.5\u00a0%."


def test_another_beginning_stays() -> None:
    assert finding("Attendances by week", "Attendances went up; most, 30, in May.") == (
        "Attendances went up; most, 30, in May."
    )


def test_of_a_long_one_the_first_part_stands() -> None:
    first = "Attendances went down, from 1,234 attendances in the first half of the days to 1,100 in the second"
    assert finding("By week", f"{first}; the highest was 1,500 attendances (week of 2 Nov 2026).") == f"{first}."


def test_a_long_name_is_cut() -> None:
    said = finding("Rooms", f"Most attended minutes: {'Biology ' * 40} with 60 min.")
    assert len(said) <= 140
    assert said.endswith("…")


@pytest.mark.parametrize(
    ("partial", "said"),
    [((False, False), ""), ((False, True), "Pale bars: the week is only partly selected, or not over yet.")],
)
def test_pale_is_explained_where_something_is_pale(partial: tuple[bool, bool], said: str) -> None:
    assert unfinished_caption("week", pd.DataFrame({"partial": partial})) == said
    hollow = said.replace("Pale bars", "Hollow points")
    assert unfinished_caption("week", pd.DataFrame({"partial": partial}), "Hollow points") == hollow


@pytest.mark.parametrize(("low", "explained"), [((None, 0.0), True), ((None, 0.4), True), ((None, None), False)])
def test_thin_lines_are_explained_where_some_are_drawn_though_from_nothing(
    low: tuple[float | None, ...], *, explained: bool
) -> None:
    assert bool(_thin_lines(pd.DataFrame({"interval_low": low}, dtype=float))) is explained


def test_the_finding_leads_the_caption_or_stands_for_the_chart_and_names_in_it_are_no_markup() -> None:
    def page() -> None:
        from functools import partial

        import plotly.graph_objects as go

        from kaltura.ui.chart import chart

        figure = go.Figure(go.Bar(x=[1], y=[2]))
        drawn = partial(chart, figure=figure, definition="main_sessions")
        drawn("Rooms", key="rooms", alt="Most minutes: *Bio* with 3 min.", caption="Click a bar.")
        drawn("Sessions", key="sessions", alt="Two sessions ran.", sessions=8)
        drawn("Hours", key="hours", alt="Hours: *two*.", caption="Click a bar.", sessions=7)

    test = AppTest.from_function(page, default_timeout=30).run()
    assert [caption.value for caption in test.caption] == [
        "Most minutes\\: \\*Bio\\* with 3 min\\. Click a bar.",
        "Two sessions ran\\.",
        "Fewer than 8 sessions are not drawn; their figures are in the table.",
    ]
    assert [text.value for text in test.markdown if "two" in text.value] == ["\\*two\\*\\."]
