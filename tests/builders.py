"""Small Datasets from plain rows, for tests that state their data by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from kaltura.dataset import Dataset, Failure, Provenance
from kaltura.fetch.assemble import sessions_table
from kaltura.filters import Filters
from kaltura.reports.columns import COLUMNS, DTYPES, Report


def frame(report: Report, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows (missing columns are null) → a typed frame of the report."""
    schema = {c.name: DTYPES[c.kind] for c in COLUMNS[report]}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def unix(text: str) -> int:
    """'2026-03-02 10:00' (UTC) → Unix seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def room_session(cue: str, room: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    """A row of 6000."""
    return {
        "cue_point_id": cue,
        "entry_id": room,
        "entry_name": f"Room {room}",
        "session_start_time": unix(start),
        "session_end_time": unix(end),
        **more,
    }


def attendance(
    cue: str, room: str, user: str | None, minutes: float, ratio: float | None, **more: Any
) -> dict[str, Any]:
    """A row of 6001."""
    return {
        "cue_point_id": cue,
        "entry_id": room,
        "user_id": user,
        "user_name": f"Name of {user}" if user else None,
        "user_type": "User",
        "meeting_view_time": minutes,
        "meeting_engaged_play_time_ratio": ratio,
        **more,
    }


def breakout(cue: str, room: str, parent: str, start: str, end: str, count: int, **more: Any) -> dict[str, Any]:
    """A row of 6002."""
    return {
        "cue_point_id": cue,
        "breakout_entry_id": room,
        "breakout_entry_name": f"Room {room}",
        "parent_entry_id": parent,
        "parent_entry_name": f"Room {parent}",
        "session_start_time": unix(start),
        "session_end_time": unix(end),
        "duration": float(unix(end) - unix(start)),
        "participant_count": count,
        **more,
    }


def dataset(
    rooms: Sequence[Mapping[str, Any]] = (),
    attendees: Sequence[Mapping[str, Any]] = (),
    breakouts: Sequence[Mapping[str, Any]] = (),
    *,
    events: Mapping[str, str] | None = None,
    tags: Iterable[tuple[str, str]] = (),
    zone: str = "UTC",
    fetched: str = "2026-11-01 00:00",
) -> Dataset:
    """A Dataset from rows; events: ID → name; tags: (cue_point_id, event_id)."""
    pairs = list(tags)
    frames = [frame(report, rows) for report, rows in zip(Report, (rooms, attendees, breakouts), strict=True)]
    at = datetime.fromisoformat(fetched).replace(tzinfo=UTC)
    filters = Filters(zone=zone)
    return Dataset(
        room_sessions=frames[0].lazy(),
        attendances=frames[1].lazy(),
        breakout_sessions=frames[2].lazy(),
        sessions=sessions_table(*frames).lazy(),
        events=pl.DataFrame(
            {"event_id": list(events or {}), "event_name": list((events or {}).values())},
            schema={"event_id": pl.String, "event_name": pl.String},
        ),
        event_tags=pl.DataFrame(
            {"cue_point_id": [session for session, _ in pairs], "event_id": [event for _, event in pairs]},
            schema={"cue_point_id": pl.Categorical, "event_id": pl.String},
        ),
        provenance=Provenance("files", "test", filters, at, at),
        ledger=(),
        selection=filters,
    )


def without(ds: Dataset, *reports: Report) -> Dataset:
    """The Dataset as though these reports, of which it has no rows, could not be had."""
    failures = tuple(Failure(report, f"No file of {report.named} is there.", "Add it.") for report in reports)
    return replace(ds, provenance=replace(ds.provenance, failures=failures))
