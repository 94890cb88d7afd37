"""The figures at the top of Overview: each with its change against the period before and its course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import pandas as pd

from kaltura.filters import Filters
from kaltura.metrics.headline import Headline, headline
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.participation import Participation, participation
from kaltura.metrics.periods import Period, fitting_period
from kaltura.ui.breakout_figures import anonymous_sentence, few_joined
from kaltura.ui.changes import Change, minutes_more, points, relative, slight
from kaltura.ui.figures import Figure
from kaltura.ui.sparkline import Step, steps
from kaltura.ui.state import computed, computed_of
from kaltura.ui.text import count, few_behind, minutes, percent, percent_range, plural


@dataclass(frozen=True)
class Figures:
    """What the figures of one period are made of."""

    headline: Headline
    participation: Participation


@dataclass(frozen=True)
class Course:
    """The tables over time that the sparklines show."""

    period: Period
    attendance: pd.DataFrame
    engagement: pd.DataFrame
    breakouts: pd.DataFrame


@dataclass(frozen=True)
class _Row:
    """A figure of Headline, how it and its change are written, and where its sparkline comes from.

    key: the field, and its definition's key.
    """

    key: str
    written: Callable[[float | None], str]
    change: Callable[[float | None, float | None], Change]
    table: Literal["attendance", "engagement"]
    column: str
    good: Literal["up", "neither"] = "up"
    line: bool = False


_MINUTES = partial(relative, unit="\u00a0min")
_ROWS = (
    _Row("main_sessions", count, relative, "attendance", "sessions", "neither"),
    _Row("attendances", count, relative, "attendance", "attendances"),
    _Row("unique_attendees", count, relative, "attendance", "unique_attendees"),
    _Row("attended_minutes", minutes, _MINUTES, "attendance", "attended_minutes"),
    _Row("mean_minutes", minutes, minutes_more, "attendance", "mean_minutes", line=True),
    _Row("engagement_rate", percent, points, "engagement", "engagement_rate", line=True),
    _Row("disengaged_minutes", minutes, _MINUTES, "engagement", "disengaged_minutes", "neither"),
)


def figures_of(chosen: Filters) -> Figures:
    """The figures of a selection, remembered."""
    return Figures(computed_of(chosen, headline), computed_of(chosen, participation))


def _course() -> Course:
    """The course of the selection on screen, by the period that the charts below begin with."""
    period = computed(fitting_period)
    return Course(
        period,
        computed(attendance_over_time, period),
        computed(engagement_over_time, period),
        computed(breakouts_over_time, period),
    )


def overview_figures(
    now: Figures,
    before: Figures | None,
    *,
    too_early: bool = False,
    breakouts: bool = True,
) -> list[Figure]:
    """Eight figures, seven where the account has no breakouts.

    before: None when the period before was not fetched; then no change is shown.
    too_early: changes are shown without a colour that judges them, as slight ones always are.
    """
    earlier = before.headline if before else None
    figures = [_figure(row, now.headline, earlier, too_early=too_early) for row in _ROWS]
    if not breakouts:
        return figures
    joined = Figure(
        "participation",
        percent_range(now.participation.low, now.participation.high, digits=1 if now.participation.exact else 0),
        change=_joined(now.participation, before.participation) if before else None,
        trend=_participation,
        line=True,
        note=_source(now.participation),
    )
    return [*figures, joined]


def _figure(row: _Row, now: Headline, before: Headline | None, *, too_early: bool) -> Figure:
    value, earlier = getattr(now, row.key), getattr(before, row.key, None)
    notes = {"main_sessions": _running, "attendances": _anonymous, "engagement_rate": coverage_note}
    even = before is not None and slight(value, earlier, rate=row.change is points)
    return Figure(
        row.key,
        row.written(value),
        change=row.change(value, earlier) if before else None,
        trend=None if value is None else partial(_trend, row),
        line=row.line,
        good="neither" if too_early or even else row.good,
        note=notes[row.key](now) if row.key in notes else "",
    )


def _trend(row: _Row) -> Sequence[Step]:
    found = _course()
    return steps(getattr(found, row.table), row.column, found.period, row.written)


def _participation() -> Sequence[Step]:
    found = _course()
    known = found.breakouts.dropna(subset="participation_low")
    exact = known["participation_exact"].all()  # bounds go their own ways, which say nothing of where it went
    return steps(known, "participation_low", found.period, percent) if exact else ()


def coverage_note(head: Headline) -> str:
    """What the engagement rate rests on, and its range when few people are behind it."""
    if head.engagement_rate is None:
        return "No attendance of the selection has a known engagement rate."
    said = (
        f"It rests on {percent(head.engagement_coverage)} of the attended minutes "
        f"and {percent(head.session_coverage)} of the main sessions."
    )
    return f"{said} {few_behind(head.engagement_interval, head.engagement_people)}".rstrip()


def _running(head: Headline) -> str:
    if not head.running_sessions:
        return ""
    return f"{head.running_sessions:,} of them {'has' if head.running_sessions == 1 else 'have'} no end yet."


def _anonymous(head: Headline) -> str:
    anonymous, guests = percent(head.anonymous_share), percent(head.guest_share)
    return f"{anonymous} of them are anonymous; {guests} are by guests." if head.attendances else ""


def _joined(now: Participation, before: Participation) -> Change:
    # Between two ranges no difference is known.
    return points(now.low, before.low) if now.exact and before.exact else None


def _source(found: Participation) -> str:
    if found.reason:
        return found.reason
    sessions = plural(found.main_sessions, "session")
    of = f"Of {plural(found.people, 'person', 'people')} in {sessions} with breakouts (each person once per session)"
    if found.exact:
        return f"{of}, counted from attendees.{few_joined(found)}"
    return f"{of}; only bounds are known.{anonymous_sentence(found)}"
