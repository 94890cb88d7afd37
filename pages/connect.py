"""Where is the data?"""

import streamlit as st

from kaltura.ui import connect

live, files, demo = st.tabs(["Live account", "Files", "Demo"])
with live:
    connect.live()
with files:
    connect.files()
with demo:
    connect.demo()
