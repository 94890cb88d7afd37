"""On a visit's first page the figures are drawn first, then one chart, then the sidebar and all the rest.

A browser that has received much draws all of it at once, and late. Plotly alone is 4.6 MB of program, and each widget
of the sidebar brings its own: what a person came for waits for none of them. How long the rest is held back follows
from the browser itself: what it took to load Streamlit tells what it needs for a chart.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from time import monotonic, sleep

import streamlit as st
from polars.exceptions import PanicException
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Shares of the time between sending Streamlit's page and the first run. That time tells how fast this browser is: after
# FIGURES of it a row of figures is drawn, after CHART of it a chart. Measured in Chromium on two slow cores, where that
# time is 0.6 s.
FIGURES = 0.55
CHART = 2.1
_USUAL = 0.6  # seconds, when the page was answered by another process
_LONGEST = 1.0  # seconds: a slow network says nothing about what drawing takes
_FORGOTTEN = 30.0  # seconds after which a browser that was given the page is not waited for
_MOST_BROWSERS = 1_000
_NAP = 0.1  # seconds until a click is seen

_SEEN = "_seen"
_answered: dict[int, float] = {}  # browser → when it was given Streamlit's page
_answered_lock = Lock()


@dataclass
class _Ahead:
    """What follows; what the browser took to load; whether figures were sent; when the first chart will be drawn."""

    rest: Callable[[], object]
    took: float
    figures: bool = False
    chart_drawn: float | None = None
    rest_drawn: bool = False


# Of this run alone: st.session_state would hand it on to the next one when this one is interrupted.
_ahead: ContextVar[_Ahead | None] = ContextVar("ahead", default=None)


def page_answered(headers: Mapping[str, str]) -> None:
    """Called with each request that is answered with Streamlit's page."""
    now = monotonic()
    with _answered_lock:
        for browser in [browser for browser, at in _answered.items() if at < now - _FORGOTTEN]:
            del _answered[browser]
        if len(_answered) < _MOST_BROWSERS:
            _answered[_browser(headers)] = now


def begins_visit() -> bool:
    """Whether this is the first run of a visit with a browser; no later run is, so it is asked once a run."""
    first = _SEEN not in st.session_state
    st.session_state[_SEEN] = True
    return first and bool(st.context.headers)


@contextmanager
def followed_by(rest: Callable[[], object]) -> Iterator[None]:
    """What is drawn inside goes ahead: figures, then the first chart. `rest` is drawn after that, or at the end.

    When the run is interrupted, as by a click, nothing more is drawn: the next run draws all.
    """
    ahead = _Ahead(rest, _took(st.context.headers))
    _ahead.set(ahead)
    try:
        yield
    except (Exception, PanicException):
        _draw_rest(ahead)
        raise
    else:
        _draw_rest(ahead)
    finally:
        _ahead.set(None)


def goes_ahead() -> bool:
    """Whether this run draws figures and the first chart before all else."""
    return _ahead.get() is not None


def figures_sent() -> None:
    """Called after each row of figures: nothing follows a visit's first one until it is drawn."""
    ahead = _ahead.get()
    if ahead is not None and not ahead.figures:
        ahead.figures = True
        _wait(monotonic() + FIGURES * ahead.took)


def before_a_chart() -> None:
    """Called before each chart: the visit's second one, and what follows, waits until the first one is drawn."""
    ahead = _ahead.get()
    if ahead is None:
        return
    if ahead.chart_drawn is None:
        ahead.chart_drawn = monotonic() + CHART * ahead.took
    elif not ahead.rest_drawn:
        _wait(ahead.chart_drawn)
        _draw_rest(ahead)


def _wait(until: float) -> None:
    while (left := until - monotonic()) > 0:
        sleep(min(left, _NAP))
        st.session_state.get(_SEEN)  # where Streamlit ends a run that a click has made obsolete


def _draw_rest(ahead: _Ahead) -> None:
    context = get_script_run_ctx()
    if context is None or ahead.rest_drawn:
        return
    ahead.rest_drawn = True
    # Else its widgets were the page's, others than those of the next run: what is clicked first would be lost.
    with context.run_with_active_hash(context.pages_manager.main_script_hash):
        ahead.rest()


def _took(headers: Mapping[str, str]) -> float:
    with _answered_lock:
        answered = _answered.pop(_browser(headers), None)
    return _USUAL if answered is None else min(monotonic() - answered, _LONGEST)


def _browser(headers: Mapping[str, str]) -> int:
    """What tells browsers apart well enough: two that are taken for one only wait a little less or more."""
    return hash((headers.get("user-agent", ""), headers.get("x-forwarded-for", "")))
