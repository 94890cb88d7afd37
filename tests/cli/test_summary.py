"""The summary of a folder: of a fetch, and of Kaltura's own CSVs."""

import json
import re
from datetime import timedelta

import polars as pl
import pytest

from tests.cli.command import kaltura
from tests.cli.conftest import FROM
from tests.cli.summaries import KEYS, alone, rows_in, summary


def test_its_figures_are_those_of_the_files(folder):
    figures = summary(folder)
    assert set(figures) == KEYS
    assert figures["complete"] is True
    sessions = pl.read_csv(folder / "sessions.csv", infer_schema=False)
    rows = pl.read_csv(folder / "attendances.csv", infer_schema=False)
    main = sessions.filter(pl.col("parent_entry_id").is_null() | (pl.col("parent_entry_id") == ""))
    seen = rows.join(main, on="cue_point_id", how="semi").with_columns(
        pl.col("meeting_view_time", "meeting_engaged_play_time_ratio").cast(pl.Float64)
    )
    rated = seen.drop_nulls("meeting_engaged_play_time_ratio")
    minutes, ratio = rated["meeting_view_time"], rated["meeting_engaged_play_time_ratio"]
    assert figures["main_sessions"] == main.height
    assert figures["attendances"] == seen.height
    assert figures["unique_attendees"] == seen["user_id"].drop_nulls().n_unique()
    assert figures["anonymous_attendances"] == seen["user_id"].null_count()
    assert figures["attended_minutes"] == pytest.approx(seen["meeting_view_time"].sum())
    assert figures["engagement_rate"] == pytest.approx((minutes * ratio).sum() / minutes.sum())
    assert figures["disengaged_minutes"] == pytest.approx((minutes * (1 - ratio)).sum())
    assert all(entry["balances"] for entry in figures["ledger"])


def test_dates_select_and_add_up(folder):
    middle = FROM + timedelta(days=15)
    whole = summary(folder)
    first = summary(folder, "--to", middle)
    second = summary(folder, "--from", middle + timedelta(days=1))
    for key in ("main_sessions", "attendances", "breakout_sessions"):
        assert first[key] + second[key] == whole[key]
        assert first[key]
        assert second[key]
    assert first["unique_attendees"] + second["unique_attendees"] > whole["unique_attendees"]


def test_events_go_by_name_or_id(folder):
    events = json.loads((folder / "fetch.json").read_text())["events"]
    assert len(events) == 3
    held = [event for event in events if summary(folder, "--events", event["event_id"])["main_sessions"]]
    assert held
    by_id = summary(folder, "--events", held[0]["event_id"])
    assert by_id["main_sessions"] < summary(folder)["main_sessions"]
    unknown = kaltura("summary", folder, "--events", "no such event")
    assert unknown.returncode == 2
    assert "no such event" in unknown.stderr


def test_a_zone_that_is_empty_is_refused(folder):
    done = kaltura("summary", folder, "--tz", "")
    assert done.returncode == 2
    assert "zone" in done.stderr


def test_a_folder_without_reports_is_refused(tmp_path):
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    done = kaltura("summary", tmp_path)
    assert done.returncode == 2
    assert "notes.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_text_is_for_people(folder):
    done = kaltura("summary", folder)
    assert done.returncode == 0
    figures, lines = (
        summary(folder),
        dict(re.split(r" {2,}", line, maxsplit=1) for line in done.stdout.splitlines()[:18]),
    )
    assert lines["Complete"] == "yes"
    assert lines["Unique attendees"] == f"{figures['unique_attendees']:,}"
    assert lines["Engagement rate"] == f"{figures['engagement_rate'] * 100:.1f}\u00a0%"
    assert lines["Evenness of breakouts"] == f"{figures['breakouts']['evenness'] * 100:.1f}\u00a0%"
    people = figures["breakouts"]["participation_people"]
    assert lines["Breakout participation"].endswith(f" of {people:,} attendances of main sessions with breakouts")


def test_the_account_of_all_rows_is_the_fetchs_own(folder, tmp_path):
    ledger = json.loads((folder / "fetch.json").read_text())["ledger"]
    assert sum(entry["merged"] + entry["outside"] for entry in ledger), "what reading the files again does not show"
    assert summary(folder)["ledger"] == ledger
    changed = alone(folder, tmp_path, *(path.name for path in folder.iterdir()))
    rows = rows_in(changed / "attendances.csv")
    rows = pl.concat([rows, rows[:1].with_columns(user_id=pl.lit("somebody.else"))])
    rows.write_csv(changed / "attendances.csv", include_bom=True)
    after = {entry["report"]: entry for entry in summary(changed)["ledger"]}
    assert (after[6001]["received"], after[6001]["kept"]) == (rows.height, rows.height)
    assert after[6000] == next(entry for entry in ledger if entry["report"] == 6000)


def test_rows_that_came_more_than_once_are_said_of_their_report(folder):
    record = json.loads((folder / "fetch.json").read_text())
    merged = [entry["report"] for entry in record["ledger"] if entry["merged"]]
    assert merged == [6001]
    assert [problem["report"] for problem in record["problems"] if problem["kind"] == "merged_rows"] == merged


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--rooms", "nope"), "No session was found of the room nope. At hand: "),
        (
            ("--from", "2001-01-01", "--to", "2001-01-31"),
            "No session from 1 Jan 2001 to 31 Jan 2001 matches. Those",
        ),
    ],
)
def test_what_matches_nothing_is_said_with_what_is_there(folder, more, words):
    done = kaltura("summary", folder, *more, "--json")
    assert done.returncode == 0
    figures = json.loads(done.stdout)
    assert figures["main_sessions"] == 0
    sentence = figures["problems"][0]["sentence"]
    assert sentence.startswith(words)
    assert done.stderr == f"kaltura: {sentence}\n"
    assert f"Note: {sentence}" in kaltura("summary", folder, *more).stdout


def test_one_room_of_two_that_is_not_there_is_said(folder):
    room = rows_in(folder / "sessions.csv")["entry_id"][0]
    done = kaltura("summary", folder, "--rooms", f"{room},nope", "--json")
    assert json.loads(done.stdout)["main_sessions"] + json.loads(done.stdout)["breakout_sessions"] > 0
    assert "of the room nope." in done.stderr


def test_a_folder_that_the_system_refuses_to_look_at_is_no_bug(tmp_path):
    """As below a folder that may not be entered, which root may."""
    refused = kaltura("summary", tmp_path / ("x" * 300))
    assert refused.returncode == 2
    assert "cannot be read: File name too long. Check its permissions." in refused.stderr
