from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from kaltura.dataset import Dataset, Failure, Window
from kaltura.metrics import quality
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry, Problem
from tests.builders import attendance, breakout, dataset, room_session, unix


@pytest.fixture
def ds() -> Dataset:
    whole = dataset(
        [
            room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00", meeting_view_period_unique_users=5),
            room_session("m2", "r1", "2026-03-08 12:00", "2026-03-08 13:00", meeting_view_period_unique_users=3),
            room_session("m3", "r1", "2026-03-09 10:00", "2026-03-09 10:00"),
        ],
        [
            attendance("m1", "r1", "a", 60, 0.9, user_email="a@x.org"),
            attendance("m1", "r1", "b", 60, None),
            attendance("m1", "r1", None, 5, 0.5),
            attendance("m3", "r1", "a", 5, 1.0),
        ],
        [
            breakout("b1", "g1", "r1", "2026-03-02 10:10", "2026-03-02 10:40", 2),
            breakout("o1", "g1", "r1", "2026-03-05 10:10", "2026-03-05 10:40", 2),
        ],
        zone="Europe/Berlin",
        fetched="2026-03-09 12:00",
    )
    provenance = replace(
        whole.provenance,
        account="101",
        failures=(Failure(Report.BREAKOUT_SESSIONS, "Not there.", "Ask.", "REPORT_NOT_FOUND", "sid"),),
        windows=(Window(Report.ATTENDEES, unix("2026-03-02 00:00"), unix("2026-03-03 00:00"), 4, "answered"),),
    )
    return replace(
        whole,
        provenance=provenance,
        ledger=(LedgerEntry(Report.ATTENDEES, 8, 4, 1, 1, {"broken line": 2}),),
        problems=(
            Problem("few", "One thing.", 1, None),
            Problem(
                "broken_line", "Two lines.", 2, Report.ATTENDEES, ({"line": "x,y"}, {"user_id": None, "minutes": 5})
            ),
        ),
    )


def test_the_ledger_has_a_row_for_each_report(ds: Dataset) -> None:
    table = quality.ledger_table(ds).set_index("report")
    row = table.loc[6001]
    assert row[["received", "kept", "merged", "outside", "set_aside"]].tolist() == [8, 4, 1, 1, 2]
    assert (row["reasons"], row["balances"]) == ("broken line: 2", True)
    assert table["outcome"].to_dict() == {6000: "not fetched", 6001: "complete", 6002: "failed"}
    assert quality.failures(ds)["code"].tolist() == ["REPORT_NOT_FOUND"]


def test_problems_with_their_rows(ds: Dataset) -> None:
    table = quality.problems_table(ds)
    assert table["kind"].tolist() == ["broken_line", "few"]
    rows = quality.problem_rows(ds, int(table["problem"][0]))
    assert rows.to_dict("list") == {"line": ["x,y", ""], "user_id": ["", ""], "minutes": ["", "5"]}
    assert quality.problem_rows(ds, 0).empty


def test_windows_are_local(ds: Dataset) -> None:
    row = quality.windows_table(ds).iloc[0]
    assert row["start"] == pd.Timestamp("2026-03-02 01:00", tz="Europe/Berlin")
    assert (row["report"], row["rows"], row["outcome"]) == (6001, 4, "answered")
    assert quality.windows_table(dataset()).empty


def test_coverage_counts_what_is_there(ds: Dataset) -> None:
    table = quality.coverage_table(ds).set_index("key")
    assert table[["count", "of"]].T.to_dict("list") == {
        "main_rows": [2, 3],
        "breakout_rows": [0, 2],
        "lengths": [4, 5],
        "estimates": [4, 5],
        "ratios": [3, 4],
        "identified": [3, 4],
        "names": [3, 4],
        "emails": [1, 4],
    }
    assert table.loc["main_rows", "share"] == pytest.approx(2 / 3)
    assert quality.coverage_table(dataset())["share"].isna().all()


def test_lists_of_sessions_that_are_not_final_or_not_whole(ds: Dataset) -> None:
    running = quality.running_sessions(ds)
    assert running[["cue_point_id", "hours"]].to_numpy().tolist() == [["m3", 2.0]]
    assert quality.provisional_sessions(ds)["cue_point_id"].tolist() == ["m3", "m2"]
    assert quality.orphan_breakouts(ds)["cue_point_id"].tolist() == ["o1"]
    assert quality.sessions_without_attendees(ds)["cue_point_id"].tolist() == ["m2"]
    assert quality.running_sessions(dataset()).empty


def test_freshness(ds: Dataset) -> None:
    found = quality.freshness(ds)
    berlin = ZoneInfo("Europe/Berlin")
    assert found.fetched == datetime(2026, 3, 9, 13, tzinfo=berlin)
    assert found.latest == datetime(2026, 3, 9, 11, tzinfo=berlin)
    assert quality.freshness(dataset()).latest is None
