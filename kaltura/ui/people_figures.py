"""The figures above the lists of people: how many, and how their attendances were decided."""

import streamlit as st

from kaltura.metrics.decisions import borderline_count, decision_counts, judged_people
from kaltura.metrics.headline import headline
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_decisions import roster_borderline, roster_counts
from kaltura.metrics.roster_match import match
from kaltura.metrics.rule import BORDERLINE_MINUTES, BRIEF, PARTIAL, PRESENT, UNDECIDED, Rule
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.people_roster import OF_ROSTER, current_roster
from kaltura.ui.state import computed
from kaltura.ui.text import count, plural


def figures(rule: Rule) -> None:
    """How many people, and how their attendances were decided; of the roster's people where there is one."""
    roster = current_roster()
    counts = computed(decision_counts, rule) if roster is None else computed(roster_counts, rule, roster)
    total = sum(counts.values())
    close = computed(borderline_count, rule) if roster is None else len(computed(roster_borderline, rule, roster))
    of = f"Of {plural(total, 'attendance')}{'' if roster is None else OF_ROSTER}."
    figure_row(
        [
            _people(rule, roster),
            Figure("decision", count(counts[PRESENT]), label="Present", note=of),
            Figure("decision", count(counts[PARTIAL]), label="Partial", note=of),
            Figure("borderline", count(close), note=f"Within {BORDERLINE_MINUTES:g} min of the line."),
        ]
    )
    _others(rule, counts, total)


def _others(rule: Rule, counts: dict[str, int], total: int) -> None:
    """The attendances that are neither Present nor Partial, so that all add up."""
    said = []
    if brief := counts[BRIEF]:
        said.append(f"{brief:,} Brief, under the floor of {rule.floor_minutes:g} min")
    if undecided := counts[UNDECIDED]:
        said.append(f"{undecided:,} undecided, as the minutes or what they are measured against are not known")
    if said:
        others = counts[BRIEF] + counts[UNDECIDED]
        st.caption(f"The other {others:,} of {plural(total, 'attendance')}: {'; '.join(said)}.")


def _people(rule: Rule, roster: Roster | None) -> Figure:
    """Whom the decisions beside it are of: everybody seen, those that the rule judges, or the roster."""
    if roster is not None:
        seen = computed(match, roster).accounts["line"].nunique()
        return Figure("roster_match", f"{count(seen)} of {count(len(roster.people))}", label="Seen of the roster")
    everybody = count(computed(headline).unique_attendees)
    if not rule.user_types:
        return Figure("unique_attendees", everybody)
    note = f"Of {everybody} unique attendees: the rule judges some user types only."
    return Figure("unique_attendees", count(computed(judged_people, rule)), label="People judged", note=note)
