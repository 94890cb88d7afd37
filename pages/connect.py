"""Where is the data?"""

import streamlit as st

from kaltura.ui import connect

connect.progress()
live, files, demo = st.tabs(["Live account", "Files", "Demo"])
with live:
    connect.live()
with files:
    connect.files()
with demo:
    st.write("An invented university with 26 weeks of classes, workshops and events. Nothing of it is real.")
    connect.back_to_demo()
