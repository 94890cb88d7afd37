"""The university as a whole: the same each time, well-formed, of the size asked for, and plausible."""

import resource
import time
from datetime import UTC, date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kaltura.demo import account as model
from kaltura.demo.account import HEARTBEAT, Account
from kaltura.demo.report_rows import report_rows
from kaltura.demo.university import demo_account
from kaltura.demo.university_rooms import DEPARTMENTS

TODAY = date(2026, 11, 23)
WEEK = 7 * 86_400
FRAMES = ("rooms", "events", "event_sessions", "people", "sessions", "presence")


@pytest.fixture(scope="module")
def university() -> Account:
    return demo_account(1, TODAY)


@pytest.fixture(scope="module")
def attendances(university: Account) -> pl.DataFrame:
    """Per (session, person): minutes, rate, and the session with its room and weeks since the beginning."""
    seconds = pl.col("end") - pl.col("start")
    seen = university.presence.group_by("session", "person").agg(
        minutes=seconds.sum() / 60, rate=(seconds * pl.col("engaged")).sum() / seconds.sum()
    )
    held = university.sessions.filter(pl.col("start").is_not_null()).join(university.rooms, on="entry_id")
    first = held["start"].min()
    return seen.join(held, on="session").with_columns(week=(pl.col("start") - first) // WEEK)


def rate(table: pl.DataFrame) -> float:
    return float(table.select((pl.col("minutes") * pl.col("rate")).sum() / pl.col("minutes").sum()).item())


def test_the_same_seed_and_date_give_the_same_account() -> None:
    one, two = (demo_account(3, TODAY, 0.1) for _ in range(2))
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(two, name))
    assert (one.partner_id, one.admin_secret, one.app_tokens) == (two.partner_id, two.admin_secret, two.app_tokens)


def test_another_seed_gives_another_account() -> None:
    one, two = demo_account(1, TODAY, 0.1), demo_account(2, TODAY, 0.1)
    assert one.admin_secret != two.admin_secret
    assert one.partner_id != two.partner_id
    assert not set(one.rooms["entry_id"]) & set(two.rooms["entry_id"])
    assert not one.presence.equals(two.presence)


def test_an_account_of_the_morning_is_the_afternoon_s_cut_short(university: Account) -> None:
    morning = demo_account(1, TODAY, now=university.now - 5 * 3600)
    over = morning.sessions.filter(pl.col("end").is_not_null())
    assert over.join(university.sessions, on=["cue_point_id", "start", "end"], how="anti").is_empty()
    assert morning.presence["end"].max() <= morning.now


def test_without_a_date_it_is_now_and_a_session_is_running() -> None:
    before = int(time.time())
    built = demo_account(scale=0.05)
    assert before <= built.now <= time.time()
    assert built.sessions.filter(pl.col("start").is_not_null(), pl.col("end").is_null()).height >= 1


def test_frames_have_the_schema_of_the_model(university: Account) -> None:
    for name in FRAMES:
        assert dict(getattr(university, name).schema) == getattr(model, name.upper())
    for table, key in (("rooms", "entry_id"), ("people", "person"), ("sessions", "session"), ("events", "event_id")):
        assert getattr(university, table)[key].is_unique().all()
    assert university.sessions["cue_point_id"].drop_nulls().is_unique().all()
    for key in ("entry_id", "cue_point_id"):
        assert university.sessions[key].drop_nulls().str.contains(r"^1_[0-9a-z]{8}$").all()
    assert len(university.admin_secret) == len(bytes.fromhex(university.admin_secret)) * 2 == 32


def test_references_lead_somewhere(university: Account) -> None:
    for table, key, target in (
        ("presence", "session", "sessions"),
        ("presence", "person", "people"),
        ("event_sessions", "session", "sessions"),
        ("event_sessions", "event_id", "events"),
        ("sessions", "entry_id", "rooms"),
    ):
        assert getattr(university, table).join(getattr(university, target), on=key, how="anti").is_empty()
    parents = university.rooms.filter(pl.col("room_type") == 2)
    assert parents.join(university.rooms, left_on="parent_entry_id", right_on="entry_id", how="anti").is_empty()


@pytest.mark.parametrize("today", [TODAY, date(2028, 1, 15), date(2028, 2, 25)])
def test_an_event_is_named_by_the_year_of_its_sessions(today: date) -> None:
    """Those of the second are all of the year before, and one of the third."""
    built = demo_account(1, today, 0.05)
    held = built.event_sessions.join(built.sessions, on="session").join(built.events, on="event_id")
    years = pl.from_epoch(held["start"]).dt.year().cast(pl.String)
    assert held["event_id"].n_unique() == built.events.height
    assert (held["name"].str.slice(-4) == years).all()


def test_presence_is_on_the_heartbeat_and_within_its_session(university: Account) -> None:
    assert (university.presence["start"] % HEARTBEAT == 0).all()
    assert (university.presence["end"] % HEARTBEAT == 0).all()
    assert (university.presence["end"] > university.presence["start"]).all()
    assert university.presence["end"].max() <= university.now
    inside = university.presence.join(university.sessions, on="session", suffix="_of_session")
    assert (inside["start"] >= inside["start_of_session"]).drop_nulls().all()
    assert (inside["end"] <= inside["end_of_session"]).drop_nulls().all()


def test_it_covers_26_weeks_up_to_now(university: Account) -> None:
    first, last = university.sessions["start"].min(), university.presence["end"].max()
    assert university.now - 26 * WEEK <= first < university.now - 25 * WEEK
    assert university.now - last < HEARTBEAT
    assert datetime.fromtimestamp(university.now, UTC).date() == TODAY


def test_its_rooms(university: Account) -> None:
    main = university.rooms.filter(pl.col("room_type") == 1)
    assert 38 <= main.height <= 50
    assert set(main["status"]) == {2, 7}
    assert all(main["name"].str.starts_with(department).sum() >= 3 for department in DEPARTMENTS)
    assert "Biology 101 – Cell biology" in set(main["name"])


def test_its_size(attendances: pl.DataFrame) -> None:
    assert 15_000 < attendances.height < 25_000


def test_attendance_declines_and_some_rooms_fall(attendances: pl.DataFrame) -> None:
    classes = attendances.filter(pl.col("name").str.contains(r"\d{3} – "))
    by_week = classes.group_by("week").agg(n=pl.len() / pl.col("session").n_unique()).sort("week")["n"]
    assert by_week[13:16].mean() > 1.2 * by_week[23:26].mean()
    per_session = classes.group_by("name", "session", "week").len()
    fell = 0
    for _, room in per_session.group_by("name"):
        before = room.filter(pl.col("week").is_between(14, 18))["len"].mean()
        after = room.filter(pl.col("week") >= 23)["len"].mean()
        fell += after < 0.5 * before
    assert 3 <= fell <= 6


def test_engagement_is_mostly_high_with_spread_and_higher_in_breakouts(attendances: pl.DataFrame) -> None:
    rates = attendances["rate"]
    assert 0.8 < rates.is_between(0.75, 1).mean() < 0.97
    assert 0.2 < (rates == 1).mean() < 0.6
    assert rates.std() > 0.08
    workshops = attendances.filter(pl.col("name").str.contains("Workshop"))
    breakout = pl.col("parent_entry_id").is_not_null()
    assert rate(workshops.filter(breakout)) > rate(workshops.filter(~breakout)) + 0.03
    late = pl.col("start") % 86_400 >= 16 * 3600
    assert rate(attendances.filter(late, ~breakout)) < rate(attendances.filter(~late, ~breakout))


def test_the_week_has_a_pattern(attendances: pl.DataFrame) -> None:
    local = pl.from_epoch(attendances["start"]).dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/London")
    assert local.dt.hour().is_between(8, 18).mean() > 0.95
    weekday = local.dt.weekday()
    assert (weekday == 7).sum() == 0
    assert 0 < (weekday == 6).mean() < 0.05


def test_people_come_again_and_some_stop(attendances: pl.DataFrame, university: Account) -> None:
    students = university.people.filter(pl.col("user_type") == "User")
    seen = attendances.join(students, on="person").group_by("person").agg(pl.len(), last=pl.col("week").max())
    assert (seen["len"] > 1).mean() > 0.9
    assert 0.02 < (seen["last"] < 18).mean() < 0.25


def test_totals_are_the_intervals(university: Account) -> None:
    held = university.presence.join(university.sessions.filter(pl.col("start").is_not_null()), on="session", how="semi")
    table = report_rows(university, 6001, {"from_date": "0", "to_date": str(university.now + 3600)})
    known = table.filter(pl.col("cue_point_id") != "Unknown")
    minutes = (held["end"] - held["start"]).sum() / 60
    assert known["meeting_view_time"].cast(pl.Float64).sum() == pytest.approx(minutes, rel=1e-12)
    engaged = held.filter(pl.col("engaged")).select((pl.col("end") - pl.col("start")).sum()).item() / 60
    product = known["meeting_view_time"].cast(pl.Float64) * known["meeting_engaged_play_time_ratio"].cast(pl.Float64)
    assert product.sum() == pytest.approx(engaged, rel=1e-10)


@pytest.mark.parametrize("scale", [0.01, 0.3, 4])
def test_size_follows_the_scale(scale: float, attendances: pl.DataFrame) -> None:
    count = demo_account(1, TODAY, scale).presence.select("session", "person").unique().height
    smallest = 5500  # hosts, incidents and workshops are there at any size
    assert 0.8 * scale * attendances.height < count < 1.2 * scale * attendances.height + smallest


def test_it_is_built_and_reported_quickly() -> None:
    started = time.perf_counter()
    built = demo_account(5, TODAY)
    building = time.perf_counter() - started
    table = report_rows(built, 6001, {"from_date": "0", "to_date": str(built.now)})
    reporting = time.perf_counter() - started - building
    assert table.height > 15_000
    assert building < 1.5  # seconds; it takes 0.05, but machines that run tests are busy
    assert reporting < 1.5


def test_a_million_attendances() -> None:
    started = time.perf_counter()
    big = demo_account(1, TODAY, 50)
    assert time.perf_counter() - started < 60
    assert big.presence.select("session", "person").unique().height >= 1_000_000
    assert sum(getattr(big, name).estimated_size("mb") for name in FRAMES) < 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 * 1024**2  # KiB
    hour = report_rows(big, 6001, {"from_date": str(big.now - WEEK), "to_date": str(big.now - WEEK + 3600)})
    assert 0 < hour.height < 100_000
