"""The figures at the top of the Breakouts page."""

from collections.abc import Callable, Sequence

from kaltura.metrics.breakouts import BreakoutsSummary
from kaltura.metrics.headline import Headline
from kaltura.metrics.lift import Lift
from kaltura.metrics.participation import Participation
from kaltura.metrics.periods import undated
from kaltura.metrics.session_breakouts import SessionBreakouts
from kaltura.metrics.small_numbers import interval
from kaltura.metrics.tables import narrowed_to_people
from kaltura.reports.columns import Report
from kaltura.ui.figures import Figure
from kaltura.ui.sparkline import Step
from kaltura.ui.state import computed, view
from kaltura.ui.text import NOTHING, count, few_behind, minutes, percent, percent_range, plural


def breakout_figures(
    now: Headline,
    found: BreakoutsSummary,
    joined: Participation,
    gained: Lift,
    median: float | None,
    trend: Callable[[], Sequence[Step]] | None,
) -> list[Figure]:
    """Eight figures, most asked first. trend: gives participation, oldest first."""
    # Of some people only the sessions whose breakouts they joined are known, and without times whose a breakout was.
    known = bool(now.main_sessions) and not narrowed_to_people(view()) and not computed(undated)
    return [
        Figure("participation", participation_value(joined), label="Participation", trend=trend, line=True),
        Figure(
            "breakout_share",
            percent(gained.main_sessions / now.main_sessions) if known else NOTHING,
            label="With breakouts",
            note=f"{count(gained.main_sessions)} of {plural(now.main_sessions, 'main session')}." if known else "",
        ),
        Figure("breakout_sessions", count(now.breakout_sessions)),
        Figure("breakout_length", minutes(median), label="Median length"),
        Figure("evenness", percent(found.evenness, 0), note="" if found.gini is None else f"Gini: {found.gini:.2f}."),
        Figure("lift", lift_value(gained), note=lift_note(gained)),
        Figure(
            "breakout_flags",
            count(None if found.empty is None or found.solo is None else found.empty + found.solo),
            label="Empty or solo",
            note=f"{count(found.empty)} empty, {count(found.solo)} with one person.",
        ),
        Figure("orphans", count(found.orphans)),
    ]


def participation_value(joined: Participation) -> str:
    """'80.7 %' when counted, '64 % to 71 %' when only bounds are known, '–' when nothing is."""
    return percent(joined.low) if joined.exact else percent_range(joined.low, joined.high)


def participation_note(joined: Participation) -> str:
    """What the participation rests on, in a sentence."""
    if joined.low is None:
        return joined.reason
    several = joined.main_sessions > 1
    whole = f"the {plural(joined.people, 'person', 'people')}"
    once = " (each person is counted once per session)" if several else ""
    if joined.exact:
        where = f"these {joined.main_sessions:,} sessions" if several else "this session"
        return (
            f"Counted from attendees: {joined.participants_low:,} of {whole} in {where} joined a breakout{once}."
            f"{few_joined(joined)}"
        )
    sessions = plural(joined.main_sessions, "session")
    because = unlisted() or f"attendees of breakouts are reported in {joined.exact_sessions:,} of {sessions}"
    return (
        f"Only bounds are known: {because}; "
        f"{count_range(joined.participants_low, joined.participants_high)} of {whole} joined a breakout{once}."
        f"{anonymous_sentence(joined)}"
    )


def unlisted() -> str:
    """Why nothing on breakouts is whole where the report that lists them is missing, as a clause; else ""."""
    if view().provenance.missing(Report.BREAKOUT_SESSIONS) is None:
        return ""
    return f"without {Report.BREAKOUT_SESSIONS.named} there may have been further breakouts"


def anonymous_sentence(joined: Participation | SessionBreakouts) -> str:
    """Whom bounds count that a counted participation does not, as a further sentence; else ""."""
    if joined.exact or joined.people_source == "exact":
        return ""
    return (
        " Anonymous viewers are among them, as Kaltura estimates them; a count from attendees is of identified people "
        "alone and may lie outside."
    )


def count_range(low: int, high: int) -> str:
    """'12 to 20'; '5' when both are the same."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def few_joined(joined: Participation) -> str:
    """The 95 % interval of a counted participation that few people are behind, as a further sentence; else ""."""
    said = few_behind(interval(joined.low, joined.people), joined.people)
    return f" {said}" if said else ""


def lift_value(gained: Lift) -> str:
    """'+5.9 points', or a dash."""
    return NOTHING if gained.lift is None else f"{100 * gained.lift:+.1f}\u00a0points"


def lift_note(gained: Lift) -> str:
    """Both rates, and of how many sessions they are."""
    if gained.lift is None:
        return "Attendees of breakouts, or of their main sessions, are not reported with a ratio."
    return (
        f"{percent(gained.breakout_rate)} engaged in breakouts, {percent(gained.main_rate)} in the main session, "
        f"in {gained.sessions:,} of {plural(gained.main_sessions, 'session')} with breakouts."
    )
