"""States of the Breakouts page, in process."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.metrics.breakouts import flagged
from kaltura.reports.columns import Report
from kaltura.ui.breakout_tables import reasons
from tests.builders import attendance, breakout, dataset, room_session, without
from tests.metrics.breakout_cases import END, START, main, only_counts, with_rows
from tests.ui.apps import app, said, texts
from tests.ui.shown import figures

PAGE = "../../pages/breakouts.py"


def opened(data: Dataset | None = None, part: str = "Rooms", **query: str) -> AppTest:
    test = app(data, dates="All dates", **query).switch_page(PAGE)
    test.session_state["part"] = part
    return test.run()


def test_counted_participation_is_one_figure() -> None:
    test = opened(with_rows(["a", "b", "c", "d"], ["a", "b"], ["c"]))
    assert not test.exception
    shown = figures(test)
    assert shown["Participation"] == "75.0\u00a0%"
    assert shown["With breakouts"] == "100.0\u00a0%"
    assert shown["Breakout sessions"] == "2"
    assert shown["Lift"] == "+10.0\u00a0points"  # 0.9 in breakouts, 0.8 in the main session
    assert shown["Evenness"] == "92\u00a0%"  # 2 and 1 of 3: -(2/3·ln 2/3 + 1/3·ln 1/3) / ln 2
    assert (
        "Counted from attendees: 3 of the 4 people in this session joined a breakout. "
        "Only 4 people are behind this rate: 95\u00a0% interval "
    ) in texts(test)


def test_bounds_are_shown_where_only_counts_are_known() -> None:
    test = opened(only_counts(9, 4, people=20))
    assert not test.exception
    # between the largest breakout and all together: 9/20 to 13/20
    assert figures(test)["Participation"] == "45\u00a0% to 65\u00a0%"
    assert figures(test)["Lift"] == "–"
    words = said(test)
    assert "Only bounds are known" in words
    assert "9 to 13 of the 20 people joined a breakout" in words
    words = said(opened(only_counts(9, 4, people=20), "Never joined"))
    assert "Kaltura reported no attendees of these breakouts (report 6001), so nobody can be named." in words


def test_without_the_report_that_lists_breakouts_no_figure_is_of_all_of_them() -> None:
    listed = room_session("b0", "g0", START, END, parent_entry_id="r1")
    rows = [*main(["a", "b", "c"]), *(attendance("b0", "g0", person, 10, 0.9) for person in "ab")]
    ds = without(dataset([room_session("m1", "r1", START, END), listed], rows), Report.BREAKOUT_SESSIONS)
    further = "without Breakout sessions (6002) there may have been further breakouts"
    test = opened(ds, "Need a look")
    assert (figures(test)["Participation"], figures(test)["Empty or solo"]) == ("67\u00a0% to 100\u00a0%", "–")
    assert f"Only bounds are known: {further}; 2 to 3 of the 3 people joined a breakout." in texts(test)
    assert f"Nothing is known of such breakouts: {further}." in said(test)
    assert f"Who joined none is not known: {further}." in said(opened(ds, "Never joined"))


def test_bounds_say_of_whom_they_are_where_anonymous_viewers_are_among_them() -> None:
    """Three identified people of ten: whatever part of the three joined, the bounds are of the ten."""
    rows = [*main(["a", "b", "c"]), attendance("m1", "r1", None, 60, 0.8)]
    rooms = [room_session("m1", "r1", START, END, meeting_view_period_unique_users=10)]
    groups = [breakout(f"b{n}", f"g{n}", "r1", START, END, count) for n, count in enumerate((5, 1))]
    of = "Anonymous viewers are among them, as Kaltura estimates them"
    apart = "a count from attendees is of identified people alone and may lie outside"
    test = opened(dataset(rooms, rows, groups))
    assert figures(test)["Participation"] == "50\u00a0% to 60\u00a0%"
    assert f"5 to 6 of the 10 people joined a breakout. {of}; {apart}." in said(test)
    assert of not in said(opened(only_counts(9, 4, people=20)))


def test_people_who_never_joined_are_named_and_the_scope_is_said() -> None:
    test = opened(with_rows(["a", "b", "c", "d"], ["a", "b"], ["c"]), "Never joined")
    assert list(test.dataframe[-1].value["user_id"]) == ["d"]
    assert "1 of 4 people in 1 of 1 session with breakouts joined none of them." in texts(test)


def test_a_selection_of_people_says_why_participation_is_unknown() -> None:
    test = opened(with_rows(["a", "b"], ["a"], ["b"]), type="User")
    assert not test.exception
    assert figures(test)["Participation"] == "–"
    assert "Only some people are selected" in texts(test)
    helped = {metric.label: metric.help for metric in test.metric}
    assert figures(test)["With breakouts"] == "–"
    assert "of 1 main session" not in helped["With breakouts"]


def test_a_week_that_is_not_over_is_said_to_be_pale_beside_its_hollow_neighbour() -> None:
    test = app(with_rows(["a", "b"], ["a"], ["b"]), dates="Custom", **{"from": START[:10], "to": START[:10]})
    test.switch_page(PAGE).run()
    test.segmented_control(key="breakouts_period_day").set_value("week").run()
    assert not test.exception
    said = texts(test).replace("\\", "")
    assert "Hollow points: the week is only partly selected, or not over yet." in said
    assert "Pale bars: the week is only partly selected, or not over yet." in said


def test_no_breakouts_is_an_empty_state() -> None:
    test = opened(dataset([room_session("m", "r", START, END)]))
    assert not test.exception
    assert not test.metric
    assert "No session in all of the data had breakouts" in texts(test)


def strange() -> Dataset:
    """An empty one, a lonely one, an over-full one, and one whose main room was closed."""
    return dataset(
        [room_session("m1", "r1", START, END)],
        breakouts=[
            breakout("b0", "g0", "r1", START, END, 0),
            breakout("b1", "g1", "r1", START, END, 1),
            breakout("b2", "g2", "r1", START, END, 12),
            breakout("b3", "g3", "r1", START, END, 3),
            breakout("b4", "g4", "r1", "2026-03-09 10:00", "2026-03-09 10:30", 4),
        ],
    )


def test_each_flagged_breakout_says_why() -> None:
    rows = flagged(strange())
    assert dict(zip(rows["cue_point_id"], reasons(rows), strict=True)) == {
        "b0": "Empty: nobody joined",
        "b1": "Solo: one person",
        "b2": "Over-full: more than twice the mean of 4.0",
        "b4": "Orphan: no session of its main room at the time",
    }


def listed(test: AppTest) -> pd.DataFrame:
    frame: pd.DataFrame = test.dataframe[0].value
    return frame


@pytest.mark.parametrize(("flag", "found"), [("empty", ["b0"]), ("over_full", ["b2"]), ("orphan", ["b4"])])
def test_the_list_can_be_narrowed_to_one_reason(flag: str, found: list[str]) -> None:
    test = opened(strange(), "Need a look")
    assert not test.exception
    assert list(listed(test)["cue_point_id"]) == ["b4", "b2", "b1", "b0"]  # the latest first
    test.pills(key="breakouts_flags").set_value([flag]).run()
    assert not test.exception
    assert list(listed(test)["cue_point_id"]) == found
