"""Kaltura's three reports, computed from an account's presence for the window and filters asked for.

Source: the vendor's page for the columns; Kaltura's server for windows, estimates, floats and words for "none".
"""

from collections.abc import Mapping

import polars as pl

from kaltura.demo.account import Account
from kaltura.demo.cells import UNKNOWN, number, or_none_word
from kaltura.demo.report_params import Asked, read_params
from kaltura.demo.viewing import MINUTE, parties, per_session, ratio, viewing
from kaltura.reports.columns import Report, column_names


def report_rows(account: Account, report_id: int, params: Mapping[str, str]) -> pl.DataFrame:
    """The rows of one report: Kaltura's columns in order, every cell the text that is printed (never null).

    params: the pairs of `params`, keys and values as sent. Unknown keys are ignored. No row cap is applied,
    and commas and line breaks inside cells are as they are: both belong to the server's printing.
    Raises ParameterError and NoSuchReport.
    """
    asked = read_params(report_id, params)
    names = column_names(Report(report_id))
    if asked.nothing:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    rows = {6000: _room_sessions, 6001: _attendees, 6002: _breakout_sessions}[report_id](account, asked)
    return rows.select(pl.col(name).cast(pl.String).fill_null("") for name in names)


def _room_sessions(account: Account, asked: Asked) -> pl.DataFrame:
    """6000: a row per session with viewing in the window; times whole, estimate and ratio of the window."""
    sessions = _sessions(account, asked, breakouts=account.lists_breakouts_in_6000)
    seen = per_session(viewing(account, asked, sessions), account.people)
    hosts = account.people.select(host="person", session_host_user_id="user_id")
    rows = sessions.join(seen, on="session").join(hosts, on="host", how="left").sort("session")
    return rows.select(
        "entry_id",
        or_none_word("parent_entry_id", "session"),
        or_none_word("session_host_user_id", "session"),
        entry_name="name",
        cue_point_id=_unless_unknown(pl.col("cue_point_id")),
        session_start_time=_unless_unknown(pl.col("start")),
        session_end_time=_unless_unknown(pl.col("end").fill_null(pl.col("start"))),
        meeting_view_period_unique_users=_unless_unknown(pl.col("users")),
        meeting_engaged_play_time_ratio=_unless_unknown(number(ratio())),
    )


def _attendees(account: Account, asked: Asked) -> pl.DataFrame:
    """6001: a row per session and person (whoever cannot be told apart is one), minutes and ratio of the window."""
    sessions = _sessions(account, asked, breakouts=account.rows_for_breakouts_in_6001)
    seen = viewing(account, asked, sessions).join(parties(account.people), on="person")
    if asked.users is not None:
        wanted = account.people.filter(pl.col("user_id").is_in(asked.users))
        seen = seen.join(wanted, on="person", how="semi")
    rows = (
        seen.group_by("session", "party")
        .agg(pl.col("seconds", "engaged").sum())
        .sort("session", "party")
        .join(account.people, left_on="party", right_on="person", maintain_order="left")
        .join(sessions, on="session", maintain_order="left", suffix="_of_room")
    )
    return rows.select(
        "entry_id",
        or_none_word("user_id", "session"),
        or_none_word("user_type", "session"),
        user_name=or_none_word("name", "session"),
        user_email=or_none_word("email", "session"),
        cue_point_id=_unless_unknown(pl.col("cue_point_id")),
        meeting_view_time=_unless_unknown(number(pl.col("seconds") / MINUTE)),
        meeting_engaged_play_time_ratio=_unless_unknown(number(ratio())),
    )


def _breakout_sessions(account: Account, asked: Asked) -> pl.DataFrame:
    """6002: a row per breakout session that overlaps the window, also one that nobody joined."""
    until = pl.col("end").fill_null(account.now + 1)
    sessions = _sessions(account, asked, breakouts=True).filter(
        pl.col("parent_entry_id").is_not_null(), pl.col("start") < asked.end, until > asked.start
    )
    seen = per_session(viewing(account, asked, sessions), account.people)
    hosts = account.people.select(host="person", session_initiator=pl.coalesce("name", "user_id"))
    parents = account.rooms.select(parent_entry_id="entry_id", parent_entry_name="name")
    rows = (
        sessions.join(seen, on="session", how="left")
        .join(hosts, on="host", how="left")
        .join(parents, on="parent_entry_id", how="left")
        .with_columns(end=pl.col("end").fill_null(pl.col("start")))
        .sort("session")
    )
    return rows.select(
        "parent_entry_id",
        "cue_point_id",
        or_none_word("parent_entry_name", "session"),
        or_none_word("session_initiator", "session"),
        breakout_entry_id="entry_id",
        breakout_entry_name="name",
        session_start_time="start",
        session_end_time="end",
        duration=pl.col("end") - pl.col("start"),
        participant_count=pl.col("users").fill_null(0),
        engagement_rate=number(ratio()),
    )


def _sessions(account: Account, asked: Asked, *, breakouts: bool) -> pl.DataFrame:
    """Sessions that the filters let through, with their room's `name` and `parent_entry_id`."""
    rooms = account.rooms.select("entry_id", "name", "parent_entry_id")
    sessions = account.sessions.join(rooms, on="entry_id", maintain_order="left")
    if not breakouts:
        sessions = sessions.filter(pl.col("parent_entry_id").is_null())
    wanted = {"entry_id": asked.rooms, "cue_point_id": asked.sessions, "parent_entry_id": asked.parents}
    chosen = [pl.col(column).is_in(ids) for column, ids in wanted.items() if ids is not None]
    sessions = sessions.filter(*chosen) if chosen else sessions
    if asked.events is None:
        return sessions
    tagged = account.event_sessions.filter(pl.col("event_id").cast(pl.String).is_in(asked.events))
    return sessions.join(tagged, on="session", how="semi")


def _unless_unknown(value: pl.Expr) -> pl.Expr:
    """The value's text; `Unknown` in a row without a session, as Kaltura fills its numbers and times there."""
    return pl.when(pl.col("cue_point_id").is_null()).then(pl.lit(UNKNOWN)).otherwise(value.cast(pl.String))
