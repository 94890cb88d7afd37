"""States of Overview, in process."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from streamlit.proto.Metric_pb2 import Metric
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure
from kaltura.export.summary import summary_html
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session
from tests.ui.apps import app, said, small, texts
from tests.ui.shown import figures

EVIL = "![](http://x) $x$"


def changed(test: AppTest) -> dict[str, tuple[str, str]]:
    """Label → value and change."""
    return {metric.label: (metric.value, metric.delta) for metric in test.metric}


def two_weeks() -> Dataset:
    """10 minutes of one person in the first week; 30 and 50 of two in the second, where one joins a breakout."""
    ds = dataset(
        [
            room_session("c1", "r", "2026-10-06 10:00", "2026-10-06 11:00", entry_name=EVIL),
            room_session("c2", "r", "2026-10-13 10:00", "2026-10-13 11:00", entry_name=EVIL),
        ],
        [
            attendance("c1", "r", "a", 10, 1.0),
            attendance("c2", "r", "a", 30, 1.0),
            attendance("c2", "r", "b", 50, 0.5),
            attendance("b1", "g", "a", 10, 1.0),
        ],
        [breakout("b1", "g", "r", "2026-10-13 10:20", "2026-10-13 10:40", 1)],
    )
    asked = Filters(date(2026, 10, 5), date(2026, 10, 18))
    return replace(ds, provenance=replace(ds.provenance, requested=asked))


def one_session() -> Dataset:
    hour = room_session("c1", "r", "2026-10-06 10:00", "2026-10-06 11:00")
    return dataset([hour], [attendance("c1", "r", "a", 9, 1)])


SECOND_WEEK = {"dates": "Custom", "from": "2026-10-12", "to": "2026-10-18", "zone": "UTC"}


def test_figures_with_their_change_against_the_period_before() -> None:
    test = app(two_weeks(), **SECOND_WEEK).run()
    assert not test.exception
    assert changed(test) == {
        "Main sessions": ("1", "0"),
        "Attendances": ("2", "+100\u00a0%"),
        "Unique attendees": ("2", "+100\u00a0%"),
        "Attended minutes": ("80.0 min", "+700\u00a0%"),
        "Mean minutes": ("40.0 min", "+30.0\u00a0min"),
        "Engagement rate": ("68.8\u00a0%", "\u221231.2\u00a0points"),
        "Disengaged minutes": ("25.0 min", "+25\u00a0min"),
        "Breakout participation": ("50.0\u00a0%", ""),  # none in the week before
    }
    assert "5 Oct to 11 Oct 2026, the 7 days right before" in said(test)


@pytest.mark.parametrize(("fetched", "judged"), [("2026-10-18 09:00", False), ("2026-10-19 09:00", True)])
def test_a_change_of_a_week_that_is_not_over_is_not_judged_by_its_colour(fetched: str, judged: bool) -> None:
    ds = two_weeks()
    finished = datetime.fromisoformat(fetched).replace(tzinfo=UTC)
    test = app(replace(ds, provenance=replace(ds.provenance, finished=finished)), **SECOND_WEEK).run()
    assert not test.exception
    colours = {metric.label: metric.color for metric in test.metric}
    assert (colours["Attendances"] != Metric.MetricColor.GRAY) == judged
    assert ("18 Oct was not over" in said(test)) != judged


def test_a_change_of_next_to_nothing_has_no_colour_that_judges() -> None:
    """60 minutes of one person in each week; engaged for 0.9 of them, then for 0.902: +0.2 points."""
    ds = dataset(
        [
            room_session("c1", "r", "2026-10-06 10:00", "2026-10-06 11:00"),
            room_session("c2", "r", "2026-10-13 10:00", "2026-10-13 11:00"),
        ],
        [attendance("c1", "r", "a", 60, 0.9), attendance("c2", "r", "a", 59.5, 0.902)],
    )
    asked = Filters(date(2026, 10, 5), date(2026, 10, 18))
    test = app(replace(ds, provenance=replace(ds.provenance, requested=asked)), **SECOND_WEEK).run()
    assert not test.exception
    shown = {metric.label: (metric.delta, metric.color) for metric in test.metric}
    assert shown["Engagement rate"] == ("+0.2\u00a0points", Metric.MetricColor.GRAY)
    assert shown["Mean minutes"] == ("\u22120.5\u00a0min", Metric.MetricColor.GRAY)


def test_a_day_that_is_not_over_is_compared_with_nothing() -> None:
    ds = two_weeks()
    day = {**SECOND_WEEK, "from": "2026-10-13", "to": "2026-10-13"}
    finished = datetime(2026, 10, 13, 15, tzinfo=UTC)
    test = app(replace(ds, provenance=replace(ds.provenance, finished=finished)), **day).run()
    assert not test.exception
    assert not any(change for _, change in changed(test).values())
    assert "No changes are shown: 13 Oct was not over" in said(test)


def test_a_period_before_that_was_not_fetched_is_said_and_not_guessed() -> None:
    test = app(two_weeks(), **{**SECOND_WEEK, "from": "2026-10-05"}).run()
    assert not test.exception
    assert all(not change for _, change in changed(test).values())
    assert "No changes are shown" in texts(test)


def test_a_live_account_is_offered_to_be_asked_for_the_days_before() -> None:
    live = two_weeks()
    live = replace(live, provenance=replace(live.provenance, source="live"))
    test = app(live, **{**SECOND_WEEK, "from": "2026-10-05", "zone": "Europe/Berlin"}).run()
    test.button(key="fetch_before").click().run()
    assert not test.exception
    assert test.title[0].value == "Connect"
    assert test.date_input(key="connect_dates").value == (date(2026, 10, 5), date(2026, 10, 18))
    assert test.selectbox(key="connect_zone").value == "Europe/Berlin"
    assert test.toggle(key="connect_before").value


def test_a_selection_without_sessions_says_what_to_do() -> None:
    test = app(two_weeks(), **{**SECOND_WEEK, "from": "2026-10-17"}).run()
    assert not test.exception
    assert not test.metric
    assert "No session is in this selection" in texts(test)


def test_a_selection_without_sessions_is_left_by_a_click() -> None:
    test = app(two_weeks(), **SECOND_WEEK, type="nobody", room="r").run()
    test.session_state["from"], test.session_state["to"] = date(2026, 10, 17), date(2026, 10, 18)
    test.run()
    assert not test.metric
    test.button(key="nothing_all").click().run()
    test.button(key="nothing_all_dates").click().run()
    assert not test.exception
    assert figures(test)["Main sessions"] == "2"
    assert not test.session_state["_filters"].rooms


def test_a_room_without_sessions_on_these_days_leads_to_those_that_it_has() -> None:
    test = app(two_weeks(), **{**SECOND_WEEK, "from": "2026-10-17", "to": "2026-10-18"}, room="r").run()
    assert "has sessions from 6 Oct to 13 Oct 2026" in texts(test)
    test.button(key="nothing_days").click().run()
    assert figures(test)["Main sessions"] == "2"
    assert (test.session_state["_filters"].start, test.session_state["_filters"].rooms) == (date(2026, 10, 6), ("r",))


def test_with_few_sessions_nothing_is_called_ordinary() -> None:
    test = app(two_weeks(), dates="All dates").run()
    assert "out of the ordinary" not in texts(test)
    plain = one_session()
    assert "Too few sessions to tell what is usual." in said(app(plain, dates="All dates").run())


def test_one_day_before_is_in_the_singular() -> None:
    data = two_weeks()
    files = replace(data, provenance=replace(data.provenance, requested=Filters()))
    test = app(files, **{**SECOND_WEEK, "from": "2026-10-06", "to": "2026-10-06"}).run()
    assert "5 Oct 2026, the day right before, is not in the data at hand." in said(test)


def test_all_dates_have_no_period_before() -> None:
    test = app(two_weeks(), dates="All dates").run()
    assert "right before" not in texts(test)
    assert all(not change for _, change in changed(test).values())


def test_an_account_without_breakouts_has_no_figure_and_no_card_of_them() -> None:
    plain = one_session()
    test = app(plain, dates="All dates").run()
    assert "Breakout participation" not in figures(test)
    assert "Breakout participation" not in texts(test)
    assert "Breakout participation" in figures(
        app(two_weeks(), **{**SECOND_WEEK, "from": "2026-10-06", "to": "2026-10-06"}).run()
    )
    lacking = Failure(Report.BREAKOUT_SESSIONS, "It may not be read.", "Ask for permission.")
    data = replace(plain, provenance=replace(plain.provenance, failures=(lacking,)))
    assert figures(app(data, dates="All dates").run())["Breakout participation"] == "–"


def test_the_band_and_the_thin_lines_of_engagement_are_explained() -> None:
    said = texts(app(two_weeks(), dates="All dates").run()).replace("\\", "")
    assert "The band holds the middle half of the minutes; a thin line is the 95 % interval" in said


def test_names_are_not_markup() -> None:
    test = app(two_weeks(), dates="All dates").run()
    assert EVIL not in texts(test)


@pytest.mark.parametrize("report", Report)
def test_without_a_report_the_rest_stands(report: Report) -> None:
    data = small()
    failure = Failure(report, "It may not be read.", "Ask for permission.")
    test = app(replace(data, provenance=replace(data.provenance, failures=(failure,))), dates="All dates").run()
    assert not test.exception
    assert test.metric
    assert f"{report.named} is missing." in said(test)  # among what needs a look


def test_without_attendees_nothing_says_that_nobody_came() -> None:
    failure = Failure(Report.ATTENDEES, "It is missing.", "Add it.")
    bare = dataset([room_session("c1", "r", "2026-10-06 10:00", "2026-10-06 11:00")])
    data = replace(bare, provenance=replace(bare.provenance, failures=(failure,)))
    shown = figures(app(data, dates="All dates").run())
    unknown = {"Attendances", "Unique attendees", "Attended minutes", "Mean minutes", "Engagement rate"}
    assert {name for name, value in shown.items() if value == "–"} >= unknown


@pytest.mark.parametrize("data", [dataset(), dataset([room_session("c", "r", "2026-10-06 10:00", "2026-10-06 10:00")])])
def test_hardly_any_data_raises_nothing(data: Dataset) -> None:
    test = app(data, dates="All dates").run()
    assert not test.exception


@pytest.mark.parametrize("page", ["overview", "attendance", "engagement", "breakouts"])
def test_a_chart_says_the_same_way_by_week_and_by_month_as_the_summary(page: str) -> None:
    """Ten weeks of one person, but for one of twenty, then of three; half of them joined a breakout each time."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-06-01", periods=10, freq="7D")]
    people = dict(zip(days, (1, 1, 1, 20, 1, 3, 3, 3, 3, 3), strict=True))
    data = dataset(
        [room_session(f"c{day}", "r", f"{day} 10:00", f"{day} 11:00") for day in days],
        [attendance(f"c{day}", "r", f"u{n}", 30, 1 / (n + 1)) for day, many in people.items() for n in range(many)]
        + [attendance(f"b{day}", "g", "u0", 10, 1.0) for day in days],
        [breakout(f"b{day}", "g", "r", f"{day} 10:20", f"{day} 10:40", 1) for day in days],
    )
    said = "(?:went up|went down|stayed about level), from [^;]*? in the first half of the days to [^;]*? in the second"
    paper = set(re.findall(said, summary_html(data, "").decode()))
    test = app(data, dates="All dates")
    if page != "overview":
        test.switch_page(f"../../pages/{page}.py")
    test.run()
    found = []
    for period in ("week", "month"):
        test.segmented_control(key=f"{page}_period_week").set_value(period).run()
        assert not test.exception
        found.append(re.findall(said, texts(test).replace("\\", "")))
    assert found[0] == found[1] != []
    assert set(found[0]) <= paper
