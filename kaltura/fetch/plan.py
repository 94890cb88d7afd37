"""Which calls a request needs: first those that the filters name, then those that the answers make necessary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import polars as pl

from kaltura.fetch.asks import Ask, Ids, Purpose, batches
from kaltura.fetch.calls import Calls
from kaltura.fetch.limits import DAY, Limits
from kaltura.fetch.ownership import beyond
from kaltura.fetch.span import Span
from kaltura.fetch.windows import Tile, aligned, tiles
from kaltura.filters import Filters, among
from kaltura.reports.columns import Report

ROOMS, PEOPLE, BREAKOUTS = Report.ROOM_SESSIONS, Report.ATTENDEES, Report.BREAKOUT_SESSIONS


class Plan:
    """The calls for `filters` over `span`. A room, and a parent room, stands for its breakout rooms too."""

    def __init__(self, filters: Filters, span: Span, limits: Limits) -> None:
        self._filters, self._span, self._limits = filters, span, limits
        self._wanted: Ids = tuple(sorted({*filters.rooms, *filters.parents}))
        self._rooms, self._parents = set(self._wanted), set(self._wanted)
        self._searched = False
        self.tiles: Mapping[Report, Sequence[Tile]] = {report: self._tiles(report, limits.pad) for report in Report}

    def first(self) -> Iterator[Ask]:
        """All three reports, as the filters say."""
        # 6001 first: it is the largest answer, and the others fit beside it.
        return chain.from_iterable(self._asks(report, self._wanted) for report in (PEOPLE, ROOMS, BREAKOUTS))

    def rooms_found(self, calls: Calls) -> list[Ask]:
        """Calls for rooms that the answers so far named: breakout rooms of the rooms wanted, and parents of those."""
        if not self._wanted:
            return []
        named = _rooms_named(calls)
        breakouts = _new(named.filter(among("parent", self._wanted))["room"], self._rooms)
        parents = _new(named.filter(among("room", self._wanted))["parent"], self._parents)
        self._rooms |= {*breakouts}
        self._parents |= {*parents}
        # A parent room is asked for as well, so that a breakout finds the session it belongs to.
        wanted = ((PEOPLE, breakouts), (ROOMS, tuple({*breakouts, *parents})), (BREAKOUTS, parents))
        return [ask for report, rooms in wanted if rooms for ask in self._asks(report, rooms)] or self._search(calls)

    def _search(self, calls: Calls) -> list[Ask]:
        """Once, one report without its filter, to learn which breakout rooms there are when nothing else tells."""
        seen = {room for a in calls.of(ROOMS, "rows") for room in a.parsed.frame["entry_id"].cast(pl.String)}
        report = ROOMS if BREAKOUTS in calls.failures else BREAKOUTS
        if self._searched or (report == BREAKOUTS and seen >= {*self._wanted}):
            return []
        self._searched = True
        return list(self._asks(report, (), purpose="search"))

    def timeless(self, calls: Calls, times: pl.DataFrame) -> Iterator[Ask]:
        """6001 again for sessions whose start nobody knows, over windows that do not overlap: nothing counts twice.

        times: of `session_times`.
        """
        seen = [answer.parsed.frame.select("cue_point_id").unique() for answer in calls.of(PEOPLE, "rows")]
        sessions = _ids(
            pl.concat([times.select("cue_point_id").clear(), *seen]).join(times, on="cue_point_id", how="anti")
        )
        if not sessions:
            return iter(())
        few = len(sessions) <= self._limits.ids_per_call
        rooms = () if few else tuple(sorted(self._rooms))
        return self._asks(PEOPLE, rooms, sessions if few else self._filters.sessions, "timeless")

    def late(self, calls: Calls, times: pl.DataFrame) -> Iterator[Ask]:
        """6001 again for sessions that ran on beyond the padding, for the time after it."""
        ours = times.filter(pl.col("start").is_between(self._span.start, self._span.end, closed="left"))
        for answer in calls.of(PEOPLE, "rows"):
            ask, long = answer.ask, beyond(ours, answer.ask.tile, self._span.now)
            sessions = tuple(sorted({*_ids(long)} & {*ask.sessions})) if ask.sessions else _ids(long)
            if sessions:
                _, end = aligned(ask.tile.until, int(long["end"].max()))  # type: ignore[arg-type]
                rest = (Tile(ask.tile.until, end, end),)
                # The same rooms and users as the call it goes on from, so that no two calls go on for one person.
                yield from batches(rest, self._limits.ids_per_call, replace(ask, sessions=sessions, purpose="late"))

    def _asks(
        self, report: Report, rooms: Ids, sessions: Ids | None = None, purpose: Purpose = "rows"
    ) -> Iterator[Ask]:
        some = self._tiles(report, 0) if purpose == "timeless" else self.tiles[report]
        ids = self._filters.sessions if sessions is None else sessions
        whole = Tile(self._span.start, self._span.last, self._span.last)  # batches() puts a window in its place
        ask = Ask(report, whole, rooms, self._filters.users, ids, self._filters.events, purpose)
        return batches(some, self._limits.ids_per_call, ask)

    def _tiles(self, report: Report, pad: int) -> Sequence[Tile]:
        longest = self._limits.days[report] * DAY
        return tiles(self._span.start, self._span.last, longest=longest, pad=pad)


def _rooms_named(calls: Calls) -> pl.DataFrame:
    """(room, parent) of every breakout room that 6000 or 6002 named."""
    columns = {ROOMS: "entry_id", BREAKOUTS: "breakout_entry_id"}
    parts = [
        answer.parsed.frame.select(room=room, parent="parent_entry_id")
        for report, room in columns.items()
        for answer in calls.of(report, "rows", "search")
    ]
    return pl.concat([pl.DataFrame(schema={"room": pl.Categorical, "parent": pl.Categorical}), *parts]).drop_nulls()


def _new(found: pl.Series, asked: set[str]) -> Ids:
    return tuple(sorted({*found.cast(pl.String).to_list()} - asked))


def _ids(frame: pl.DataFrame) -> Ids:
    """Session IDs in order; without any that holds a character that Kaltura cannot be sent."""
    found = frame["cue_point_id"].cast(pl.String).unique().sort().to_list()
    return tuple(cue for cue in found if cue.isprintable() and not {";", ","} & {*cue})
