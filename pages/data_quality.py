"""Can I trust this?"""

import streamlit as st

from kaltura.ui import quality_received as received
from kaltura.ui import quality_selected as selected
from kaltura.ui.state import view
from kaltura.ui.states import has_sessions

received.verdict()
selected.figures()
received.ledger()
received.problems()

if has_sessions(view(), of_any_layer=True):
    with st.grid(2, gap="small", min_column_width=360):
        selected.coverage()
        selected.estimates()
    selected.sessions_to_look_at()

received.request()
