"""The rule of Present and Partial, left to the person: kept in the link and across pages."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from kaltura.api.errors import UsageError
from kaltura.metrics.decisions import Rule, without_their_breakouts
from kaltura.metrics.denominators import DENOMINATORS, Denominator
from kaltura.ui.choose_by_id import HELD
from kaltura.ui.figures import how
from kaltura.ui.navigation import RULE_KEYS
from kaltura.ui.state import computed, loaded
from kaltura.ui.text import plain, plural

_LAST = "_rule"


def chosen_rule() -> Rule:
    """The widgets, and the rule that they make. Raises UsageError for numbers that a link made impossible."""
    with st.expander("Rule: who counts as Present", icon=":material/rule:"):
        return _widgets()


def hold_rule() -> None:
    """For pages without the widgets: another rule than the usual one stays in the address, as the selection does."""
    usual = _values(Rule())
    rule: Rule = st.session_state.get(_LAST, Rule())
    other = {key: value for key, value in _values(rule).items() if value != usual[key]}
    for key, value in other.items():
        if key not in st.query_params:  # the page that had the widgets was left
            st.session_state[key] = value
            with suppress(StreamlitAPIException):  # it is still that page's own
                st.query_params[key] = value if isinstance(value, list | str) else f"{value:g}"
    if other or any(key in st.query_params for key in RULE_KEYS):
        with st.container(key=f"{HELD}_rule"), suppress(UsageError):
            _widgets()


def _values(rule: Rule) -> dict[str, Any]:
    """The rule as the values of its widgets."""
    numbers = (round(100 * rule.threshold, 6), rule.floor_minutes, rule.tolerance_minutes)
    return dict(zip(RULE_KEYS, (*numbers, rule.denominator, [*rule.roles]), strict=True))


def _widgets() -> Rule:
    first, second, third, fourth = st.columns([1, 1, 1, 2])
    threshold = first.number_input(
        "Present from, %", 1.0, 100.0, 75.0, step=5.0, format="%g", key="threshold", bind="query-params"
    )
    floor = second.number_input(
        "Partial from, min", 0.0, 600.0, 1.0, step=1.0, format="%g", key="floor", bind="query-params"
    )
    tolerance = third.number_input(
        "Tolerance, min", 0.0, 60.0, 0.5, step=0.5, format="%g", key="tolerance", bind="query-params"
    )
    of = fourth.selectbox(
        "Measured against", list(DENOMINATORS), format_func=_measure_name, key="of", bind="query-params"
    )
    types = loaded().choices.user_types
    roles = st.multiselect("Judge only", types, key="roles", placeholder="All roles", bind="query-params")
    known: Denominator = of if of in DENOMINATORS else "session"
    judged = tuple(role for role in roles if role in types)
    rule = Rule(threshold / 100, floor, tolerance, known, judged)
    st.session_state[_LAST] = rule
    return rule


def last_rule() -> Rule:
    """For pages without the widgets: the rule that this session last looked at, else the usual one."""
    rule: Rule = st.session_state.get(_LAST, Rule())
    return replace(rule, roles=tuple(role for role in rule.roles if role in loaded().choices.user_types))


def explained(rule: Rule) -> None:
    """The rule in words, with the definition behind it."""
    beside = computed(without_their_breakouts, rule)
    hint = (
        f" {plural(beside, 'attendance')} also {'has' if beside == 1 else 'have'} such minutes: "
        "where somebody is not Present, the reason says how many."
        if beside
        else ""
    )
    st.caption(f"{plain(rule.sentence)} Main sessions; anonymous viewers are in no list.{hint}", help=how("decision"))


def _measure_name(of: str) -> str:
    words = DENOMINATORS.get(of, of)  # type: ignore[call-overload]
    return str(words[:1].upper() + words[1:])
