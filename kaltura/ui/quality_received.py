"""Data quality, of everything received: the answer in a sentence, where rows went, problems, and what was asked."""

from collections.abc import Hashable
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from kaltura.charts import quality as charts
from kaltura.dataset import Dataset
from kaltura.export.source import days_asked
from kaltura.filters import LISTS, Filters
from kaltura.metrics import quality
from kaltura.ui.chart import chart
from kaltura.ui.columns import MOMENT, counted
from kaltura.ui.dates import date_range
from kaltura.ui.figures import how
from kaltura.ui.source import SOURCES
from kaltura.ui.state import computed, view
from kaltura.ui.states import empty
from kaltura.ui.text import NOTHING, local_moment, plain, plural
from kaltura.when import day

_text, _number = st.column_config.TextColumn, st.column_config.NumberColumn

_LEDGER = {
    "title": _text("Report"),
    "report": _number("ID", format="%d"),
    "received": counted("Received"),
    "kept": counted("= Kept"),
    "merged": counted("+ Merged"),
    "outside": counted("+ Outside"),
    "set_aside": counted("+ Set aside"),
    "balances": st.column_config.CheckboxColumn("Adds up"),
    "outcome": _text("Outcome"),
}
_WINDOWS = {
    "title": _text("Report"),
    "start": st.column_config.DatetimeColumn("From", format=MOMENT),
    "end": st.column_config.DatetimeColumn("Up to", format=MOMENT),
    "rows": counted("Rows"),
    "outcome": _text("What became of it", width="large"),
}


def verdict() -> None:
    """The answer in one sentence."""
    table = computed(quality.ledger_table)
    arrived, received = int(table["outcome"].eq("complete").sum()), plural(int(table["received"].sum()), "row")
    if not table["balances"].all():
        st.error(
            "Not every row received is accounted for, so figures may be wrong. **Fetch again; if it happens again, "
            "tell the operator of this dashboard.**",
            icon=":material/error:",
        )
    elif arrived < len(table):
        st.warning(
            f"{arrived} of {len(table)} reports arrived. Of these, each of the {received} received is accounted for.",
            icon=":material/warning:",
        )
    elif doubt := view().doubt:
        st.warning(
            f"All three reports arrived, but some may be incomplete. {plain(doubt.named)}", icon=":material/warning:"
        )
    else:
        st.success(
            f"All three reports arrived, and each of the {received} received is accounted for.",
            icon=":material/check_circle:",
        )


def ledger() -> None:
    """Where every row went: drawn, and as a sum that can be checked."""
    table = computed(quality.ledger_table)
    chart(
        "Where every row received went",
        charts.ledger_chart(table),
        key="quality_ledger",
        alt=charts.alt_ledger(table),
        definition="ledger",
        caption="Of everything received, whatever is selected now.",
        empty_reason="No rows were received.",
        empty_step="Choose other dates under Connect, and fetch again.",
    )
    st.dataframe(
        table,
        hide_index=True,
        column_order=[*_LEDGER],
        column_config=_LEDGER,
        key="quality_ledger_table",
        alt=f"Received = kept + merged + outside + set aside, for each report. {charts.alt_ledger(table)}",
    )
    aside = [f"{row['title']}, {row['reasons']}" for row in table.to_dict("records") if row["reasons"]]
    if aside:
        st.caption(plain(f"Set aside: {'; '.join(aside)}."))


def problems() -> None:
    """Every problem as a sentence; open it to look at its rows."""
    st.header("Problems", help=how("problems"), anchor=False)
    table = computed(quality.problems_table)
    if table.empty:
        empty(
            "Nothing unusual was found in the rows received.", "There is nothing to do.", icon=":material/check_circle:"
        )
    for row in table.to_dict("records"):
        _problem(row)


def _problem(row: dict[Hashable, Any]) -> None:
    number, concerned, kept = row["problem"], row["count"], row["rows"]
    report = f"**{plain(row['report'])}** · " if row["report"] else ""
    label = f"{report}{plain(row['sentence'])}"
    if not kept:
        with st.container(border=True):
            st.caption(label)
        return
    # Only an open one is computed and sent.
    part = st.expander(label, key=f"quality_problem_{number}", on_change="rerun")
    if part.open:
        with part:
            shown = computed(quality.problem_rows, number)
            st.dataframe(
                shown,
                hide_index=True,
                column_config={name: _text(name) for name in shown.columns},
                key=f"quality_problem_rows_{number}",
                alt=f"{plural(kept, 'row')} of this problem, as text",
            )
            if kept < concerned:
                st.caption(f"The first {kept} of {concerned:,} are kept to look at.")


def request() -> None:
    """What was asked, which windows answered, and which reports could not be fetched."""
    st.header("What was asked", anchor=False)
    table = computed(quality.windows_table)
    st.dataframe(
        computed(asked),
        hide_index=True,
        column_config={"What": _text("What", width="small"), "Value": _text("Value", width="large")},
        key="quality_asked",
        height="content",
        alt="The request, as it was made",
    )
    failed = computed(quality.failures)
    if len(failed):
        st.dataframe(
            failed,
            hide_index=True,
            column_config={
                name: _text(name.replace("_", " ").capitalize()) for name in failed.columns if name != "report"
            },
            key="quality_failures",
            alt=f"{plural(len(failed), 'report')} could not be fetched",
        )
    chart(
        "Windows asked for, and what became of them",
        charts.windows_chart(table),
        key="quality_windows",
        alt=charts.alt_windows(table),
        table=table,
        columns=_WINDOWS,
        definition="windows",
        empty_reason="These rows were read from files, so nothing was asked.",
        empty_step="Fetch a live account under Connect to see its windows.",
    )


def asked(ds: Dataset) -> pd.DataFrame:
    """What, Value: the request in words."""
    made, zone = ds.provenance, ZoneInfo(ds.zone)
    lines = [
        ("Source", SOURCES[made.source]),
        ("Files" if made.source == "files" else "Address", made.base),
        ("Account", made.account or NOTHING),
        ("Days", _days(ds)),
        *((name.replace("_", " ").capitalize(), ", ".join(ids)) for name, ids in _narrowed(made.requested)),
        ("Began", local_moment(made.started, zone)),
        ("Ended", local_moment(made.finished, zone)),
        (
            "Calls",
            f"{made.calls:,} with those for sessions and lists, of which {made.retries:,} repeated an earlier one",
        ),
    ]
    return pd.DataFrame(lines, columns=["What", "Value"])


def _days(ds: Dataset) -> str:
    """'1 to 31 Mar 2026 (Europe/Berlin)', 'from 1 Mar 2026 on (Europe/Berlin)'."""
    first, last, zone = days_asked(ds)
    if first and last:
        return f"{date_range(first, last)} ({zone})"
    if first:
        return f"from {day(first)} on ({zone})"
    return f"until {day(last)} ({zone})" if last else NOTHING


def _narrowed(requested: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """The lists of IDs that were asked for."""
    return [(name, ids) for name in LISTS if (ids := getattr(requested, name))]
