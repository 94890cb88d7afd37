"""Answers that seem cut by a row cap that nobody told us of: asked again in halves.

Kaltura never says that rows were cut, and an account's own cap may be any number. Two things give a cut away: a
session that another report knows and this answer should hold, and a largest number of rows that several answers have.
Neither is proof. The answer is asked again in halves, and a half in turn only while it has as many rows as the whole:
with fewer it was not cut. With a filter on users, no other report tells how many rows there should be, so such an
answer, unless it is small, is asked again in any case, for each half of the users.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from kaltura.fetch.asks import Ask
from kaltura.fetch.calls import Arrived, Calls
from kaltura.fetch.limits import Limits
from kaltura.fetch.ownership import session_times
from kaltura.fetch.plan import BREAKOUTS, PEOPLE, ROOMS
from kaltura.fetch.shortage import short_of_people
from kaltura.fetch.windows import Tile, halves
from kaltura.filters import Filters
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.parse import empty_frame
from kaltura.reports.problems import SHOWN_ROWS, Problem

DOUBTED = "rows seem to be missing, asked again in halves"


class Doubts:
    """The doubted answers of one fetch. Each report has `limits.rechecks` answers to ask again, and no more."""

    def __init__(self, filters: Filters, limits: Limits) -> None:
        self._filters, self._limits = filters, limits
        self._spent: Counter[Report] = Counter()

    def asks(self, calls: Calls) -> list[Ask]:
        """Halves of the doubted answers, which are withdrawn; none when nothing is doubted or can be halved."""
        again = []
        for answer in self._doubted(calls):
            ask, parts = answer.ask, _parts(answer)
            if parts and self._spent[ask.report] < self._limits.rechecks:
                self._spent[ask.report] += 1
                calls.withdraw(answer, DOUBTED)
                received = answer.parsed.received
                again += [replace(part, halved=ask.halved + 1, doubted=received) for part in parts]
        return again

    def notes(self, calls: Calls) -> Iterator[Problem]:
        """What is doubted still, after the last answer."""
        left = self._doubted(calls)
        for report in dict.fromkeys(answer.ask.report for answer in left):
            yield _left_in_doubt(report, [answer for answer in left if answer.ask.report == report])

    def _doubted(self, calls: Calls) -> list[Arrived]:
        large = [
            answer
            for report in Report
            if report not in calls.failures
            for answer in calls.of(report, "rows", "timeless")
            if answer.parsed.received >= max(self._least(answer), answer.ask.doubted)
        ]
        short = {*map(id, self._short(calls)), *map(id, self._same_count(large))}
        return [answer for answer in large if id(answer) in short]

    def _least(self, answer: Arrived) -> int:
        """Rows below which it is not doubted: what one person did may all lie in one hour, which has no halves."""
        return self._limits.telling_count if len(answer.ask.users) == 1 else self._limits.least_cap

    def _short(self, calls: Calls) -> Iterator[Arrived]:
        """Answers without a session that another report says is in them, and those of which no report can say it."""
        if self._filters.users:
            yield from (answer for answer in calls.of(PEOPLE, "rows", "timeless") if not answer.ask.doubted)
        if ROOMS in calls.failures:
            return
        rooms, breakouts = (_of(calls, report) for report in (ROOMS, BREAKOUTS))
        if not self._filters.users:
            yield from short_of_people(calls.of(PEOPLE, "rows"), rooms, breakouts)
        if BREAKOUTS in calls.failures:
            return
        times = session_times([rooms, breakouts])
        split = rooms.filter(pl.col("parent_entry_id").is_not_null()).join(breakouts, on="cue_point_id", how="anti")
        for answer in calls.of(BREAKOUTS, "rows"):
            if not _owned(split, answer.ask.tile).is_empty():
                yield answer
        unheard = [a.ask.tile for a in calls.of(PEOPLE, "rows") if _unknown(a, times)]
        yield from (a for a in calls.of(ROOMS, "rows") + calls.of(BREAKOUTS, "rows") if _touches(a.ask.tile, unheard))

    def _same_count(self, large: Sequence[Arrived]) -> Iterator[Arrived]:
        """Answers with as many rows as the doubted one that they are a half of, and those of which each report's
        largest ones have exactly as many.
        """
        yield from (answer for answer in large if answer.ask.doubted)
        for report in Report:
            ours = [answer for answer in large if answer.ask.report == report]
            most = max((answer.parsed.received for answer in ours), default=0)
            largest = [answer for answer in ours if answer.parsed.received == most]
            # Windows overlap: that one class in several of them has as many rows tells nothing. Nor do numbers below
            # the largest, of which two are alike where the windows are many.
            if most >= self._limits.telling_count and len({_sessions(answer) for answer in largest}) > 1:
                yield from largest


def _sessions(answer: Arrived) -> frozenset[str]:
    return frozenset(answer.parsed.frame["cue_point_id"].cast(pl.String))


def _parts(answer: Arrived) -> list[Ask]:
    """The call in two: for half of the people each, or of the time where that is no less; none when neither can be."""
    ask, middle = answer.ask, len(answer.ask.users) // 2
    wanted = ask.wanted()
    if middle and wanted is not None and answer.parsed.frame.select(wanted.all()).item():
        return [replace(ask, users=ask.users[:middle]), replace(ask, users=ask.users[middle:])]
    return [replace(ask, tile=tile) for tile in halves(ask.tile)]


def _of(calls: Calls, report: Report) -> pl.DataFrame:
    return pl.concat([empty_frame(report), *(answer.parsed.frame for answer in calls.of(report, "rows"))])


def _owned(sessions: pl.DataFrame, tile: Tile) -> pl.DataFrame:
    return sessions.filter(pl.col("session_start_time").is_between(tile.start, tile.end, closed="left"))


def _unknown(answer: Arrived, times: pl.DataFrame) -> bool:
    """Whether the answer has sessions whose times nobody knows."""
    return not answer.parsed.frame.join(times, on="cue_point_id", how="anti").is_empty()


def _touches(tile: Tile, others: Iterable[Tile]) -> bool:
    return any(tile.start < other.until and other.start < tile.until for other in others)


def _left_in_doubt(report: Report, answers: Sequence[Arrived]) -> Problem:
    counts = sorted({answer.parsed.received for answer in answers})
    rows = tuple({"window": str(a.ask.tile), "rows": a.parsed.received} for a in answers[:SHOWN_ROWS])
    windows = plural(len(answers), "window")
    sizes = ", ".join(f"{count:,}" for count in counts[:3])
    sentence = (
        f"Rows seem to be missing in {windows} ({sizes} rows each): other answers know more, and asking for less time "
        "did not bring them all. The account may have a limit of its own. "
        "Ask for fewer days or for some rooms at a time, and ask Kaltura which limit it is."
    )
    return Problem("maybe_cut", sentence, sum(a.parsed.received for a in answers), report, rows)
