"""The summary as text for people: the JSON's figures, rounded and with their units."""

from collections.abc import Callable, Iterator
from typing import Any

from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.written import count, minutes, percent, percent_range

NOT_KNOWN = "not known"
_WIDTH = 38  # two more than the longest label

_MAIN: tuple[tuple[str, str, Callable[[float | None], str]], ...] = (
    ("main_sessions", "Main sessions", count),
    ("breakout_sessions", "Breakout sessions", count),
    ("running_sessions", "Running sessions", count),
    ("attendances", "Attendances", count),
    ("unique_attendees", "Unique attendees", count),
    ("anonymous_attendances", "Anonymous attendances", count),
    ("attended_minutes", "Attended minutes", minutes),
    ("engagement_rate", "Engagement rate", percent),
    ("disengaged_minutes", "Disengaged minutes", minutes),
)
_BREAKOUTS: tuple[tuple[str, str, Callable[[float | None], str]], ...] = (
    ("main_sessions_with_breakouts", "Main sessions with breakouts", count),
    ("evenness", "Evenness of breakouts", percent),
    ("gini", "Gini of breakouts", lambda value: f"{value:.2f}"),
    ("empty", "Empty breakouts", count),
    ("solo", "Breakouts with one person", count),
    ("over_full", "Over-full breakouts", count),
    ("orphans", "Breakouts without a main session", count),
)


def as_text(figures: dict[str, Any]) -> str:
    """A line a figure, then a line a note. figures: of kaltura.cli.summary.summary."""
    whole = f"{'Complete':{_WIDTH}}{'yes' if figures['complete'] else 'no'}"
    return "\n".join(
        [*_lines(figures), whole, *(f"Note: {_report(note)}{note['sentence']}" for note in figures["problems"])]
    )


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    breakouts, apart = figures["breakouts"], figures["unknown_layer"]
    yield from (_line(label, figures[key], written) for key, label, written in _MAIN)
    yield f"{'Breakout participation':{_WIDTH}}{_participation(breakouts)}"
    yield from (_line(label, breakouts[key], written) for key, label, written in _BREAKOUTS)
    if apart["sessions"]:
        yield from (_line(f"Unknown layer: {key.replace('_', ' ')}", value, _plain) for key, value in apart.items())


def _line(label: str, value: float | None, written: Callable[[float | None], str]) -> str:
    return f"{label:{_WIDTH}}{NOT_KNOWN if value is None else written(value)}"


def _participation(breakouts: dict[str, Any]) -> str:
    low, high = breakouts["participation_low"], breakouts["participation_high"]
    if low is None:
        return NOT_KNOWN
    exact = breakouts["participation_exact"]
    rate = percent(low) if exact else percent_range(low, high, 1)
    whole = plural(breakouts["participation_people"], "attendance")
    return f"{rate} of {whole} of main sessions with breakouts{'' if exact else ', only bounds are known'}"


def _plain(value: float | None) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def _report(problem: dict[str, Any]) -> str:
    return "" if problem["report"] is None else f"{Report(problem['report']).named}: "
