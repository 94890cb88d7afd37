import csv
import io
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.dataset import Dataset
from kaltura.export.csv import CsvDialect, csv_bytes, table_csv
from kaltura.export.tables import derived
from kaltura.filters import Filters
from kaltura.reports.columns import Report, column_names
from kaltura.reports.header import DERIVED
from kaltura.reports.recognise import recognise
from kaltura.reports.resaved import parse_file
from tests.builders import attendance, breakout, dataset, room_session, unix

SIX, ONE, TWO = Report
COMMAS = CsvDialect(decimal_comma=True)


def small(**more: Any) -> Dataset:
    return dataset(
        rooms=[
            room_session("c1", "r1", "2026-03-02 10:00", "2026-03-02 11:30", meeting_view_period_unique_users=2),
            room_session("c2", "r2", "2026-07-01 22:30", "2026-07-01 22:30"),
        ],
        attendees=[
            attendance("c1", "r1", "ann", 47.25, 0.9, user_name="Ann, Lee"),
            attendance("c1", "r1", None, 6.5e-05, None, user_name='The "=" Guest', user_type="Guest"),
        ],
        breakouts=[breakout("b1", "s1", "r1", "2026-03-02 10:10", "2026-03-02 10:20", 5, engagement_rate=1.0)],
        events={"10": "Open Day", "11": "Biology; spring"},
        tags=[("c1", "10"), ("c1", "11")],
        **more,
    )


def read(data: bytes, dialect: CsvDialect = CsvDialect()) -> list[dict[str, str]]:  # noqa: B008
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=dialect.separator))


@pytest.mark.parametrize(("duration", "written"), [(600.0, "600"), (600.5, "600.5"), (None, "")])
def test_a_duration_is_written_as_it_came(duration: float | None, written: str) -> None:
    ds = dataset(breakouts=[breakout("b1", "s1", "r1", "2026-03-02 10:10", "2026-03-02 10:20", 5, duration=duration)])
    assert read(csv_bytes(ds, TWO))[0]["duration"] == written


def test_who_is_on_the_line_of_present_is_so_in_the_file_too() -> None:
    # 4,000 s are 66.67 min, 75 % of it 50 min, less the tolerance 49.5 min. Of 66.666666667 it would be 49.50000000025.
    ds = dataset(
        [room_session("c", "r", "2026-03-02 10:00:00", "2026-03-02 11:06:40")], [attendance("c", "r", "u", 49.5, 1)]
    )
    row = read(csv_bytes(ds, ONE))[0]
    assert float(row["meeting_view_time"]) >= 0.75 * float(row["duration_minutes"]) - 0.5
    for stem in ("decisions", "borderline"):
        [judged] = read(table_csv(derived(ds, stem)))
        assert judged["decision"] == "Present"
        assert float(judged["minutes"]) >= 0.75 * float(judged["of_minutes"]) - 0.5


def test_kalturas_columns_come_first_then_the_derived_ones() -> None:
    data = csv_bytes(small(), ONE)
    assert data.startswith(b"\xef\xbb\xbfentry_id,cue_point_id,user_id,")
    assert list(read(data)[0]) == [*column_names(ONE), *DERIVED]


def test_raw_units_stay_and_times_are_local_in_the_selected_zone() -> None:
    first, second = read(csv_bytes(small(zone="Europe/Berlin"), SIX))
    assert first["session_start_time"] == str(unix("2026-03-02 10:00"))
    assert (first["session_start"], first["session_end"]) == ("2026-03-02 11:00:00", "2026-03-02 12:30:00")
    assert (first["time_zone"], first["duration_minutes"]) == ("Europe/Berlin", "90.0")
    assert first["events"] == "Biology, spring; Open Day"
    assert second["session_start"] == "2026-07-02 00:30:00"  # summer time
    assert (second["session_end"], second["duration_minutes"], second["events"]) == ("", "", "")  # still running


def test_attendances_get_the_times_of_their_session() -> None:
    ann, guest = read(csv_bytes(small(), ONE))
    assert (ann["session_start"], ann["duration_minutes"]) == ("2026-03-02 10:00:00", "90.0")
    assert (ann["user_name"], ann["meeting_view_time"]) == ("Ann, Lee", "47.25")
    assert (guest["user_id"], guest["meeting_engaged_play_time_ratio"]) == ("", "")
    assert float(guest["meeting_view_time"]) == 6.5e-05


@pytest.mark.parametrize("report", list(Report))
def test_the_rows_are_those_of_the_selection(report: Report) -> None:
    ds = small().select(Filters(start=date(2026, 3, 1), end=date(2026, 3, 31), rooms=("r1",)))
    assert len(read(csv_bytes(ds, report))) == ds.report(report).collect().height > 0


def test_an_empty_selection_is_a_header() -> None:
    ds = small().select(Filters(rooms=("nowhere",)))
    assert read(csv_bytes(ds, ONE)) == []
    assert csv_bytes(ds, ONE).count(b"\n") == 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r\nx", "\x00", "＝1", "'=1", "''=1"])
def test_no_text_cell_starts_like_a_formula(name: str) -> None:
    ds = dataset(attendees=[attendance("c1", "r1", name, 5, 1, user_name=name, user_email=name)], events={"1": name})
    (row,) = read(csv_bytes(ds, ONE))
    assert row["user_id"] == row["user_name"] == row["user_email"] == "'" + name
    (bare,) = read(csv_bytes(ds, ONE, CsvDialect(safe_for_excel=False)))
    assert bare["user_name"] == name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ann;=cmd|' /C calc'!A0;z", "Ann;'=cmd|' /C calc'!A0;z"),
        ("a\t=1+1", "a\t'=1+1"),
        ("a;\t=1", "a;'\t'=1"),
        ("a;'=1;-2", "a;''=1;'-2"),
        ('a;"=1', "a;\"'=1"),
        ('a\t""=1', 'a\t""\'=1'),
        ("a;\"'=1", "a;\"''=1"),
        ("\t=1", "'\t'=1"),
        ("a,=1;b,-2", "a,'=1;b,'-2"),
    ],
)
@pytest.mark.parametrize("dialect", [CsvDialect(), COMMAS])
def test_no_piece_of_a_cell_is_a_formula(name: str, written: str, dialect: CsvDialect) -> None:
    data = csv_bytes(dataset(attendees=[attendance("c1", "r1", "u", 5, 1, user_name=name)]), ONE, dialect)
    assert read(data, dialect)[0]["user_name"] == written
    assert parse_file(data, ONE).frame["user_name"].cast(pl.String).to_list() == [name]


@pytest.mark.parametrize("name", ["Ann", "'Ann", "5=5", "O'Neil", " =1", "a; =1", "a;b"])
def test_other_text_is_left_as_it_is(name: str) -> None:
    (row,) = read(csv_bytes(dataset(attendees=[attendance("c1", "r1", "u", 5, 1, user_name=name)]), ONE))
    assert row["user_name"] == name


def test_the_name_of_an_event_is_made_harmless_too() -> None:
    ds = dataset(attendees=[attendance("c1", "r1", "u", 5, 1)], events={"1": "=cmd|' /C calc'!A0"}, tags=[("c1", "1")])
    assert read(csv_bytes(ds, ONE))[0]["events"] == "'=cmd|' /C calc'!A0"


def test_with_decimal_commas_a_semicolon_stands_between_cells() -> None:
    data = csv_bytes(small(), ONE, COMMAS)
    assert data.startswith(b"\xef\xbb\xbfentry_id;cue_point_id;user_id;")
    ann, guest = read(data, COMMAS)
    assert (ann["user_name"], ann["meeting_view_time"], ann["duration_minutes"]) == ("Ann, Lee", "47,25", "90,0")
    assert ann["events"] == "Biology, spring; Open Day"
    assert float(guest["meeting_view_time"].replace(",", ".")) == 6.5e-05


@pytest.mark.parametrize("dialect", [CsvDialect(), COMMAS])
@pytest.mark.parametrize("report", list(Report))
def test_an_export_is_recognised_and_read_back_to_the_same_values(report: Report, dialect: CsvDialect) -> None:
    ds = small()
    data = csv_bytes(ds, report, dialect)
    assert recognise(data) == report
    parsed = parse_file(data, report)
    assert parsed.frame.equals(ds.report(report).collect())
    assert (parsed.set_aside, parsed.problems) == ({}, ())


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    ['"', '"a"', "a,b", "a\nb", "a\r\nb", "=1", "'=1", "'", "''+", ",,,", '",', "\ufeffx", "a;b", '"\n"']
)


rows_of_people = st.lists(st.tuples(names, names, st.floats(0, 1000), st.none() | st.floats(0, 1)), max_size=6)


@given(rows_of_people, st.sampled_from([CsvDialect(), COMMAS]))
def test_any_text_survives_the_way_out_and_back(
    rows: list[tuple[str, str, float, float | None]], dialect: CsvDialect
) -> None:
    ds = dataset(
        attendees=[
            attendance("c1", "r1", f"u{n}", minutes, ratio, user_name=name, user_email=mail)
            for n, (name, mail, minutes, ratio) in enumerate(rows)
        ]
    )
    sent = ds.report(ONE).collect()
    none = pl.col(pl.Categorical).cast(pl.String).replace({"Unknown": None, "0": None})
    parsed = parse_file(csv_bytes(ds, ONE, dialect), ONE)
    back = parsed.frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
    # A row with a quote at a cell's edge is read by itself, and comes last.
    assert back.sort("user_id").equals(sent.with_columns(none).sort("user_id"))
    assert parsed.problems == ()
