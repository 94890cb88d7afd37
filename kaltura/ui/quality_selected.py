"""Data quality, of the selection: what its figures rest on, and the sessions that are not final or not whole."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from kaltura.charts import quality as charts
from kaltura.metrics import quality
from kaltura.metrics.estimates import agreement, estimate_points, estimates_that_differ
from kaltura.metrics.headline import headline
from kaltura.metrics.quality_known import NEEDS, known_if_empty
from kaltura.metrics.tables import collected, everybody, narrowed_to_people, sessions
from kaltura.reports.columns import Report
from kaltura.ui.chart import chart
from kaltura.ui.choose_one import choose_one
from kaltura.ui.columns import COLUMNS, DECIMAL, END, PERCENT, START, counted, in_per_cent
from kaltura.ui.figures import Figure, figure_row, how
from kaltura.ui.next_step import next_step
from kaltura.ui.row_click import row_table
from kaltura.ui.session_links import open_session
from kaltura.ui.state import computed, view
from kaltura.ui.states import empty
from kaltura.ui.text import count, local_moment, percent, plural

SHOWN = 200

_text, _number = st.column_config.TextColumn, st.column_config.NumberColumn

_SESSIONS = {
    "room_name": _text("Room", width="medium"),
    "name": _text("Its name at that time", width="medium"),
    "start": START,
    "end": END,
    "layer": _text("Layer"),
    "hours": _number("Hours since its start", format=DECIMAL),
}
_ESTIMATES = {
    "room_name": _text("Room", width="medium"),
    "start": START,
    "estimate": counted("Kaltura's estimate"),
    "exact": counted("Exact count"),
    "anonymous": counted("Anonymous"),
    "difference": _number("Difference", format="%+,d"),
    "relative": _number("Relative", format=PERCENT),
    "layer": _text("Layer"),
}
_COVERAGE = {
    "what": _text("What"),
    "count": counted("Have it"),
    "of": counted("Of"),
    "share": COLUMNS["share"],
    "key": None,
}


def figures() -> None:
    """Age, problems, coverage, and what is not final."""
    found, now = computed(quality.freshness), computed(headline)
    zone = ZoneInfo(view().zone)
    running, fresh = computed(quality.running_sessions), computed(quality.provisional_sessions)
    rows = sum(problem.count for problem in view().problems)
    concerned = f"They concern {plural(rows, 'row or cell', 'rows or cells')}." if view().problems else ""
    when = "Data as of" if view().provenance.was_fetched else "Files read on"
    figure_row(
        [
            Figure("problems", count(len(view().problems)), note=concerned),
            Figure("engagement_coverage", percent(now.engagement_coverage), label="Coverage"),
            Figure(
                "running_sessions",
                count(_rows_known(running, "running_sessions")),
                note="Here breakouts are counted too.",
            ),
            Figure("provisional", count(_rows_known(fresh, "provisional")), label="Provisional sessions"),
        ]
    )
    st.caption(f"{when} {local_moment(found.fetched, zone)}. {_latest(found.latest, zone)}", help=how("freshness"))


def _latest(started: datetime | None, zone: ZoneInfo) -> str:
    if started:
        return f"The last session in this selection started on {local_moment(started, zone)}."
    if collected(sessions(view()).head(1)).empty:
        return "No session is in this selection."
    return "When the sessions of this selection were is not known."


def _rows_known(table: pd.DataFrame, key: str) -> int | None:
    """How many rows a list has; None where having none says nothing."""
    return len(table) if len(table) or known_if_empty(view(), key) else None


def coverage() -> None:
    """What the selection's figures rest on."""
    table = computed(quality.coverage_table)
    chart(
        "What is known of the sessions and attendances",
        charts.coverage_chart(table),
        key="quality_coverage",
        alt=charts.alt_coverage(table),
        table=table,
        columns=_COVERAGE,
        definition="coverage",
    )


def estimates() -> None:
    """Kaltura's estimates against exact counts."""
    points, found = computed(estimate_points), computed(agreement)
    number = found.with_anonymous
    drawn = f"with anonymous viewers {'is' if number == 1 else 'are'} drawn but not counted in that. "
    left_out = f"{plural(number, 'session')} {drawn}" if number else ""
    clicked = chart(
        "Kaltura's estimate against the exact count",
        charts.estimates_chart(points),
        key="quality_estimates",
        alt=charts.alt_estimates(found),
        definition="estimate_difference",
        caption=f"{left_out}Click a point to open a session.",
        empty_reason="No session in this selection has both an estimate and attendees.",
        empty_step=_to_know(*NEEDS["estimate_difference"]),
        selectable=True,
    )
    if clicked and clicked[0].get("customdata"):
        open_session(clicked[0]["customdata"][0])


def _to_know(*needs: Report) -> str:
    """What to do where nothing is known, as full sentences."""
    if narrowed_to_people(view()) and not any(view().provenance.missing(report) for report in needs):
        return f"{everybody(view())}. The rows of some people are not the whole audience."
    return next_step(*needs)


def sessions_to_look_at() -> None:
    """Sessions whose figures are not final, or not whole."""
    lists = {
        "Estimate differs": (estimates_that_differ, "estimate_difference"),
        "Running": (quality.running_sessions, "running_sessions"),
        "Provisional": (quality.provisional_sessions, "provisional"),
        "Orphan breakouts": (quality.orphan_breakouts, "orphans"),
        "Main sessions without attendees": (quality.sessions_without_attendees, "without_attendees"),
    }
    st.header("Sessions to look at", anchor=False)
    labels = {name: f"{name} ({_in_list(_rows_known(computed(build), key))})" for name, (build, key) in lists.items()}
    name = choose_one("List", labels, "quality_list", label_visibility="collapsed")
    build, key = lists[name]
    _session_rows(name, computed(build), key)


def _in_list(number: int | None) -> str:
    return "not known" if number is None else f"{number:,}"


def _session_rows(name: str, table: pd.DataFrame, key: str) -> None:
    if _rows_known(table, key) is None:
        empty(f"{name}: not known of this selection.", _to_know(*NEEDS[key]))
        return
    if table.empty:
        empty(f"{name}: there is none in this selection.", "There is nothing to do.", icon=":material/check_circle:")
        return
    shown = table.head(SHOWN)
    columns = _ESTIMATES if "estimate" in table else _SESSIONS
    row = row_table(
        in_per_cent(shown, columns),
        f"quality_sessions_{key}",
        column_order=[column for column in columns if column in table],
        column_config=columns,
        placeholder="–",
        alt=f"{name}: {plural(len(table), 'session')}",
    )
    more = f" The first {SHOWN} of {len(table):,} are shown." if len(table) > SHOWN else ""
    st.caption(f"Choose a row to open its session.{more}", help=how(key))
    if row is not None:
        open_session(shown["cue_point_id"].iloc[row])
