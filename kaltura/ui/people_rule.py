"""The rule of Present and Partial, left to the person: kept in the link and across pages."""

from dataclasses import replace
from typing import Any

import streamlit as st

from kaltura.metrics.decisions import without_their_breakouts
from kaltura.metrics.denominators import DENOMINATORS, Denominator
from kaltura.metrics.rule import Rule
from kaltura.ui.address import unbind
from kaltura.ui.address_numbers import RULE_KEYS, RULE_NUMBERS, is_between, measure_name
from kaltura.ui.figures import how
from kaltura.ui.state import computed, loaded
from kaltura.ui.text import plain, plural

_LAST = "_rule"


def chosen_rule() -> Rule:
    """The widgets, and the rule that they make. Raises UsageError for numbers that a link made impossible."""
    if not any(key in st.query_params or key in st.session_state for key in RULE_KEYS):
        st.session_state.update(_tell_address())  # another page was loaded with it
    with st.expander("Rule: who counts as Present", icon=":material/rule:"):
        return _widgets()


def hold_rule() -> None:
    """For pages without the widgets: follows the rule of the address; another than the usual one stays there."""
    if any(key in st.query_params for key in RULE_KEYS):
        st.session_state[_LAST] = _of_address()
    _tell_address()


def _tell_address() -> dict[str, Any]:
    """Writes into the address what it does not tell of the rule last looked at; the values of those widgets."""
    lost = _not_in_address()
    unbind(lost)  # they are still the widgets' of the page that was left
    st.query_params.update({key: _in_address(key, value) for key, value in lost.items()})
    return lost


def _not_in_address() -> dict[str, Any]:
    """The values of the rule last looked at that differ from the usual ones and that the address does not tell."""
    usual, last = _values(Rule()), _values(st.session_state.get(_LAST, Rule()))
    return {key: value for key, value in last.items() if value != usual[key] and key not in st.query_params}


def _of_address() -> Rule:
    """The rule of the address; what kaltura.ui.link_check leaves out is as usual."""
    usual = _values(Rule())
    threshold, floor, tolerance = (_number(key, usual[key]) for key in RULE_NUMBERS)
    measures = {measure_name(of): of for of in DENOMINATORS}
    of = measures.get(st.query_params.get("of", ""), usual["of"])
    types = tuple(kind for kind in st.query_params.get_all("roles") if kind in loaded().choices.user_types)
    return Rule(threshold / 100, floor, tolerance, of, types)


def _number(key: str, usual: float) -> float:
    text = st.query_params.get(key, "")
    return float(text) if is_between(text, *RULE_NUMBERS[key]) else usual


def _in_address(key: str, value: Any) -> str | list[str]:
    """A widget's value as the widget writes it."""
    if isinstance(value, list):
        return value
    return measure_name(value) if key == "of" else f"{value:.12g}"


def _values(rule: Rule) -> dict[str, Any]:
    """The rule as the values of its widgets."""
    numbers = (round(100 * rule.threshold, 9), rule.floor_minutes, rule.tolerance_minutes)
    return dict(zip(RULE_KEYS, (*numbers, rule.denominator, [*rule.user_types]), strict=True))


def _widgets() -> Rule:
    first, second, third, fourth = st.columns([1, 1, 1, 2])
    threshold = first.number_input(
        "Present from, %", *RULE_NUMBERS["threshold"], 75.0, step=5.0, format="%g", key="threshold", bind="query-params"
    )
    floor = second.number_input(
        "Partial from, min", *RULE_NUMBERS["floor"], 1.0, step=1.0, format="%g", key="floor", bind="query-params"
    )
    tolerance = third.number_input(
        "Tolerance, min", *RULE_NUMBERS["tolerance"], 0.5, step=0.5, format="%g", key="tolerance", bind="query-params"
    )
    of = fourth.selectbox(
        "Measured against", list(DENOMINATORS), format_func=measure_name, key="of", bind="query-params"
    )
    types = loaded().choices.user_types
    roles = st.multiselect(
        "User types that are judged", types, key="roles", placeholder="All user types", bind="query-params"
    )
    known: Denominator = of if of in DENOMINATORS else "session"
    judged = tuple(role for role in roles if role in types)
    rule = Rule(threshold / 100, floor, tolerance, known, judged)
    st.session_state[_LAST] = rule
    return rule


def last_rule() -> Rule:
    """For pages without the widgets: the rule that this session last looked at, else the usual one."""
    rule: Rule = st.session_state.get(_LAST, Rule())
    return replace(rule, user_types=tuple(kind for kind in rule.user_types if kind in loaded().choices.user_types))


def explained(rule: Rule) -> None:
    """The rule in words, with the definition behind it."""
    beside = computed(without_their_breakouts, rule)
    hint = (
        f" {plural(beside, 'attendance')} {'has' if beside == 1 else 'have'} minutes in breakouts too: "
        "where somebody is not Present, the reason says how many."
        if beside
        else ""
    )
    st.caption(
        f"{plain(rule.sentence)} Only main sessions count. Anonymous viewers are not listed.{hint}",
        help=how("decision"),
    )
