"""What Connect offers: a live account, files exported earlier, the demo."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from kaltura.api.client import Client
from kaltura.api.credentials import Credentials
from kaltura.api.errors import CredentialsError
from kaltura.api.exchange import CallLimits
from kaltura.api.listings import SessionInfo
from kaltura.dataset import Dataset, Failure
from kaltura.fetch import fetch
from kaltura.fetch.files import NOT_USED, SELECTION_NOT_KNOWN, from_files
from kaltura.fetch.limits import Limits
from kaltura.fetch.overlap import ACROSS_FILES
from kaltura.fetch.record import UNKNOWN_TO_RECORD
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.ui import audit, fetching, settings
from kaltura.ui.connect_form import Place, account, credentials, request
from kaltura.ui.errors import guarded
from kaltura.ui.state import adopt, adopt_demo
from kaltura.ui.text import local_moment, one_after_another, plain, plural
from kaltura.ui.zones import browser_zone, zones

_READ = "_files_read"
_SAID = 10  # files that were not used, each with the reason
# A test of today's few rows, which nobody can stop, is not waited for as a report of months is.
TEST_LIMITS = CallLimits(silence=30, call=45)


def live() -> None:
    """Form, test and fetch of a live account."""
    chosen = account()
    with st.form("connect", border=False):
        typed, wanted = credentials(chosen), request()
        with st.container(horizontal=True):
            test = st.form_submit_button("Test connection", icon=":material/network_check:")
            go = st.form_submit_button("Fetch", type="primary", icon=":material/sync:", disabled=fetching.running())
    if test:
        with guarded(), st.spinner("Asking Kaltura…"):
            test_connection(chosen.where(), typed())
    if go:
        with guarded():
            fetching.start(chosen.where(), typed(), wanted())
            st.rerun()


def files() -> None:
    """Upload of exported CSVs."""
    uploads = st.file_uploader(
        "CSV files of the reports Room sessions (6000), Attendees (6001), Breakout sessions (6002), or a ZIP of them",
        type=["csv", "zip", "json"],
        accept_multiple_files=True,
        key="connect_files",
        help="One or more files per report, in any order. Each is recognised by its header.",
    )
    st.caption(
        "From Export, take the ZIP. From a nightly fetch, add its fetch.json: it says what was selected, and what was "
        "missing."
    )
    zone = st.selectbox("Time zone of days and weeks", zones(), index=zones().index(browser_zone()), key="files_zone")
    if st.button("Read the files", type="primary", icon=":material/upload_file:", disabled=not uploads):
        with guarded(), st.spinner("Reading…"):
            with audit.reading("files") as ended:
                read = from_files([(upload.name, upload.getvalue()) for upload in uploads], zone)
            ended(read)
            if fetching.is_empty(read):
                fetching.nothing_read(read, "No usable row is in these files", _headings_only(read))
                return
            adopt(read)
            not_used = [p.sentence for p in read.problems if p.kind in NOT_USED]
            told = (*ACROSS_FILES, SELECTION_NOT_KNOWN, UNKNOWN_TO_RECORD)
            shared = [p.named for p in read.problems if p.kind in told]
            lacking = [failure.in_full for failure in read.provenance.failures]
            lacking += [read.doubt.named] if read.doubt and read.doubt.kind not in told else []
            st.session_state[_READ] = len(uploads), not_used, lacking, shared
            st.rerun()
    if _READ in st.session_state:
        _read(*st.session_state.pop(_READ))


def _headings_only(read: Dataset) -> str:
    """Which reports were recognised by their headings and have no row below them, and what to do; "" when none."""
    bare = [entry.report for entry in read.ledger if not entry.received and not read.provenance.missing(entry.report)]
    if not bare:
        return ""
    names = one_after_another([report.named for report in bare])
    return f"{names}: headings and no rows. Export them for dates that have sessions."


def _read(given: int, not_used: list[str], lacking: list[str], shared: list[str]) -> None:
    used = f"all but {plural(len(not_used), 'file')}" if not_used else plural(given, "file")
    st.success(f"Read {used}. Every page shows what is in them now.", icon=":material/check_circle:")
    for sentence in (*not_used[:_SAID], *lacking):
        st.warning(plain(sentence), icon=":material/warning:")
    if more := len(not_used) - len(not_used[:_SAID]):
        others = f"Nor {'was' if more == 1 else 'were'} {plural(more, 'more file')} used. Data quality names each."
        st.warning(others, icon=":material/warning:")
    for sentence in shared:
        st.info(plain(sentence), icon=":material/join_inner:")


def demo() -> None:
    """A button that shows the demo account again."""
    st.write("An invented university with 26 weeks of classes, workshops and events. Nothing of it is real.")
    if st.button("Show the demo account", icon=":material/school:"):
        adopt_demo()
        st.rerun()


def test_connection(where: Place, who: Credentials) -> None:
    """Fetch today's few rows: the only way to learn whether each report may be read."""
    today = datetime.now(UTC).date()
    try:
        with (
            audit.reading("test", who.partner_id, where.base) as ended,
            Client(where.base, who, policy=where.policy, limits=TEST_LIMITS) as client,
        ):
            session = client.session_info()
            found = fetch(client, Filters(today, today), limits=replace(Limits(), events=0))
    except CredentialsError as error:
        raise (settings.for_operator(error) if settings.are_an_accounts(who) else error) from None
    ended(found)
    tried = found.provenance
    missing = {failure.report: failure for failure in tried.failures}
    said, icon = (st.warning, "warning") if missing else (st.success, "check_circle")
    lines = [f"Connected to {plain(where.base)}" + (f", account {plain(tried.account)}." if tried.account else ".")]
    lines += [_permission(report, missing.get(report)) for report in Report]
    said("  \n".join(lines), icon=f":material/{icon}:")
    st.caption(_described(session) if session else "Kaltura does not tell this session what it may do.")


def _permission(report: Report, failure: Failure | None) -> str:
    return f"{report.title}: {plain(failure.message) if failure else 'can be read.'}"


def _described(session: SessionInfo) -> str:
    who = f"user {session.user_id}" if session.user_id else "no named user"
    until = local_moment(session.expiry, Filters(zone=browser_zone()).tz) if session.expiry else ""
    ends = f"It ends on {until}." if until else "Kaltura does not say when it ends."
    may = f"the privileges {session.privileges}" if session.privileges else "no special privileges"
    return plain(f"This session (KS) is for {who}. {ends} It has {may}.")
