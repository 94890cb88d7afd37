"""Day, week or month: the choice above charts over time."""

from typing import Literal

import pandas as pd

from kaltura.charts.periods import PARTIAL
from kaltura.metrics.periods import Period, fitting_period, selected_days
from kaltura.ui.choose_one import choose_one
from kaltura.ui.state import computed

MOST_DAYS = 1_600  # a chart draws up to three points a day, and no more than 5,000
_NAMES: dict[Period, str] = {"day": "Day", "week": "Week", "month": "Month"}


def unfinished_caption(
    period: Period, drawn: pd.DataFrame, look: Literal["Pale bars", "Hollow points"] = "Pale bars"
) -> str:
    """What the look of some periods of a chart means, to go on with below it; "" where all are whole.

    drawn: its rows that can be seen, with `partial`. look: of kaltura.charts.periods' opacities or marks.
    """
    return f"{look}: the {period} is {PARTIAL}." if drawn["partial"].any() else ""


def choose_period(page: str) -> Period:
    """The period a person chose on a page (its stem); until then the one that shows the selection best."""
    fitting, span = computed(fitting_period), computed(selected_days)
    too_long = span is not None and (span[1] - span[0]).days >= MOST_DAYS
    return choose_one(
        "By",
        {period: words for period, words in _NAMES.items() if period != "day" or not too_long},
        f"{page}_period_{fitting}",  # a selection of another length starts with what fits it
        default=fitting,
        label_visibility="collapsed",
        help="Days, weeks or months",
    )
