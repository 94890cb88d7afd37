"""How are our rooms doing?"""

import streamlit as st

from kaltura.metrics.headline import headline
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.state import computed, view
from kaltura.ui.states import has_sessions
from kaltura.ui.text import count, minutes, percent

if not has_sessions(view()):
    st.stop()

now = computed(headline)
figure_row(
    [
        Figure("main_sessions", count(now.main_sessions)),
        Figure("attendances", count(now.attendances)),
        Figure("unique_attendees", count(now.unique_attendees)),
        Figure("attended_minutes", minutes(now.attended_minutes)),
        Figure("mean_minutes", minutes(now.mean_minutes)),
        Figure("engagement_rate", percent(now.engagement_rate)),
        Figure("disengaged_minutes", minutes(now.disengaged_minutes)),
        Figure("breakout_sessions", count(now.breakout_sessions)),
    ]
)
