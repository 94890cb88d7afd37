"""The figures of one session's breakouts: who joined them, and how large each was."""

import streamlit as st

from kaltura.metrics.one_session import Session
from kaltura.metrics.session_breakouts import SessionBreakouts, session_breakouts
from kaltura.ui.breakout_figures import anonymous_sentence, count_range, unlisted
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.state import computed_everywhere
from kaltura.ui.text import NOTHING, percent, plural

MOST_SIZES = 6  # that fit into a card; of more only the smallest and the largest are said


def figures(session: Session) -> None:
    """Participation and sizes, where the session had breakouts."""
    found = computed_everywhere(session_breakouts, session.cue_point_id)
    if found is None:
        return
    figure_row(
        [
            Figure("participation", joined(found), note=_joined_note(found)),
            Figure("evenness", sizes(found), label="People in each breakout", note=_sizes_note(found)),
        ]
    )
    if bounds := _bounds(found):
        st.caption(bounds)


def joined(found: SessionBreakouts) -> str:
    """'20 of 23'; '10 to 20 of 23' when only bounds are known; '–' when nothing is."""
    low, high = found.participants_low, found.participants_high
    if low is None or high is None or found.people is None:
        return NOTHING
    return f"{count_range(low, high)} of {found.people:,}"


def sizes(found: SessionBreakouts) -> str:
    """'10 · 5 · 3 · 2'; '0 to 12, in 30' of many; '–' when no size is known."""
    if not found.sizes:
        return NOTHING
    if len(found.sizes) > MOST_SIZES:
        return f"{found.sizes[-1]:,} to {found.sizes[0]:,}, in {len(found.sizes):,}"
    return " · ".join(f"{size:,}" for size in found.sizes)


def _joined_note(found: SessionBreakouts) -> str:
    if found.participants_low is None or not found.people or not found.exact:
        return ""
    return f"{percent(found.participants_low / found.people)}, counted from attendees."


def _bounds(found: SessionBreakouts) -> str:
    """That participation is not counted, and of whom its bounds are; "" when it is counted, or nothing is known."""
    low, high = found.participants_low, found.participants_high
    if low is None or high is None or not found.people or found.exact:
        return ""
    because = unlisted() or "not every breakout has its attendees reported"
    return (
        f"Only bounds are known, as {because}: {count_range(low, high)} of the "
        f"{plural(found.people, 'person', 'people')} joined a breakout.{anonymous_sentence(found)}"
    )


def _sizes_note(found: SessionBreakouts) -> str:
    said = []
    if found.evenness is not None:
        said.append(f"Evenness {percent(found.evenness, 0)}, Gini {found.gini:.2f}.")
    if found.unknown:
        said.append(f"The size of {plural(found.unknown, 'other breakout')} is not known.")
    said.append("Anyone who changed breakouts is counted in each.")
    return " ".join(said)
