"""`python -m kaltura summary`: the headline figures of a folder, for people or for programs."""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kaltura.api.errors import UsageError
from kaltura.cli.exit_codes import Exit
from kaltura.cli.summary_text import as_text
from kaltura.cli.tell import put, tell
from kaltura.dataset import Dataset
from kaltura.export.record import ledger_of, problems_of
from kaltura.fetch.files import from_folder
from kaltura.fetch.record import FETCH_JSON, zone_of
from kaltura.fetch.unmatched import not_found
from kaltura.filters import Filters
from kaltura.metrics.breakouts import breakouts_summary
from kaltura.metrics.breakouts_apart import apart_sentence, breakouts_apart
from kaltura.metrics.headline import headline
from kaltura.metrics.tables import only_breakouts
from kaltura.metrics.unknown_layer import unknown_layer
from kaltura.reports.problems import Problem

_KEYS = (
    "main_sessions",
    "breakout_sessions",
    "running_sessions",
    "attendances",
    "unique_attendees",
    "anonymous_attendances",
    "attended_minutes",
    "engagement_rate",
    "disengaged_minutes",
)


def run(options: argparse.Namespace) -> int:
    """Print the figures of the folder's selection."""
    # An empty --tz comes from a variable that is not set, and is refused as no zone.
    zone = _zone_of(options.folder) if options.tz is None else options.tz
    dataset = from_folder(options.folder, zone)
    selected = dataset.select(
        Filters(
            start=options.start,
            end=options.end,
            zone=dataset.zone,
            rooms=options.rooms,
            events=_event_ids(dataset, options.events),
        )
    )
    absent = [*not_found(dataset, selected, selected.selection), *_apart(dataset, selected)]
    if not sys.stdout.isatty():  # there, the figures below have the same notes
        for problem in absent:
            tell(f"kaltura: {problem.sentence}")
    figures = summary(replace(selected, problems=(*absent, *selected.problems)))
    put(json.dumps(figures, indent=2, ensure_ascii=False) if options.json else as_text(figures))
    return Exit.COMPLETE


def summary(dataset: Dataset) -> dict[str, Any]:
    """The figures by name, unrounded: main sessions, as the definitions say; breakouts apart.

    complete: of the data that was read (see Dataset.complete), whatever is selected of it.
    None: not known, as are all figures of main sessions when there are only sessions of unknown layer, or only
    breakouts were asked for.
    """
    figures, apart = asdict(headline(dataset)), unknown_layer(dataset)
    unknown = only_breakouts(dataset) or (apart.sessions and not figures["main_sessions"])
    known = {"breakout_sessions"} if unknown else {*_KEYS}
    return {key: figures[key] if key in known else None for key in _KEYS} | {
        "breakouts": asdict(breakouts_summary(dataset)),
        "unknown_layer": asdict(apart),
        "complete": dataset.complete,
        "ledger": ledger_of(dataset),
        "problems": [*_missing(dataset), *problems_of(dataset)],
    }


def _apart(dataset: Dataset, selected: Dataset) -> list[Problem]:
    number = breakouts_apart(selected, dataset)
    return [Problem("breakouts_apart", apart_sentence(number), number)] if number else []


def _missing(dataset: Dataset) -> list[dict[str, Any]]:
    """Reports that the folder does not have: every figure that needs one is not the whole."""
    return [
        {
            "kind": "report_missing",
            "report": int(failure.report),
            "count": 1,
            "sentence": f"This report is missing. {failure.in_full}",
        }
        for failure in dataset.provenance.failures
    ]


def _zone_of(folder: Path) -> str:
    """The zone that the fetch counted its days in; UTC for a folder that no fetch wrote."""
    try:
        return zone_of((folder / FETCH_JSON).read_bytes())
    except (OSError, ValueError, RecursionError):
        return "UTC"


def _event_ids(dataset: Dataset, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The IDs of events given by ID or by name; a name that several have stands for all of them."""
    named = dataset.event_names
    if unknown := [event for event in wanted if event not in named and event not in named.values()]:
        known = ", ".join(sorted(set(named.values()))) or "none"
        raise UsageError(f"No event “{unknown[0]}” is in this folder.", f"The events in it: {known}.")
    return tuple(event for event, name in named.items() if event in wanted or name in wanted)
