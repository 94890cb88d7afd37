"""Tables of the Engagement page."""

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.export.tables.table import EVERY_ROW, Table, TableOptions
from kaltura.metrics.attendance import weekday_hour
from kaltura.metrics.engagement import (
    disengaged_by_session,
    engagement_by_length,
    engagement_by_size,
    engagement_distribution,
)
from kaltura.metrics.over_time import engagement_over_time


def _distribution(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    names = {"low": "from_rate", "high": "to_rate", "share": "rated_minutes_share"}
    return engagement_distribution(ds).rename(columns=names)


def _by_size(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return engagement_by_size(ds).rename(columns={"low": "from_attendances", "high": "to_attendances"})


def _by_length(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return engagement_by_length(ds).rename(columns={"low": "from_minutes", "high": "to_minutes"})


def _pareto(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    names = {"share": "disengaged_share", "cumulative_share": "cumulative_disengaged_share"}
    return disengaged_by_session(ds, EVERY_ROW).table.rename(columns=names)


TABLES = (
    Table(
        "engagement-over-time",
        "Engagement over time",
        "One row per day, week or month.",
        lambda ds, options: engagement_over_time(ds, options.period),
    ),
    Table("engagement-distribution", "Engagement distribution", "One row per step of the rate.", _distribution),
    Table("engagement-by-size", "Engagement by size", "One row per class of attendances of a session.", _by_size),
    Table("engagement-by-length", "Engagement by length", "One row per class of lengths of a session.", _by_length),
    Table(
        "engagement-weekday-hour",
        "Engagement by weekday and hour",
        "The rate by the start of the session; 168 rows.",
        lambda ds, _: weekday_hour(ds, "engagement_rate").rename(columns={"value": "engagement_rate"}),
    ),
    Table(
        "disengaged-minutes",
        "Disengaged minutes by session",
        "One row per main session with a known rate, most disengaged minutes first.",
        _pareto,
    ),
)
