"""Breakouts without a main session: those that have none, told from those whose main session was not asked for."""

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.tables import without_main_sessions

_MAY_HAVE_BEGUN_BEFORE = 12 * 3600  # seconds before the days asked for, of a main session that still goes on


def orphans_known(ds: Dataset) -> bool:
    """Whether anything says which breakouts have no main session: not when people, sessions or breakouts alone were
    asked for, nor without report 6000."""
    asked = ds.provenance.requested
    return not (without_main_sessions(ds) or asked.users or asked.user_types or asked.sessions)


def orphans(ds: Dataset, breakouts: pd.DataFrame) -> "pd.Series[bool]":
    """Which breakouts had no session of their main room going on.

    breakouts: room_id (of the main room), parent_session_id, start. All False where that cannot be known, see
    `orphans_known`. Also False for a breakout whose main room was not among the rooms asked for, and for one in the
    first 12 hours asked for, whose main session may have begun before.
    """
    asked, (since, _) = ds.provenance.requested, ds.provenance.interval()
    alone = breakouts["parent_session_id"].isna()
    if not orphans_known(ds):
        return pd.Series(data=False, index=breakouts.index)
    if asked.rooms:
        alone &= breakouts["room_id"].astype("str").isin(asked.rooms)
    if since is not None:
        first = pd.Timestamp(since + _MAY_HAVE_BEGUN_BEFORE, unit="s", tz="UTC")
        alone &= ~(breakouts["start"] < first)
    return alone
