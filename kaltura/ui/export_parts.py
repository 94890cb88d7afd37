"""The parts of the Export page. Files are built on click, on another thread, from the Dataset that is on screen."""

from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.export.api_request import PAD_HOURS, as_curl, as_python
from kaltura.export.bundle import bundle
from kaltura.export.csv import CsvDialect, csv_bytes, export_rows, table_csv
from kaltura.export.excel import MOST_ROWS
from kaltura.export.glossary import UNITS, Unit
from kaltura.export.parquet import parquet_bytes
from kaltura.export.record import CAVEAT, rows_by_layer, rows_of
from kaltura.export.summary import summary_html
from kaltura.export.tables import BY_STEM, TABLES, Table, TableOptions, derived
from kaltura.export.workbook import workbook
from kaltura.metrics.periods import Period
from kaltura.reports.columns import Report
from kaltura.ui.access import may_see_people
from kaltura.ui.columns import COUNT, DECIMAL, PERCENT, in_per_cent
from kaltura.ui.downloads import download
from kaltura.ui.hiding import names_hidden
from kaltura.ui.people_files import last_required_share
from kaltura.ui.people_lists import last_risk
from kaltura.ui.people_roster import current_roster
from kaltura.ui.people_rule import last_rule
from kaltura.ui.state import computed, history, view
from kaltura.ui.states import empty
from kaltura.ui.text import NOTHING, plain, plural

_ABOUT = {
    Report.ROOM_SESSIONS: "One row per session of report 6000.",
    Report.ATTENDEES: "One row per person and session of report 6001.",
    Report.BREAKOUT_SESSIONS: "One row per breakout session of report 6002.",
}
_ADDRESSES = {
    "demo": "The demo account answers in this dashboard only, so the address shown is Kaltura's in the United States.",
    "files": "These rows came from files, so the address shown is Kaltura's in the United States.",
}
_FORMATS: dict[Unit, str] = {"count": COUNT, "minutes": DECIMAL, "mean": DECIMAL, "rate": PERCENT, "index": "%.2f"}
_COLUMNS = {
    name: st.column_config.NumberColumn(format=_FORMATS[unit]) for name, unit in UNITS.items() if unit in _FORMATS
}


def reports(dialect: CsvDialect, selection_text: str) -> None:
    """The rows of each report in the selection: as many as its file has."""
    offered = [report for report in Report if report is not Report.ATTENDEES or may_see_people()]
    with st.grid(len(offered), gap="small", min_column_width=220):
        for report in offered:
            with st.container(border=True, height="stretch", vertical_alignment="distribute"):
                _report(report, dialect, selection_text)


def _report(report: Report, dialect: CsvDialect, selection_text: str) -> None:
    with st.container():
        st.markdown(f"## {report.title}")
        if failure := view().provenance.missing(report):
            st.caption(f"{plain(failure.message)} {plain(failure.next_step)}")
            return
        rows = computed(rows_of, report)
        st.caption(f"**{plural(rows, 'row')}** {_layers(report)}  \n{_ABOUT[report]}")
    with st.container(horizontal=True):
        build = partial(csv_bytes, view(), report, dialect)
        download("CSV", build, report.file_stem, "csv", rows=rows)
        parquet = partial(_report_parquet, view(), report, selection_text)
        download("Parquet", parquet, report.file_stem, "parquet", rows=rows)


def _layers(report: Report) -> str:
    """How the rows of a file make the figures of the other pages, which count main sessions only."""
    if report is Report.BREAKOUT_SESSIONS:
        return ""
    found = computed(rows_by_layer, report)
    unknown = f", {found['unknown']:,} of sessions of unknown layer" if "unknown" in found else ""
    parted = found["breakout"] or unknown
    return f"({found['main']:,} of main sessions, {found['breakout']:,} of breakouts{unknown})" if parted else ""


def chosen_options(period: Period) -> TableOptions:
    """What the derived tables depend on, as this session last chose it on the People page, with its roster; without
    history.
    """
    return TableOptions(period, last_rule(), last_risk(), last_required_share(), current_roster())


def derived_table(dialect: CsvDialect, selection_text: str, options: TableOptions) -> None:
    """One of the tables that the pages show."""
    offered = _offered()
    with st.container(border=True):
        chosen = st.selectbox(
            "Table", offered, format_func=lambda stem: BY_STEM[stem].title, key="export_table", persist_state="session"
        )
        table = BY_STEM[chosen if chosen in offered else offered[0]]
        try:
            rows: pl.DataFrame = computed(_derived, table.stem, options)
        except UsageError as error:
            empty(error.message, error.next_step)
            return
        st.caption(f"**{plural(rows.height, 'row')}**  \n{_about(table, rows)}")
        st.dataframe(
            in_per_cent(rows.head(5).to_pandas(), _COLUMNS),
            hide_index=True,
            column_config=_COLUMNS,
            alt=f"The first rows of {table.title}.",
            placeholder=NOTHING,
        )
        with st.container(horizontal=True):
            build = partial(table_csv, rows, dialect)
            by = f"by-{options.period}" if "period" in rows.columns else ""
            download("CSV", build, table.stem, "csv", rows=rows.height, part=by)
            parquet = partial(parquet_bytes, view(), rows, selection_text, table.stem)
            download("Parquet", parquet, table.stem, "parquet", rows=rows.height, part=by)


def everything(dialect: CsvDialect, selection_text: str, options: TableOptions) -> None:
    """The files that hold all of the selection."""
    rows = {report: computed(rows_of, report) for report in Report}
    total, most = sum(rows.values()), max(rows.values())
    options, by = replace(options, history=history()), f"by-{options.period}"
    with st.container(horizontal=True):
        if may_see_people():
            build = partial(workbook, view(), selection_text, options)
            fits = most <= MOST_ROWS
            download("Excel workbook", build, "rooms", "xlsx", rows=total, part=by, type="primary", disabled=not fits)
            packed = partial(bundle, view(), selection_text, options, dialect=dialect)
            download("All files as ZIP", packed, "rooms", "zip", rows=total, part=by)
        page = partial(summary_html, view(), selection_text, options.period)
        download("Printable summary", page, "summary", "html", rows=0, part=by)
    if most > MOST_ROWS and may_see_people():
        st.caption(
            f"A sheet of Excel holds {MOST_ROWS:,} rows, and a report has {most:,} here. "
            "Narrow the dates or rooms for a workbook, or take CSV or Parquet."
        )
    held = "the selection, the ledger of all rows received, and this"
    if may_see_people():
        st.caption(
            f"Files are built when you click. The three reports have {plural(total, 'row')} here; a workbook of "
            f"100,000 takes about twenty seconds. Workbook, ZIP, Parquet and summary carry {held}: {CAVEAT}"
        )
    else:
        st.caption(f"The file is built when you click. It carries {held}: {CAVEAT}")


def api_request() -> None:
    """What asks Kaltura for this selection, without the session."""
    if names_hidden() and view().provenance.requested.users:
        empty("The request names people by their user IDs, which are hidden.", "Turn “Hide names” off to see it.")
        return
    source = view().provenance.source
    elsewhere = "" if source == "live" else _ADDRESSES[source]
    st.caption(
        "These are the calls that a fetch of this selection begins with. Put a session of your own into the "
        "environment variable KALTURA_KS; it is not part of these lines. Each call asks for "
        f"{PAD_HOURS} hours beyond its last day, so that sessions running past midnight are whole. Discard the "
        "sessions that start outside the days of their call. Breakout rooms of a chosen room, and user types, are "
        "found by the dashboard afterwards. "
        f"{elsewhere}"
    )
    for tab, script, language in zip(
        st.tabs(["curl", "Python"]), (as_curl, as_python), ("bash", "python"), strict=True
    ):
        with tab:
            try:
                st.code(script(view()), language=language, wrap_lines=True)
            except UsageError as error:
                empty(error.message, error.next_step)


def _offered() -> list[str]:
    """The stems of the tables that this visitor may have."""
    return [table.stem for table in TABLES if may_see_people() or not table.personal]


def _derived(ds: Dataset, stem: str, options: TableOptions) -> pl.DataFrame:
    return derived(ds, stem, replace(options, history=history()))


def _about(table: Table, rows: pl.DataFrame) -> str:
    named = " It names people." if table.personal else ""
    judged = (
        "  \nBy the rule last chosen on the People page, which stands in each row." if "rule" in rows.columns else ""
    )
    return f"{table.about}{named}{judged}"


def _report_parquet(ds: Dataset, report: Report, selection_text: str) -> bytes:
    return parquet_bytes(ds, export_rows(ds, report), selection_text, report)
