"""Rooms and hosts, ranked, and the people whom rooms share. Main sessions only."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.pooled import main_rows, people_of, quotient, rows_of, summed, totals, where_known, with_rates
from kaltura.metrics.tables import Lazy, collected, distinct, sessions

_RANKED = (
    "sessions",
    "running_sessions",
    "attendances",
    "unique_attendees",
    "attended_minutes",
    "mean_minutes",
    "engagement_rate",
    "disengaged_minutes",
    "engagement_coverage",
)


def top_rooms(ds: Dataset, n: int = 10) -> pd.DataFrame:
    """The n rooms with most attended minutes, most first; equal ones by ID. Sessions of no known room are left out.

    room_id, room_name; sessions, running_sessions, attendances; unique_attendees (identified; never add them up);
    attended_minutes, mean_minutes, disengaged_minutes (minutes); engagement_rate, engagement_coverage (0 to 1).
    NaN when not known: all but the sessions, where those of the room do not have their attendees reported.
    """
    added = with_rates(totals(summed(ds).filter(_in_a_room()), "room_id"))
    top = added.sort_values(["attended_minutes", "room_id"], ascending=[False, True]).head(n)
    people = people_of(rows_of(ds, _in_rooms(ds, top["room_id"].tolist())), "room_id")
    more = collected(_names(ds).join(people, on="room_id", how="left")).set_index("room_id")
    table = top.join(more[["room_name", "unique_attendees"]], on="room_id").reset_index(drop=True)
    table["unique_attendees"] = table["unique_attendees"].fillna(0)
    return where_known(table, "attendances", "unique_attendees")[["room_id", "room_name", *_RANKED]]


def hosts(ds: Dataset, n: int | None = None) -> pd.DataFrame:
    """Who held sessions, most attended minutes first; the first n, or all.

    host (user ID, as report 6000 names it); host_name (see SESSION_SCHEMA); rooms, sessions, running_sessions
    (counts); hosted_minutes (Σ length of the sessions that are over); attendances, mean_attendances (per session whose
    attendees are reported, NaN without any); attended_minutes, mean_minutes; engagement_rate, engagement_coverage
    (0 to 1). NaN when not known, as in `top_rooms`. Sessions without a host are left out.
    """
    held = summed(ds).filter(~nw.col("host").is_null())
    more = held.group_by("host").agg(
        nw.col("duration_minutes").sum().alias("hosted_minutes"),
        distinct("room_id").alias("rooms"),
        nw.col("host_name").max(),
    )
    table = with_rates(totals(held, "host")).merge(collected(more), on="host", how="left")
    table = where_known(table, "attendances")
    table["mean_attendances"] = quotient(table["attendances"], table["reported"])
    columns = ["host", "host_name", "rooms", "sessions", "running_sessions", "hosted_minutes", "attendances"]
    columns += ["mean_attendances", "attended_minutes", "mean_minutes", "engagement_rate", "engagement_coverage"]
    ranked = table.sort_values(["attended_minutes", "host"], ascending=[False, True], ignore_index=True)
    return ranked[columns] if n is None else ranked[columns].head(n)


def audience_overlap(ds: Dataset, n: int = 10) -> pd.DataFrame:
    """People shared by the n rooms with most different people: one row a pair, most shared people first.

    room_id, room_name, people; other_id, other_name, other_people: the two rooms and their identified people;
    shared: people seen in both; either: in at least one; jaccard: shared / either, 0 to 1.
    Pairs that share nobody are there too, so that a heatmap has all its cells.
    """
    rows = main_rows(ds, "room_id").filter(_in_a_room())
    largest = collected(people_of(rows, "room_id").filter(nw.col("unique_attendees") > 0))
    largest = largest.sort_values(["unique_attendees", "room_id"], ascending=[False, True]).head(n)
    rooms = largest[["room_id", "unique_attendees"]].rename(columns={"unique_attendees": "people"})
    rooms = rooms.merge(room_names(ds), on="room_id", how="left")[["room_id", "room_name", "people"]]
    others = rooms.set_axis(["other_id", "other_name", "other_people"], axis=1)
    pairs = rooms.merge(others, how="cross")
    pairs = pairs[pairs["room_id"] < pairs["other_id"]].merge(
        _shared(ds, rooms["room_id"].tolist()), on=["room_id", "other_id"], how="left"
    )
    shared = pairs["shared"].fillna(0).astype(int)
    either = pairs["people"] + pairs["other_people"] - shared
    table = pairs.assign(shared=shared, either=either, jaccard=quotient(shared, either))
    return table.sort_values(["shared", "room_id", "other_id"], ascending=[False, True, True], ignore_index=True)


def room_names(ds: Dataset) -> pd.DataFrame:
    """room_id, room_name of the main rooms; a renamed room goes by its latest name, see `kaltura.fetch.assemble`."""
    return collected(_names(ds))


def _in_a_room() -> nw.Expr:
    return ~nw.col("room_id").is_null()


def _names(ds: Dataset) -> Lazy:
    return sessions(ds, "main").group_by("room_id").agg(nw.col("room_name").max())


def _in_rooms(ds: Dataset, rooms: list[str]) -> Lazy:
    """cue_point_id, room_id of the main sessions of some rooms."""
    held = sessions(ds, "main").select("cue_point_id", "room_id", room=nw.col("room_id").cast(nw.String))
    return held.filter(nw.col("room").is_in(rooms)).drop("room")


def _shared(ds: Dataset, rooms: list[str]) -> pd.DataFrame:
    """room_id, other_id, shared: distinct people of pairs of rooms that share any, each pair once."""
    seen = rows_of(ds, _in_rooms(ds, rooms)).filter(~nw.col("user_id").is_null()).select("user_id", "room_id").unique()
    seen = seen.with_columns(nw.col("room_id").cast(nw.String))
    pairs = seen.join(seen.rename({"room_id": "other_id"}), on="user_id")
    pairs = pairs.filter(nw.col("room_id") < nw.col("other_id"))
    return collected(pairs.group_by("room_id", "other_id").agg(nw.len().alias("shared")))
