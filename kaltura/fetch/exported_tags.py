"""The events column of our own export → which session belongs to which event."""

import polars as pl

from kaltura.fetch.events import TAGS_SCHEMA
from kaltura.reports.header import BETWEEN_EVENTS, EVENTS


def exported_tags(events: pl.DataFrame | None) -> pl.DataFrame | None:
    """`Parsed.events` → (cue_point_id, event_id), the event's name standing for its ID; None of a file not ours."""
    if events is None:
        return None
    cell = pl.col(EVENTS.name).cast(pl.String)
    named = events.filter(cell != "").select("cue_point_id", event_id=cell.str.split(BETWEEN_EVENTS))
    return named.explode("event_id").unique(maintain_order=True).cast(TAGS_SCHEMA)
