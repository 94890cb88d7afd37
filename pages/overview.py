"""How are our rooms doing?"""

import streamlit as st

from kaltura.charts.rooms import alt_top_rooms, top_rooms_chart
from kaltura.metrics.before import before
from kaltura.metrics.rooms import top_rooms
from kaltura.reports.columns import Report
from kaltura.ui import attendance_parts, breakout_parts, engagement_parts
from kaltura.ui.attention import what_needs_a_look
from kaltura.ui.chart import chart
from kaltura.ui.clicks import narrow_to_room
from kaltura.ui.columns import COLUMNS
from kaltura.ui.compared import comparable, compared_with, too_early
from kaltura.ui.figures import figure_row
from kaltura.ui.headline_figures import figures_of, overview_figures
from kaltura.ui.host_sessions import top_hosts
from kaltura.ui.period import choose_period
from kaltura.ui.state import computed, filters, view, whole
from kaltura.ui.states import PageEnd, available, has_any_breakouts, has_main_sessions

if not has_main_sessions(view()):
    raise PageEnd

# Of all dates nothing is left to lie before them.
prior = before(view(), whole()) if filters().start else None
now, old = figures_of(filters()), figures_of(prior.filters) if prior and comparable(prior) else None
split = has_any_breakouts()
figure_row(overview_figures(now, old, too_early=too_early(prior), breakouts=split))
compared_with(prior)
attention = what_needs_a_look()

period = choose_period("overview")
if available(Report.ATTENDEES):
    left, right = st.columns(2)
    with left:
        attendance_parts.over_time(period, key="overview_attendance")
    with right:
        engagement_parts.over_time(period, key="overview_engagement")

attention()

if split:
    breakout_parts.participation_over_time(period, key="overview_breakouts")

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
