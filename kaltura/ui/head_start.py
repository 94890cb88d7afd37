"""On a visit's first page the figures are drawn first, then one chart, then the sidebar and all the rest.

A browser that has received much draws all of it at once, and late. Plotly alone is 4.6 MB of program, and each widget
of the sidebar brings its own: what a person came for waits for none of them. How long the rest is held back follows
from the browser itself: what it took to load Streamlit tells what it needs for a chart.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

# As shares of the time from the answer with Streamlit's page to the first run: a row of figures is loaded and drawn;
# a chart is. Measured in Chromium on two slow cores, where that time is 0.6 s.
FIGURES = 0.7
CHART = 1.8
_USUAL = 0.6  # seconds, when the page was answered by another process
_LONGEST = 1.0  # seconds: a slow network says nothing about what drawing takes
_MOST_BROWSERS = 1_000

_SEEN = "_seen"
_AHEAD = "_ahead"
_ANSWERED: dict[tuple[str, str], float] = {}  # browser → when it was last given Streamlit's page


@dataclass
class _Ahead:
    """What follows; what the browser took to load; whether figures were sent; when the first chart will be drawn."""

    rest: Callable[[], object]
    took: float
    figures: bool = False
    chart_drawn: float | None = None


def page_answered(headers: Mapping[str, str]) -> None:
    """Called with each request that is answered with Streamlit's page."""
    while len(_ANSWERED) >= _MOST_BROWSERS:
        _ANSWERED.pop(next(iter(_ANSWERED)), None)
    _ANSWERED[_browser(headers)] = monotonic()


def first_sight() -> bool:
    """Whether this is the first run of a visit with a browser. Asked once a run."""
    first = _SEEN not in st.session_state
    st.session_state[_SEEN] = True
    return first and bool(st.context.headers)


@contextmanager
def followed_by(rest: Callable[[], object]) -> Iterator[None]:
    """What is drawn inside goes ahead: figures, then the first chart. `rest` is drawn after that, or at the end."""
    answered = _ANSWERED.pop(_browser(st.context.headers), None)
    took = _USUAL if answered is None else min(monotonic() - answered, _LONGEST)
    st.session_state[_AHEAD] = _Ahead(rest, took)
    try:
        yield
    finally:
        _draw_rest()


def figures_sent() -> None:
    """Called after each row of figures: nothing follows a visit's first one until it is drawn."""
    ahead: _Ahead | None = st.session_state.get(_AHEAD)
    if ahead is not None and not ahead.figures:
        ahead.figures = True
        sleep(FIGURES * ahead.took)


def before_a_chart() -> None:
    """Called before each chart: the visit's second one, and what follows, waits until the first one is drawn."""
    ahead: _Ahead | None = st.session_state.get(_AHEAD)
    if ahead is None:
        return
    if ahead.chart_drawn is None:
        ahead.chart_drawn = monotonic() + CHART * ahead.took
    else:
        sleep(max(ahead.chart_drawn - monotonic(), 0))
        _draw_rest()


def _draw_rest() -> None:
    ahead: _Ahead | None = st.session_state.pop(_AHEAD, None)
    context = get_script_run_ctx()
    if ahead is not None and context is not None:
        # Else its widgets were the page's, others than those of the next run: what is clicked first would be lost.
        with context.run_with_active_hash(context.pages_manager.main_script_hash):
            ahead.rest()


def _browser(headers: Mapping[str, str]) -> tuple[str, str]:
    """What tells browsers apart well enough: two that are taken for one only wait a little less or more."""
    return headers.get("user-agent", ""), headers.get("x-forwarded-for", "")
