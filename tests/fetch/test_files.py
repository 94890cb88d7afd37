import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kaltura.api.errors import FileError, UsageError
from kaltura.cli.folder import write_folder
from kaltura.dataset import Dataset
from kaltura.demo.report_rows import report_rows
from kaltura.demo.wire import csv_bytes as as_kaltura_prints
from kaltura.export.bundle import bundle
from kaltura.export.csv import csv_bytes
from kaltura.fetch import fetch
from kaltura.fetch.files import from_files, from_folder
from kaltura.filters import Filters
from kaltura.metrics.tables import narrowed_to_people
from kaltura.reports.columns import Report
from tests.builders import dataset, room_session
from tests.demo.small_account import HOUR, TEN, small_account
from tests.fetch.conftest import NEW_YEAR, NOW
from tests.fetch.in_memory import InMemory

Files = list[tuple[str, bytes]]


def exported(partner: int = 4242, start: int = TEN - HOUR, end: int = TEN + 4 * HOUR) -> Files:
    """Kaltura's own three files of the small account."""
    params = {"from_date": str(start), "to_date": str(end)}
    return [
        (f"Report_{r.value}_{partner}_1.csv", as_kaltura_prints(report_rows(small_account(), r.value, params)))
        for r in Report
    ]


def fetched() -> Dataset:
    return fetch(InMemory(small_account()), NEW_YEAR, now=NOW)  # type: ignore[arg-type]


def ours(ds: Dataset) -> Files:
    return [(f"{report.file_stem}.csv", csv_bytes(ds, report)) for report in Report]


def check(ds: Dataset) -> set[str]:
    """The kinds of its problems, once its ledger is found to add up."""
    for entry in ds.ledger:
        assert entry.balances
        assert entry.kept == ds.report(entry.report).collect().height
    return {problem.kind for problem in ds.problems}


def test_kalturas_own_files_in_any_order() -> None:
    ds = from_files(exported()[::-1], "Europe/Berlin")
    check(ds)
    assert ds.attendances.collect()["meeting_view_time"].sum() == pytest.approx(15 * 20)
    assert ds.provenance.account == "4242"
    assert ds.complete
    assert ds.zone == "Europe/Berlin"


def test_our_export_comes_back_with_its_events() -> None:
    ds = fetched()
    back = from_files(ours(ds))
    check(back)
    for report in Report:
        assert_frame_equal(back.report(report).collect(), ds.report(report).collect(), check_row_order=False)
    tags = {(str(cue), event) for cue, event in back.event_tags.iter_rows()}
    assert tags == {("1_cue0", "Open Day"), ("1_cue1", "Open Day")}


def test_the_same_file_twice_counts_once() -> None:
    files = exported()
    ds = from_files([*files, ("again.csv", files[1][1])])
    assert "same_file_twice" in check(ds)
    assert ds.ledger[1].set_aside == {"the same file twice": 15}
    assert ds.attendances.collect().height == 15


def test_overlapping_files_count_each_session_once() -> None:
    ds = from_files(exported(end=TEN + 2 * HOUR) + exported(start=TEN + HOUR) + exported(start=TEN))
    assert "same_row_twice" in check(ds)
    assert ds.attendances.collect()["meeting_view_time"].sum() == pytest.approx(15 * 20)


def test_a_file_of_another_account_is_left_out_and_named() -> None:
    ds = from_files([*exported(), *exported(partner=99)[1:2]])
    assert "other_account" in check(ds) or "same_file_twice" in check(ds)
    foreign = [("Report_6001_99_1.csv", exported(end=TEN + HOUR)[1][1])]
    ds = from_files([*exported(), *foreign])
    assert "other_account" in check(ds)
    assert "99" in next(p.sentence for p in ds.problems if p.kind == "other_account")
    assert ds.attendances.collect().height == 15


def test_a_report_of_another_account_alone_is_missing() -> None:
    rooms, attendees, breakouts = exported(partner=111)
    foreign = ("Report_6001_222_1.csv", attendees[1])
    ds = from_files([rooms, foreign, breakouts])
    assert "other_account" in check(ds)
    assert [failure.report for failure in ds.provenance.failures] == [Report.ATTENDEES]
    assert not ds.complete


def test_events_of_another_accounts_file_are_not_there() -> None:
    rooms, attendees, breakouts = ours(fetched())
    named = [(f"{report}_111.csv", body) for report, (_, body) in (("Report_6000", rooms), ("Report_6002", breakouts))]
    ds = from_files([*named, ("Report_6001_222.csv", attendees[1])])
    assert "other_account" in check(ds)
    assert {str(cue) for cue in ds.event_tags["cue_point_id"]} <= {str(cue) for cue in tagged(named)}


def tagged(files: Files) -> list[str]:
    return from_files(files).event_tags["cue_point_id"].cast(pl.String).to_list()


def test_copies_beside_files_of_another_account() -> None:
    attendees = exported(partner=111)[1]
    others = exported(partner=222, end=TEN + HOUR)
    ds = from_files([attendees, ("again.csv", attendees[1]), *others])
    assert {"other_account", "same_file_twice"} <= check(ds)
    assert ds.provenance.account == "222"


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"<html>no</html>", b"PK\x03\x04..."])
def test_a_file_that_is_no_report_is_named_and_the_others_are_kept(body: bytes) -> None:
    ds = from_files([*exported(), ("mine.csv", body)])
    assert "file_not_read" in check(ds)
    assert any(p.sentence.startswith("mine.csv was not used.") for p in ds.problems)
    assert ds.attendances.collect().height == 15
    with pytest.raises(FileError, match=r"mine\.csv"):
        from_files([("mine.csv", body)])


def test_each_of_several_files_that_are_no_reports_is_named_with_its_reason() -> None:
    with pytest.raises(FileError) as caught:
        from_files([("empty.csv", b""), ("other.csv", b"a,b\n1,2\n")])
    alone = []
    for name, body in (("empty.csv", b""), ("other.csv", b"a,b\n1,2\n")):
        with pytest.raises(FileError) as one:
            from_files([(name, body)])
        alone.append(str(one.value))
    assert str(caught.value) == " ".join(alone)
    with pytest.raises(FileError, match="Nor was any of 5 more"):
        from_files([(f"{number}.csv", b"") for number in range(15)])


def test_no_file_at_all() -> None:
    with pytest.raises(FileError):
        from_files([])


def test_a_report_without_a_file_is_missing() -> None:
    ds = from_files(exported()[:2])
    assert [f.report for f in ds.provenance.failures] == [Report.BREAKOUT_SESSIONS]
    assert check(ds) == set()


def test_a_folder_that_a_fetch_wrote_gives_everything_back(tmp_path: Path) -> None:
    ds = fetched()
    write_folder(ds, tmp_path / "out")
    back = from_folder(tmp_path / "out", "UTC")
    assert_frame_equal(back.sessions.collect(), ds.sessions.collect(), check_row_order=False)
    assert_frame_equal(back.event_tags, ds.event_tags, check_row_order=False)
    assert_frame_equal(back.events, ds.events)
    assert back.provenance.requested == ds.provenance.requested
    assert back.provenance.account == ds.provenance.account
    assert {p.kind for p in ds.problems} <= check(back)


def test_events_of_one_name_and_names_with_semicolons_stay_apart(tmp_path: Path) -> None:
    """The events column of the files has names alone, joined by "; "."""
    hour = ("2026-03-02 10:00", "2026-03-02 11:00")
    events = {"7": "Lecture", "8": "Lecture", "9": "Maths; advanced", "10": "Nobody came"}
    ds = dataset([room_session(cue, "r", *hour) for cue in "abc"], events=events, tags=zip("abc", "789", strict=True))
    write_folder(ds, tmp_path / "out")
    back = from_folder(tmp_path / "out")
    assert dict(back.event_names) == events
    held = {
        event: back.select(Filters(events=(event,))).sessions.collect()["cue_point_id"].to_list() for event in events
    }
    assert held == {"7": ["a"], "8": ["b"], "9": ["c"], "10": []}
    by_name = from_files(ours(ds))
    assert by_name.event_names.keys() == {"Lecture (7)", "Lecture (8)", "Maths, advanced"}


def test_events_of_files_that_were_added_to_a_folder_and_of_a_record_without_sessions(tmp_path: Path) -> None:
    hour, events = ("2026-03-02 10:00", "2026-03-02 11:00"), {"7": "Open Day", "8": "Fair"}
    first = dataset([room_session("a", "r", *hour)], events=events, tags=[("a", "7")])
    added = dataset([room_session("b", "r", *hour)], events=events, tags=[("b", "8")])
    write_folder(first, tmp_path / "out")
    (tmp_path / "out" / "older.csv").write_bytes(csv_bytes(added, Report.ROOM_SESSIONS))
    record = tmp_path / "out" / "fetch.json"
    written = json.loads(record.read_text())
    for keys in (("event_id", "event_name", "sessions"), ("event_id", "event_name")):
        of_events = [{key: event[key] for key in keys} for event in written["events"]]
        record.write_text(json.dumps(written | {"events": of_events}))
        back = from_folder(tmp_path / "out")
        assert dict(back.event_names) == events
        assert {(str(cue), event) for cue, event in back.event_tags.iter_rows()} == {("a", "7"), ("b", "8")}
        assert "record_not_read" not in {problem.kind for problem in back.problems}


def test_what_an_export_left_out_was_not_asked_for_of_its_files() -> None:
    guests = fetched().select(Filters(date(2026, 1, 1), date(2026, 1, 1), rooms=("1_room0",), user_types=("Guest",)))
    with zipfile.ZipFile(io.BytesIO(bundle(guests, "Guests"))) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist() if "/" not in name]
    back = from_files([(name.replace("fetch.json", "fetch (1).json"), body) for name, body in files])
    assert back.provenance.requested == guests.selection
    assert narrowed_to_people(back)
    assert "selection_not_known" not in check(back)


def test_our_own_files_without_their_record_are_taken_for_all_there_is_and_it_is_said() -> None:
    files = ours(fetched())
    assert "selection_not_known" in check(from_files(files))
    two = [("fetch.json", b"{}"), ("other/fetch.json", b"[]")]
    assert "selection_not_known" in check(from_files([*files, *two]))
    assert "selection_not_known" not in check(from_files(exported()))


def test_a_record_that_came_twice_is_one(tmp_path: Path) -> None:
    write_folder(fetched(), tmp_path / "out")
    record = (tmp_path / "out" / "fetch.json").read_bytes()
    ds = from_files([*ours(fetched()), ("fetch.json", record), ("fetch (1).json", record)])
    assert ds.provenance.requested == fetched().provenance.requested
    assert ds.complete


def test_a_record_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    write_folder(fetched(), tmp_path / "out")
    (tmp_path / "out" / "fetch.json").write_text(json.dumps({"provenance": 3}))
    ds = from_folder(tmp_path / "out")
    assert "record_not_read" in check(ds)
    assert ds.attendances.collect().height == 15


def test_folders_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        from_folder(tmp_path / "nowhere")
    with pytest.raises(FileError, match="no CSV"):
        from_folder(tmp_path)


def test_files_can_be_narrowed_like_a_fetch() -> None:
    ds = from_files(exported()).select(Filters(date(2026, 1, 1), date(2026, 1, 1), rooms=("1_group",)))
    assert ds.sessions.collect()["cue_point_id"].cast(str).to_list() == ["1_cue1"]
