"""People who seem to have been in two sessions at once."""

from typing import Any

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.tables import attendances, collected, sessions

TOLERANCE_MINUTES = 1.0  # heartbeats and session times are rounded


def overlapping_presence(ds: Dataset) -> pd.DataFrame:
    """Pairs of main sessions that overlap in time and in which one person has more minutes than fit; most first.

    user_id, user_name; first, second (cue_point_ids, by start), first_room, second_room, first_start, second_start
    (local); first_minutes, second_minutes (no more than each session's length); available: minutes from the start of
    the first to the end of the one that ends last; excess: minutes that must have been spent in both at once, more
    than TOLERANCE_MINUTES. Running sessions have no end and are left out. Two devices or a shared account explain it.
    """
    eager = _rows(ds)
    found: list[pd.DataFrame] = []
    step = 1
    # By start, a session that overlaps the one k places on overlaps all between: once no pair is left, none follows.
    while step < len(eager):
        pairs = _pairs(eager, step)
        if pairs is None:
            break
        found.append(pairs)
        step += 1
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_COLUMNS))
    names = _names(ds, table["user_id"].tolist())
    table = table.merge(names, on="user_id", how="left")
    for column in ("first_start", "second_start"):
        table[column] = pd.to_datetime(table[column], utc=True).dt.tz_convert(ds.zone)
    return table[["user_id", "user_name", *_COLUMNS[1:]]].sort_values("excess", ascending=False, ignore_index=True)


_COLUMNS = (
    "user_id",
    "first",
    "second",
    "first_room",
    "second_room",
    "first_start",
    "second_start",
    "first_minutes",
    "second_minutes",
    "available",
    "excess",
)


def _rows(ds: Dataset) -> nw.DataFrame[Any]:
    """Identified attendances of ended main sessions, by person and start."""
    ended = sessions(ds, "main").filter(nw.col("duration_minutes") > 0)
    timed = ended.select("cue_point_id", "room_name", "start", "end", "duration_minutes")
    rows = attendances(ds).filter(~nw.col("user_id").is_null(), nw.col("minutes") > 0)
    joined = rows.select("cue_point_id", "user_id", "minutes").join(timed, on="cue_point_id")
    return (
        joined.with_columns(minutes=nw.min_horizontal("minutes", "duration_minutes"))
        .collect()
        .sort("user_id", "start", "cue_point_id")
    )


def _pairs(rows: nw.DataFrame[Any], step: int) -> pd.DataFrame | None:
    """Rows beside the same person's row `step` places on that starts before they end; None when there are none."""
    later = {
        name: nw.col(name).shift(-step) for name in ("user_id", "cue_point_id", "room_name", "start", "end", "minutes")
    }
    beside = rows.with_columns(**{f"{name}_2": column for name, column in later.items()})
    pairs = beside.filter(nw.col("user_id") == nw.col("user_id_2"), nw.col("start_2") < nw.col("end"))
    if pairs.is_empty():
        return None
    table = collected(pairs.lazy())
    until = table["end"].where(table["end"] > table["end_2"], table["end_2"])
    available = (until - table["start"]).dt.total_seconds() / 60
    table = table.assign(available=available, excess=table["minutes"] + table["minutes_2"] - available)
    table = table[table["excess"] > TOLERANCE_MINUTES]
    names = {
        "cue_point_id": "first",
        "cue_point_id_2": "second",
        "room_name": "first_room",
        "room_name_2": "second_room",
    }
    names |= {
        "start": "first_start",
        "start_2": "second_start",
        "minutes": "first_minutes",
        "minutes_2": "second_minutes",
    }
    return table.rename(columns=names)[list(_COLUMNS)]


def _names(ds: Dataset, user_ids: list[str]) -> pd.DataFrame:
    rows = attendances(ds).filter(nw.col("user_id").cast(nw.String).is_in(user_ids))
    return collected(rows.group_by("user_id").agg(nw.col("user_name").max()))
