"""Each situation that the university promises to show is really there, at full size and in a small one."""

from datetime import date

import polars as pl
import pytest

from kaltura.demo.account import Account
from kaltura.demo.report_rows import report_rows
from kaltura.demo.university import demo_account
from kaltura.demo.university_people import UNUSUAL
from kaltura.demo.university_rooms import GROUPS

HOUR, DAY = 3600, 86_400


@pytest.fixture(scope="module", params=[(1, date(2026, 11, 23), 1.0), (7, date(2026, 3, 29), 0.2)], ids=str)
def university(request: pytest.FixtureRequest) -> Account:
    return demo_account(*request.param)


@pytest.fixture(scope="module")
def sessions(university: Account) -> pl.DataFrame:
    """Sessions with their room and how many people they had."""
    counts = university.presence.group_by("session").agg(count=pl.col("person").n_unique())
    return (
        university.sessions.filter(pl.col("start").is_not_null())
        .join(university.rooms, on="entry_id")
        .join(counts, on="session", how="left")
        .with_columns(pl.col("count").fill_null(0), hours=(pl.col("end") - pl.col("start")) / HOUR)
    )


@pytest.fixture(scope="module")
def groups(sessions: pl.DataFrame) -> pl.DataFrame:
    """Per main session with breakouts: the counts of its groups, in the room's order of size."""
    main = sessions.filter(pl.col("parent_entry_id").is_null()).select(
        parent_entry_id="entry_id", main="session", main_from="start", main_to="end"
    )
    inner = sessions.filter(pl.col("parent_entry_id").is_not_null()).join(main, on="parent_entry_id")
    inner = inner.filter(pl.col("start") < pl.col("main_to"), pl.col("end") > pl.col("main_from"))
    return inner.group_by("main").agg(pl.col("count").sort())


def whole(university: Account, report: int) -> pl.DataFrame:
    return report_rows(university, report, {"from_date": "0", "to_date": str(university.now + HOUR)})


def test_breakouts_come_in_every_shape(groups: pl.DataFrame) -> None:
    counts = groups["count"].to_list()
    assert all(len(group) == GROUPS for group in counts)
    assert any(min(group) > 0 and max(group) - min(group) <= 1 for group in counts), "balanced"
    assert any(min(group) > 0 and max(group) >= 3 * min(group) for group in counts), "unbalanced"
    assert any(max(group) > 2 * sum(group) / len(group) and sum(group) >= 6 for group in counts), "over-full"
    assert any(group[0] == 0 and sum(group) > 0 for group in counts), "empty"
    assert any(group[0] == 1 and sum(group) > GROUPS for group in counts), "solo"


def test_an_orphan_breakout(university: Account, sessions: pl.DataFrame) -> None:
    main = sessions.filter(pl.col("parent_entry_id").is_null()).select(
        parent_entry_id="entry_id", m="start", n=pl.col("end").fill_null(university.now)
    )
    inner = sessions.filter(pl.col("parent_entry_id").is_not_null())
    overlap = inner.join(main, on="parent_entry_id").filter(
        pl.col("start") < pl.col("n"), pl.col("end").fill_null(university.now) > pl.col("m")
    )
    orphans = inner.join(overlap, on="session", how="anti")
    assert orphans.height == 1
    assert orphans["count"].item() == 3


def test_an_empty_breakout_is_in_6002_alone(university: Account) -> None:
    empty = whole(university, 6002).filter(pl.col("participant_count") == "0")
    assert empty.height > 0
    assert empty.join(whole(university, 6000), on="cue_point_id", how="semi").is_empty()


def test_three_named_events_and_a_session_in_two(university: Account, sessions: pl.DataFrame) -> None:
    assert university.events.height == 3
    tagged = university.event_sessions.join(sessions, on="session")
    assert tagged["event_id"].n_unique() == 3
    assert tagged["session"].is_duplicated().any()
    assert tagged["parent_entry_id"].is_not_null().any(), "breakouts belong to their event"


def test_hosts_guests_and_anonymous_viewers(university: Account) -> None:
    seen = university.presence.select("session", "person").unique().join(university.people, on="person")
    assert {"User", "Guest", "Moderator"} <= set(seen["user_type"])
    anonymous = seen.filter(pl.col("user_id").is_null())
    assert anonymous["name"].is_null().any()
    assert anonymous["name"].is_not_null().any()
    words = {"", "0", "Unknown"}
    assert len(words & set(whole(university, 6001)["user_id"])) > 1
    assert words <= set(whole(university, 6000)["parent_entry_id"])


def test_users_known_by_a_hash_alone(university: Account) -> None:
    hashed = university.people.filter(pl.col("user_id").str.contains("^[0-9A-F]{32}$"))
    assert hashed.height > 0
    assert hashed["name"].is_null().all()
    assert hashed["email"].is_null().all()
    assert university.presence.join(hashed, on="person", how="semi").height > 0


def test_the_same_session_and_user_twice(university: Account) -> None:
    keys = whole(university, 6001).filter(~pl.col("user_id").is_in(["", "0", "Unknown"]))
    keys = keys.filter(pl.col("cue_point_id") != "Unknown")
    twice = keys.filter(pl.struct("cue_point_id", "user_id").is_duplicated())
    assert twice.height >= 2
    assert twice["user_name"].n_unique() >= 2


def test_people_who_rejoin_and_people_on_two_devices(university: Account) -> None:
    ordered = university.presence.sort("session", "person", "start")
    after = pl.col("start") - pl.col("end").shift(1).over("session", "person")
    assert ordered.filter(after.is_between(10, 700)).height > 10
    assert ordered.filter(after < 0).height > 0


def test_somebody_has_more_minutes_than_the_session(university: Account, sessions: pl.DataFrame) -> None:
    minutes = university.presence.group_by("session", "person").agg(seconds=(pl.col("end") - pl.col("start")).sum())
    both = minutes.join(sessions, on="session")
    assert both.filter(pl.col("seconds") > pl.col("end") - pl.col("start")).height > 0


def test_a_host_restarts_a_session(university: Account, sessions: pl.DataFrame) -> None:
    ordered = sessions.sort("entry_id", "start").with_columns(
        gap=pl.col("start") - pl.col("end").shift(1).over("entry_id"), earlier=pl.col("session").shift(1)
    )
    restarted = ordered.filter(pl.col("gap").is_between(0, 300))
    assert restarted.height >= 3
    pairs = restarted.select("earlier", "session").row(0)
    first, second = (set(university.presence.filter(pl.col("session") == n)["person"]) for n in pairs)
    assert len(first & second) >= 0.4 * len(second) > 0


def test_sessions_over_midnight_all_night_and_for_days(sessions: pl.DataFrame) -> None:
    crosses = pl.col("start") // DAY < pl.col("end") // DAY
    assert sessions.filter(crosses, pl.col("hours") < 5).height >= 15
    assert sessions.filter(crosses, pl.col("hours").is_between(12, 20)).height == 1
    assert sessions.filter(pl.col("hours") > 40).height == 1


def test_a_ratio_so_small_that_it_is_printed_with_an_exponent(university: Account) -> None:
    assert whole(university, 6001)["meeting_engaged_play_time_ratio"].str.contains(r"^\d\.\d+E-\d$").any()


def test_a_session_runs_and_nobody_hosts_it(university: Account, sessions: pl.DataFrame) -> None:
    drop_in = sessions.filter(pl.col("end").is_null(), pl.col("name").str.contains("Drop-in"))
    assert drop_in.height == 1
    assert drop_in["host"].is_null().all()
    row = whole(university, 6000).filter(pl.col("cue_point_id") == drop_in["cue_point_id"].item()).to_dicts()[0]
    assert row["session_start_time"] == row["session_end_time"]
    assert int(row["meeting_view_period_unique_users"]) > 1


def test_people_without_a_session(university: Account) -> None:
    unknown = whole(university, 6001).filter(pl.col("cue_point_id") == "Unknown")
    assert unknown["entry_id"].n_unique() == 2
    assert set(unknown["meeting_view_time"]) == {"Unknown"}


def test_dormant_rooms(university: Account, sessions: pl.DataFrame) -> None:
    never = university.rooms.join(university.sessions, on="entry_id", how="anti").filter(pl.col("room_type") == 1)
    assert never.height == 1
    last = sessions.group_by("name").agg(last=pl.col("start").max())
    assert last.filter(pl.col("last") < university.now - 20 * 7 * DAY)["name"].to_list() == [
        "History 99 – Pilot seminar"
    ]


def test_every_unusual_name_attends(university: Account) -> None:
    names = set(university.presence.join(university.people, on="person")["name"].drop_nulls())
    assert set(UNUSUAL) <= names
    joined = "".join(UNUSUAL)
    assert all(
        mark in joined for mark in (",", '"', "\n", "\t", ";", "<a href=", "![](", "$x$", "=1+1", "@", "🦊", "م")
    )


def test_room_names_are_as_bad(sessions: pl.DataFrame) -> None:
    names = "".join(sessions["name"].unique())
    assert all(mark in names for mark in (",", '"', "$x$", "=1+1", "<b>", "🩺", "ع", "&", "’"))
