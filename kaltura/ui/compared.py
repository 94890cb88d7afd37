"""What changes are measured against, or why none are shown and how to get them."""

from datetime import timedelta

import streamlit as st

from kaltura.metrics.before import Before
from kaltura.ui.dates import date_range
from kaltura.ui.navigation import go
from kaltura.ui.state import view, whole
from kaltura.when import brief_day, day

_FEW_DAYS = 7


def compared_with(prior: Before | None) -> None:
    """A line below figures or a table of rooms. Without the period before it offers to fetch that."""
    if prior is None:
        return
    length = "day" if prior.days == 1 else f"{prior.days:,} days"
    single = prior.days == 1
    days = f"{date_range(prior.first, prior.last)}, the {length} right before"
    if prior.reaches_back and not comparable(prior):
        st.caption(f"No changes are shown:{_unfinished(prior)}")
    elif prior.reaches_back:
        st.caption(f"Changes are against {days}.{_empty(prior)}{_unfinished(prior)}")
    elif whole().provenance.source == "live":
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"No changes are shown: {days}, {'was' if single else 'were'} not fetched.", width="content")
            if st.button("Fetch them too", key="fetch_before", icon=":material/sync:", type="tertiary"):
                _prepare(prior)
    else:
        st.caption(f"No changes are shown: {days}, {'is' if single else 'are'} not in the data at hand.")


def _empty(prior: Before) -> str:
    if prior.begins is None:
        return ""
    if prior.begins > prior.last:
        return f" No session was held before {day(prior.begins)}, so there is nothing to compare with."
    return f" The first session of all was on {day(prior.begins)}: the days before it have none."


def comparable(prior: Before) -> bool:
    """Whether the period before is there, and more of this one than a day that is not over."""
    return prior.reaches_back and not (prior.days == 1 and _last_day_is_not_over(prior))


def too_early(prior: Before | None) -> bool:
    """Whether a day that is not over is so much of the selection that a change is neither good nor bad yet."""
    return prior is not None and prior.days <= _FEW_DAYS and _last_day_is_not_over(prior)


def _unfinished(prior: Before) -> str:
    last = prior.last + timedelta(days=prior.days)
    return f" {brief_day(last)} was not over when the data was fetched." if _last_day_is_not_over(prior) else ""


def _last_day_is_not_over(prior: Before) -> bool:
    fetched = whole().provenance.finished.astimezone(view().selection.tz)
    return fetched.date() == prior.last + timedelta(days=prior.days)


def _prepare(prior: Before) -> None:
    """Open Connect, asking for these days and the ones before."""
    first = prior.last + timedelta(days=1)
    st.session_state["connect_dates"] = (first, first + timedelta(days=prior.days - 1))
    st.session_state["connect_zone"] = view().zone  # the days are of this zone
    st.session_state["connect_before"] = True
    go("connect")
