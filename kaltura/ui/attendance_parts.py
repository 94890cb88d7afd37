"""The parts of the Attendance page, each a question with its chart."""

from functools import partial
from typing import cast

from kaltura.charts import attendance as charts
from kaltura.charts.over_time import TREND_MEASURES, alt_attendance_over_time, attendance_over_time_chart
from kaltura.charts.rooms import alt_overlap, overlap_chart
from kaltura.metrics.attendance import Measure, minutes_distribution, user_types, weekday_hour
from kaltura.metrics.halves import halves_of_headline
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import attendance_over_time
from kaltura.metrics.periods import Period, fitting_period
from kaltura.metrics.rooms import audience_overlap
from kaltura.metrics.sessions import main_sessions_starting
from kaltura.ui.chart import chart
from kaltura.ui.choose_one import choose_one
from kaltura.ui.clicks import narrow_to_period, narrow_to_user_type
from kaltura.ui.columns import COLUMNS
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.period import unfinished_caption
from kaltura.ui.returning_parts import repeat_rate
from kaltura.ui.session_list import session_list, weekday_words
from kaltura.ui.sparkline import steps
from kaltura.ui.state import computed, filters, select
from kaltura.ui.text import count, minutes, percent, plural


def figures() -> None:
    """Four figures: how much, who, how long, how often."""
    now = computed(headline)
    period = computed(fitting_period)
    over_time = computed(attendance_over_time, period)
    figure_row(
        [
            Figure(
                "attendances",
                count(now.attendances),
                trend=partial(steps, over_time, "attendances", period, count),
                note=f"{percent(now.anonymous_share)} of them are anonymous.",
            ),
            Figure(
                "unique_attendees",
                count(now.unique_attendees),
                trend=partial(steps, over_time, "unique_attendees", period, count),
            ),
            Figure("median_minutes", minutes(now.median_minutes)),
            repeat_rate(),
        ]
    )


def choose_measure() -> Measure:
    """What the charts on time count; one choice for both."""
    titles = {key: measure.title for key, measure in TREND_MEASURES.items()}
    return cast(Measure, choose_one("Count", titles, "attendance_measure", label_visibility="collapsed"))


def over_time(period: Period, measure: Measure = "attendances", *, key: str = "attendance_over_time") -> None:
    """The trend; a click narrows the dates. key: of the chart, another on each page."""
    table = computed(attendance_over_time, period)
    points = chart(
        f"{TREND_MEASURES[measure].axis} by {period}",
        attendance_over_time_chart(table, period, measure),
        key=key,
        alt=alt_attendance_over_time(table, period, computed(halves_of_headline).get(measure), measure),
        table=table,
        columns=COLUMNS,
        definition="main_sessions" if measure == "sessions" else measure,
        caption=f"{unfinished_caption(period, table[table[measure].fillna(0) > 0])} "
        f"Click a bar to show only that {period}.",
        selectable=True,
        needs_times=True,
    )
    narrow_to_period(points, period)


def weekday_and_hour(measure: Measure) -> None:
    """When in the week; a click lists the sessions."""
    table = computed(weekday_hour, measure)
    points = chart(
        f"{TREND_MEASURES[measure].axis} by weekday and hour",
        charts.weekday_hour_chart(table, measure),
        key="attendance_week",
        alt=charts.alt_weekday_hour(table, measure),
        table=table[table["sessions"] > 0],
        columns={**COLUMNS, "value": COLUMNS[measure]},
        definition="main_sessions" if measure == "sessions" else measure,
        caption=f"By the start of the session, on the clock of {filters().zone}. Click a cell to see its sessions.",
        selectable=True,
        by=("weekday", "hour"),
        sessions=int(table["sessions"].sum()),
        needs_times=True,
    )
    if points:
        weekday, hour = (int(value) for value in points[0]["customdata"])
        session_list(weekday_words(weekday, hour), computed(main_sessions_starting, weekday, hour))


def minutes_of_attendances() -> None:
    """The distribution with median and quartiles."""
    found = computed(minutes_distribution)
    unknown = f" The minutes of {plural(found.unknown, 'attendance')} are not known." if found.unknown else ""
    average = f" On average {minutes(found.mean)}." if found.table["attendances"].sum() > 1 else ""
    chart(
        "Attendances by their minutes",
        charts.minutes_chart(found),
        key="attendance_minutes",
        alt=charts.alt_minutes(found),
        table=found.table,
        columns=COLUMNS,
        definition="median_minutes",
        caption=f"{average}{unknown}".strip(),
    )


def by_user_type() -> None:
    """Users, guests, and what else Kaltura names; a click narrows the selection."""
    table, now = computed(user_types), computed(headline)
    points = chart(
        "Attendances by user type",
        charts.user_types_chart(table),
        key="attendance_types",
        alt=charts.alt_user_types(table),
        table=table,
        columns=COLUMNS,
        definition="guests",
        caption=f"Anonymous: {percent(now.anonymous_share)} of the attendances. Click a bar to select the type.",
        empty_reason="No attendance is in this selection.",
        selectable=True,
        by=("user_type",),
    )
    narrow_to_user_type(points)


def overlap_of_rooms() -> None:
    """People whom the largest rooms share; a click selects both rooms."""
    table = computed(audience_overlap)
    points = chart(
        "People seen in both of two rooms",
        overlap_chart(table),
        key="attendance_overlap",
        alt=alt_overlap(table),
        table=table,
        columns=COLUMNS,
        definition="audience_overlap",
        caption=f"The {len(set(table['room_id']) | set(table['other_id']))} rooms with most people; stronger "
        f"where they share more of them. Click a cell to select both rooms.",
        empty_reason="Fewer than two rooms of this selection have identified people.",
        selectable=True,
        by=("room_id", "other_id"),
    )
    if points:
        select(rooms=[str(room) for room in points[0]["customdata"]])
