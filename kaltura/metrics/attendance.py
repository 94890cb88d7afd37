"""When people come, how long they stay, and as what. Main sessions only."""

from dataclasses import dataclass
from typing import Literal, get_args

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.periods import local
from kaltura.metrics.pooled import main_rows, people_of, quotient, rows_of, summed, totals, where_known, with_rates
from kaltura.metrics.tables import Lazy, collected, sessions

Measure = Literal[
    "sessions",
    "attendances",
    "unique_attendees",
    "attended_minutes",
    "mean_minutes",
    "engagement_rate",
    "disengaged_minutes",
]
ADDITIVE = ("sessions", "attendances", "unique_attendees", "attended_minutes", "disengaged_minutes")

_WIDTHS = (1, 2, 5, 10, 15, 30, 60)  # minutes
_MOST_BINS = 40


def weekday_hour(ds: Dataset, measure: Measure = "attendances") -> pd.DataFrame:
    """A measure by the weekday and hour that sessions start at, on the clock of the Dataset's zone; all 168 cells.

    weekday (1 Monday to 7 Sunday), hour (0 to 23), sessions (count), value: the measure, in its own unit;
    0 for counts and sums without sessions, NaN for means and rates without minutes, and where no session of the cell
    has its attendees reported, unless Kaltura counted nobody in each. Cells of unique_attendees
    must not be added up. Sessions without a known start are in no cell.
    """
    if measure not in get_args(Measure):
        raise UsageError(f"“{measure}” is not a measure.", f"Choose one of {', '.join(get_args(Measure))}.")
    table = with_rates(totals(_on_clock(summed(ds), ds), "weekday", "hour"))
    if measure == "unique_attendees":
        held = _on_clock(sessions(ds, "main"), ds).select("cue_point_id", "weekday", "hour")
        people = collected(people_of(rows_of(ds, held), "weekday", "hour"))
        table = table.merge(people, on=["weekday", "hour"], how="left").fillna({"unique_attendees": 0})
    cells = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"]).to_frame(index=False)
    table = table if measure == "sessions" else where_known(table, measure)
    table = table.assign(value=table[measure])[["weekday", "hour", "sessions", "value"]]
    week = cells.merge(table, on=["weekday", "hour"], how="left")
    week["sessions"] = week["sessions"].fillna(0).astype(int)
    return week.assign(value=week["value"].mask(week["sessions"] == 0, 0.0)) if measure in ADDITIVE else week


@dataclass(frozen=True, eq=False)
class MinutesDistribution:
    """How long attendances lasted.

    table: low, high (minutes, low included, high not; the last bin's high is NaN: "and more"), attendances, share
    (of those whose minutes are known, 0 to 1). median, lower_quartile, upper_quartile, mean: minutes, None without
    attendances; a quartile between two values is interpolated. known, unknown: attendances with and without minutes.
    """

    table: pd.DataFrame
    known: int
    unknown: int
    mean: float | None
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None


def minutes_distribution(ds: Dataset) -> MinutesDistribution:
    """Attendances by minutes, in bins of 1 to 60 minutes: so wide that 99 % of them fit into 40 bins."""
    minutes, rows = nw.col("minutes"), main_rows(ds)
    levels = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "far": 0.99}
    found = collected(
        rows.select(
            minutes.count().alias("known"),
            minutes.is_null().sum().alias("unknown"),
            minutes.mean().alias("mean"),
            *(minutes.quantile(level, interpolation="linear").alias(name) for name, level in levels.items()),
        )
    ).iloc[0]
    numbers = {name: None if pd.isna(found[name]) else float(found[name]) for name in ("mean", *levels)}
    far = numbers.pop("far") or 0.0
    width = next((w for w in _WIDTHS if far < w * _MOST_BINS), _WIDTHS[-1])
    last = min(int(far // width), _MOST_BINS - 1)
    known = int(found["known"])
    table = _bins(rows.filter(~minutes.is_null()), width, last) if known else _NO_BINS.copy()
    table["share"] = table["attendances"] / max(known, 1)
    return MinutesDistribution(table=table, known=known, unknown=int(found["unknown"]), **numbers)


def user_types(ds: Dataset) -> pd.DataFrame:
    """Attendances by user type, as Kaltura names it (User, Guest, a role), most first.

    user_type ("" when not known), attendances, share (of all attendances, 0 to 1), unique_attendees (identified;
    a person of two types is in both), anonymous_attendances, attended_minutes, mean_minutes (minutes),
    guest (whether it is the type Guest).
    """
    rows = main_rows(ds).with_columns(nw.col("user_type").fill_null(""))
    added = rows.group_by("user_type").agg(
        nw.len().alias("attendances"),
        nw.col("minutes").sum().alias("attended_minutes"),
        nw.col("minutes").count().alias("timed"),
    )
    table = collected(added.join(people_of(rows, "user_type"), on="user_type"))
    table = table.rename(columns={"anonymous_rows": "anonymous_attendances"})
    table["attended_minutes"] = table["attended_minutes"].where(table["timed"] > 0)
    table["mean_minutes"] = quotient(table["attended_minutes"], table["timed"])
    table["share"] = table["attendances"] / max(int(table["attendances"].sum()), 1)
    table["guest"] = table["user_type"].eq("Guest")
    columns = ["user_type", "attendances", "share", "unique_attendees", "anonymous_attendances"]
    columns += ["attended_minutes", "mean_minutes", "guest"]
    return table.sort_values(["attendances", "user_type"], ascending=[False, True], ignore_index=True)[columns]


_NO_BINS = pd.DataFrame({"low": [], "high": [], "attendances": []}).astype({"attendances": int})


def _bins(rows: Lazy, width: int, last: int) -> pd.DataFrame:
    """low, high, attendances of the bins 0 to last, every one present; the last holds everything above."""
    step = (nw.col("minutes") / width).floor().clip(0, last).cast(nw.Int64)
    counted = collected(rows.with_columns(step=step).group_by("step").agg(nw.len().alias("attendances")))
    steps = np.arange(last + 1)
    table = pd.DataFrame({"low": steps * float(width), "high": (steps + 1) * float(width)})
    table.loc[last, "high"] = np.nan
    held = counted.set_index("step")["attendances"].reindex(steps, fill_value=0)
    return table.assign(attendances=held.to_numpy())


def _on_clock(held: Lazy, ds: Dataset) -> Lazy:
    clock = local(ds.zone)
    known = held.filter(~nw.col("start").is_null())
    return known.with_columns(weekday=clock.dt.weekday().cast(nw.Int64), hour=clock.dt.hour().cast(nw.Int64))
