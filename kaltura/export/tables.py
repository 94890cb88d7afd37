"""The derived tables that people take away: what each is, and how it is built from the selection."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import polars as pl

from kaltura.dataset import Dataset
from kaltura.metrics.attendance import user_types, weekday_hour
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.lift import lift_by_session
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.participation import participation_by_session
from kaltura.metrics.people import people
from kaltura.metrics.periods import Period
from kaltura.metrics.pseudonyms import PERSONAL
from kaltura.metrics.quality import estimates_against_exact
from kaltura.metrics.rooms import hosts, top_rooms
from kaltura.metrics.sessions import main_sessions

_ALL = 1_000_000_000


@dataclass(frozen=True)
class Table:
    """A derived table.

    stem: its name in file names. title: on screen and on the workbook's sheet (at most 31 characters).
    about: what a row is. build: the table of a Dataset, for a period where it has one; times are local.
    """

    stem: str
    title: str
    about: str
    build: Callable[[Dataset, Period], pd.DataFrame]


def derived(ds: Dataset, stem: str, period: Period = "week") -> pl.DataFrame:
    """One of TABLES, ready for a file: unknown as null, times local without a zone, which stands in `time_zone`."""
    table = BY_STEM[stem].build(ds, period)
    zoned = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.DatetimeTZDtype)]
    local = table.assign(**{name: table[name].dt.tz_localize(None) for name in zoned})  # type: ignore[arg-type]
    frame = pl.from_pandas(local, nan_to_null=True)
    if "period" in frame.columns:
        frame = frame.with_columns(pl.col("period").cast(pl.Date))
    return frame.with_columns(time_zone=pl.lit(ds.zone)) if zoned else frame


def is_personal(frame: pl.DataFrame) -> bool:
    """Whether a table names people."""
    return not {*PERSONAL}.isdisjoint(frame.columns)


def _breakouts_of_sessions(ds: Dataset, _: Period) -> pd.DataFrame:
    """Participation, evenness and lift of each main session that had breakouts."""
    took_part = participation_by_session(ds).rename(columns={"low": "participation_low", "high": "participation_high"})
    even = evenness_by_session(ds).rename(columns={"known": "known_breakouts", "mean": "mean_size"})
    lifted = lift_by_session(ds)
    even = even.rename(columns={"largest": "largest_size", "empty": "empty_breakouts", "solo": "solo_breakouts"})
    even = even.rename(columns={"over_full": "over_full_breakouts", "participants": "participants_sum"})
    also = [
        table.drop(columns=["room_id", "room_name", "start", "breakouts"], errors="ignore") for table in (even, lifted)
    ]
    return took_part.merge(also[0], on="cue_point_id", how="left").merge(also[1], on="cue_point_id", how="left")


def _weekday_hour(ds: Dataset, _: Period) -> pd.DataFrame:
    return weekday_hour(ds).rename(columns={"value": "attendances"})


TABLES = (
    Table(
        "main-sessions",
        "Main sessions",
        "One row a main session with its figures.",
        lambda ds, _: main_sessions(ds).drop(columns="layer"),
    ),
    Table("rooms", "Rooms", "One row a main room.", lambda ds, _: top_rooms(ds, _ALL)),
    Table("hosts", "Hosts", "One row a host.", lambda ds, _: hosts(ds)),
    Table("people", "People", "One row an identified person in main sessions.", lambda ds, _: people(ds)),
    Table("attendance-over-time", "Attendance over time", "One row a day, week or month.", attendance_over_time),
    Table("engagement-over-time", "Engagement over time", "One row a day, week or month.", engagement_over_time),
    Table("breakouts-over-time", "Breakouts over time", "One row a day, week or month.", breakouts_over_time),
    Table("weekday-hour", "Weekday and hour", "Attendances by the start of their session; 168 rows.", _weekday_hour),
    Table("user-types", "User types", "One row a user type.", lambda ds, _: user_types(ds)),
    Table(
        "breakouts-of-sessions",
        "Breakouts of sessions",
        "One row a main session that had breakouts: participation, evenness, lift.",
        _breakouts_of_sessions,
    ),
    Table(
        "breakout-groups",
        "Breakout groups",
        "One row a breakout session with its people and flags.",
        lambda ds, _: breakout_groups(ds),
    ),
    Table(
        "estimates",
        "Estimates and exact counts",
        "One row a session with both Kaltura's estimate and attendees.",
        lambda ds, _: estimates_against_exact(ds),
    ),
)
BY_STEM = {table.stem: table for table in TABLES}
