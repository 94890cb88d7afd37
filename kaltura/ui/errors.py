"""Failures on screen: always a sentence, never a traceback; the log says where, without anybody's data."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st
from polars.exceptions import PanicException

from kaltura.api.errors import AnalyticsError, Stopped
from kaltura.ui.logs import dated, kind
from kaltura.ui.text import plain

log = logging.getLogger("kaltura.ui")


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever goes wrong inside becomes a sentence on the page.

    main.py wraps every page in it. Use it again where the rest of a page should still be drawn: in fragments, dialogs
    and form submissions.
    """
    try:
        yield
    except AnalyticsError as error:
        show(error)
    except (Exception, PanicException) as error:  # noqa: BLE001  the last resort of a page
        unexpected(error)


def show(error: AnalyticsError) -> None:
    """What happened, what to do next, and what Kaltura's support asks for."""
    text = f"{plain(error.message)} **{plain(error.next_step)}**"
    told = (("code", error.code), ("session", error.session_id))
    support = [f"{label} {plain(value)}" for label, value in told if value]
    if support:
        text += f"  \n:small[For Kaltura's support: {', '.join(support)}]"
    if isinstance(error, Stopped):  # what the person asked for
        st.info(text, icon=":material/stop_circle:")
    else:
        st.error(text, icon=":material/error:")


def unexpected(error: BaseException) -> None:
    """A mistake of ours: a sentence with a number that the operator finds in the log."""
    number = uuid4().hex[:8]
    # No message and no values: an exception's text may hold names or an address.
    frames = "".join(traceback.format_tb(error.__traceback__))
    dated(log).error("incident %s: %s\n%s", number, kind(error), frames)
    st.error(
        "This part of the page could not be shown because of a mistake in the dashboard. Your data is kept. "
        f"**Choose another selection or page; if it happens again, give the operator the number {number}.**",
        icon=":material/error:",
    )


def on_script_error(error: Exception) -> bool:
    """st.App's hook for what no page caught, such as a failing callback."""
    if isinstance(error, AnalyticsError):
        show(error)
    else:
        unexpected(error)
    return True
