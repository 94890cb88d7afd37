"""The parts of the Export page. Files are built on click, on another thread, from the Dataset that is on screen."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.export.api_request import as_curl, as_python
from kaltura.export.bundle import bundle
from kaltura.export.csv import csv_bytes, export_rows, table_csv
from kaltura.export.names import file_name
from kaltura.export.parquet import parquet_bytes
from kaltura.export.record import rows_of
from kaltura.export.summary import summary_html
from kaltura.export.tables import TABLES, Table, derived, is_personal
from kaltura.export.workbook import workbook
from kaltura.metrics.periods import Period
from kaltura.reports.columns import Report
from kaltura.ui import audit
from kaltura.ui.access import may_see_people
from kaltura.ui.state import computed, view
from kaltura.ui.text import count, plural

_ABOUT = {
    Report.ROOM_SESSIONS: "One row a session of report 6000.",
    Report.ATTENDEES: "One row a person and session of report 6001.",
    Report.BREAKOUT_SESSIONS: "One row a breakout session of report 6002.",
}
_MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "parquet": "application/octet-stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(label: str, build: Callable[[], bytes], stem: str, ext: str, *, rows: int, primary: bool = False) -> None:
    """One button whose file is built when it is pressed."""
    st.download_button(
        label,
        audit.exported(f"{stem}.{ext}", build, rows),
        file_name(view(), stem, ext),
        _MIME[ext],
        key=f"export_{stem}_{ext}",
        on_click="ignore",
        icon=":material/download:",
        type="primary" if primary else "secondary",
    )


def reports(safe: bool, words: str) -> None:
    """The rows of each report in the selection: as many as its file has."""
    for report in Report:
        if report is Report.ATTENDEES and not may_see_people():
            continue
        failure = view().provenance.missing(report)
        with st.container(border=True):
            st.markdown(f"##### {report.title}")
            if failure:
                st.caption(f"{failure.message} {failure.next_step}")
                continue
            rows = computed(rows_of, report)
            st.caption(f"{plural(rows, 'row')}. {_ABOUT[report]}")
            with st.container(horizontal=True):
                build = partial(csv_bytes, view(), report, safe_for_excel=safe)
                stem = report.file_stem
                download("CSV", build, stem, "csv", rows=rows)
                parquet = partial(_report_parquet, view(), report, words)
                download("Parquet", parquet, stem, "parquet", rows=rows)


def derived_table(safe: bool, words: str, period: Period) -> None:
    """One of the tables that the pages show."""
    offered = _offered()
    with st.container(border=True):
        chosen = st.selectbox("Table", offered, format_func=lambda table: table.title, key="export_table")
        table = chosen if chosen in offered else offered[0]
        rows: pl.DataFrame = computed(derived, table.stem, period)
        st.caption(f"{plural(rows.height, 'row')}. {table.about}")
        st.dataframe(rows.head(5), hide_index=True, alt=f"The first rows of {table.title}.")
        with st.container(horizontal=True):
            build = partial(table_csv, rows, safe_for_excel=safe)
            download("CSV", build, table.stem, "csv", rows=rows.height)
            parquet = partial(parquet_bytes, view(), rows, words)
            download("Parquet", parquet, table.stem, "parquet", rows=rows.height)


def everything(safe: bool, words: str, period: Period) -> None:
    """The files that hold all of the selection."""
    rows = sum(computed(rows_of, report) for report in Report)
    with st.container(horizontal=True):
        if may_see_people():
            build = partial(workbook, view(), words, period)
            download("Excel workbook", build, "rooms", "xlsx", rows=rows, primary=True)
            packed = partial(bundle, view(), words, period, safe_for_excel=safe)
            download("All files as ZIP", packed, "rooms", "zip", rows=rows)
        page = partial(summary_html, view(), words, period)
        download("Printable summary", page, "summary", "html", rows=0)
    st.caption(
        f"{count(rows)} rows of the three reports are in this selection. Each of these files carries the selection, "
        "the ledger of all rows received, and the caveat about Kaltura's figures. A large workbook takes some seconds."
    )


def api_request() -> None:
    """What asks Kaltura for this selection, without the session."""
    st.caption("Put a session of your own into KALTURA_KS; it is not part of these lines.")
    for tab, words, language in zip(st.tabs(["curl", "Python"]), (as_curl, as_python), ("bash", "python"), strict=True):
        with tab:
            try:
                st.code(words(view()), language=language, height=320)
            except UsageError as error:
                st.caption(str(error))


def _offered() -> Sequence[Table]:
    return TABLES if may_see_people() else [table for table in TABLES if not is_personal(computed(derived, table.stem))]


def _report_parquet(ds: Dataset, report: Report, words: str) -> bytes:
    return parquet_bytes(ds, export_rows(ds, report), words)
