"""What happened at the same time: sessions exactly, people within bounds."""

import math
from dataclasses import dataclass
from datetime import datetime

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.filters import midnight
from kaltura.metrics.periods import PROVISIONAL, undated
from kaltura.metrics.tables import attendances, collected, sessions
from kaltura.written import ROUNDING


@dataclass(frozen=True)
class PeopleAtOnce:
    """Bounds of how many people were in a session at its fullest; None where nothing can be said.

    anonymous: rows without a user ID, each of which may stand for many people; with any, `high` is None.
    """

    low: int | None
    high: int | None
    anonymous: int


@dataclass(frozen=True)
class Peak:
    """The most sessions that ran at once, when that began (local), and how many were left out, see sessions_at_once.

    sessions: None where the start of none is known.
    """

    sessions: int | None
    at: datetime | None
    left_out: int


def people_at_once(ds: Dataset, cue_point_id: str) -> PeopleAtOnce:
    """max(⌈Σm/D⌉, number with m > D/2) ≤ peak ≤ people, of one session: an estimate.

    The second lower bound holds for people who stay in one piece: each of them is there at half-time. An attendance
    longer than the session (rounded heartbeats, two devices) counts as the whole of it, since nobody fills two places.
    Nothing is known while a session runs. The people are those selected.
    """
    rows = collected(attendances(ds).filter(nw.col("cue_point_id") == cue_point_id).select("user_id", "minutes"))
    length = collected(sessions(ds).filter(nw.col("cue_point_id") == cue_point_id).select("duration_minutes"))
    anonymous = int(rows["user_id"].isna().sum())
    if rows.empty or length.empty or not length["duration_minutes"].iloc[0] > 0:
        return PeopleAtOnce(None, None, anonymous)
    duration = float(length["duration_minutes"].iloc[0])
    known = rows["user_id"].notna()
    # An anonymous row may hold the minutes of many: they need their places all the same, but more than half of the
    # session by one row does not make it one person who was there at half-time.
    minutes = rows["minutes"].where(~known, rows["minutes"].clip(upper=duration))
    enough = math.ceil(float(minutes.sum()) / duration - ROUNDING)  # sums of floats must not lift ⌈x⌉ by one
    low = max(enough, int((known & (rows["minutes"] > duration / 2)).sum()))
    return PeopleAtOnce(low, None if anonymous else max(low, len(rows)), anonymous)


def sessions_at_once(ds: Dataset) -> pd.DataFrame:
    """Each moment at which the number of running main sessions changes: at (local), sessions (from then on).

    A session that ends as another starts does not overlap it. One that runs lasts until the fetch if it started in
    the PROVISIONAL hours before; one that seems to run for longer was never closed, and is left out.
    """
    spans = _spans(ds)
    changes = pd.concat([pd.Series(1, index=spans["start"]), pd.Series(-1, index=spans["end"])])
    steps = changes.groupby(level=0).sum().sort_index()
    steps = steps[steps != 0].cumsum()
    return pd.DataFrame({"at": steps.index, "sessions": steps.to_numpy()})


def sessions_at_once_by_day(ds: Dataset) -> pd.DataFrame:
    """day (local date), peak: the most sessions at once on each day from the first to the last with one."""
    steps = sessions_at_once(ds)
    if steps.empty:
        return pd.DataFrame({"day": pd.Series(dtype="object"), "peak": pd.Series(dtype="int64")})
    by_moment = steps.set_index("at")["sessions"]
    days = pd.date_range(by_moment.index[0].date(), by_moment.index[-1].date(), freq="D")
    # What already runs at midnight, which the clocks may skip or strike twice, counts for the new day too.
    begins = pd.to_datetime([midnight(day.date(), ds.zone) for day in days], unit="s", utc=True).tz_convert(ds.zone)
    at_midnight = by_moment.reindex(begins, method="ffill").fillna(0).astype("int64")
    both = pd.concat([by_moment, at_midnight[~at_midnight.index.isin(by_moment.index)]])
    both = both[both.index < by_moment.index[-1]]  # from the last moment on, nothing runs
    peak = both.groupby(both.index.date).max()
    return pd.DataFrame({"day": peak.index, "peak": peak.to_numpy()})


def peak_sessions(ds: Dataset) -> Peak:
    """The busiest moment of the selection."""
    running = collected(sessions(ds, "main").filter(nw.col("running")).select(_runs_now(ds).alias("now")))
    left_out = int((~running["now"]).sum())
    steps = sessions_at_once(ds)
    if steps.empty:
        return Peak(None if undated(ds) else 0, None, left_out)
    most = int(steps["sessions"].to_numpy().argmax())
    return Peak(int(steps["sessions"].iloc[most]), steps["at"].iloc[most].to_pydatetime(), left_out)


def _spans(ds: Dataset) -> pd.DataFrame:
    known = sessions(ds, "main").filter(~nw.col("start").is_null())
    until = nw.when(_runs_now(ds)).then(nw.lit(ds.provenance.finished)).otherwise(nw.col("end"))
    return collected(known.select("start", end=until).filter(~nw.col("end").is_null()), zone=ds.zone)


def _runs_now(ds: Dataset) -> nw.Expr:
    fetched = ds.provenance.finished
    recent = (nw.col("start") >= fetched - PROVISIONAL) & (nw.col("start") < fetched)
    return (nw.col("running") & recent).fill_null(value=False)
