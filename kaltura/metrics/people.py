"""The people of a selection, and one person's history."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import narwhals as nw
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.decisions import decisions
from kaltura.metrics.rule import Rule
from kaltura.metrics.shown_names import in_order
from kaltura.metrics.tables import Lazy, attendances, collected, distinct, sessions

NOT_SEEN = "Not seen"


@dataclass(frozen=True)
class Person:
    """One identified person in the main sessions of the selection; see `people` for the figures."""

    user_id: str
    user_name: str | None
    user_email: str | None
    user_type: str | None
    sessions: int
    rooms: int
    minutes: float | None
    mean_minutes: float | None
    engagement_rate: float | None
    first_seen: datetime | None
    last_seen: datetime | None


def people(ds: Dataset) -> pd.DataFrame:
    """One row per identified person in main sessions, by name; anonymous viewers are nobody in particular.

    user_id, user_name, user_email, user_type; sessions, rooms (counts); minutes Σm, NaN when none are known;
    mean_minutes of the sessions whose minutes are known; engagement_rate Σ(m·r)/Σm, NaN when no ratio is known;
    disengaged_minutes Σm(1-r); first_seen, last_seen: local start of a session.
    """
    table = _summed(ds, attendances(ds))
    return (
        table.assign(order=in_order(table["user_name"]))
        .sort_values(["order", "user_id"], ignore_index=True)
        .drop(columns="order")
    )


def person(ds: Dataset, user_id: str) -> Person:
    """One person's figures. Raises UsageError when the selection has no main session with them."""
    table = _summed(ds, attendances(ds).filter(nw.col("user_id") == user_id))
    if table.empty:
        raise UsageError(f"“{user_id}” is in no main session of this selection.", "Choose more dates or rooms.")
    row = table.iloc[0]
    known: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    counts = {name: int(known[name]) for name in ("sessions", "rooms")}
    times = {name: known[name] and known[name].to_pydatetime() for name in ("first_seen", "last_seen")}
    figures = known | counts | times
    return Person(**{field.name: figures[field.name] for field in fields(Person)})


def person_history(ds: Dataset, user_id: str, rule: Rule) -> pd.DataFrame:
    """Every main session of the rooms that a person came to, the latest first.

    The columns of `kaltura.metrics.decisions.decisions`; where the person was not seen, minutes is 0 and decision and
    explanation say "Not seen": nobody but a roster knows whether they were expected. Sessions whose attendees are not
    reported are left out. breakouts: sessions of breakouts they joined; engagement_rate: NaN when unknown.
    """
    mine = attendances(ds).filter(nw.col("user_id") == user_id)
    seen = decisions(ds, rule, user_id=user_id)
    rooms = seen["room_id"].dropna().astype("str").unique().tolist()
    held = collected(
        sessions(ds, "main")
        .filter(nw.col("room_id").cast(nw.String).is_in(rooms), nw.col("in_6001"))
        .select("cue_point_id", "room_id", "room_name", "start"),
        zone=ds.zone,
    )
    missed = held[~held["cue_point_id"].isin(seen["cue_point_id"])]
    missed = missed.assign(user_id=user_id, minutes=0.0, decision=NOT_SEEN, explanation=NOT_SEEN, borderline=False)
    table = pd.concat([seen, missed.reindex(columns=seen.columns)], ignore_index=True) if len(missed) else seen
    table = table.merge(_joined(ds, mine), on="cue_point_id", how="left").fillna({"breakouts": 0})
    table = table.merge(
        collected(mine.select("cue_point_id", nw.col("ratio").alias("engagement_rate"))), on="cue_point_id", how="left"
    )
    return table.sort_values(["start", "cue_point_id"], ascending=[False, True], ignore_index=True)


def _joined(ds: Dataset, mine: Lazy) -> pd.DataFrame:
    """cue_point_id of main sessions → breakouts of them that the person was in."""
    parents = sessions(ds, "breakout").filter(~nw.col("parent_session_id").is_null())
    rows = mine.join(parents.select("cue_point_id", "parent_session_id"), on="cue_point_id")
    counted = rows.group_by("parent_session_id").agg(nw.len().alias("breakouts"))
    return collected(counted.rename({"parent_session_id": "cue_point_id"}))


def _summed(ds: Dataset, rows: Lazy) -> pd.DataFrame:
    main = sessions(ds, "main").select("cue_point_id", "room_id", "start")
    minutes, ratio = nw.col("minutes"), nw.col("ratio")
    summed = (
        rows.filter(~nw.col("user_id").is_null())
        .join(main, on="cue_point_id")
        .with_columns(engaged=minutes * ratio, rated=nw.when(~ratio.is_null()).then(minutes))
        .group_by("user_id")
        .agg(
            nw.col("user_name", "user_email", "user_type").max(),
            nw.len().alias("sessions"),
            distinct("room_id").alias("rooms"),
            nw.col("minutes").count().alias("timed"),
            nw.col("minutes", "rated", "engaged").sum(),
            nw.col("start").min().alias("first_seen"),
            nw.col("start").max().alias("last_seen"),
        )
    )
    table = collected(summed, zone=ds.zone)
    rate = table["engaged"] / table["rated"].where(table["rated"] > 0)
    table["minutes"] = table["minutes"].where(table["timed"] > 0)
    table.insert(7, "mean_minutes", table["minutes"] / table["timed"].where(table["timed"] > 0))
    table.insert(8, "engagement_rate", rate)
    table.insert(9, "disengaged_minutes", (table["rated"] - table["engaged"]).where(table["rated"] > 0))
    return table.drop(columns=["timed", "rated", "engaged"])
