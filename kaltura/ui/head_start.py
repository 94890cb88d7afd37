"""On a visit's first page the figures are drawn before the charts arrive.

Plotly is 4.6 MB of program: a browser that has just received a chart does nothing else for more than a second, and
draws the figures that came with it only then. So the first chart of a visit follows the figures at a distance.
"""

from time import monotonic, sleep

import streamlit as st

SECONDS = 0.8  # what a browser needs to load and draw a row of figures
_SENT = "_figures_sent"


def figures_sent() -> None:
    """Called after each row of figures; the visit's first one counts. Nobody waits where there is no browser."""
    if st.context.headers:
        st.session_state.setdefault(_SENT, monotonic())


def before_a_chart() -> None:
    """Waits until the visit's first figures have had their head start."""
    sent = st.session_state.get(_SENT)
    if sent is not None and (left := sent + SECONDS - monotonic()) > 0:
        sleep(left)
