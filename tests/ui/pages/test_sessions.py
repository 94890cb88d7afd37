"""States of the Sessions page, in process."""

from unittest.mock import patch

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.metrics.pseudonyms import PREFIX, pseudonyms
from kaltura.metrics.sessions import main_sessions
from kaltura.ui import hiding, session_detail
from kaltura.ui.search import rows_with
from kaltura.ui.sessions_all import SEARCHED
from kaltura.ui.usual_words import change
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START, main, only_counts, with_rows
from tests.ui.apps import app, said, small, texts
from tests.ui.shown import figures

PAGE = "../../pages/sessions.py"


def opened(data: Dataset | None = None, **query: str) -> AppTest:
    test = app(data).switch_page(PAGE)  # first: a switch takes what is in the address
    for key, value in {"dates": "All dates", **query}.items():
        test.query_params[key] = value
    return test.run()


def test_all_sessions_and_how_many_at_once() -> None:
    test = opened()
    assert not test.exception
    assert figures(test) == {
        "Main sessions": "3",
        "Breakout sessions": "1",
        "Running sessions": "0",
        "Most sessions at once": "1",
    }
    assert len(test.dataframe[0].value) == 3


def test_a_search_that_finds_nothing_says_so() -> None:
    test = opened()
    test.text_input(key="sessions_search").set_value("![nothing](x)").run()
    assert not test.exception
    assert r"\!\[nothing\]" in texts(test)


def test_a_search_looks_at_rooms_hosts_and_ids() -> None:
    rows = main_sessions(
        dataset(
            [
                room_session("c1", "r1", "2026-03-02 10:00", "2026-03-02 11:00", session_host_user_id="Olga"),
                room_session("c2", "r2", "2026-03-02 10:00", "2026-03-02 11:00", entry_name="(a+b)"),
            ]
        )
    )
    found = {
        query: rows_with(rows, SEARCHED, query)["cue_point_id"].tolist()
        for query in ("olga room", "(A+", "C2", "olga c2")
    }
    assert found == {"olga room": ["c1"], "(A+": ["c2"], "C2": ["c2"], "olga c2": []}
    assert len(rows_with(rows, SEARCHED, "")) == 2


def test_a_session_over_the_hour_that_is_repeated_says_which_is_meant() -> None:
    rooms = [room_session("c1", "r", "2026-10-25 00:30", "2026-10-25 01:10")]
    test = opened(dataset(rooms), session="c1").selectbox(key="zone").select("Europe/Berlin").run()
    assert "Sun 25 Oct 2026, 02:30 CEST to 02:10 CET (Europe/Berlin)" in said(test)


def test_a_link_opens_one_session_whatever_the_dates() -> None:
    test = opened(session="c1")
    assert not test.exception
    shown = figures(test)
    assert shown["Unique attendees"] == "1"
    assert shown["Length of a session"] == "60.0 min"
    assert shown["People at once (estimate)"] == "1"
    assert any("Biology" in heading.value for heading in test.title)
    test.selectbox(key="dates").set_value("Last 7 days").run()
    assert figures(test) == shown
    assert "outside the dates" in texts(test)


def test_the_engagement_of_few_people_tells_their_number_and_interval() -> None:
    def of(people: int) -> AppTest:
        rows = [attendance("c", "r", f"u{n}", 60, 0.8) for n in range(people)]
        return opened(dataset([room_session("c", "r", "2026-03-02 10:00", "2026-03-02 11:00")], rows), session="c")

    few = of(4)
    assert not few.exception
    words = "Only 4 people are behind the engagement rate: 95\u00a0% interval 34\u00a0% to 97\u00a0%."
    assert words in [caption.value for caption in few.caption]
    assert "are behind the engagement rate" not in texts(of(5))


def test_a_session_says_who_joined_its_breakouts_and_how_large_they_were() -> None:
    shown = figures(opened(with_rows("abcdef", "abc", "d"), session="m1"))
    assert shown["Breakout participation"] == "4 of 6"
    assert shown["People in each breakout"] == "3 · 1"
    test = opened(only_counts(12, 9, 8, 7, 6, 5, 0, people=20), session="m1")
    bounds = figures(test)
    assert bounds["Breakout participation"] == "12 to 20 of 20"
    assert "Only bounds are known, as not every breakout has its attendees reported: 12 to 20 of the 20" in texts(test)
    assert bounds["People in each breakout"] == "0 to 12, in 7"
    assert "Breakout participation" not in figures(opened(session="c1"))


def test_bounds_of_a_session_say_of_whom_they_are() -> None:
    words = "Anonymous viewers are among them, as Kaltura estimates them"
    rows = [*main(["a", "b", "c"]), attendance("m1", "r1", None, 60, 0.8)]
    rooms = [room_session("m1", "r1", START, END, meeting_view_period_unique_users=10)]
    with_anonymous = opened(dataset(rooms, rows, [breakout("b0", "g0", "r1", START, END, 5)]), session="m1")
    assert figures(with_anonymous)["Breakout participation"] == "5 of 10"
    assert words in texts(with_anonymous)
    assert words not in texts(opened(with_rows("abcdef", "abc", "d"), session="m1"))


def test_a_breakout_session_can_be_opened_too() -> None:
    test = opened(session="b1")
    assert not test.exception
    assert any("breakout session of “Chemistry”" in info.value for info in test.info)
    assert "no attendees" in texts(test).casefold()


@pytest.mark.parametrize("query", [{"session": "<b>nope</b>"}, {"room_history": "<b>nope</b>"}])
def test_an_unknown_session_or_room_is_said(query: dict[str, str]) -> None:
    test = opened(**query)
    assert not test.exception
    assert "cannot be opened" in test.error[0].value
    assert r"\<b\>" in test.error[0].value


def test_a_running_session_and_one_without_attendees() -> None:
    data = dataset([room_session("run", "r", "2026-10-31 23:00", "2026-10-31 23:00")])
    test = opened(data, session="run")
    assert not test.exception
    assert any("had not ended" in info.value for info in test.info)
    assert figures(test)["Length of a session"] == "–"
    assert figures(test)["Unique attendees"] == "–"


def test_one_room_shows_all_its_sessions() -> None:
    weeks = range(2, 30, 7)
    data = dataset(
        [room_session(f"c{d}", "r", f"2026-03-{d:02d} 10:00", f"2026-03-{d:02d} 11:00") for d in weeks],
        [attendance(f"c{d}", "r", "ada", 30, 0.9) for d in weeks],
        [breakout("b", "g", "r", "2026-03-02 10:10", "2026-03-02 10:20", 1)],
    )
    test = opened(data, room_history="r")
    assert not test.exception
    assert figures(test) == {
        "Main sessions": "4",
        "Unique attendees": "1",
        "Mean minutes": "30.0 min",
        "Engagement rate": "90.0\u00a0%",
    }
    assert len(test.dataframe[0].value) == 4


def test_the_change_from_the_rooms_usual_in_words() -> None:
    against = pd.DataFrame(
        {
            "measure": ["unique_attendees", "engagement_rate", "mean_minutes"],
            "value": [21.0, 0.888, 30.0],
            "median": [24.0, 0.922, 30.0],
            "position": ["below", "below", None],
        }
    )
    assert change(against, "unique_attendees") == {"change": "-3", "against": "usual: 24"}
    assert change(against, "engagement_rate")["change"] == "-3.4 points"
    assert change(against, "mean_minutes") == {}


def test_names_hidden_hides_hosts_and_attendees() -> None:
    test = opened(small(), session="c1")
    assert "u1" in str(test.dataframe[0].value)
    test.toggle(key="hide").set_value(True).run()
    assert not test.exception
    shown = str([table.value.to_dict() for table in test.dataframe]) + texts(test)
    assert "u1" not in shown
    assert "Person " in shown


def hosted() -> Dataset:
    held = [("c1", "<b>olga</b>"), ("c2", "<b>olga</b>"), ("c3", "olga")]
    return dataset(
        [
            room_session(cue, "r", f"2026-03-0{n} 10:00", f"2026-03-0{n} 11:00", session_host_user_id=host)
            for n, (cue, host) in enumerate(held, start=1)
        ]
    )


def test_a_link_to_a_host_shows_their_sessions_alone_and_names_nobody() -> None:
    key = pseudonyms(hosted(), hiding.pseudonym_key())["<b>olga</b>"].removeprefix(PREFIX)
    test = opened(hosted(), host=key)
    assert not test.exception
    assert len(test.dataframe[0].value) == 2
    assert r"hosted by \<b\>olga" in texts(test)
    assert not test.metric, "figures of everybody's sessions beside those of one host would be taken for theirs"
    test.toggle(key="hide").set_value(True).run()
    assert len(test.dataframe[0].value) == 2
    assert f"hosted by Person {key}" in texts(test)
    assert "olga" not in texts(test) + str(test.dataframe[0].value)


def test_a_host_whom_the_selection_does_not_have_is_said() -> None:
    test = opened(hosted(), host="nobody")
    assert not test.exception
    assert "a host who held no session in this selection" in texts(test)
    assert any(button.label == "All sessions" for button in test.button)


@pytest.mark.parametrize("query", [{"session": "c1"}, {"room_history": "1_bio_a"}])
def test_where_nobody_of_the_selected_user_type_was_the_way_out_is_said(query: dict[str, str]) -> None:
    assert not opened(**query).error
    test = opened(**query).multiselect(key="type").select("Guest").run()
    assert "Take the user types out of the selection" in test.error[0].value


def test_a_viewer_is_not_told_to_open_a_person() -> None:
    told = "Choose a row to open the person's history"
    assert told in texts(opened(session="c1"))
    with patch.object(session_detail, "may_see_people", return_value=False):
        assert told not in texts(opened(session="c1"))
