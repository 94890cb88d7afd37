"""Can the numbers be trusted: the ledger, problems, coverage, what is not final yet."""

from dataclasses import dataclass
from datetime import datetime

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.per_session import session_figures
from kaltura.metrics.periods import provisional
from kaltura.metrics.tables import Lazy, attendances, collected, sessions
from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Freshness:
    """How old the data is. fetched: when, in the Dataset's zone; latest: the last session's start, None without any."""

    fetched: datetime
    latest: datetime | None


def freshness(ds: Dataset) -> Freshness:
    """Freshness of the Dataset; `latest` is of the selection."""
    fetched = pd.Timestamp(ds.provenance.finished).tz_convert(ds.zone).to_pydatetime()
    latest = collected(sessions(ds).select(nw.col("start").max()), zone=ds.zone)["start"].iloc[0]
    return Freshness(fetched, None if pd.isna(latest) else latest.to_pydatetime())


def ledger_table(ds: Dataset) -> pd.DataFrame:
    """One row per report of the whole request: where its rows went.

    report (ID), title, received, kept, merged, outside, set_aside (rows), reasons (words), balances, outcome:
    "complete", "failed" (its failure is in `failures`) or "not fetched".
    """
    entries = {entry.report: entry for entry in ds.ledger}
    rows = []
    for report in Report:
        entry, failure = entries.get(report), ds.provenance.missing(report)
        reasons = entry.set_aside if entry else {}
        rows.append(
            {
                "report": int(report),
                "title": report.title,
                "received": entry.received if entry else 0,
                "kept": entry.kept if entry else 0,
                "merged": entry.merged if entry else 0,
                "outside": entry.outside if entry else 0,
                "set_aside": sum(reasons.values()),
                "reasons": ", ".join(f"{reason}: {count:,}" for reason, count in reasons.items()),
                "balances": entry.balances if entry else True,
                "outcome": "failed" if failure else "complete" if entry else "not fetched",
            }
        )
    return pd.DataFrame(rows)


def failures(ds: Dataset) -> pd.DataFrame:
    """Reports that could not be had: report, title, message, next_step, code, session_id (for Kaltura's support)."""
    rows = [
        (int(f.report), f.report.title, f.message, f.next_step, f.code, f.session_id) for f in ds.provenance.failures
    ]
    return pd.DataFrame(rows, columns=["report", "title", "message", "next_step", "code", "session_id"])


def problems_table(ds: Dataset) -> pd.DataFrame:
    """Everything found wrong: problem (number for `problem_rows`), report (title or ""), kind, sentence, count, rows.

    rows: examples that can be looked at. The most frequent first.
    """
    rows = [
        (number, p.report.title if p.report else "", p.kind, p.sentence, p.count, len(p.rows))
        for number, p in enumerate(ds.problems)
    ]
    table = pd.DataFrame(rows, columns=["problem", "report", "kind", "sentence", "count", "rows"])
    return table.sort_values(["count", "problem"], ascending=[False, True], ignore_index=True)


def problem_rows(ds: Dataset, problem: int) -> pd.DataFrame:
    """The examples of one problem, all as text; columns are those of the report, or "line"."""
    rows = [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in ds.problems[problem].rows
    ]
    return pd.DataFrame(rows, dtype="str").fillna("")


def windows_table(ds: Dataset) -> pd.DataFrame:
    """Every call that was made: report, title, start, end (local, end excluded), rows, outcome."""
    table = pd.DataFrame(
        [(int(w.report), w.report.title, w.start, w.end, w.rows, w.outcome) for w in ds.provenance.windows],
        columns=["report", "title", "start", "end", "rows", "outcome"],
    )
    for column in ("start", "end"):
        table[column] = pd.to_datetime(table[column].astype("int64"), unit="s", utc=True).dt.tz_convert(ds.zone)
    return table


def coverage_table(ds: Dataset) -> pd.DataFrame:
    """How much of the selection each kind of figure rests on: key, what, count, of, share (NaN when `of` is 0)."""
    held = collected(session_figures(ds).select("layer", "attendances", "kaltura_estimate", "duration_minutes"))
    main, breakout = held["layer"].eq("main"), held["layer"].eq("breakout")
    rows = _people_coverage(ds)
    total = int(rows["rows"])
    table = pd.DataFrame(
        [
            (
                "main_rows",
                "Main sessions with attendees",
                int(held["attendances"].notna()[main].sum()),
                int(main.sum()),
            ),
            (
                "breakout_rows",
                "Breakouts with attendees",
                int(held["attendances"].notna()[breakout].sum()),
                int(breakout.sum()),
            ),
            ("lengths", "Sessions with a known length", int(held["duration_minutes"].notna().sum()), len(held)),
            ("estimates", "Sessions with Kaltura's estimate", int(held["kaltura_estimate"].notna().sum()), len(held)),
            ("ratios", "Attendances with an engagement ratio", int(rows["ratios"]), total),
            ("identified", "Attendances with a user ID", int(rows["identified"]), total),
            ("names", "Attendances with a name", int(rows["names"]), total),
            ("emails", "Attendances with an e-mail", int(rows["emails"]), total),
        ],
        columns=["key", "what", "count", "of"],
    )
    return table.assign(share=table["count"] / table["of"].where(table["of"] > 0))


def running_sessions(ds: Dataset) -> pd.DataFrame:
    """Sessions, main and breakout, without an end: `listed` columns and hours since their start at the fetch."""
    table = _listed(ds, sessions(ds).filter(nw.col("running").fill_null(value=False)))
    fetched = pd.Timestamp(ds.provenance.finished)
    return table.assign(hours=(fetched - table["start"]).dt.total_seconds() / 3600)


def provisional_sessions(ds: Dataset) -> pd.DataFrame:
    """Sessions that ended (or, running, started) in the 24 h before the fetch: figures may still change."""
    return _listed(ds, sessions(ds).filter(provisional(ds)))


def orphan_breakouts(ds: Dataset) -> pd.DataFrame:
    """Breakout sessions during which no session of their main room is known."""
    groups = breakout_groups(ds)
    alone = groups.loc[groups["orphan"], "cue_point_id"].astype("str").tolist()
    return _listed(ds, sessions(ds, "breakout").filter(nw.col("cue_point_id").cast(nw.String).is_in(alone)))


def sessions_without_attendees(ds: Dataset) -> pd.DataFrame:
    """Main sessions of which report 6001 has no rows, so that who was there is not known."""
    return _listed(ds, session_figures(ds).filter(nw.col("layer") == "main", nw.col("attendances").is_null()))


def _listed(ds: Dataset, rows: Lazy) -> pd.DataFrame:
    """cue_point_id, layer, room_id, room_name, name, start, end (local), latest first."""
    columns = ("cue_point_id", "layer", "room_id", "room_name", nw.col("entry_name").alias("name"), "start", "end")
    table = collected(rows.select(*columns), zone=ds.zone)
    return table.sort_values(["start", "cue_point_id"], ascending=[False, True], ignore_index=True)


def _people_coverage(ds: Dataset) -> "pd.Series[int]":
    known = {"ratios": "ratio", "identified": "user_id", "names": "user_name", "emails": "user_email"}
    present = [(~nw.col(column).is_null()).cast(nw.Int64).sum().alias(name) for name, column in known.items()]
    return collected(attendances(ds).select(nw.len().alias("rows"), *present)).iloc[0]
