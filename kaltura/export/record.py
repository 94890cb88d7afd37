"""What is said about a Dataset beside its rows, as plain values: fetch.json, and the record in every export."""

from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

import polars as pl

from kaltura import __version__
from kaltura.dataset import Dataset
from kaltura.reports.columns import Report

CAVEAT = (
    "Kaltura says that exports and its live pages differ by about 2 %. Minutes come from signals that a browser sends "
    "every 10 seconds; people behind ad-blockers or VPNs may be missing, and who shares a device is counted as one. Do "
    "not grade anybody by these figures alone: look at the person's case."
)
CERTIFICATE_CAVEAT = (
    "Minutes come from signals that a browser sends to Kaltura every 10 seconds; Kaltura's own pages differ by about "
    "2 %. People behind ad-blockers or VPNs may be missing, and who shares a device is counted as one. Of a single "
    "case the issuer knows more."
)
SHORT_CAVEAT = "Kaltura's own pages differ by about 2 %: do not grade by this alone."


def record_of_fetch(dataset: Dataset) -> dict[str, Any]:
    """What fetch.json says: provenance, ledger, problems, events, complete. No secret is in any of these."""
    return {
        "version": __version__,
        "complete": dataset.complete,
        "provenance": _plain(asdict(dataset.provenance)),
        "ledger": ledger_of(dataset),
        "problems": problems_of(dataset),
        "events": _events(dataset),
    }


def record_of(dataset: Dataset, words: str) -> dict[str, Any]:
    """What travels with an export: all of `record_of_fetch`, the selection, whether names are hidden, its rows by
    report, and the caveat.

    words: the selection as the person read it. The ledger is of everything received, the rows are of the selection.
    """
    return record_of_fetch(dataset) | {
        "selection": _plain(asdict(dataset.selection)) | {"words": words},
        "names": "hidden" if dataset.names_hidden else "shown",
        "rows": {report.file_stem: rows_of(dataset, report) for report in Report},
        "caveat": CAVEAT,
    }


def rows_of(dataset: Dataset, report: Report) -> int:
    """How many rows of a report are in the selection: those of its file."""
    return int(dataset.report(report).select(pl.len()).collect().item())


def rows_by_layer(dataset: Dataset, report: Report) -> dict[str, int]:
    """The same, by the layer of their session: "main", "breakout" and, where there are some, "unknown"."""
    layers = dataset.sessions.select("cue_point_id", pl.col("layer").cast(pl.String))
    held = dataset.report(report).join(layers, on="cue_point_id", how="inner").group_by("layer").len().collect()
    return {"main": 0, "breakout": 0} | dict(held.iter_rows())


def _events(dataset: Dataset) -> list[dict[str, Any]]:
    """event_id, event_name, sessions (their IDs): names, which the files have, do not tell two events apart."""
    tags = dataset.event_tags.sort(pl.col("cue_point_id").cast(pl.String)).group_by("event_id")
    held = dict(tags.agg(pl.col("cue_point_id").cast(pl.String)).iter_rows())
    return [event | {"sessions": held.get(event["event_id"], [])} for event in dataset.events.to_dicts()]


def ledger_of(dataset: Dataset) -> list[dict[str, Any]]:
    """The account of every row received, per report."""
    return [
        {
            "report": int(entry.report),
            "file": f"{entry.report.file_stem}.csv",
            "received": entry.received,
            "kept": entry.kept,
            "merged": entry.merged,
            "outside": entry.outside,
            "set_aside": entry.set_aside,
            "balances": entry.balances,
        }
        for entry in dataset.ledger
    ]


def problems_of(dataset: Dataset) -> list[dict[str, Any]]:
    """What was found wrong; a sentence each, without the rows."""
    return [
        {
            "kind": problem.kind,
            "report": None if problem.report is None else int(problem.report),
            "count": problem.count,
            "sentence": problem.sentence,
        }
        for problem in dataset.problems
    ]


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Enum():
            return value.value
        case date() | datetime():
            return value.isoformat()
    return value
