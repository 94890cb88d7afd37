"""Take it away."""

import streamlit as st

from kaltura.ui.export_parts import api_request, chosen_options, derived_table, everything, reports
from kaltura.ui.period import choose_period
from kaltura.ui.selection import in_words
from kaltura.ui.state import filters, loaded, view
from kaltura.ui.states import PageEnd, has_sessions

if not has_sessions(view(), of_any_layer=True):
    raise PageEnd

selection_text = in_words(filters(), loaded().choices)
safe = st.toggle(
    "Safe for Excel",
    value=True,
    key="export_safe",
    persist_state="session",
    help="In CSV files, a text that Excel would run as a formula (it begins with = + - @) gets a ' in front of it.",
)

with st.container(key="export_reports"):
    reports(safe, selection_text)

st.header("In one file", anchor=False)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.caption("Tables and charts over time by", width="content")
    options = chosen_options(choose_period("export"))
everything(safe, selection_text, options)
st.header("Derived tables", anchor=False)
derived_table(safe, selection_text, options)

st.header("The request", anchor=False)
api_request()
