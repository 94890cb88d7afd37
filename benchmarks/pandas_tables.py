"""A Dataset's tables as pandas frames, and the sums and rates that the plain pandas version starts from."""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.reports.columns import Report

FEW = 5
_NUMBERS = ("kaltura_estimate", "running")
_SUMS = ("attendances", "timed", "rated", "anonymous", "guests", "attended_minutes", "rated_minutes", "engaged_minutes")


@dataclass(frozen=True)
class Tables:
    """sessions, attendances: the Dataset's.

    begin, end: the moments [from, to) that were asked for, None where nothing was. fetched: when.
    missing: reports that could not be had. some_people: whether chosen people only are in it.
    """

    sessions: pd.DataFrame
    attendances: pd.DataFrame
    zone: str
    begin: pd.Timestamp | None
    end: pd.Timestamp | None
    fetched: pd.Timestamp
    missing: frozenset[Report]
    some_people: bool

    @staticmethod
    def of(ds: Dataset) -> "Tables":
        """The conversion is made before the clock starts."""
        begin, end = _asked(ds)
        return Tables(
            _as_read(ds.sessions.collect().to_pandas()),
            _as_read(ds.attendances.collect().to_pandas()),
            ds.zone,
            begin=begin,
            end=end,
            fetched=pd.Timestamp(ds.provenance.finished),
            missing=frozenset(report for report in Report if ds.provenance.missing(report)),
            some_people=any(chosen.users or chosen.user_types for chosen in (ds.selection, ds.provenance.requested)),
        )

    def in_room(self, room: str) -> "Tables":
        """Only a main room and its breakouts."""
        sessions, attendances = self.sessions, self.attendances
        kept = sessions[(sessions["entry_id"] == room) | (sessions["parent_entry_id"] == room)]
        rows = attendances[attendances["cue_point_id"].isin(kept["cue_point_id"])]
        return replace(self, sessions=kept, attendances=rows)


def rows_of(tables: Tables) -> pd.DataFrame:
    """The attendances: cue_point_id, user_id, anonymous, guests (whether), minutes; rated_minutes, engaged_minutes
    where the ratio is known."""
    rows = tables.attendances
    minutes, ratio = rows["meeting_view_time"], rows["meeting_engaged_play_time_ratio"]
    return rows[["cue_point_id", "user_id"]].assign(
        anonymous=rows["user_id"].isna(),
        guests=rows["user_type"].eq("Guest"),
        minutes=minutes,
        rated_minutes=minutes.where(ratio.notna()),
        engaged_minutes=minutes * ratio,
    )


def sessions_of(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """The sessions with their week's Monday and the sums of their attendances, NaN where they have none."""
    sums = rows.groupby("cue_point_id", observed=True).agg(
        attendances=("anonymous", "size"),
        timed=("minutes", "count"),
        rated=("rated_minutes", "count"),
        anonymous=("anonymous", "sum"),
        guests=("guests", "sum"),
        attended_minutes=("minutes", "sum"),
        rated_minutes=("rated_minutes", "sum"),
        engaged_minutes=("engaged_minutes", "sum"),
    )
    sessions = tables.sessions.merge(sums, left_on="cue_point_id", right_index=True, how="left")
    local = sessions["start"].dt.tz_convert(tables.zone).dt.tz_localize(None).dt.normalize()
    return sessions.assign(week=local - pd.to_timedelta(local.dt.day_of_week, unit="D"))


def added(sessions: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sessions added up by a column, which becomes the index, and what is divided of the sums.

    attendees_known: whether those of a session are reported, or Kaltura counted nobody in each; where not, attendances
    and what is made of them are NaN, as a 0 would say that nobody came.
    """
    reported, nobody = sessions["attendances"].notna(), sessions["kaltura_estimate"] == 0
    counted = sessions.assign(
        sessions=1, rated_sessions=sessions["rated_minutes"] > 0, reported=reported, unknown=~(reported | nobody)
    )
    names = ["sessions", "running", "rated_sessions", "reported", "unknown", *_SUMS]
    sums = counted.groupby(by, observed=True)[names].sum()
    told = (sums["reported"] > 0) | (sums["unknown"] == 0)
    none = told & (sums["attendances"] == 0)
    attended = sums["attended_minutes"].where(none | (sums["timed"] > 0))
    disengaged = sums["rated_minutes"] - sums["engaged_minutes"]
    return sums.rename(columns={"running": "running_sessions", "anonymous": "anonymous_attendances"}).assign(
        attendances=sums["attendances"].where(told),
        anonymous_attendances=sums["anonymous"].where(told),
        attendees_known=told,
        attended_minutes=attended,
        mean_minutes=attended / sums["timed"],
        engagement_rate=sums["engaged_minutes"] / sums["rated_minutes"],
        disengaged_minutes=disengaged.where(none | (sums["rated_minutes"] > 0)),
        engagement_coverage=sums["rated_minutes"] / attended,
    )


def wilson(rate: "pd.Series[float]", people: "pd.Series[float]") -> pd.DataFrame:
    """low, high: the Wilson 95 % score interval of rates seen on so many people."""
    z = NormalDist().inv_cdf(0.975)
    middle = rate + z**2 / (2 * people)
    half = z * np.sqrt((rate * (1 - rate)).clip(lower=0) / people + z**2 / (4 * people**2))
    whole = 1 + z**2 / people
    bounds = {"low": (middle - half) / whole, "high": (middle + half) / whole}
    return pd.DataFrame(bounds).clip(0, 1)


def _asked(ds: Dataset) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """What is both selected and requested, and nothing after the fetch."""
    spans = [ds.selection.interval(), ds.provenance.interval()]
    starts = [pd.Timestamp(start, unit="s", tz="UTC") for start, _ in spans if start is not None]
    ends = [pd.Timestamp(end, unit="s", tz="UTC") for _, end in spans if end is not None]
    return max(starts, default=None), min([*ends, pd.Timestamp(ds.provenance.finished)]) if ends else None


def _as_read(frame: pd.DataFrame) -> pd.DataFrame:
    """As pandas would have read it from a file: IDs and names are text, and numbers with gaps plain numbers."""
    texts = dict.fromkeys(frame.select_dtypes("category"), "str")
    return frame.astype(texts | {name: "float64" for name in _NUMBERS if name in frame})
