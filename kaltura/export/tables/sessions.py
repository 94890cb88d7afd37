"""Tables of Overview, Sessions and Data quality: sessions, rooms, hosts, and what to think of them."""

from dataclasses import replace

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.export.tables.table import EVERY_ROW, Table, TableOptions
from kaltura.metrics.anomalies import needs_a_look
from kaltura.metrics.concurrency import sessions_at_once_by_day
from kaltura.metrics.estimates import estimates_against_exact
from kaltura.metrics.quality import coverage_table
from kaltura.metrics.rooms import hosts, top_rooms
from kaltura.metrics.sessions import main_sessions


def _needs_a_look(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    past = options.history.select(replace(ds.selection, start=None)) if options.history else None
    rows = [
        (found.severity, found.sentence, found.page, found.room_id, "; ".join(found.cue_point_ids))
        for found in needs_a_look(ds, past)
    ]
    return pd.DataFrame(rows, columns=["severity", "reason", "page", "room_id", "cue_point_ids"])


def _at_once(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return sessions_at_once_by_day(ds).rename(columns={"peak": "peak_sessions"})


def _coverage(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    names = {"count": "known_rows", "of": "all_rows", "share": "coverage_share"}
    return coverage_table(ds).drop(columns="key").rename(columns=names)


TABLES = (
    Table(
        "main-sessions",
        "Main sessions",
        "One row per main session with its figures.",
        lambda ds, _: main_sessions(ds).drop(columns=["layer", "rated_attendances"]),
        personal=True,
    ),
    Table("rooms", "Rooms", "One row per main room.", lambda ds, _: top_rooms(ds, EVERY_ROW)),
    Table("hosts", "Hosts", "One row per host.", lambda ds, _: hosts(ds), personal=True),
    Table(
        "needs-a-look",
        "What needs a look",
        "One row per entry of Overview's list, the gravest first, also of what is too much for that page.",
        _needs_a_look,
    ),
    Table("sessions-at-once", "Sessions at once", "One row per day: most main sessions that ran at once.", _at_once),
    Table("coverage", "Coverage", "One row per kind of figure: how much of the selection it rests on.", _coverage),
    Table(
        "estimates",
        "Estimates and exact counts",
        "One row per session with both Kaltura's estimate and attendees.",
        lambda ds, _: estimates_against_exact(ds),
    ),
)
