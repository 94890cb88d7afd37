"""Files that may not hold all there is: nothing can be asked again, so that it is said."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kaltura.api.errors import FileError, ReportUnavailable
from kaltura.cli.folder import write_folder
from kaltura.dataset import Dataset
from kaltura.export.bundle import bundle
from kaltura.fetch import fetch
from kaltura.fetch.file_doubts import cut_note
from kaltura.fetch.files import from_files, from_folder
from kaltura.filters import Filters
from kaltura.metrics.pseudonyms import hide_names
from kaltura.reports.columns import Report
from kaltura.reports.parse import parse
from tests.builders import attendance, breakout, dataset, room_session
from tests.demo.small_account import HOUR, TEN, small_account
from tests.fetch.conftest import NEW_YEAR, NOW
from tests.fetch.in_memory import InMemory
from tests.fetch.test_files import Files, check, exported, fetched, ours
from tests.reports.bodies import attendee, body


def in_doubt(ds: Dataset) -> str:
    """The kind of what makes it doubtful."""
    check(ds)
    assert ds.doubt is not None
    assert not ds.complete
    return ds.doubt.kind


def changed(files: Files, report: Report, body: bytes) -> Files:
    """The files with another content for a report."""
    place = list(Report).index(report)
    return [*files[:place], (files[place][0], body), *files[place + 1 :]]


@pytest.mark.parametrize("report", Report)
def test_a_file_that_was_cut_off_lacks_nobody_knows_how_much(report: Report) -> None:
    whole = exported()[list(Report).index(report)][1]
    assert in_doubt(from_files(changed(exported(), report, whole[:-3]))) == "cut_body"


def test_what_was_left_out_of_our_own_files_without_their_record_is_not_known() -> None:
    assert in_doubt(from_files(ours(fetched()))) == "selection_not_known"
    assert in_doubt(from_files([*ours(fetched()), ("fetch.json", b"{}")])) == "record_not_read"


def of_people(count: int) -> bytes:
    """Attendees of 1_cue0, so many."""
    return body(Report.ATTENDEES, (attendee(cue_point_id="1_cue0", user_id=f"u{i}") for i in range(count)))


def said(ds: Dataset) -> list[str]:
    return [problem.sentence for problem in ds.problems if problem.kind in ("maybe_cut", "short_of_people")]


@pytest.mark.parametrize("count", [100_000, 3_000])
def test_a_count_of_rows_that_is_a_limit_or_looks_like_one(count: int) -> None:
    files = changed(exported(), Report.ATTENDEES, of_people(count))
    ds = from_files(files)
    assert in_doubt(ds) == "maybe_cut"
    assert said(ds)[0].startswith(f"Report_6001_4242_1.csv has {count:,} rows")


def test_rows_below_a_limit_are_no_doubt() -> None:
    ds = from_files(changed(exported(), Report.ATTENDEES, of_people(2_999)))
    assert "maybe_cut" not in check(ds)


def test_people_whom_kaltura_counts_and_6001_does_not_have() -> None:
    """The small account has five people in each of its two main sessions."""
    whole = exported()[1][1]
    header = body(Report.ATTENDEES, [])
    first = b"\n".join(line for line in whole.split(b"\n") if b"1_cue2" not in line)
    for attendees, sessions in ((header, 2), (first, 1)):
        ds = from_files(changed(exported(), Report.ATTENDEES, attendees))
        assert in_doubt(ds) == "short_of_people"
        assert f"in {sessions} main session" in said(ds)[0]


def without_times(ds: Dataset) -> list[str]:
    return [problem.sentence for problem in ds.problems if problem.kind == "session_without_times"]


def test_a_session_that_only_6001_knows_is_told_of() -> None:
    """One of the small account's two main sessions has no line in 6000."""
    lines = exported()[0][1].split(b"\n")
    part = b"\n".join(line for line in lines if b"1_cue2" not in line)
    assert without_times(from_files(exported())) == []
    assert without_times(from_files(changed(exported(), Report.ROOM_SESSIONS, part))) == [
        "1 session without a start time, in none of the reports: counted in totals of all dates, in no day or week, "
        "with the minutes viewed within the dates that were asked for."
    ]


def test_sessions_whose_report_is_not_there_are_told_of_with_it() -> None:
    (said,) = without_times(from_files(exported()[1:]))
    assert said.startswith("2 sessions without a start time, because Room sessions (6000) is missing: ")
    (said,) = without_times(from_files(exported()[1:2]))
    assert "because Room sessions (6000) and Breakout sessions (6002) are missing: " in said
    lines = exported()[0][1].split(b"\n")
    part = b"\n".join(line for line in lines if b"1_cue2" not in line)
    (said,) = without_times(from_files(changed(exported(), Report.ROOM_SESSIONS, part)[:2]))
    assert said.startswith("1 session without a start time, not in Room sessions (6000), and Breakout sessions (6002) ")


def test_what_a_fetch_says_of_sessions_without_times_its_own_files_do_not_say_again(tmp_path: Path) -> None:
    source = InMemory(small_account(), broken={6000: lambda: ReportUnavailable("No.", "Ask.")})
    ds = fetch(source, NEW_YEAR, now=NOW)  # type: ignore[arg-type]
    write_folder(ds, tmp_path / "out")
    assert without_times(from_folder(tmp_path / "out")) == without_times(ds)
    assert len(without_times(ds)) == 1


HOURS = ("2026-03-02 10:00", "2026-03-02 11:00")
DAY = date(2026, 3, 2)


def three_people() -> Dataset:
    """Two main sessions of three people each, as Kaltura counts them too, and a breakout of theirs."""
    rooms = [room_session(cue, f"r{cue}", *HOURS, meeting_view_period_unique_users=3) for cue in "ab"]
    people = [("ann", "User"), ("bob", "User"), ("guest", "Guest")]
    rows = [attendance(cue, f"r{cue}", user, 60, 1.0, user_type=kind) for cue in "ab" for user, kind in people]
    return dataset(rooms, rows[:-1], [breakout("x", "split", "ra", *HOURS, 2)], events={"7": "Fair"}, tags=[("a", "7")])


@pytest.mark.parametrize(
    "chosen",
    [
        Filters(user_types=("Guest",)),
        Filters(users=("ann",)),
        Filters(rooms=("ra",)),
        Filters(events=("7",)),
        Filters(parents=("ra",)),
        Filters(DAY, DAY),
    ],
)
def test_an_export_is_rightly_without_those_who_were_not_selected(chosen: Filters) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle(three_people().select(chosen), "Some"))) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist() if "/" not in name]
    back = from_files(files)
    check(back)
    assert not said(back)


def test_people_under_pseudonyms_beside_the_same_under_their_ids_count_once() -> None:
    hidden = [(f"hidden-{name}", content) for name, content in ours(hide_names(fetched(), b"key"))]
    for files in ([*hidden, *ours(fetched())], [*ours(fetched()), *hidden]):
        ds = from_files(files)
        assert "names_hidden" in check(ds)
        assert ds.ledger[1].set_aside == {"people under pseudonyms": 15}
        assert ds.attendances.collect().height == 15
    alone = from_files(hidden)
    assert "names_hidden" not in check(alone)
    assert alone.attendances.collect().height == 15


def test_our_own_files_are_of_the_account_of_their_record(tmp_path: Path) -> None:
    """Five rows of 6001 of an hour of account 99, beside what account 4242 exported here."""
    write_folder(fetched(), tmp_path / "out")
    record = (tmp_path / "out" / "fetch.json").read_bytes()
    foreign = exported(partner=99, end=TEN + HOUR)[1]
    ds = from_files([*ours(fetched()), foreign, ("fetch.json", record)])
    assert "Report_6001_99_1.csv is of account 99, the others are of 4242" in other_account(ds)
    assert ds.attendances.collect().height == 15
    assert ds.provenance.account == "4242"
    alone = from_files([*exported(partner=99), ("fetch.json", record)])
    assert "fetch.json is of account 4242, the files are of 99" in other_account(alone)
    assert alone.provenance.account == "99"
    assert alone.provenance.requested == Filters()


def other_account(ds: Dataset) -> str:
    check(ds)
    return next(problem.sentence for problem in ds.problems if problem.kind == "other_account")


def test_a_record_alone_has_no_rows() -> None:
    with pytest.raises(FileError, match="Choose the CSV files beside it too"):
        from_files([("fetch (1).json", b"{}")])


def test_rows_of_no_session_make_no_round_count() -> None:
    rows = [attendee(cue_point_id="Unknown" if n < 4 else f"c{n}") for n in range(1004)]
    parsed = parse(body(Report.ATTENDEES, rows), Report.ATTENDEES)
    assert (parsed.received, parsed.frame.height) == (1004, 1000)
    assert cut_note("6001.csv", parsed) is None


def test_json_that_is_no_record_is_named_and_nothing_is_in_doubt() -> None:
    ds = from_files([*exported(), ("x/package.json", b"{}"), ("notes.json", b"no json")])
    assert [problem.sentence for problem in ds.problems] == [
        f"{name} was not used. It is JSON, and no record of a fetch or an export. Leave it out."
        for name in ("x/package.json", "notes.json")
    ]
    assert ds.complete
    assert "record_not_read" in check(from_files([*exported(), ("fetch (2).json", b"{")]))
