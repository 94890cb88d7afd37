"""What a page shows when there is nothing to show, or not everything: said, never silent."""

import streamlit as st

from kaltura.dataset import Dataset, Failure
from kaltura.reports.columns import Report
from kaltura.ui.state import whole
from kaltura.ui.text import plain


def empty(reason: str, next_step: str, *, icon: str = ":material/inbox:") -> None:
    """An empty state: why it is empty and what to do. Both are full sentences, shown as plain text."""
    with st.container(border=True):
        st.markdown(f"{icon} {plain(reason)}")
        st.caption(plain(next_step))


def nothing_selected() -> None:
    """The empty state of a selection that no session is in."""
    empty(
        "No session is in this selection.",
        "Choose a longer range of dates, or take rooms, events and user types out of the selection.",
    )


def banners() -> None:
    """What is missing from the data, at the top of every page."""
    for failure in whole().provenance.failures:
        st.warning(_sentence(failure), icon=":material/warning:")


def available(report: Report) -> bool:
    """Whether a report arrived; else an empty state in its place says why not."""
    failure = whole().provenance.missing(report)
    if failure is not None:
        empty(
            f"This needs Kaltura's report “{report.title}”, which could not be had. {failure.message}",
            failure.next_step,
            icon=":material/cloud_off:",
        )
    return failure is None


def has_sessions(dataset: Dataset) -> bool:
    """Whether any session is selected; else the empty state is shown."""
    found = dataset.sessions.limit(1).collect().height > 0
    if not found:
        nothing_selected()
    return found


def _sentence(failure: Failure) -> str:
    code = f" (code {plain(failure.code)})" if failure.code else ""
    return (
        f"The report “{failure.report.title}” is missing{code}: {plain(failure.message)} "
        f"**{plain(failure.next_step)}** Figures that need it are left out; the others stand."
    )
