"""States of the Engagement page, in process."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from tests.builders import attendance, dataset, room_session
from tests.ui.apps import app, said, small, texts
from tests.ui.shown import figures

PAGE = "../../pages/engagement.py"
AT = datetime(2026, 11, 1, tzinfo=UTC)


def opened(data: Dataset | None = None, **query: str) -> AppTest:
    return app(data, dates="All dates", **query).switch_page(PAGE).run()


def own_ratio_only() -> Dataset:
    return dataset(
        [
            room_session("c1", "r1", "2026-10-05 10:00", "2026-10-05 11:00", meeting_engaged_play_time_ratio=0.7),
            room_session("c2", "r2", "2026-10-06 10:00", "2026-10-06 11:00"),
        ],
        [attendance("c2", "r2", "u1", 40, 0.75)],
    )


def test_figures_are_pooled_and_their_coverage_is_stated() -> None:
    test = opened()
    assert not test.exception
    # 60·0.9 + 30·0.5 + 45·1.0 = 114 of 135 minutes
    assert figures(test) == {
        "Engagement rate": "84.4\u00a0%",
        "Disengaged minutes": "21.0 min",
        "Sessions with 80 % of disengaged minutes": "2 of 3",  # 15 + 6 of 21
        "Coverage": "100.0\u00a0%",
    }
    assert "The rate rests on 100.0\u00a0% of the attended minutes and 3 of 3 main sessions." in texts(test)
    assert "not engaged only while the tab is out of focus" in texts(test)
    assert "no basis for grades" in texts(test)


def test_a_session_with_kalturas_own_ratio_is_listed_and_stays_out_of_the_rate() -> None:
    test = opened(own_ratio_only())
    assert not test.exception
    assert figures(test)["Engagement rate"] == "75.0\u00a0%"
    assert "1 session shows Kaltura's own ratio only and stays out of it" in texts(test)
    listed = test.dataframe[-1].value
    assert list(listed["cue_point_id"]) == ["c1"]
    assert list(listed["kaltura_ratio"]) == [pytest.approx(70)]


def test_without_the_attendees_report_the_page_says_why_and_shows_kalturas_own_ratios() -> None:
    failure = Failure(Report.ATTENDEES, "The account has no such report.", "Ask Kaltura for it.", "REPORT_NOT_FOUND")
    lacking = replace(own_ratio_only(), provenance=Provenance("files", "test", Filters(), AT, AT, failures=(failure,)))
    test = opened(lacking)
    assert not test.exception
    assert not test.metric
    assert "Ask Kaltura for it" in said(test)
    assert list(test.dataframe[0].value["kaltura_ratio"]) == [pytest.approx(70)]


def test_an_empty_selection_says_what_to_do() -> None:
    test = app(small(), **{"dates": "Custom", "from": "2020-01-01", "to": "2020-01-02"}).switch_page(PAGE).run()
    assert not test.exception
    assert "No session is in this selection" in texts(test)


@pytest.mark.parametrize("ratio", [None, 0.0, 1.0])
def test_extreme_ratios_break_nothing(ratio: float | None) -> None:
    data = dataset(
        [room_session("c", "r", "2026-10-05 10:00", "2026-10-05 11:00")], [attendance("c", "r", "u", 60, ratio)]
    )
    test = opened(data)
    assert not test.exception
    assert not test.error
    assert figures(test)["Engagement rate"] == {None: "–", 0.0: "0.0\u00a0%", 1.0: "100.0\u00a0%"}[ratio]


def test_the_period_follows_the_choice() -> None:
    test = opened()
    assert "Engagement rate by day" in texts(test)
    test.segmented_control[0].set_value("month").run()
    assert not test.exception
    assert "Engagement rate by month" in texts(test)
