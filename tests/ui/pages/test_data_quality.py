"""States of Data quality, in process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset, Failure
from kaltura.export.source import source_table
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry, Problem
from kaltura.ui.quality_received import asked
from tests.builders import attendance, breakout, dataset, without
from tests.ui.apps import app, said, small, texts
from tests.ui.shown import figures

NASTY = "![](http://x) $x$ <b>"


def received(
    *entries: LedgerEntry,
    problems: Sequence[Problem] = (),
    failures: Sequence[Failure] = (),
    data: Dataset | None = None,
) -> Dataset:
    data = data or small()
    provenance = replace(data.provenance, failures=tuple(failures))
    return replace(data, ledger=entries, problems=tuple(problems), provenance=provenance)


def opened(data: Dataset, **query: str) -> AppTest:
    # Run first: until then a page is known by its file, and this one's address has a hyphen.
    test = app(data, **query).run().switch_page("../../pages/data_quality.py").run()
    # A switch takes what is in the address; the widgets keep it.
    assert not test.exception
    return test


FULL = (
    LedgerEntry(Report.ROOM_SESSIONS, 3, 3),
    LedgerEntry(Report.ATTENDEES, 8, 3, 2, 1, {"no session": 2}),
    LedgerEntry(Report.BREAKOUT_SESSIONS, 1, 1),
)


def test_all_is_well() -> None:
    test = opened(received(*FULL), dates="All dates")
    assert test.success[0].value == "All three reports arrived, and each of the 12 rows received is accounted for."
    assert "Nothing unusual was found" in texts(test)


@pytest.mark.parametrize(("rows", "note"), [(1, "1 row or cell"), (5, "5 rows or cells"), (0, "")])
def test_problems_say_how_many_rows_or_cells_they_concern_if_there_are_any(rows: int, note: str) -> None:
    problems = [Problem("broken_line", "Odd.", rows)] if rows else []
    test = opened(received(*FULL, problems=problems), dates="All dates")
    said = next(metric.help for metric in test.metric if metric.label.startswith("Problems"))
    assert (f"They concern {note}" in said.replace("\\", "")) if note else ("They concern" not in said)


def test_a_row_that_is_lost_is_an_error() -> None:
    test = opened(received(*FULL[:2], LedgerEntry(Report.BREAKOUT_SESSIONS, 5, 1)))
    assert "Not every row received is accounted for" in test.error[0].value
    assert not test.success


def test_a_missing_report_is_named() -> None:
    failure = Failure(Report.BREAKOUT_SESSIONS, "No such report.", "Ask Kaltura.", "REPORT_NOT_FOUND", "sid-9")
    test = opened(received(*FULL[:2], failures=[failure]))
    assert any("2 of 3 reports arrived" in warning.value for warning in test.warning)
    tables = [frame.value for frame in test.dataframe]
    assert any("sid-9" in table.to_string() for table in tables), "what Kaltura's support asks for"


@pytest.mark.parametrize("kind", ["selection_not_known", "record_not_read"])
def test_what_was_left_out_unseen_is_said_on_every_page_and_nothing_is_green(kind: str) -> None:
    test = opened(received(*FULL, problems=[Problem(kind, "Taken for all there is.", 1)]))
    assert not test.success
    assert [warning.value.replace("\\", "") for warning in test.warning] == [
        "Taken for all there is.",
        "All three reports arrived, but some may be incomplete. Taken for all there is.",
    ]
    test.switch_page("../../pages/overview.py").run()
    assert "Taken for all there is" in test.warning[0].value


def test_the_ledger_stands_as_a_sum() -> None:
    ledger = next(frame.value for frame in opened(received(*FULL)).dataframe if "kept" in frame.value)
    assert (ledger["received"] == ledger[["kept", "merged", "outside", "set_aside"]].sum(axis=1)).all()
    assert ledger["reasons"].tolist() == ["", "no session: 2", ""]


def test_the_rows_of_a_problem_are_shown_as_text_when_opened() -> None:
    problem = Problem("broken_line", f"Odd: {NASTY}.", 3, Report.ATTENDEES, ({"line": NASTY}, {"line": "=1+1"}))
    test = opened(received(*FULL, problems=[problem]))
    (part,) = test.expander
    assert NASTY not in part.label
    assert r"\!\[\]\(http" in part.label
    before = len(test.dataframe)
    test.session_state["quality_problem_0"] = True
    test.run()
    assert not test.exception
    shown = [frame.value for frame in test.dataframe]
    assert len(shown) == before + 1
    rows = next(table for table in shown if "line" in table)
    assert rows["line"].tolist() == [NASTY, "=1+1"]
    assert "The first 2 of 3 are kept" in texts(test)


def test_lists_of_sessions_say_how_many() -> None:
    test = opened(received(*FULL), dates="All dates")
    lists = test.segmented_control(key="quality_list")
    assert "Main sessions without attendees (0)" in lists.options
    lists.set_value("Running").run()
    assert "Running: there is none in this selection." in said(test)


def test_what_needs_times_and_layers_is_not_known_from_attendees_alone() -> None:
    rows = [attendance(f"c{n}", "r", "u1", 30, 0.9) for n in range(3)]
    test = opened(without(dataset([], rows), Report.ROOM_SESSIONS, Report.BREAKOUT_SESSIONS), dates="All dates")
    shown = figures(test)
    assert (shown["Running sessions"], shown["Provisional sessions"]) == ("–", "–")
    assert "When the sessions of this selection were is not known." in texts(test)
    assert "No session is in this selection" not in texts(test)
    assert "user types" not in said(test)
    lists = test.segmented_control(key="quality_list")
    assert lists.options == [
        f"{name} (not known)"
        for name in (
            "Estimate differs",
            "Running",
            "Provisional",
            "Orphan breakouts",
            "Main sessions without attendees",
        )
    ]
    lists.set_value("Orphan breakouts").run()
    assert "Orphan breakouts: not known of this selection." in said(test)
    assert "No file of Room sessions (6000) is there. Add it." in said(test)
    assert "there is none" not in said(test)


def test_a_list_that_is_not_empty_is_counted_with_a_report_missing() -> None:
    groups = [breakout("b1", "g1", "r1", "2026-10-31 20:00", "2026-10-31 21:00", 3)]
    test = opened(without(dataset([], [], groups), Report.ROOM_SESSIONS), dates="All dates")
    options = test.segmented_control(key="quality_list").options
    assert "Provisional (1)" in options
    assert "Running (not known)" in options


@pytest.mark.parametrize("data", [dataset(), received(*FULL)])
def test_nothing_selected_still_shows_what_was_received(data: Dataset) -> None:
    test = opened(data, dates="Custom", **{"from": "2020-01-01", "to": "2020-01-02"})
    assert "No session is in this selection" in texts(test)
    assert any("kept" in frame.value for frame in test.dataframe)
    assert any("Source" in frame.value.to_string() for frame in test.dataframe)


def test_files_have_no_windows() -> None:
    assert "read from files, so nothing was asked" in said(opened(small()))


MARCH = (date(2026, 3, 1), date(2026, 3, 31))
IN_SECONDS = (1_772_319_600, 1_774_994_400)  # March in Berlin


@pytest.mark.parametrize(
    ("days", "within", "page", "file"),
    [
        (MARCH, (None, None), "1 Mar to 31 Mar 2026 (Europe/Berlin)", "2026-03-01 to 2026-03-31 (Europe/Berlin)"),
        ((MARCH[0], None), (None, None), "from 1 Mar 2026 on (Europe/Berlin)", "2026-03-01 to … (Europe/Berlin)"),
        ((None, MARCH[1]), (None, None), "until 31 Mar 2026 (Europe/Berlin)", "… to 2026-03-31 (Europe/Berlin)"),
        ((None, None), IN_SECONDS, "28 Feb to 31 Mar 2026 (UTC)", "2026-02-28 to 2026-03-31"),
        ((None, None), (None, None), "–", "not known"),
    ],
)
def test_the_page_and_the_files_tell_the_same_days_asked_for(
    days: tuple[date | None, date | None], within: tuple[int | None, int | None], page: str, file: str
) -> None:
    asked_for = Filters(*days, "Europe/Berlin")
    made = replace(small().provenance, requested=asked_for, within=within, finished=datetime(2026, 4, 9, tzinfo=UTC))
    ds = replace(small(), provenance=made).select(Filters(zone="UTC"))
    assert dict(asked(ds).to_numpy())["Days"] == page
    assert dict(source_table(ds, "All").to_numpy())["Days asked for"] == file
