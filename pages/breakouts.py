"""Did small groups work?"""

from functools import partial

import streamlit as st

from kaltura.metrics.breakouts import breakouts_summary, median_length
from kaltura.metrics.breakouts_apart import apart_sentence, breakouts_apart
from kaltura.metrics.headline import headline
from kaltura.metrics.lift import lift
from kaltura.metrics.over_time import breakouts_over_time
from kaltura.metrics.participation import participation
from kaltura.ui import breakout_parts as parts
from kaltura.ui.breakout_figures import breakout_figures, participation_note
from kaltura.ui.breakout_tables import never_joined_a_breakout, rooms_to_look_at
from kaltura.ui.figures import figure_row
from kaltura.ui.period import choose_period
from kaltura.ui.session_links import FLAGGED, PART
from kaltura.ui.sparkline import steps
from kaltura.ui.state import computed, view, whole
from kaltura.ui.states import PageEnd, has_sessions
from kaltura.ui.text import percent

if not has_sessions(view()) or not parts.has_breakouts():
    raise PageEnd

period = choose_period("breakouts")
over_time, joined = computed(breakouts_over_time, period), computed(participation)
trend = partial(steps, over_time, "participation_low", period, percent) if joined.exact else None
figure_row(
    breakout_figures(
        computed(headline), computed(breakouts_summary), joined, computed(lift), computed(median_length), trend
    )
)
st.caption(participation_note(joined))
if apart := apart_sentence(breakouts_apart(view(), whole())):
    st.caption(f":material/info: {apart}")

left, right = st.columns(2, gap="small")
with left:
    parts.participation_over_time(period)
with right:
    parts.use_over_time(period)

rooms, sets, flagged, never = st.tabs(["Rooms", "Sessions", FLAGGED, "Never joined"], key=PART, bind="query-params")
# Only the open tab is computed.
if rooms.open:
    with rooms:
        parts.tree()
if sets.open:
    with sets, st.grid(3, gap="small", min_column_width=240):
        parts.evenness()
        parts.lift_of_sessions()
        parts.lengths()
if flagged.open:
    with flagged:
        rooms_to_look_at()
if never.open:
    with never:
        never_joined_a_breakout()
