"""How are our rooms doing?"""

import streamlit as st

from kaltura.charts.breakouts import alt_participation_over_time, participation_over_time_chart
from kaltura.charts.engagement import alt_engagement_over_time, engagement_over_time_chart
from kaltura.charts.over_time import alt_attendance_over_time, attendance_over_time_chart
from kaltura.charts.rooms import alt_top_rooms, top_rooms_chart
from kaltura.metrics.before import before
from kaltura.metrics.halves import halves_of_headline, halves_of_participation
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.rooms import top_rooms
from kaltura.reports.columns import Report
from kaltura.ui.attention import what_needs_a_look
from kaltura.ui.chart import chart
from kaltura.ui.clicks import narrow_to_period, narrow_to_room
from kaltura.ui.columns import COLUMNS
from kaltura.ui.compared import comparable, compared_with, too_early
from kaltura.ui.figures import figure_row
from kaltura.ui.headline_figures import figures_of, overview_figures
from kaltura.ui.host_sessions import top_hosts
from kaltura.ui.period import choose_period, unfinished
from kaltura.ui.state import computed, filters, view, whole
from kaltura.ui.states import PageEnd, available, has_main_sessions
from kaltura.ui.ways_out import breakouts_at_all

if not has_main_sessions(view()):
    raise PageEnd

# Of all dates nothing is left to lie before them.
prior = before(view(), whole()) if filters().start else None
now, old = figures_of(filters()), figures_of(prior.filters) if prior and comparable(prior) else None
split = breakouts_at_all()
figure_row(overview_figures(now, old, too_early=too_early(prior), breakouts=split))
compared_with(prior)
attention = what_needs_a_look()

period = choose_period("overview")
attended, engaged, grouped = (
    computed(table, period) for table in (attendance_over_time, engagement_over_time, breakouts_over_time)
)
if available(Report.ATTENDEES):
    left, right = st.columns(2)
    with left:
        points = chart(
            f"Attendances by {period}",
            attendance_over_time_chart(attended, period),
            key="overview_attendance",
            alt=alt_attendance_over_time(attended, period, computed(halves_of_headline).get("attendances")),
            table=attended,
            definition="attendances",
            columns=COLUMNS,
            caption=f"{unfinished(period, attended[attended['attendances'] > 0])} "
            f"Click a bar to show only that {period}.",
            selectable=True,
        )
        narrow_to_period(points, period)
    with right:
        points = chart(
            f"Engagement rate by {period}",
            engagement_over_time_chart(engaged, period),
            key="overview_engagement",
            alt=alt_engagement_over_time(engaged, period, computed(halves_of_headline).get("engagement_rate")),
            table=engaged,
            definition="engagement_rate",
            columns=COLUMNS,
            caption=f"{unfinished(period, engaged.dropna(subset='engagement_rate'), 'Hollow points')} "
            f"Click a point to show only that {period}.",
            empty_reason="No engagement rate is known in this selection: Kaltura reported none for its attendances.",
            selectable=True,
        )
        narrow_to_period(points, period)

attention()

if split:
    points = chart(
        f"Breakout participation by {period}",
        participation_over_time_chart(grouped, period),
        key="overview_breakouts",
        alt=alt_participation_over_time(grouped, period, computed(halves_of_participation)),
        table=grouped,
        definition="participation",
        columns=COLUMNS,
        caption=f"{unfinished(period, grouped.dropna(subset='participation_low'), 'Hollow points')} "
        f"Click a point to show only that {period}.",
        empty_reason=now.participation.reason or "Nobody's breakouts are known in this selection.",
        selectable=True,
    )
    narrow_to_period(points, period)

if whole().provenance.missing(Report.ATTENDEES) is None:
    rooms = computed(top_rooms)
    left, right = st.columns(2)
    with left:
        points = chart(
            "Rooms with most attended minutes",
            top_rooms_chart(rooms),
            key="overview_rooms",
            alt=alt_top_rooms(rooms),
            table=rooms,
            definition="attended_minutes",
            columns=COLUMNS,
            caption="Click a bar to look at that room alone.",
            selectable=True,
            by=("room_id",),
        )
        narrow_to_room(points)
    with right:
        top_hosts()
