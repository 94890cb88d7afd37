"""Tables of the Breakouts page."""

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.export.tables.table import Table, TableOptions
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.breakouts import durations
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.lift import lift_by_session
from kaltura.metrics.over_time import breakouts_over_time
from kaltura.metrics.participation import never_joined, participation_by_session
from kaltura.metrics.tables import narrowed_to_people

_EVEN = {
    "known": "known_breakouts",
    "mean": "mean_size",
    "largest": "largest_size",
    "empty": "empty_breakouts",
    "solo": "solo_breakouts",
    "over_full": "over_full_breakouts",
    "participants": "participants_sum",
}


def _of_sessions(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    """Participation, evenness and lift of each main session that had breakouts."""
    took_part = participation_by_session(ds).rename(columns={"low": "participation_low", "high": "participation_high"})
    lifted = lift_by_session(ds)
    even = evenness_by_session(ds).rename(columns=_EVEN)
    even = _only_of_everyone(ds, even, ["empty_breakouts", "solo_breakouts", "over_full_breakouts"])
    also = [
        table.drop(columns=["room_id", "room_name", "start", "breakouts"], errors="ignore") for table in (even, lifted)
    ]
    return took_part.merge(also[0], on="cue_point_id", how="left").merge(also[1], on="cue_point_id", how="left")


def _groups(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return _only_of_everyone(ds, breakout_groups(ds), ["empty", "solo", "over_full"])


def _only_of_everyone(ds: Dataset, table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The table, these columns empty in a selection of people: nobody says there how full a breakout was."""
    if not narrowed_to_people(ds):
        return table
    unknown = table[names].convert_dtypes()
    return table.assign(**{name: unknown[name].mask(unknown[name].notna()) for name in names})


def _lengths(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return durations(ds).rename(columns={"breakouts": "breakout_sessions"})


def _never_joined(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return never_joined(ds).drop(columns="joined").rename(columns={"sessions": "exact_sessions"})


TABLES = (
    Table(
        "breakouts-over-time",
        "Breakouts over time",
        "One row per day, week or month.",
        lambda ds, options: breakouts_over_time(ds, options.period),
    ),
    Table(
        "breakouts-of-sessions",
        "Breakouts of sessions",
        "One row per main session that had breakouts: participation, evenness, lift.",
        _of_sessions,
    ),
    Table(
        "breakout-groups",
        "Breakout groups",
        "One row per breakout session with its people and flags.",
        _groups,
        personal=True,
    ),
    Table("breakout-lengths", "Breakout lengths", "One row per step of minutes.", _lengths),
    Table(
        "never-joined",
        "Never joined a breakout",
        "One row per person who was in sessions whose breakouts are known exactly, and joined none.",
        _never_joined,
        personal=True,
    ),
)
