"""Take it away."""

import streamlit as st

from kaltura.ui.csv_dialect import choose_csv_dialect
from kaltura.ui.export_parts import api_request, chosen_options, derived_table, everything, reports
from kaltura.ui.period import choose_period
from kaltura.ui.selection import in_words
from kaltura.ui.state import filters, loaded, view
from kaltura.ui.states import PageEnd, has_sessions

if not has_sessions(view(), of_any_layer=True):
    raise PageEnd

selection_text = in_words(filters(), loaded().choices)
dialect = choose_csv_dialect()

with st.container(key="export_reports"):
    reports(dialect, selection_text)

st.header("In one file", anchor=False)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.caption("Tables and charts over time by", width="content")
    options = chosen_options(choose_period("export"))
everything(dialect, selection_text, options)
st.header("Derived tables", anchor=False)
derived_table(dialect, selection_text, options)

st.header("The request", anchor=False)
api_request()
