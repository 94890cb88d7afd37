"""The fetched data of one account: immutable, whole or honestly partial, and selectable.

Tables (Polars LazyFrames, so that sharing them between threads is safe):

room_sessions, attendances, breakout_sessions
    the kept rows of reports 6000, 6001 and 6002: Kaltura's columns, names and units, "none" as null.
    attendances holds one row per (cue_point_id, user_id); anonymous rows stay apart.
sessions
    one row per session, from all three reports; what metrics are computed on. See SESSION_SCHEMA.
events, event_tags
    (event_id, event_name) and (cue_point_id, event_id).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal

import polars as pl

from kaltura.api.errors import in_full
from kaltura.filters import Filters, among, local_day
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry, Problem

# For its ten metrics a page asks these tables up to thirty small questions, each a millisecond longer by streaming.
pl.Config.set_engine_affinity("in-memory")

SESSION_SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "cue_point_id": pl.Categorical,  # the session
    "entry_id": pl.Categorical,  # the room it was held in
    "entry_name": pl.String,
    "parent_entry_id": pl.Categorical,  # main room of a breakout; null for a main session
    "room_id": pl.Categorical,  # the main room: parent_entry_id, or entry_id of a main session
    "room_name": pl.String,
    "layer": pl.Enum(["main", "breakout", "unknown"]),  # unknown: only attendances are known, and 6002 is missing
    "start": pl.Datetime("us", "UTC"),  # null: only attendances are known of it
    "end": pl.Datetime("us", "UTC"),  # null while running
    "running": pl.Boolean,
    "duration_minutes": pl.Float64,  # null while running or unknown
    "host": pl.String,
    "host_name": pl.String,  # as an attendee of any session that was fetched; the host's ID when there is none
    "kaltura_estimate": pl.Int64,  # unique users, HyperLogLog: shown, never added
    "kaltura_ratio": pl.Float64,  # 6000's or 6002's own engagement
    "parent_session_id": pl.Categorical,  # of a breakout: the overlapping session of its main room; null: orphan
    "in_6000": pl.Boolean,
    "in_6002": pl.Boolean,
    "in_6001": pl.Boolean,  # has attendance rows
}


@dataclass(frozen=True)
class Window:
    """One call that was made: report, [start, end) in Unix seconds, rows received, what became of it.

    [start, end): what was asked for, which reaches beyond the hours that the window owns.
    event: the ID of the event whose sessions alone were asked for.
    """

    report: Report
    start: int
    end: int
    rows: int
    outcome: str
    event: str | None = None


@dataclass(frozen=True)
class Failure:
    """A report that could not be had, in words for the person."""

    report: Report
    message: str
    next_step: str
    code: str | None = None
    session_id: str | None = None

    @property
    def in_full(self) -> str:
        """Message and next step, with Kaltura's code and session ID for its support."""
        return in_full(self.message, self.next_step, self.code, self.session_id)


@dataclass(frozen=True)
class Provenance:
    """Where a Dataset came from. Holds no secret.

    source: "demo", "live" or "files". account: the partner ID, when known.
    base: the address asked; for files, their names.
    requested: the Filters that the fetch was asked with; of an export that is read back, what was selected of it.
    started, finished: UTC, of the fetch; of files without a record, when they were read.
    within: of files with a record, the Unix seconds [from, to) of its request, whose days may be of another zone.
    """

    source: Literal["demo", "live", "files"]
    base: str
    requested: Filters
    started: datetime
    finished: datetime
    account: str | None = None
    windows: tuple[Window, ...] = ()
    calls: int = 0
    retries: int = 0
    failures: tuple[Failure, ...] = ()
    within: tuple[int | None, int | None] = (None, None)

    @property
    def was_fetched(self) -> bool:
        """Whether it is known when Kaltura was asked; files without a record do not tell."""
        return self.source != "files" or self.within[0] is not None

    def interval(self) -> tuple[int | None, int | None]:
        """Unix seconds [from, to) that the rows are of, as far as dates were asked for."""
        starts, ends = zip(self.requested.interval(), self.within, strict=True)
        first = max((moment for moment in starts if moment is not None), default=None)
        return first, min((moment for moment in ends if moment is not None), default=None)

    def days(self, zone: str) -> tuple[date | None, date | None]:
        """First and last day of `interval` in `zone`, which the request may not have been made in; none to come."""
        start, end = self.interval()
        last = None if end is None else local_day(min(end - 1, int(self.finished.timestamp())), zone)
        return None if start is None else local_day(start, zone), last

    def missing(self, report: Report) -> Failure | None:
        """The failure of a report, if it has one."""
        return next((f for f in self.failures if f.report == report), None)


# Kinds of problems after which the rows that arrived may not be all, or not all the account's own.
IN_DOUBT = frozenset(
    {
        "cut_body",
        "end_not_told",
        "maybe_cut",
        "overlap_not_told",
        "record_not_read",
        "record_not_theirs",
        "selection_not_known",
        "short_of_people",
        "two_accounts",
    }
)


@dataclass(frozen=True, eq=False)  # by identity: tables are never compared, and results may be kept beside it
class Dataset:
    """See the module's text.

    ledger, problems: of all that was received, whatever is selected now. names_hidden: people are under pseudonyms.
    selection: what the rows were last narrowed to; a wider one needs the Dataset that it was selected from.
    """

    room_sessions: pl.LazyFrame
    attendances: pl.LazyFrame
    breakout_sessions: pl.LazyFrame
    sessions: pl.LazyFrame
    events: pl.DataFrame
    event_tags: pl.DataFrame
    provenance: Provenance
    ledger: tuple[LedgerEntry, ...]
    problems: tuple[Problem, ...] = ()
    selection: Filters = field(default_factory=Filters)
    names_hidden: bool = False

    @property
    def complete(self) -> bool:
        """Whether every report asked for arrived, and no answer seems to lack rows or to be another account's."""
        return not self.provenance.failures and self.doubt is None

    @property
    def doubt(self) -> Problem | None:
        """The first problem that says that rows seem to be missing, or not to be this account's."""
        return next((problem for problem in self.problems if problem.kind in IN_DOUBT), None)

    @property
    def zone(self) -> str:
        """The IANA zone that days and weeks are counted in."""
        return self.selection.zone

    def select(self, filters: Filters) -> "Dataset":
        """The same Dataset with only what `filters` asks for; every filter is applied again, locally.

        A room stands for its breakout rooms too. Users, user types and sessions narrow the sessions and
        breakouts to those they were in. Sessions without a known start belong to every date range
        that covers the whole request, and to no narrower one.
        """
        sessions, people = self._selected_sessions(filters), _people_filter(filters)
        if not people and sessions.height == self.sessions.select(pl.len()).collect().item():
            return replace(self, selection=filters)
        # Collected here, once: left lazy, every metric of a page would go through all rows again.
        held = pl.col("cue_point_id").is_in(sessions["cue_point_id"].implode())  # half the work of a semi join, or less
        attendances = self.attendances.filter(held, *people).collect()
        if people:
            sessions = sessions.join(attendances, on="cue_point_id", how="semi")
        wanted = sessions.select("cue_point_id").lazy()
        return replace(
            self,
            sessions=sessions.lazy(),
            attendances=attendances.lazy(),
            room_sessions=self.room_sessions.join(wanted, on="cue_point_id", how="semi"),
            breakout_sessions=self.breakout_sessions.join(wanted, on="cue_point_id", how="semi"),
            event_tags=self.event_tags.join(sessions, on="cue_point_id", how="semi"),
            selection=filters,
        )

    def report(self, report: Report) -> pl.LazyFrame:
        """The kept rows of one report, in Kaltura's columns."""
        return {
            Report.ROOM_SESSIONS: self.room_sessions,
            Report.ATTENDEES: self.attendances,
            Report.BREAKOUT_SESSIONS: self.breakout_sessions,
        }[report]

    @cached_property
    def event_names(self) -> Mapping[str, str]:
        """event_id → event_name."""
        return dict(self.events.select("event_id", "event_name").iter_rows())

    def _selected_sessions(self, filters: Filters) -> pl.DataFrame:
        start, end = filters.interval()
        seconds = pl.col("start").dt.epoch("s")
        wide = _covers(filters, self.provenance)
        conditions = []
        if start is not None:
            conditions.append(seconds.ge(start).fill_null(wide))
        if end is not None:
            conditions.append(seconds.lt(end).fill_null(wide))
        if filters.rooms:
            conditions.append(among("entry_id", filters.rooms) | among("parent_entry_id", filters.rooms))
        exact = (("parent_entry_id", filters.parents), ("cue_point_id", filters.sessions))
        conditions += [among(column, values) for column, values in exact if values]
        selected = self.sessions.filter(*conditions)
        if filters.events:
            tags = self.event_tags.lazy().filter(among("event_id", filters.events))
            selected = selected.join(tags, on="cue_point_id", how="semi")
        return selected.collect()


def _people_filter(filters: Filters) -> list[pl.Expr]:
    chosen = (("user_id", filters.users), ("user_type", filters.user_types))
    return [among(column, values) for column, values in chosen if values]


def _covers(filters: Filters, provenance: Provenance) -> bool:
    asked_from, asked_to = provenance.interval()
    start, end = filters.interval()
    starts_before = start is None or (asked_from is not None and start <= asked_from)
    ends_after = end is None or (asked_to is not None and end >= asked_to)
    return starts_before and ends_after
