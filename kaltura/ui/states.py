"""What a page shows when there is nothing to show, or not everything: said, never silent."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Never

import polars as pl
import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset, Failure
from kaltura.fetch.files import SELECTION_NOT_KNOWN
from kaltura.fetch.not_known import LAYER_UNKNOWN, ONLY_BREAKOUTS
from kaltura.fetch.record import NOT_BELIEVED
from kaltura.fetch.span import to_come
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.periods import days_of_sessions, undated
from kaltura.metrics.tables import only_breakouts
from kaltura.reports.columns import Report
from kaltura.ui.dates import date_range
from kaltura.ui.errors import show
from kaltura.ui.navigation import link
from kaltura.ui.next_step import next_step
from kaltura.ui.state import all_dates, computed, filters, history, select, whole
from kaltura.ui.text import plain

# Kinds of problems without which every page would be misread.
_ON_EVERY_PAGE = (LAYER_UNKNOWN, ONLY_BREAKOUTS, SELECTION_NOT_KNOWN, *NOT_BELIEVED)


class PageEnd(Exception):
    """Raised by a page that has nothing more to show. st.stop would end the run, and the sidebar may be yet to come."""


def empty(reason: str, next_step: str, *, icon: str = ":material/inbox:") -> None:
    """An empty state: why it is empty and what to do. Both are full sentences, shown as plain text."""
    with st.container(border=True):
        st.markdown(f"{icon} {plain(reason)}")
        st.caption(plain(next_step))


def cannot_open(message: str, next_step: str) -> Never:
    """Ends a page whose address names a session, room or person that this data, or the selected user types, lack."""
    if filters().user_types:
        message = f"{message} Only some user types are selected, and it may be of others."
        next_step = "Take the user types out of the selection, if the link is right."
    show(UsageError(message, next_step))
    raise PageEnd


def nothing_selected(selection: Filters) -> None:
    """The empty state of a selection that no session is in, with ways out of it."""
    ahead = to_come(selection, datetime.now(UTC))
    if not ahead and _undated_elsewhere():
        return
    if not ahead and days_of_sessions(replace(whole(), selection=Filters(zone=selection.zone))) is None:
        empty("There is no session in all of the data.", "Ask for a longer range of dates under Connect.")
        link("connect", "Open Connect", icon=":material/cable:")
        return
    reason = ahead.message if ahead else "No session is in this selection."
    step = next_step()
    elsewhen = None if ahead else _days_without_dates(selection)
    if elsewhen:
        when = f"on {date_range(*elsewhen)}" if elsewhen[0] == elsewhen[1] else f"from {date_range(*elsewhen)}"
        reason = f"{reason} Without the dates, it has sessions {when}."
        step = "Show those days, or take rooms, events and user types out of the selection."
    empty(reason, ahead.next_step if ahead else step)
    with st.container(horizontal=True):
        dated = selection.start or selection.end
        if elsewhen and st.button("Show those days", key="nothing_days", icon=":material/event:", type="primary"):
            select(dates=elsewhen)
        if dated and st.button("All dates", key="nothing_all_dates", icon=":material/calendar_month:"):
            all_dates()
        narrowed = selection.rooms or selection.events or selection.user_types
        everything = "All rooms, events and user types"
        if narrowed and st.button(everything, key="nothing_all", icon=":material/filter_alt_off:"):
            select(rooms=(), events=(), user_types=())


def _undated_elsewhere() -> bool:
    """Whether the dates leave out sessions of which no day is known; then the empty state says so."""
    if not (filters().start or filters().end) or not undated(history()):
        return False
    lacking = next_step(Report.ROOM_SESSIONS) if whole().provenance.missing(Report.ROOM_SESSIONS) else ""
    empty(
        "When the sessions were is not known, so no range of dates has them.",
        f"Show all dates to see them. {lacking}".strip(),
    )
    if st.button("Show all dates", key="undated_all_dates", icon=":material/date_range:", type="primary"):
        all_dates()
    return True


def _days_without_dates(selection: Filters) -> tuple[date, date] | None:
    """First and last day of the sessions that the rest of a selection has, when the dates are what leaves none."""
    if not (selection.rooms or selection.events or selection.user_types):
        return None
    return days_of_sessions(whole().select(replace(selection, start=None, end=None)))


def banners() -> None:
    """What is missing from the data, at the top of every page."""
    for failure in whole().provenance.failures:
        st.warning(_sentence(failure), icon=":material/warning:")
    for problem in whole().problems:
        if problem.kind in _ON_EVERY_PAGE:
            st.warning(plain(problem.sentence), icon=":material/warning:")


def available(report: Report) -> bool:
    """Whether a report arrived; else an empty state in its place says why not."""
    failure = whole().provenance.missing(report)
    if failure is not None:
        lacking = "is missing" if whole().provenance.source == "files" else "could not be fetched"
        empty(
            f"This needs Kaltura's report “{report.title}”, which {lacking}. {failure.message}",
            failure.next_step,
            icon=":material/cloud_off:",
        )
    return failure is None


def attendees_reported() -> bool:
    """Whether it is known who came to the selected main sessions; else the empty state is shown.

    For a page of people: its zeros would say that nobody came.
    """
    known = computed(headline).attendances is not None
    if not known:
        nowhere = whole().attendances.head(1).collect().is_empty()
        empty(
            "No session of this selection has its attendees reported, so who came is not known.",
            f"The report {Report.ATTENDEES.named} has no row: export or fetch it again." if nowhere else next_step(),
        )
    return known


def has_any_breakouts() -> bool:
    """Whether the data at hand has a breakout, or its report is missing; else nothing needs to be said of them."""
    if whole().provenance.missing(Report.BREAKOUT_SESSIONS):
        return True
    return not whole().sessions.filter(pl.col("layer") == "breakout").limit(1).collect().is_empty()


def has_sessions(dataset: Dataset, *, of_any_layer: bool = False) -> bool:
    """Whether any session is selected; else the empty state is shown.

    of_any_layer: sessions count too that nobody knows to be main sessions or breakouts.
    """
    layers = set(dataset.sessions.select("layer").unique().collect()["layer"])
    if not layers:
        nothing_selected(dataset.selection)
    elif layers == {"unknown"} and not of_any_layer:
        empty(
            "No session in this selection is known to be a main session or a breakout.",
            f"Add the reports {Report.ROOM_SESSIONS.named} and {Report.BREAKOUT_SESSIONS.named}. "
            "Until then, Export has the rows that are there.",
        )
        return False
    return bool(layers)


def has_main_sessions(dataset: Dataset) -> bool:
    """`has_sessions`, for a page whose figures are all of main sessions: zeros would say that nothing happened."""
    if not has_sessions(dataset):
        return False
    if not dataset.sessions.filter(pl.col("layer") == "main").head(1).collect().is_empty():
        return True
    if _undated_elsewhere():
        return False
    if only_breakouts(dataset):
        empty(
            "Only breakouts are in this data: of their main sessions nothing is known.",
            "The pages Breakouts, Export and Data quality show what there is. For the rest, fetch the main rooms as "
            "rooms, or add the files of the other reports.",
        )
    else:
        empty("This selection has breakouts and no main session.", f"The Breakouts page shows them. {next_step()}")
    return False


def _sentence(failure: Failure) -> str:
    code = f" (code {plain(failure.code)})" if failure.code else ""
    return (
        f"The report “{failure.report.title}” is missing{code}: {plain(failure.message)} "
        f"**{plain(failure.next_step)}** Figures that need it are left out; the others stand."
    )
