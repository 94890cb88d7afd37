"""Between the Dataset's lazy frames and the small pandas tables that charts and pages read."""

from typing import Any, Literal

import narwhals as nw
import narwhals.selectors as ncs
import pandas as pd
import polars as pl

from kaltura.dataset import Dataset
from kaltura.reports.columns import Report

Lazy = nw.LazyFrame[Any]
Layer = Literal["main", "breakout", "unknown"]

_PLAIN = (
    ncs.by_dtype(nw.Categorical, nw.Enum).cast(nw.String),
    ncs.by_dtype(nw.UInt32, nw.UInt64).cast(nw.Int64),
)


def sessions(ds: Dataset, layer: Layer | None = None) -> Lazy:
    """The Dataset's sessions (SESSION_SCHEMA), of one layer or of all."""
    frame = nw.from_native(ds.sessions).lazy()
    return frame if layer is None else frame.filter(nw.col("layer") == layer)


def attendances(ds: Dataset) -> Lazy:
    """One row per (cue_point_id, user_id) with `minutes`, `ratio`; user_id is null for anonymous viewers."""
    names = {"meeting_view_time": "minutes", "meeting_engaged_play_time_ratio": "ratio"}
    return nw.from_native(ds.attendances).lazy().rename(names)


def collected(frame: Lazy, *, zone: str | None = None) -> pd.DataFrame:
    """Run a lazy frame and return it as pandas: IDs as text, counts signed, times local when a zone is given.

    Counts leave as Int64 because unsigned ones wrap around when a larger one is taken from them.
    """
    table = frame.collect().with_columns(*_PLAIN)
    if zone is not None:
        table = table.with_columns(ncs.datetime(time_zone="*").dt.convert_time_zone(zone))
    native = table.to_native()
    # Such small tables are converted sooner than Arrow's threads wake up, on a busy server many times so.
    return native.to_pandas(use_threads=False) if isinstance(native, pl.DataFrame) else table.to_pandas()


def distinct(name: str) -> nw.Expr:
    """How many known values of a column a group has; unlike n_unique, which counts "not known" as one more."""
    column = nw.col(name)
    return column.n_unique().cast(nw.Int64) - column.is_null().any().cast(nw.Int64)


def narrowed_to_people(ds: Dataset) -> bool:
    """Whether chosen people only were selected or asked for, so that a session's other attendees are not there."""
    return any(chosen.users or chosen.user_types for chosen in (ds.selection, ds.provenance.requested))


def everybody(ds: Dataset) -> str:
    """What to do where chosen people are not enough."""
    asked = ds.provenance.requested
    if asked.users or asked.user_types:
        return "This data holds certain people only: fetch it, or export it, for everybody"
    return "Take users and user types out of the selection"


def only_breakouts(ds: Dataset) -> bool:
    """Whether breakouts alone were selected or asked for, or no other report is there."""
    alone = all(ds.provenance.missing(report) for report in (Report.ROOM_SESSIONS, Report.ATTENDEES))
    return alone or any(chosen.parents for chosen in (ds.selection, ds.provenance.requested))


def without_main_sessions(ds: Dataset) -> bool:
    """Whether main sessions, or when they were, are not at hand: only breakouts were asked for, or 6000 is missing."""
    return only_breakouts(ds) or ds.provenance.missing(Report.ROOM_SESSIONS) is not None
