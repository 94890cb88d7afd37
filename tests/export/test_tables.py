import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

import polars as pl
import polars.selectors as cs
import pytest

from kaltura.dataset import Dataset
from kaltura.export.bundle import bundle
from kaltura.export.csv import CsvDialect, table_csv
from kaltura.export.glossary import DERIVED_COLUMNS, UNITS
from kaltura.export.parquet import parquet_bytes
from kaltura.export.record import SHORT_CAVEAT
from kaltura.export.tables import BY_STEM, DIGITS, TABLES, TableOptions, all_derived, derived
from kaltura.export.workbook import workbook
from kaltura.filters import Filters
from kaltura.metrics.anomalies import needs_a_look
from kaltura.metrics.at_risk import Risk, at_risk
from kaltura.metrics.completeness import threshold_curve
from kaltura.metrics.decisions import decisions
from kaltura.metrics.headline import headline
from kaltura.metrics.overlaps import overlapping_presence
from kaltura.metrics.pseudonyms import PERSONAL, hide_names
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import Rule
from tests.export.cases import NASTY, over, term, three


@cache
def made(of: Callable[[], Dataset], stem: str) -> pl.DataFrame:
    """A table as it is without any options, made once for all that is asked of it."""
    return derived(of(), stem)


def test_times_are_local_and_say_their_zone() -> None:
    rows = made(three, "main-sessions").sort("start")
    assert rows["start"].to_list() == [datetime(2026, 3, 3, 0, 30), datetime(2026, 3, 9, 11, 0)]
    assert rows["time_zone"].to_list() == ["Europe/Berlin"] * 2


def test_periods_are_days_and_follow_the_choice() -> None:
    assert derived(three(), "attendance-over-time", TableOptions("month"))["period"].to_list() == [date(2026, 3, 1)]
    assert derived(three(), "attendance-over-time", TableOptions("week"))["period"].to_list() == [
        date(2026, 3, 2),
        date(2026, 3, 9),
    ]


def test_unknown_is_null_and_figures_are_the_metrics() -> None:
    rows = made(three, "main-sessions").sort("start")
    assert rows["attended_minutes"].to_list() == [90, 40]
    assert rows["engagement_rate"].to_list() == [pytest.approx(60 / 90), None]
    assert rows["attended_minutes"].sum() == headline(three()).attended_minutes


def test_breakouts_of_a_session_stand_in_one_row() -> None:
    (row,) = made(three, "breakouts-of-sessions").to_dicts()
    assert (row["cue_point_id"], row["breakouts"], row["people"]) == ("m1", 1, 2)
    assert (row["participation_low"], row["participation_high"], row["exact"]) == (0.5, 0.5, True)
    assert row["lift"] == pytest.approx(1 - 60 / 90)


def test_tables_that_name_people_say_so() -> None:
    naming = {stem for stem in BY_STEM if {*PERSONAL} & {*made(term, stem).columns}}
    assert naming == {table.stem for table in TABLES if table.personal}
    assert {"main-sessions", "hosts", "people", "breakout-groups", "decisions", "at-risk", "never-joined"} <= naming


@cache
def nameless() -> Dataset:
    return hide_names(term(), b"key")


@pytest.mark.parametrize("stem", BY_STEM)
def test_names_can_be_hidden_in_every_table(stem: str) -> None:
    hidden = table_csv(derived(nameless(), stem)).decode()
    assert not {"ann", "ben", "Ann Ash", "ben@x.example"} & {*re.findall(r"[\w@. ]+", hidden)}
    assert ("Person " in hidden) == BY_STEM[stem].personal


@pytest.mark.parametrize("stem", BY_STEM)
def test_every_column_is_explained(stem: str) -> None:
    assert {*made(term, stem).columns} <= {*DERIVED_COLUMNS}


def test_tables_that_judge_follow_the_rule_and_carry_it() -> None:
    strict, mild = TableOptions(rule=Rule(threshold=1.0, tolerance_minutes=0)), TableOptions(rule=Rule(threshold=0.1))
    present = {
        options: derived(term(), "decisions", options).filter(pl.col("decision") == "Present").height
        for options in (strict, mild)
    }
    assert present[strict] < present[mild]
    for stem in ("decisions", "borderline", "at-risk", "certificates"):
        judged = TableOptions(rule=Rule(threshold=0.76))
        (said,) = derived(term(), stem, judged)["rule"].unique()
        assert judged.rule.sentence in said
        assert said.endswith(SHORT_CAVEAT)
    assert "the last 2 or more missed" in derived(term(), "at-risk", TableOptions(risk=Risk(2)))["rule"][0]


def test_no_number_ends_in_what_floats_leave_behind() -> None:
    for stem in BY_STEM:
        numbers = (
            made(term, stem)
            .select(cs.float() - cs.by_name("duration_minutes", require_all=False))
            .unpivot()["value"]
            .drop_nulls()
        )
        assert all(len(repr(value).rpartition(".")[2]) <= DIGITS for value in numbers if "e" not in repr(value))


@pytest.mark.parametrize("stem", BY_STEM)
@pytest.mark.parametrize("of", [three, term])
def test_counts_are_whole_numbers(of: Callable[[], Dataset], stem: str) -> None:
    table = made(of, stem)
    counts = [name for name in table.columns if UNITS[name] == "count" and table.schema[name] != pl.Boolean]
    assert all(table.schema[name].is_integer() for name in counts), table.select(counts).schema


@pytest.mark.parametrize("stem", BY_STEM)
def test_what_is_not_there_is_null_in_text_too(stem: str) -> None:
    texts = made(term, stem).select(cs.string())
    assert all("" not in texts[name] for name in texts.columns)


def test_local_days_and_hours_say_their_zone() -> None:
    for stem in ("attendance-over-time", "weekday-hour", "sessions-at-once", "retention", "main-sessions"):
        assert made(three, stem)["time_zone"].unique().to_list() == ["Europe/Berlin"], stem
    assert "time_zone" not in made(three, "rooms").columns


def test_each_table_is_what_its_page_computes() -> None:
    ds, rule, risk = term(), Rule(), Risk(remaining_sessions=1)
    options = TableOptions("week", rule, risk)
    assert derived(ds, "decisions", options)["explanation"].to_list() == [*decisions(ds, rule)["explanation"]]
    assert derived(ds, "at-risk", options)["reasons"].to_list() == [*at_risk(ds, rule, risk)["reasons"]]
    assert derived(ds, "at-risk", options)["maximum_share"].to_list() == pytest.approx(
        [*at_risk(ds, rule, risk)["maximum"]]
    )
    assert derived(ds, "two-at-once")["excess_minutes"].to_list() == pytest.approx(
        [*overlapping_presence(ds)["excess"]]
    )
    assert derived(ds, "threshold-curve")["present_attendances"].to_list() == [*threshold_curve(ds)["present"]]
    assert derived(ds, "needs-a-look")["reason"].to_list() == [found.sentence for found in needs_a_look(ds)]
    assert derived(ds, "never-joined")["user_id"].to_list() == ["ben"]


def test_seen_before_is_asked_of_the_history() -> None:
    ds = term()
    last = ds.select(Filters(zone="Europe/Berlin", start=date(2026, 4, 6), end=date(2026, 4, 12)))
    assert derived(last, "new-returning")["new_attendees"].to_list() == [1]
    known = derived(last, "new-returning", TableOptions(history=ds))
    assert known["new_attendees"].to_list() == [0]
    assert known["known_since"].to_list() == [date(2026, 3, 2)]


def test_what_a_selection_of_people_cannot_say_is_left_out_with_the_reason() -> None:
    ds = term().select(Filters(zone="Europe/Berlin", users=("ann",)))
    tables, lacking = all_derived(ds)
    assert {*lacking} == {"At risk", "Certificates", "Never joined a breakout"}
    assert len(tables) + len(lacking) == len(TABLES)
    sheets = pl.read_excel(io.BytesIO(workbook(ds, "Ann")), sheet_id=0)
    assert "At risk" not in sheets
    assert "Only some people are selected" in dict(sheets["Source"].iter_rows())["Left out: At risk"]
    with zipfile.ZipFile(io.BytesIO(bundle(ds, "Ann"))) as archive:
        assert "At risk: Only some people are selected" in archive.read("tables/left-out.txt").decode()


@pytest.mark.parametrize("stem", BY_STEM)
def test_every_table_is_the_same_in_csv_and_parquet(stem: str) -> None:
    table = made(term, stem)
    assert len(table) > 0
    back = pl.read_parquet(io.BytesIO(parquet_bytes(term(), table, "everything", stem)))
    assert back.equals(table)
    rows = pl.read_csv(io.BytesIO(table_csv(table)), infer_schema=False)
    assert (rows.columns, rows.height) == (table.columns, table.height)


@cache
def nothing() -> Dataset:
    return three().select(Filters(zone="Europe/Berlin", rooms=("nowhere",)))


@pytest.mark.parametrize("stem", BY_STEM)
def test_an_empty_selection_gives_the_same_columns(stem: str) -> None:
    assert derived(nothing(), stem).columns == made(three, stem).columns


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [  # nights on which the clocks skip midnight, strike it twice, or change right before it
        ("Asia/Beirut", "2026-03-28 22:00"),
        ("Africa/Cairo", "2026-10-29 22:00"),
        ("America/Havana", "2026-03-08 05:00"),
        ("America/Havana", "2026-11-01 04:00"),
    ],
)
def test_no_table_fails_where_the_clocks_change_at_midnight(zone: str, midnight: str) -> None:
    first = datetime.fromisoformat(midnight)
    ds = over(first, zone)
    day = first.replace(tzinfo=UTC).astimezone(ds.selection.tz).date()
    for days in ((None, None), (day, day), (day - timedelta(days=1), day - timedelta(days=1))):
        selected = ds.select(Filters(*days, zone))
        tables, lacking = all_derived(selected, TableOptions("day", history=ds))
        assert not lacking
        assert tables["attendance-over-time"]["sessions"].sum() == tables["main-sessions"].height > 0
        assert tables["sessions-at-once"]["day"].to_list() == sorted({*tables["sessions-at-once"]["day"]})


def test_a_name_like_a_formula_is_harmless_in_csv_unless_wanted_raw() -> None:
    table = made(three, "rooms")
    assert f"'{NASTY}" in pl.read_csv(io.BytesIO(table_csv(table)))["room_name"].to_list()
    assert NASTY in pl.read_csv(io.BytesIO(table_csv(table, CsvDialect(safe_for_excel=False))))["room_name"].to_list()


def test_how_full_breakouts_were_is_empty_in_a_selection_of_people() -> None:
    some = three().select(Filters(zone="Europe/Berlin", user_types=("User",)))
    for stem, names in (
        ("breakouts-of-sessions", ["empty_breakouts", "solo_breakouts", "over_full_breakouts"]),
        ("breakout-groups", ["empty", "solo", "over_full"]),
    ):
        assert made(three, stem).height == derived(some, stem).height == 1
        assert made(three, stem).select(names).null_count().row(0) == (0, 0, 0)
        assert derived(some, stem).select(names).null_count().row(0) == (1, 1, 1)


def test_with_a_roster_the_lists_of_people_are_of_it_in_its_room() -> None:
    ds, roster = term(), read_roster("r.csv", b"user_id\nann\nnobody\n")
    options = TableOptions(roster=roster, risk=Risk(1))
    risky = derived(ds, "at-risk", options)
    assert "nobody" in risky["user_id"].to_list()
    assert risky["room_id"].n_unique() == 1
    assert set(risky["user_id"]) <= {"ann", "nobody"} < {*derived(ds, "people")["user_id"], "nobody"}
    assert set(derived(ds, "certificates", options)["user_id"]) == {"ann"}
    assert options.of_whom == "Of the 2 people on the roster"
