"""The three reports' rows → one table of sessions, each breakout beside its parent session."""

from collections.abc import Mapping, Sequence

import polars as pl

from kaltura.dataset import SESSION_SCHEMA, Dataset, Provenance
from kaltura.fetch.events import EVENTS_SCHEMA, with_breakouts
from kaltura.filters import Filters
from kaltura.reports.columns import Report

_UNENDED_LASTS = pl.duration(hours=24)  # a session without an end, and longer than that, was never closed
_ESTIMATES = ("kaltura_estimate", "kaltura_ratio")


def assembled(
    frames: Mapping[Report, pl.DataFrame], events: Mapping[str, str], tags: pl.DataFrame, provenance: Provenance
) -> Dataset:
    """A Dataset of rows that are there once each; its ledger and problems are for the caller to add.

    events: ID → name. tags: (cue_point_id, event_id); a breakout takes over those of its parent session.
    """
    rooms, attendees, breakouts = (frames[report] for report in Report)
    all_breakouts = provenance.missing(Report.BREAKOUT_SESSIONS) is None
    sessions = sessions_table(rooms, attendees, breakouts, all_breakouts=all_breakouts)
    return Dataset(
        room_sessions=rooms.lazy(),
        attendances=attendees.lazy(),
        breakout_sessions=breakouts.lazy(),
        sessions=sessions.lazy(),
        events=pl.DataFrame({"event_id": [*events], "event_name": [*events.values()]}, schema=EVENTS_SCHEMA),
        event_tags=with_breakouts(tags, sessions),
        provenance=provenance,
        ledger=(),
        selection=Filters(zone=provenance.requested.zone),
    )


def sessions_table(
    rooms: pl.DataFrame, attendees: pl.DataFrame, breakouts: pl.DataFrame, *, all_breakouts: bool = True
) -> pl.DataFrame:
    """One row per session that any report knows, in SESSION_SCHEMA.

    rooms, attendees, breakouts: kept rows of 6000, 6001 and 6002 in Kaltura's columns, one row per key.
    A session is a breakout when it has a parent room (6000), comes from 6002, or was held in a room that
    one of them calls a breakout room. A session that only 6001 knows has no times, and without 6002
    (all_breakouts is then False) its layer is known only from its room.
    """
    split = _of_breakouts(breakouts)
    table = _coalesced(_coalesced(_of_rooms(rooms), split, _ESTIMATES), _of_attendees(attendees))
    table = table.with_columns(pl.col("in_6000", "in_6001", "in_6002").fill_null(value=False))
    table = _with_lengths(_with_rooms(table, split, all_breakouts=all_breakouts))
    table = table.join(_parent_sessions(table), on="cue_point_id", how="left")
    table = table.join(_host_names(table, attendees), on="host", how="left")
    table = table.with_columns(host_name=pl.coalesce("host_name", "host"))
    return table.select(pl.col(name).cast(kind) for name, kind in SESSION_SCHEMA.items())


def _of_rooms(rooms: pl.DataFrame) -> pl.DataFrame:
    """What 6000 knows of its sessions."""
    return _text(rooms).select(
        "cue_point_id",
        "entry_id",
        "entry_name",
        "parent_entry_id",
        start=_instant("session_start_time"),
        end=_instant("session_end_time"),
        host="session_host_user_id",
        kaltura_estimate="meeting_view_period_unique_users",
        kaltura_ratio="meeting_engaged_play_time_ratio",
        in_6000=pl.lit(value=True),
    )


def _of_breakouts(breakouts: pl.DataFrame) -> pl.DataFrame:
    """What 6002 knows of its sessions."""
    return _text(breakouts).select(
        "cue_point_id",
        "parent_entry_id",
        "parent_entry_name",
        entry_id="breakout_entry_id",
        entry_name="breakout_entry_name",
        start=_instant("session_start_time"),
        end=_instant("session_end_time"),
        host="session_initiator",
        kaltura_estimate="participant_count",
        kaltura_ratio="engagement_rate",
        in_6002=pl.lit(value=True),
    )


def _of_attendees(attendees: pl.DataFrame) -> pl.DataFrame:
    """What 6001 knows of its sessions."""
    seen = attendees.select("cue_point_id", "entry_id").unique("cue_point_id", keep="first", maintain_order=True)
    return _text(seen).with_columns(in_6001=pl.lit(value=True))


def _with_lengths(table: pl.DataFrame) -> pl.DataFrame:
    """running, end (null while it runs) and duration_minutes."""
    running = pl.col("start").is_not_null() & (pl.col("end").is_null() | (pl.col("end") <= pl.col("start")))
    table = table.with_columns(running=running, end=pl.when(~running).then("end"))
    return table.with_columns(duration_minutes=(pl.col("end") - pl.col("start")).dt.total_seconds() / 60)


def _host_names(table: pl.DataFrame, attendees: pl.DataFrame) -> pl.DataFrame:
    """host, host_name of the hosts who are among the attendees; hosts of one name carry their ID."""
    hosts = table["host"].drop_nulls().unique().to_list()
    names = (
        attendees.filter(pl.col("user_id").is_in(hosts))
        .select(host=pl.col("user_id").cast(pl.String), host_name=pl.col("user_name").cast(pl.String))
        .group_by("host")
        .agg(pl.col("host_name").max())
    )
    named = pl.format("{} ({})", "host_name", "host")
    namesake = pl.col("host_name").str.to_lowercase().is_duplicated()
    return names.with_columns(host_name=pl.when(namesake).then(named).otherwise("host_name"))


def _text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def _instant(column: str) -> pl.Expr:
    return pl.from_epoch(pl.col(column), "s").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _coalesced(first: pl.DataFrame, second: pl.DataFrame, of_second: Sequence[str] = ()) -> pl.DataFrame:
    """Both tables' sessions; of what both tell of one the first's, but for the columns `of_second`."""
    both = first.join(second, on="cue_point_id", how="full", coalesce=True, maintain_order="left_right")
    twice = [c for c in second.columns if f"{c}_right" in both.columns]
    told = {c: (f"{c}_right", c) if c in of_second else (c, f"{c}_right") for c in twice}
    return both.with_columns(pl.coalesce(pair).alias(c) for c, pair in told.items()).drop(f"{c}_right" for c in twice)


def _with_rooms(table: pl.DataFrame, split: pl.DataFrame, *, all_breakouts: bool) -> pl.DataFrame:
    """parent_entry_id where any row of the room knows it, then the layer, the main room and its name."""
    parents = (
        table.filter(pl.col("parent_entry_id").is_not_null())
        .select("entry_id", known_parent="parent_entry_id")
        .unique("entry_id", keep="first", maintain_order=True)
    )
    table = table.join(parents, on="entry_id", how="left", maintain_order="left").with_columns(
        parent_entry_id=pl.coalesce("parent_entry_id", "known_parent")
    )
    breakout = pl.col("parent_entry_id").is_not_null() | pl.col("in_6002")
    # A room of 6000 without a parent, and the parent of any other, is a main room in each of its sessions.
    parent_room = pl.col("entry_id").is_in(parents["known_parent"].implode()).fill_null(value=False)
    known = (pl.col("in_6000") & ~breakout).any().over("entry_id") | parent_room | all_breakouts
    table = table.with_columns(
        layer=pl.when(breakout)
        .then(pl.lit("breakout"))
        .otherwise(pl.when(known).then(pl.lit("main")).otherwise(pl.lit("unknown"))),
        room_id=pl.coalesce("parent_entry_id", "entry_id"),
    )
    names = (
        pl.concat(
            [
                table.filter(pl.col("layer") == "main").select("start", room_id="entry_id", name="entry_name"),
                split.select("start", room_id="parent_entry_id", name="parent_entry_name"),
            ]
        )
        .drop_nulls(["room_id", "name"])
        .sort("start")  # nulls come first
        .unique("room_id", keep="last", maintain_order=True)  # a renamed room goes by its latest name
    )
    return table.join(names.drop("start"), on="room_id", how="left", maintain_order="left").with_columns(
        room_name=pl.coalesce("name", pl.when(pl.col("layer") == "main").then("entry_name"), "room_id")
    )


def _parent_sessions(table: pl.DataFrame) -> pl.DataFrame:
    """cue_point_id of each breakout → parent_session_id: same main room, largest overlap, of equal ones the latest."""
    timed = table.filter(pl.col("start").is_not_null())
    # A breakout that still runs, or was never closed, belongs to the session that it started in.
    b_to = pl.col("end").fill_null(pl.col("start") + pl.duration(seconds=1))
    inner = timed.filter(pl.col("layer") == "breakout").select("cue_point_id", "room_id", b_from="start", b_to=b_to)
    # One without an end lasts until the room's next session at most, or it would take the breakouts of all later ones.
    following = pl.col("start").shift(-1).over("room_id", order_by="start")
    outer = timed.filter(pl.col("layer") == "main").select(
        "room_id",
        parent_session_id="cue_point_id",
        m_from="start",
        m_to=pl.coalesce("end", pl.min_horizontal(following, pl.col("start") + _UNENDED_LASTS)),
    )
    pairs = inner.join_where(
        outer,
        pl.col("room_id") == pl.col("room_id_right"),
        pl.col("b_from") < pl.col("m_to"),
        pl.col("m_from") < pl.col("b_to"),
    )
    overlap = pl.min_horizontal("b_to", "m_to") - pl.max_horizontal("b_from", "m_from")
    return (
        pairs.with_columns(overlap=overlap)
        .sort("overlap", "m_from", descending=True)
        .unique("cue_point_id", keep="first", maintain_order=True)
        .select("cue_point_id", "parent_session_id")
    )
