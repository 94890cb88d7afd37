"""Tables of the Attendance page."""

from datetime import date

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.export.tables.table import Table, TableOptions
from kaltura.metrics.attendance import minutes_distribution, user_types, weekday_hour
from kaltura.metrics.cohorts import new_returning, repeat, retention, stickiness
from kaltura.metrics.completeness import completeness, threshold_curve
from kaltura.metrics.denominators import DENOMINATORS, Denominator, measurable, unmeasurable
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.rooms import audience_overlap

_LARGEST_ROOMS = 100  # their pairs are 4,950
_SHARE = {"share": "attendance_share"}


def _minutes(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return minutes_distribution(ds).table.rename(columns={"low": "from_minutes", "high": "to_minutes", **_SHARE})


def _completeness(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    table = completeness(ds, _known(ds, options)).table
    return _measured(table.rename(columns={"low": "from_share", "high": "to_share", **_SHARE}), options)


def _threshold_curve(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    table = threshold_curve(ds, _known(ds, options), options.rule.tolerance_minutes, options.rule.threshold)
    return _measured(table.rename(columns={"present": "present_attendances", **_SHARE}), options)


def _known(ds: Dataset, options: TableOptions) -> Denominator:
    denominator = options.rule.denominator
    if not measurable(ds, denominator):
        raise unmeasurable(ds, denominator)
    return denominator


def _measured(table: pd.DataFrame, options: TableOptions) -> pd.DataFrame:
    return table.assign(measured_against=DENOMINATORS[options.rule.denominator])


def _new_returning(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    found = new_returning(ds, options.period, options.history)
    return _since(found.table, found.since)


def _retention(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    found = retention(ds, history=options.history)
    names = {"people": "cohort_people", "week": "weeks_later", "seen": "seen_people", "share": "retention"}
    return _since(found.table.rename(columns=names), found.since)


def _since(table: pd.DataFrame, since: date | None) -> pd.DataFrame:
    return table.assign(known_since=pd.Series(pd.Timestamp(since) if since else pd.NaT, index=table.index))


def _repeat(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    names = {"sessions": "sessions_attended", "people": "attended_by", "share": "people_share"}
    return repeat(ds).table.rename(columns=names)


def _overlap(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    names = {"people": "room_people", "other_id": "other_room_id", "other_name": "other_room_name"}
    names |= {"other_people": "other_room_people", "shared": "shared_people", "either": "either_people"}
    return audience_overlap(ds, _LARGEST_ROOMS).rename(columns={**names, "jaccard": "shared_share"})


TABLES = (
    Table(
        "attendance-over-time",
        "Attendance over time",
        "One row per day, week or month.",
        lambda ds, options: attendance_over_time(ds, options.period),
    ),
    Table(
        "weekday-hour",
        "Weekday and hour",
        "Attendances by the start of their session; 168 rows.",
        lambda ds, _: weekday_hour(ds).rename(columns={"value": "attendances"}),
    ),
    Table("minutes", "Minutes of attendances", "One row per step of minutes.", _minutes),
    Table(
        "completeness",
        "Completeness",
        "One row per step of the part of its session that an attendance covered.",
        _completeness,
    ),
    Table("threshold-curve", "Threshold curve", "One row per threshold: who would be Present.", _threshold_curve),
    Table("new-returning", "New and returning", "One row per day, week or month.", _new_returning),
    Table("retention", "Retention", "One row per week after the week in which people were first seen.", _retention),
    Table("repeat", "How often people came", "One row per number of sessions; the last is “and more”.", _repeat),
    Table(
        "stickiness",
        "Stickiness",
        "One row per day, week or month.",
        lambda ds, options: stickiness(ds, options.period),
    ),
    Table("user-types", "User types", "One row per user type.", lambda ds, _: user_types(ds)),
    Table(
        "audience-overlap",
        "Audience overlap",
        f"One row per pair of the {_LARGEST_ROOMS} main rooms with most people.",
        _overlap,
    ),
)
