"""One session: its figures, its attendees, its breakouts in time."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import narwhals as nw
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.concurrency import people_at_once
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.sessions import described
from kaltura.metrics.tables import attendances, collected, sessions


@dataclass(frozen=True)
class Session:
    """One session's figures; None where unknown. Times are in the Dataset's zone; see `main_sessions`.

    peak_low, peak_high: bounds of how many people were in it at once, an estimate.
    """

    cue_point_id: str
    layer: str
    room_id: str | None
    room_name: str | None
    name: str | None
    start: datetime | None
    end: datetime | None
    duration_minutes: float | None
    running: bool
    provisional: bool
    host: str | None
    host_name: str | None
    attendances: int | None
    unique_attendees: int | None
    anonymous_attendances: int | None
    kaltura_estimate: int | None
    attended_minutes: float | None
    mean_minutes: float | None
    engagement_rate: float | None
    engagement_source: str | None
    rated_attendances: int | None
    disengaged_minutes: float | None
    breakouts: int
    peak_low: int | None
    peak_high: int | None


def session(ds: Dataset, cue_point_id: str) -> Session:
    """One session, main or breakout. Raises UsageError when the Dataset does not hold it."""
    table = described(ds, session_figures(ds).filter(nw.col("cue_point_id") == cue_point_id))
    if table.empty:
        raise UsageError(
            f"Session “{cue_point_id}” is not in this selection.",
            "Choose dates and rooms that include it, or pick a session from the table.",
        )
    row: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in table.iloc[0].items()}
    counts = {name: int(row[name]) for name in _COUNTS if row[name] is not None}
    times = {name: row[name].to_pydatetime() for name in ("start", "end") if row[name] is not None}
    bounds = people_at_once(ds, cue_point_id)
    figures = row | counts | times | {"peak_low": bounds.low, "peak_high": bounds.high}
    return Session(**{field.name: figures[field.name] for field in fields(Session)})


def attendees(ds: Dataset, cue_point_id: str) -> pd.DataFrame:
    """The attendance rows of one session, longest first.

    user_id (null: anonymous), user_name, user_email, user_type; minutes; share: minutes / session length, may exceed
    1, NaN while the length is unknown; engagement_rate 0 to 1, NaN when unknown; disengaged_minutes; anonymous.
    """
    rows = attendances(ds).filter(nw.col("cue_point_id") == cue_point_id)
    timed = rows.join(sessions(ds).select("cue_point_id", "duration_minutes"), on="cue_point_id", how="left")
    length = nw.col("duration_minutes")
    table = collected(
        timed.select(
            "user_id",
            "user_name",
            "user_email",
            "user_type",
            "minutes",
            nw.when(length > 0).then(nw.col("minutes") / length).alias("share"),
            nw.col("ratio").alias("engagement_rate"),
            (nw.col("minutes") * (1 - nw.col("ratio"))).alias("disengaged_minutes"),
            nw.col("user_id").is_null().alias("anonymous"),
        )
    )
    return table.sort_values(["minutes", "user_id"], ascending=[False, True], ignore_index=True)


def timeline(ds: Dataset, cue_point_id: str) -> pd.DataFrame:
    """A main session and its breakouts as bars: the session first, then breakouts by minute of start and name.

    cue_point_id, layer, label (room name), start, end (null while running), until (end, or the fetch while running),
    duration_minutes, participants (NaN when unknown), participants_source ("exact", "estimate"), engagement_rate.
    Of the main session they are its unique attendees, as in `session`, where anybody is identified.
    """
    figures = session_figures(ds).filter(nw.col("cue_point_id") == cue_point_id)
    main = collected(figures, zone=ds.zone).rename(
        columns={"people": "participants", "people_source": "participants_source"}
    )
    identified = main["unique_attendees"].where(main["unique_attendees"] > 0)
    main = main.assign(
        participants=identified.fillna(main["participants"]),
        participants_source=main["participants_source"].mask(identified.notna(), "exact"),
    )
    groups = breakout_groups(ds)
    own = groups[groups["parent_session_id"] == cue_point_id].assign(layer="breakout")
    bars = [main, own.sort_values(["start", "entry_name"], key=_by_number, kind="stable")]
    bars = [bar.assign(participants=bar["participants"].astype(float))[list(_BAR)] for bar in bars]
    table = pd.concat([bar for bar in bars if len(bar)] or bars, ignore_index=True)
    now = pd.Timestamp(ds.provenance.finished).tz_convert(ds.zone)
    until = table["end"].fillna(now).where(table["start"].notna())
    return table.rename(columns={"entry_name": "label"}).assign(until=until)


def _by_number(column: pd.Series) -> pd.Series:
    """Starts to the minute, as they are read; names with their numbers in order: Group 9 comes before Group 10."""
    if column.name != "entry_name":
        minutes: pd.Series = column.dt.tz_convert("UTC").dt.floor("min")  # local ones may come twice
        return minutes
    return column.astype("str").str.replace(r"\d+", lambda number: number[0].zfill(9), regex=True)


_COUNTS = (
    "attendances",
    "unique_attendees",
    "anonymous_attendances",
    "rated_attendances",
    "kaltura_estimate",
    "breakouts",
)
_BAR = (
    "cue_point_id",
    "layer",
    "entry_name",
    "start",
    "end",
    "duration_minutes",
    "participants",
    "participants_source",
    "engagement_rate",
)
