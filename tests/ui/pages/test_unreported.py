"""What pages on people say when report 6001 arrived and has no row of the selected sessions."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_rows
from tests.ui.apps import app, said
from tests.ui.shown import figures

NOT_KNOWN = "No session of this selection has its attendees reported, so who came is not known."
IN_VAIN = ("Nobody", "nothing to do", "known length", "Absent", "none in this selection")


def held(**more: int) -> list[dict[str, object]]:
    return [room_session(f"s{n}", "r", f"2026-10-0{n} 10:00", f"2026-10-0{n} 11:00", **more) for n in (1, 2)]


def opened(data: Dataset, page: str, **query: str) -> AppTest:
    test = app(data).switch_page(f"../../pages/{page}.py")
    for key, value in {"dates": "All dates", **query}.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize("page", ["people", "attendance"])
def test_a_report_without_a_row_is_no_report_that_nobody_came(page: str) -> None:
    test = opened(dataset(held()), page)
    assert not figures(test)
    assert NOT_KNOWN in said(test)
    assert "The report Attendees (6001) has no row: export or fetch it again." in said(test)
    assert not [words for words in IN_VAIN if words in said(test)]


@pytest.mark.parametrize("page", ["people", "attendance"])
def test_other_sessions_of_the_data_are_the_way_out(page: str) -> None:
    ds = dataset(held(), [attendance("s1", "r", "u", 60, 0.9)])
    test = opened(ds, page, dates="Custom", **{"from": "2026-10-02", "to": "2026-10-02"})
    assert NOT_KNOWN in said(test)
    assert "Choose a longer range of dates." in said(test)
    assert NOT_KNOWN not in said(opened(ds, page))


def test_sessions_to_which_kaltura_says_nobody_came_have_their_zeros() -> None:
    test = opened(dataset(held(meeting_view_period_unique_users=0)), "attendance")
    assert NOT_KNOWN not in said(test)
    assert figures(test)["Attendances"] == "0"


def test_an_empty_cell_of_a_session_without_reported_attendees_is_not_called_not_seen() -> None:
    rooms, rows = weekly_rows({"amy": [60, 60], "bob": [60, None]})
    bare = room_session("bare", "r", "2026-03-16 10:00", "2026-03-16 11:00", meeting_view_period_unique_users=2)
    test = opened(dataset([*rooms, bare], rows), "people")
    titles = [json.loads(test.dataframe[0].proto.columns)[cue]["label"] for cue in ("r1", "bare")]
    assert titles == ["9 Mar 10:00", "16 Mar 10:00 *"]
    assert "an empty cell means not seen, and under * that the session's attendees are not reported." in said(test)
    test.session_state[test.dataframe[0].key] = {"selection": {"rows": [], "columns": [], "cells": [(1, "bare")]}}
    test.run()
    assert "Who was in this session is not known: its attendees are not reported." in said(test)
    assert "Not seen in this session." not in said(test)
    assert "under *" not in said(opened(dataset(rooms, rows), "people"))
