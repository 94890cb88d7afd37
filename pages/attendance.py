"""Who comes, when, how long?"""

import streamlit as st

from kaltura.reports.columns import Report
from kaltura.ui import attendance_parts as parts
from kaltura.ui import completeness_parts, returning_parts
from kaltura.ui.period import choose_period
from kaltura.ui.session_links import PART
from kaltura.ui.state import view
from kaltura.ui.states import PageEnd, attendees_reported, available, has_main_sessions

if not has_main_sessions(view()) or not available(Report.ATTENDEES) or not attendees_reported():
    raise PageEnd

parts.figures()
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    period = choose_period("attendance")
    measure = parts.choose_measure()
parts.over_time(period, measure)
parts.weekday_and_hour(measure)

stay, back, who, shared = st.tabs(
    ["How long they stay", "Who comes back", "User types", "Shared audience"], key=PART, bind="query-params"
)
# Only the open tab is computed.
if stay.open:
    with stay:
        parts.minutes_of_attendances()
        completeness_parts.completeness_and_threshold()
if back.open:
    with back:
        returning_parts.new_and_returning(period)
        returning_parts.retention_by_cohort()
        returning_parts.how_often(period)
if who.open:
    with who:
        parts.by_user_type()
if shared.open:
    with shared:
        parts.overlap_of_rooms()
