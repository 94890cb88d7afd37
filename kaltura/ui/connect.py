"""What Connect does: test a connection, fetch with progress and Stop, read files. What was there before stays."""

import threading

import streamlit as st

from kaltura.api.client import Client
from kaltura.api.credentials import Credentials
from kaltura.api.errors import AnalyticsError
from kaltura.dataset import Dataset
from kaltura.fetch import fetch
from kaltura.fetch.files import from_files
from kaltura.fetch.progress import OnProgress
from kaltura.filters import Filters
from kaltura.ui.connect_form import Place, place, request
from kaltura.ui.errors import guarded, show, unexpected
from kaltura.ui.job import Job
from kaltura.ui.state import adopt, adopt_demo
from kaltura.ui.text import plain, plural
from kaltura.ui.zones import browser_zone, zones

_JOB = "_fetch_job"
_OUTCOME = "_fetch_outcome"
_POLL = 0.4  # seconds; Stop is seen well within one


def live() -> None:
    """Form, test and fetch of a live account."""
    account, wanted = place(), request()
    with st.container(horizontal=True):
        test = st.button("Test connection", icon=":material/network_check:")
        go = st.button("Fetch", type="primary", icon=":material/sync:", disabled=_running())
    if test:
        with guarded(), st.spinner("Asking Kaltura…"):
            _test(*account())
    if go:
        with guarded():
            where, credentials = account()
            _start(where, credentials, wanted())
            st.rerun()


def files() -> None:
    """Upload of exported CSVs."""
    uploads = st.file_uploader(
        "CSV files of the reports Room sessions (6000), Attendees (6001) and Breakout sessions (6002)",
        type=["csv"],
        accept_multiple_files=True,
        key="connect_files",
        help="One or several files a report, in any order. Each is recognised by its header.",
    )
    zone = st.selectbox("Time zone of days and weeks", zones(), index=zones().index(browser_zone()), key="files_zone")
    if st.button("Read the files", type="primary", icon=":material/upload_file:", disabled=not uploads):
        with guarded():
            adopt(from_files([(upload.name, upload.getvalue()) for upload in uploads], zone))
            st.session_state[_OUTCOME] = f"{plural(len(uploads), 'file')} read."
            st.rerun()


def back_to_demo() -> None:
    """A button that shows the demo account again."""
    if st.button("Show the demo account", icon=":material/school:"):
        adopt_demo()
        st.rerun()


def progress() -> None:
    """The running fetch with its Stop button, or what became of the last one."""
    if _running():
        _watch()
    else:
        _finished()


@st.fragment(run_every=_POLL)
def _watch() -> None:
    job: Job | None = st.session_state.get(_JOB)
    if job is None or job.done.is_set():
        st.rerun()
    else:
        st.progress(job.fraction, text=job.sentence or "Connecting…")
        st.button("Stop", icon=":material/stop_circle:", key="stop_fetch", on_click=job.stop)


def _finished() -> None:
    job: Job | None = st.session_state.pop(_JOB, None)
    if job is not None and job.dataset is not None:
        adopt(job.dataset)
        st.session_state[_OUTCOME] = _summary(job)
        st.rerun()
    if job is not None and job.error is not None:
        _explain(job.error)
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome:
        st.success(outcome, icon=":material/check_circle:")


def _explain(error: Exception) -> None:
    if isinstance(error, AnalyticsError):
        show(error)
        st.caption("What was on screen before is kept.")
    else:
        unexpected(error)


def _running() -> bool:
    job: Job | None = st.session_state.get(_JOB)
    return job is not None and not job.done.is_set()


def _start(where: Place, credentials: Credentials, asked: Filters) -> None:
    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        with Client(where.base, credentials, policy=where.policy) as client:
            return fetch(client, asked, on_progress=on_progress, stop=stop)

    st.session_state[_JOB] = Job(work).start()


def _test(where: Place, credentials: Credentials) -> None:
    with Client(where.base, credentials, policy=where.policy) as client:
        events, session = client.events(), client.session_info()
    said = (
        f"{plural(len(events), 'event')} found."
        if events is not None
        else "It may not list events; fetching works without."
    )
    st.success(f"Connected to {plain(where.base)}. {said}", icon=":material/check_circle:")
    if session is not None:
        st.caption(f"Account {session.partner_id}")


def _summary(job: Job) -> str:
    rows = sum(part.rows for part in job.progress.values())
    return f"Fetched: {plural(rows, 'row')}."
