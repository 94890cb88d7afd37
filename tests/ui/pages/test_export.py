"""States of Export, in process. What is in the files is seen in tests/export and in a browser."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure
from kaltura.export.record import CAVEAT
from kaltura.export.tables import TABLES
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.ui import export_parts
from tests.builders import dataset
from tests.ui.apps import app, said, small

PAGE = "../../pages/export.py"


def opened(data: Dataset | None = None, **query: str | list[str]) -> AppTest:
    test = app(data).switch_page(PAGE)  # first: a switch takes what is in the address
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


def downloads(test: AppTest) -> dict[str, bool]:
    """Key → whether it can be pressed."""
    return {button.key: not button.disabled for button in test.get("download_button")}


def test_each_file_says_its_rows() -> None:
    shown = said(opened(dates="All dates"))
    assert "**3 rows**" in shown, "sessions and attendances"
    assert "**1 row**" in shown, "breakouts"
    assert CAVEAT in shown


def test_the_selection_narrows_the_rows() -> None:
    shown = said(opened(dates="All dates", room=["Chemistry"]))
    assert "**1 row**" in shown
    assert "**3 rows**" not in shown


def test_every_kind_of_file_is_offered() -> None:
    offered = downloads(opened(dates="All dates"))
    reports = {f"export_{report.file_stem}_{ext}" for report in Report for ext in ("csv", "parquet")}
    assert reports | {"export_rooms_xlsx", "export_rooms_zip", "export_summary_html"} <= {*offered}
    assert all(offered.values())


def test_any_derived_table_can_be_chosen() -> None:
    test = opened(dates="All dates")
    assert len(test.selectbox(key="export_table").options) == len(TABLES)
    for table in TABLES:
        test.selectbox(key="export_table").select(table.stem).run()
        assert not test.exception
        assert table.about in said(test)
        assert {f"export_{table.stem}_csv", f"export_{table.stem}_parquet"} <= {*downloads(test)}


def test_a_report_that_is_missing_is_said_in_its_place() -> None:
    failure = Failure(Report.BREAKOUT_SESSIONS, "No such report.", "Ask Kaltura.", "REPORT_NOT_FOUND")
    data = small()
    test = opened(replace(data, provenance=replace(data.provenance, failures=(failure,))), dates="All dates")
    assert "No such report. Ask Kaltura." in said(test)
    assert "export_breakouts_csv" not in downloads(test)
    assert "export_sessions_csv" in downloads(test)


def test_more_rows_than_a_sheet_holds_are_refused_before_the_press() -> None:
    with patch("kaltura.ui.export_parts.MOST_ROWS", 2):
        test = opened(dates="All dates")
    offered = downloads(test)
    assert not offered["export_rooms_xlsx"]
    assert offered["export_rooms_zip"]
    assert "A sheet of Excel holds 2 rows, and a report has 3 here" in said(test)


def test_the_request_needs_days_and_names_them() -> None:
    test = opened(dates="Custom", **{"from": "2026-10-05", "to": "2026-10-12"})
    scripts = [block.value for block in test.code]
    assert len(scripts) == 2
    assert all("from_date=" in script and "KALTURA_KS" in script for script in scripts)
    everything = opened(dates="All dates")
    assert not everything.code
    assert "The request has no first day." in said(everything)


def test_nothing_to_take_away() -> None:
    test = opened(dataset())
    assert "There is no session in all of the data" in said(test)
    assert not downloads(test)


def test_the_rule_last_chosen_for_people_is_that_of_the_tables() -> None:
    test = app(dates="All dates", threshold="40").run().switch_page("../../pages/people.py").run()
    test.switch_page(PAGE).run()
    test.selectbox(key="export_table").select("decisions").run()
    assert not test.exception
    assert "By the rule last chosen on the People page" in said(test)
    assert {*test.dataframe[0].value["rule"].str[:17]} == {"Present from 40 %"}


def test_what_a_selection_of_people_cannot_say_is_said() -> None:
    test = opened(dates="All dates", type=["Guest"])
    test.selectbox(key="export_table").select("at-risk").run()
    assert not test.exception
    assert "Only some people are selected" in said(test)
    assert "export_at-risk_csv" not in downloads(test)


def test_how_csv_is_written_is_kept_for_the_gradebook() -> None:
    test = opened(dates="All dates")
    test.segmented_control(key="export_csv_marks").set_value("comma").run()
    test.toggle(key="export_safe").set_value(False).run()
    test.switch_page("../../pages/people.py").run()
    test.query_params["list"] = "Files"
    test.run()
    assert not test.exception
    assert "Semicolon, decimal comma: as chosen on Export." in said(test)
    assert "Comma, decimal point, safe for Excel: as chosen on Export." not in said(test)


def test_a_viewer_is_offered_no_table_about_people() -> None:
    with patch("kaltura.ui.export_parts.may_see_people", return_value=False):
        test = opened(dates="All dates")
    assert test.selectbox(key="export_table").options == [table.title for table in TABLES if not table.personal]
    assert "export_rooms_xlsx" not in downloads(test)


def test_with_names_hidden_the_request_asks_for_no_pseudonym() -> None:
    small_ = small()
    asked = replace(
        small_,
        provenance=replace(small_.provenance, requested=Filters(date(2026, 10, 5), date(2026, 10, 19), users=("u1",))),
    )
    assert "u1" in "".join(code.value for code in opened(asked, dates="All dates").code)
    test = opened(asked, dates="All dates", hide="true")
    assert not test.code
    assert "by their user IDs, which are hidden" in said(test)


def test_a_viewer_is_told_of_the_files_that_viewers_get() -> None:
    with (
        patch.object(export_parts, "may_see_people", return_value=False),
        patch.object(export_parts, "MOST_ROWS", 2),
    ):
        shown = said(opened(dates="All dates"))
    assert "The file is built when you click." in shown
    assert "ZIP" not in shown
    assert "workbook" not in shown
