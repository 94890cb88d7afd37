"""States of the shell, in process: nothing raises, everything says why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from kaltura.api.errors import ServerError
from kaltura.dataset import Dataset, Failure
from kaltura.export.csv import csv_bytes
from kaltura.fetch.files import from_files
from kaltura.reports.columns import Report
from kaltura.when import day as words
from tests.builders import dataset, room_session
from tests.ui.apps import app, said, selected, small, texts


def test_the_selection_narrows_the_figures() -> None:
    test = app(dates="All dates").run()
    assert not test.exception
    assert selected(test) == ["c1", "c2", "c3"]
    test.multiselect(key="room").select("1_chem").run()
    assert selected(test) == ["c3"]
    test.multiselect(key="room").set_value([]).run()
    assert "all 3 rooms" in texts(test)
    test.multiselect(key="event").select("7").run()
    assert selected(test) == ["c3"]
    assert "all their rooms" in texts(test)
    assert "all 3 rooms" not in texts(test)


def test_rooms_of_one_name_can_be_told_apart() -> None:
    test = app().run()
    assert test.multiselect(key="room_shown").options == ["Biology · 1_bio_a", "Biology · 1_bio_b", "Chemistry"]


def test_a_link_names_rooms_by_id_and_may_name_them_by_name() -> None:
    for value in ("1_chem", "Chemistry"):
        test = app(room=[value], dates="All dates").run()
        assert selected(test) == ["c3"]
        assert test.multiselect(key="room_shown").value == ["1_chem"]
    test = app(dates="All dates").run()
    test.multiselect(key="room_shown").select("1_bio_b").run()
    assert not test.exception
    assert selected(test) == ["c2"]
    assert test.query_params["room"] == "1_bio_b"
    test.button(key="remove_room").click().run()
    assert test.multiselect(key="room_shown").value == []
    assert "room" not in test.query_params


def test_what_a_link_has_and_the_data_has_not_leaves_the_address() -> None:
    test = app(room=["1_gone", "1_chem"], event=["99"]).run()
    assert selected(test) == ["c3"]
    assert test.query_params["room"] == "1_chem"
    assert "event" not in test.query_params


def test_presets_count_back_from_the_newest_day_of_the_data() -> None:
    test = app(dates="Last 7 days").run()
    assert selected(test) == ["c3"]
    assert any("13 Oct to 19 Oct 2026" in button.label for button in test.button)


def test_custom_days_are_both_included_and_put_in_order() -> None:
    test = app(dates="Custom", **{"from": "2026-10-12", "to": "2026-10-05"}).run()
    assert not test.exception
    assert selected(test) == ["c1", "c2"]
    assert "before the first" in texts(test)


def test_each_piece_of_the_selection_can_be_taken_away() -> None:
    test = app(room=["Chemistry"], event=["Open day"], type=["Guest"]).run()
    assert selected(test) == ["c3"]
    for key in ("room", "event", "type", "dates"):
        test.button(key=f"remove_{key}").click().run()
        assert not test.exception
        assert not any(button.key == f"remove_{key}" for button in test.button)
    assert selected(test) == ["c1", "c2", "c3"]
    assert "all 3 rooms" in texts(test)


def test_what_a_link_names_wrongly_is_left_out_and_said_once() -> None:
    test = app(room=["Nowhere"], dates="Yesterday", zone="Mars/Base").run()
    assert not test.exception
    said = test.warning[0].value
    for word in ("Nowhere", "Yesterday", "Mars"):
        assert word in said
    assert selected(test) == ["c1", "c2", "c3"]
    test.run()
    assert not test.warning


def test_a_name_is_never_markup() -> None:
    test = app(room=["![](http://x)"]).run()
    assert r"\!\[\]\(http\:\/\/x\)" in texts(test)


def test_an_empty_selection_says_why() -> None:
    test = app(dates="Custom", **{"from": "2020-01-01", "to": "2020-01-31"}).run()
    assert not test.metric
    assert "No session is in this selection" in texts(test)


def test_days_to_come_are_said_to_be_such() -> None:
    day = datetime.now(UTC).date() + timedelta(days=30)
    test = app(dates="Custom", **{"from": day.isoformat(), "to": day.isoformat()}).run()
    assert f"{words(day)} has not come yet" in texts(test)
    assert "No session is in this selection" not in texts(test)


def test_no_data_at_all_says_why() -> None:
    test = app(dataset()).run()
    assert not test.exception
    assert "There is no session in all of the data" in texts(test)


def test_a_missing_report_is_said_on_the_page() -> None:
    failure = Failure(Report.BREAKOUT_SESSIONS, "This account has no such report.", "Ask Kaltura.", "REPORT_NOT_FOUND")
    data = small()
    test = app(replace(data, provenance=replace(data.provenance, failures=(failure,)))).run()
    assert "Breakout sessions" in test.warning[0].value
    assert "Ask Kaltura" in test.warning[0].value
    assert selected(test) == ["c1", "c2", "c3"]
    assert "incomplete" in texts(test)


def test_a_failure_of_ours_is_a_sentence_and_the_log_holds_no_data(caplog: pytest.LogCaptureFixture) -> None:
    with patch.object(Dataset, "select", side_effect=ValueError("Ada Lovelace, ada@example.edu")):
        test = app().run()
    assert not test.exception
    assert "mistake in the dashboard" in test.error[0].value
    assert "Ada" not in texts(test)
    assert "ValueError" in caplog.text
    assert "Ada" not in caplog.text


def test_a_failure_of_the_family_says_what_next() -> None:
    error = ServerError("Kaltura failed.", "Try again later.", code="INTERNAL", session_id="abc-1")
    with patch.object(Dataset, "select", side_effect=error):
        test = app().run()
    said = test.error[0].value
    assert "Kaltura failed" in said
    assert "Try again later" in said
    assert r"abc\-1" in said


def test_without_data_every_page_but_connect_points_to_connect() -> None:
    error = ServerError("The demo account did not answer.", "Connect an account.")
    test = app()
    del test.session_state["_loaded"]
    with patch("kaltura.ui.demo.demo", side_effect=error):
        test.run()
        assert not test.exception
        assert "There is no data" in texts(test)
        test.switch_page("../../pages/connect.py").run()
        assert not test.exception
        assert any(button.label == "Fetch" for button in test.button)


@pytest.mark.parametrize("source", ["live", "files"])
def test_the_demo_never_stands_in_for_data_that_is_gone(source: str) -> None:
    """As after a reload, or in another browser."""
    test = app(source=source, hide="true", dates="All dates")
    del test.session_state["_loaded"]
    with patch("kaltura.ui.demo.demo", side_effect=AssertionError("the demo was asked for")):
        for page in ("overview", "people", "export"):
            test.switch_page(f"../../pages/{page}.py").run()
            assert not test.exception
            assert not test.metric
            assert "is not here any more" in texts(test)
            assert test.query_params["source"] == source
            assert test.toggle(key="hide").value is True
        test.switch_page("../../pages/connect.py").run()
        assert any(button.label == "Fetch" for button in test.button)
    test.switch_page("../../pages/overview.py").run()
    demo = app().session_state["_loaded"]
    with patch("kaltura.ui.demo.demo", return_value=demo):
        test.button(key="show_demo").click().run()
    assert not test.exception
    assert test.metric
    assert "source" not in test.query_params


def test_a_link_followed_before_its_data_is_here_selects_its_rooms_when_it_comes() -> None:
    test = app(source="files", room=["1_bio_a", "1_gone"], type="Guest")
    del test.session_state["_loaded"]
    test.run()
    assert "is not here any more" in texts(test)
    test.switch_page("../../pages/connect.py").run()
    files = [(f"{report.name}.csv", csv_bytes(small(), report), "text/csv") for report in Report]
    test.file_uploader(key="connect_files").set_value(files).run()
    next(button for button in test.button if button.label == "Read the files").click().run()
    assert not test.exception
    test.switch_page("../../pages/overview.py").run()
    assert test.session_state["_filters"].rooms == ("1_bio_a",)
    assert test.session_state["_filters"].user_types == ("Guest",)
    assert test.selectbox(key="dates").value == "All dates"


def test_rows_that_two_files_share_are_said_on_connect() -> None:
    test = app().run()
    test.switch_page("../../pages/connect.py").run()
    other = dataset([room_session("c1", "1_bio_a", "2026-10-05 10:00", "2026-10-05 11:00", entry_name="Biology")])
    files = [(f"{report.name}.csv", csv_bytes(small(), report), "text/csv") for report in Report]
    files.append(("more.csv", csv_bytes(other, Report.ROOM_SESSIONS), "text/csv"))
    test.file_uploader(key="connect_files").set_value(files).run()
    next(button for button in test.button if button.label == "Read the files").click().run()
    assert any("have 1 row in common\\, which count" in info.value for info in test.info), texts(test)


def test_an_empty_partner_id_is_said_to_be_empty() -> None:
    test = app().run()
    test.switch_page("../../pages/connect.py").run()
    next(button for button in test.button if button.label == "Test connection").click().run()
    assert "The partner ID is empty" in test.error[0].value


def test_the_address_says_whose_data_is_on_screen() -> None:
    live = replace(small(), provenance=replace(small().provenance, source="live"))
    assert app(live).run().query_params["source"] == "live"
    assert app(small(), source="live").run().query_params["source"] == "files"


def test_the_browsers_zone_is_the_default() -> None:
    test = app()
    test.context = {"timezone": "Asia/Kolkata"}
    test.run()
    assert test.selectbox(key="zone").value == "Asia/Kolkata"
    assert r"Asia\/Kolkata" in texts(test)


def attendees_alone() -> Dataset:
    files = [("attendances.csv", csv_bytes(small(), Report.ATTENDEES))]
    return from_files(files)


def test_attendees_alone_are_in_no_figure_and_it_is_said() -> None:
    test = app(attendees_alone(), dates="All dates").run()
    assert not test.exception
    words = said(test)
    assert "3 sessions known from Attendees (6001) alone: without Room sessions (6000)" in words
    assert "No session in this selection is known to be a main session or a breakout." in words
    assert not test.metric
