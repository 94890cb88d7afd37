"""Day, week or month: the choice above charts over time."""

from typing import get_args

import streamlit as st

from kaltura.metrics.periods import Period, fitting_period
from kaltura.ui.state import computed

_NAMES: dict[Period, str] = {"day": "Day", "week": "Week", "month": "Month"}


def choose_period(page: str) -> Period:
    """The period a person chose on a page (its stem); until then the one that shows the selection best."""
    fitting = computed(fitting_period)
    chosen: Period | None = st.segmented_control(
        "By",
        list(_NAMES),
        format_func=lambda period: _NAMES[period],
        key=f"{page}_period_{fitting}",  # a selection of another length starts with what fits it
        default=fitting,
        persist_state="session",
        label_visibility="collapsed",
        help="Days, weeks or months",
    )
    return chosen if chosen is not None and chosen in get_args(Period) else fitting
