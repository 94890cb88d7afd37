"""The summary of a folder in which something is missing: what is not known is not called none."""

import re

import polars as pl
import pytest

from kaltura.demo.server import Emulator
from tests.cli.command import kaltura
from tests.cli.summaries import KEYS, alone, rows_in, summary
from tests.trust.three_days import DAYS, three_days


def test_a_missing_report_is_said(folder, tmp_path):
    for name in ("sessions.csv", "attendances.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    figures = summary(tmp_path)
    missing = [problem for problem in figures["problems"] if problem["kind"] == "report_missing"]
    assert figures["complete"] is False
    assert [problem["report"] for problem in missing] == [6002]
    assert "Note: Breakout sessions (6002): This report is missing. No file" in kaltura("summary", tmp_path).stdout


def test_attendees_alone_are_not_taken_for_those_of_main_sessions(folder, tmp_path):
    attendances = rows_in(folder / "attendances.csv")
    figures = summary(alone(folder, tmp_path, "attendances.csv"))
    assert {figures[key] for key in KEYS - {"breakouts", "unknown_layer", "complete", "ledger", "problems"}} == {None}
    assert figures["unknown_layer"] == {
        "sessions": attendances["cue_point_id"].n_unique(),
        "attendances": attendances.height,
        "unique_attendees": attendances["user_id"].drop_nulls().n_unique(),
        "anonymous_attendances": attendances["user_id"].null_count(),
        "attended_minutes": pytest.approx(attendances["meeting_view_time"].cast(pl.Float64).sum()),
    }
    said = [problem["sentence"] for problem in figures["problems"] if problem["kind"] == "layer_unknown"]
    assert "without Room sessions (6000) and Breakout sessions (6002) nothing says" in said[0]
    text = kaltura("summary", tmp_path).stdout
    assert re.search(r"^Main sessions +not known$", text, re.MULTILINE)
    assert re.search(r"^Unknown layer: sessions +\d", text, re.MULTILINE)
    assert re.search(r"^Unknown layer: anonymous attendances  +\d", text, re.MULTILINE)


@pytest.mark.parametrize("names", [("attendances.csv", "sessions.csv"), ("attendances.csv", "breakouts.csv")])
def test_one_of_the_other_reports_tells_the_layer(folder, tmp_path, names):
    known, whole = summary(alone(folder, tmp_path, *names)), summary(folder)
    assert known["unknown_layer"]["sessions"] == 0
    assert known["attendances"] == whole["attendances"]
    assert known["unique_attendees"] == whole["unique_attendees"]


def test_breakouts_that_no_report_lists_are_not_known_to_be_none(folder, tmp_path):
    main = rows_in(folder / "sessions.csv").filter(pl.col("parent_entry_id").is_null())
    rows = rows_in(folder / "attendances.csv").join(main, on="cue_point_id", how="semi")
    main.write_csv(tmp_path / "sessions.csv", include_bom=True)
    rows.write_csv(tmp_path / "attendances.csv", include_bom=True)
    figures = summary(tmp_path)
    assert figures["main_sessions"] == main.height
    assert figures["breakout_sessions"] is None
    counts = ("main_sessions_with_breakouts", "empty", "solo", "over_full", "orphans")
    assert {figures["breakouts"][key] for key in counts} == {None}
    assert re.search(r"^Empty breakouts +not known$", kaltura("summary", tmp_path).stdout, re.MULTILINE)


def test_breakouts_that_nobody_joined_are_known_from_6002_alone(folder, tmp_path):
    known = summary(alone(folder, tmp_path, "attendances.csv", "sessions.csv"))["breakouts"]
    whole = summary(folder)["breakouts"]
    assert known["empty"] is None
    assert whole["empty"] > 0
    assert known["solo"] is not None


def test_breakouts_that_were_asked_for_alone_leave_main_sessions_unknown(tmp_path):
    out, days = tmp_path / "out", ("--from", DAYS[0], "--to", DAYS[-1])
    with Emulator(three_days()) as emulator:
        env = {"KALTURA_KS": emulator.ready_ks()}
        done = kaltura("fetch", *days, "--out", out, "--base-url", emulator.base, "--parents", "1_main", env=env)
    assert done.returncode == 0, done.stderr
    assert "Main sessions were not asked for" in done.stderr
    figures = summary(out)
    assert {name for name in KEYS if figures[name] is None} == {
        *("main_sessions", "running_sessions", "attendances", "unique_attendees", "anonymous_attendances"),
        *("attended_minutes", "engagement_rate", "disengaged_minutes"),
    }
    assert figures["breakout_sessions"] == 6
    assert figures["breakouts"]["orphans"] is None
    (problem,) = figures["problems"]
    assert problem["kind"] == "only_breakouts"
    assert "--rooms" in problem["sentence"]
    assert rows_in(out / "breakouts.csv")["parent_entry_id"].unique().to_list() == ["1_main"]


def test_without_6000_nobody_knows_what_ran_and_which_breakouts_were_orphans(folder, tmp_path):
    figures = summary(alone(folder, tmp_path, "attendances.csv", "breakouts.csv"))
    assert figures["running_sessions"] is None
    counts = ("main_sessions_with_breakouts", "over_full", "orphans")
    assert {figures["breakouts"][key] for key in counts} == {None}
    assert figures["breakout_sessions"] == summary(folder)["breakout_sessions"]
