"""How much of their session attendances covered, and what a threshold would make of it."""

import streamlit as st

from kaltura.charts import completeness as charts
from kaltura.metrics.completeness import Completeness, completeness, threshold_curve
from kaltura.metrics.denominators import DENOMINATORS, Denominator, measurable, unmeasurable
from kaltura.metrics.headline import headline
from kaltura.ui.chart import chart
from kaltura.ui.choose_one import choose_one
from kaltura.ui.columns import COLUMNS
from kaltura.ui.people_rule import last_rule
from kaltura.ui.state import computed, view
from kaltura.ui.text import plural

_SHARES = {**COLUMNS, "low": COLUMNS["share"], "high": COLUMNS["share"]}


def completeness_and_threshold() -> None:
    """How much of a session, and what a threshold would make of it, by the denominator of choice."""
    denominator = _choose_denominator()
    found = computed(completeness, denominator)
    reason, step = _why_no_whole(denominator)
    rule = last_rule()
    curve = computed(threshold_curve, denominator, rule.tolerance_minutes, rule.threshold)
    left, right = st.columns(2)
    with left:
        chart(
            "Attendances by part of the session",
            charts.completeness_chart(found),
            key="attendance_completeness",
            alt=charts.alt_completeness(found),
            table=found.table,
            columns=_SHARES,
            definition="completeness",
            caption=_completeness_caption(found),
            empty_reason=reason,
            empty_step=step,
            needs_times=True,
        )
    with right:
        chart(
            "Present at each threshold",
            charts.threshold_chart(curve, rule.threshold),
            key="attendance_threshold",
            alt=charts.alt_threshold(curve, rule.threshold),
            table=curve,
            columns=COLUMNS,
            definition="threshold_curve",
            caption=_threshold_caption(),
            empty_reason=reason,
            empty_step=step,
            needs_times=True,
        )


def _choose_denominator() -> Denominator:
    return choose_one(
        "Measured against",
        {key: words.capitalize() for key, words in DENOMINATORS.items()},
        "attendance_denominator",
        help="The host's or the longest attendee's minutes suit rooms that are opened early or closed late.",
    )


def _why_no_whole(denominator: Denominator) -> tuple[str, str]:
    """Why nothing is measured, and what to do."""
    if measurable(view(), denominator):
        return (
            "No session of this selection has a known length of this kind.",
            "Measure against something else, or choose a longer range of dates.",
        )
    missing = unmeasurable(view(), denominator)
    return missing.message, missing.next_step


def _completeness_caption(found: Completeness) -> str | None:
    """What the chart does not draw as it is, if there is any."""
    said, whole = [], DENOMINATORS[found.denominator]
    if found.longer:
        were, are = ("was", "is") if found.longer == 1 else ("were", "are")
        said.append(f"{plural(found.longer, 'attendance')} {were} longer than {whole} and {are} drawn at 100 %.")
    if found.left_out:
        are = "is" if found.left_out == 1 else "are"
        unknown = "is not known" if found.denominator == "session" else "are not known"  # a length, or minutes
        said.append(f"{plural(found.left_out, 'attendance')} {are} left out because {whole} {unknown}.")
    return " ".join(said) or None


def _threshold_caption() -> str:
    """Whether the curve counts anonymous viewers, whom decisions leave out, and that no minute in breakouts counts."""
    anonymous = "Anonymous viewers are among them, whom People leaves out; minutes in breakouts are not."
    return anonymous if computed(headline).anonymous_attendances else "Minutes in breakouts do not count."
