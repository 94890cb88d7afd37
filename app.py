"""The dashboard's server: `streamlit run app.py`, or `uvicorn app:app` behind a proxy.

The screen itself starts in kaltura/ui/main.py. Keeping it out of this folder means that every visit, also a
deep link to a cold server, passes through main.py: pages/ cannot be reached around it.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from kaltura.ui.errors import on_script_error
from kaltura.ui.middleware import Door
from kaltura.ui.settings import check_readable
from kaltura.ui.warm import lifespan

# `streamlit run` says so itself. Under another server Streamlit would look beside the script, or where the server was
# started: elsewhere than in this folder, whose .streamlit/ says who may come in.
if config._main_script_path is None:
    config._main_script_path = __file__
    config.get_config_options(force_reparse=True)

check_readable()

app = st.App(
    Path(__file__).parent / "kaltura" / "ui" / "main.py",
    lifespan=lifespan,
    on_script_error=on_script_error,
    middleware=[Middleware(Door)],
)
