"""The dashboard's server: `streamlit run app.py`, or `uvicorn app:app` behind a proxy.

The screen itself starts in kaltura/ui/main.py. Keeping it out of this folder means that every visit, also a
deep link to a cold server, passes through main.py: pages/ cannot be reached around it.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from kaltura.ui.door import Door
from kaltura.ui.errors import on_script_error
from kaltura.ui.warm import lifespan

app = st.App(
    Path(__file__).parent / "kaltura" / "ui" / "main.py",
    lifespan=lifespan,
    on_script_error=on_script_error,
    middleware=[Middleware(Door)],
)
