"""The session's fetch: started on Connect, watched on every page, its result taken over wherever the person is."""

import threading
from collections import Counter

import streamlit as st

from kaltura.api.client import Client
from kaltura.api.credentials import Credentials
from kaltura.api.errors import AnalyticsError, CredentialsError
from kaltura.dataset import Dataset
from kaltura.fetch import Kept, fetch
from kaltura.fetch.progress import OnProgress
from kaltura.fetch.unmatched import NOT_FOUND
from kaltura.ui import audit, settings
from kaltura.ui.connect_form import Place, Request
from kaltura.ui.errors import show, unexpected
from kaltura.ui.job import Job
from kaltura.ui.navigation import link
from kaltura.ui.state import adopt
from kaltura.ui.text import plain, plural

_JOB = "_fetch_job"
_OUTCOME = "_fetch_outcome"
_KEPT = "_fetch_kept"  # of a fetch whose session Kaltura refused halfway
_DAYS = "_fetch_days"
_REASONS = 5  # sentences on why nothing came
_POLL = 0.4  # seconds; Stop is seen well within one


def running() -> bool:
    """Whether this session's fetch is under way."""
    job: Job | None = st.session_state.get(_JOB)
    return job is not None and not job.done.is_set()


def start(where: Place, credentials: Credentials, request: Request) -> None:
    """Begin to fetch in the background. What is on screen stays until the new data is whole."""

    kept: Kept = st.session_state.setdefault(_KEPT, Kept())
    operators = settings.are_an_accounts(credentials)

    def work(on_progress: OnProgress, stop: threading.Event) -> Dataset:
        try:
            with Client(where.base, credentials, policy=where.policy) as client:
                return fetch(client, request.asked, on_progress=on_progress, stop=stop, kept=kept)
        except CredentialsError as error:
            raise (settings.for_operator(error) if operators else error) from None

    st.session_state[_DAYS] = request.days
    st.session_state[_JOB] = Job(work, ended=audit.fetched("live", credentials.partner_id, where.base)).start()


def settle() -> None:
    """Called before a page is drawn: a finished fetch becomes the session's data, or a sentence."""
    job: Job | None = st.session_state.get(_JOB)
    if job is None or not job.done.is_set():
        return
    del st.session_state[_JOB]
    if not isinstance(job.error, CredentialsError):
        st.session_state.pop(_KEPT, None)
    days = st.session_state.pop(_DAYS, None)
    if job.dataset is not None and not is_empty(job.dataset):
        adopt(job.dataset, days)
    st.session_state[_OUTCOME] = job


def show_fetch() -> None:
    """The running fetch with its Stop button, or, once, what became of it."""
    if _JOB in st.session_state:  # also if it has ended since settle()
        _watch()
    job: Job | None = st.session_state.pop(_OUTCOME, None)
    if job is None:
        return
    if job.dataset is not None:
        _arrived(job.dataset)
    elif isinstance(job.error, AnalyticsError):
        show(job.error)
        st.caption(f"What was on screen before is kept.{_to_go_on_from()}")
    elif job.error is not None:
        unexpected(job.error)


def _to_go_on_from() -> str:
    kept: Kept | None = st.session_state.get(_KEPT)
    had = len(kept.reusable()) if kept else 0
    if not had:
        return ""
    return (
        f" So is what this fetch had of days that were over, {plural(had, 'answer')}: "
        "the same fetch with a new session, within the hour, asks for the rest only."
    )


@st.fragment(run_every=_POLL)
def _watch() -> None:
    job: Job | None = st.session_state.get(_JOB)
    if job is None or job.done.is_set():
        st.rerun()
    else:
        st.progress(job.fraction, text=plain(job.sentence) or "Connecting…")
        st.button("Stop", icon=":material/stop_circle:", key="stop_fetch", on_click=job.stop)


def _arrived(dataset: Dataset) -> None:
    if is_empty(dataset):
        nothing_read(dataset, "Nothing was fetched")
        return
    rows = sum(entry.kept for entry in dataset.ledger)
    account = f" of account {plain(dataset.provenance.account)}" if dataset.provenance.account else ""
    doubt = f" {plain(dataset.doubt.named)}" if dataset.doubt else ""
    lacking = plural(len(dataset.provenance.failures), "report is", "reports are")
    missing = f" {lacking} missing; each page says what that means." if dataset.provenance.failures else ""
    said = f"Fetched {plural(rows, 'row')}{account}.{missing}{doubt}"
    if dataset.complete:
        st.success(said, icon=":material/check_circle:")
    else:
        st.warning(said, icon=":material/warning:")
    for problem in dataset.problems:
        if problem.kind == NOT_FOUND:
            st.warning(plain(problem.sentence), icon=":material/search_off:")
    link("overview", "Open the overview", icon=":material/arrow_forward:")


def is_empty(dataset: Dataset) -> bool:
    """Whether no session is in it: it takes nothing's place."""
    return dataset.sessions.limit(1).collect().is_empty()


def nothing_read(dataset: Dataset, what: str, why: str = "") -> None:
    """Why no row came, e.g. "Nothing was fetched", and that what was on screen is kept.

    why: the reason, where it is known; then reports that are not there are none.
    """
    reasons = [why] if why else []
    reasons += [problem.named for problem in dataset.problems[:_REASONS]]
    aside = Counter[str]()
    for entry in dataset.ledger:
        aside.update(entry.set_aside)
    reasons += [f"{plural(count, 'row')} set aside: {reason}." for reason, count in aside.items() if count]
    reasons += [] if why else [failure.in_full for failure in dataset.provenance.failures]
    st.warning(plain(f"{what}. {' '.join(reasons)}".strip()), icon=":material/search_off:")
    st.caption("What was on screen before is kept.")
