"""The parts of the Attendance page on who comes back."""

from datetime import date

import streamlit as st

from kaltura.charts import cohorts as charts
from kaltura.dataset import Dataset
from kaltura.metrics.cohorts import NewReturning, Retention, new_returning, repeat, retention, stickiness
from kaltura.metrics.headline import headline
from kaltura.metrics.periods import Period
from kaltura.ui.chart import chart
from kaltura.ui.columns import COLUMNS
from kaltura.ui.dates import date_range
from kaltura.ui.figures import Figure
from kaltura.ui.next_step import next_step
from kaltura.ui.period import unfinished_caption
from kaltura.ui.state import all_dates, computed, filters, history
from kaltura.ui.text import NOTHING, few_behind, percent


def repeat_rate() -> Figure:
    """The figure; not known of a single session."""
    if computed(headline).main_sessions < 2:
        return Figure("repeat_rate", NOTHING, note="Nobody can come to a second session where there is only one.")
    often = computed(repeat)
    return Figure("repeat_rate", percent(often.rate), note=few_behind(often.interval, often.people))


def new_and_returning(period: Period) -> None:
    """People first seen in a period, and those seen before."""
    found = computed(_new_returning, period)
    chart(
        f"New and returning people by {period}",
        charts.new_returning_chart(found.table, period),
        key="attendance_new",
        alt=charts.alt_new_returning(found.table, period),
        table=found.table,
        columns=COLUMNS,
        definition="new_attendees",
        caption=f"{unfinished_caption(period, found.table[found.table['unique_attendees'] > 0])} {_since(found.since)}",
        empty_reason="Nobody identified is in this selection.",
        needs_times=True,
    )


def retention_by_cohort() -> None:
    """Of the people first seen in a week, those seen again."""
    found = computed(_retention)
    chart(
        "Seen again, by the week of the first session",
        charts.retention_chart(found.table),
        key="attendance_retention",
        alt=charts.alt_retention(found.table),
        table=found.table,
        columns=COLUMNS,
        definition="retention",
        caption="The number beside each week is how many people were first seen then; * marks a week that is not over. "
        f"{_since(found.since)}",
        empty_reason="Nobody was first seen in a week of this selection that has a week after it.",
        needs_times=True,
        empty_step=f"{next_step()} People count as new where the data at hand first shows them.",
    )
    if filters().start and st.button("Show all dates", key="attendance_all_dates", icon=":material/date_range:"):
        all_dates()


def how_often(period: Period) -> None:
    """People by number of sessions, and how much of the audience a session holds."""
    often, held = computed(repeat), computed(stickiness, period)
    left, right = st.columns(2)
    with left:
        chart(
            "People by how many sessions they came to",
            charts.repeat_chart(often.table),
            key="attendance_repeat",
            alt=charts.alt_repeat(often.people, often.repeaters),
            table=often.table,
            columns=COLUMNS,
            definition="repeat_rate",
            empty_reason="Nobody identified is in this selection.",
        )
    with right:
        chart(
            f"Stickiness by {period}",
            charts.stickiness_chart(held, period),
            key="attendance_stickiness",
            alt=charts.alt_stickiness(held, period),
            table=held,
            columns=COLUMNS,
            definition="stickiness",
            caption="High where the same people come to every session, low where each session has its own. "
            f"{unfinished_caption(period, held.dropna(subset='stickiness'), 'Hollow points')}",
            empty_reason=f"No {period} of this selection has two sessions with identified people.",
            needs_times=True,
        )


def _new_returning(ds: Dataset, period: Period) -> NewReturning:
    return new_returning(ds, period, history())


def _retention(ds: Dataset) -> Retention:
    return retention(ds, history=history())


def _since(day: date | None) -> str:
    return f"Who was there before is known from {date_range(day, day)} on." if day else ""
