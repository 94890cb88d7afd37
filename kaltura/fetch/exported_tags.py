"""The events column of our own export → which session belongs to which event."""

import csv

import polars as pl

from kaltura.fetch.events import TAGS_SCHEMA
from kaltura.reports.columns import Report
from kaltura.reports.findings import Findings
from kaltura.reports.formulas import restored
from kaltura.reports.header import BETWEEN_EVENTS, DERIVED, is_derived, normalised
from kaltura.reports.text import as_utf8, first_line, split_header


def exported_tags(body: bytes) -> pl.DataFrame | None:
    """(cue_point_id, event_id), the event's name standing for its ID; None when the file is not our export."""
    try:
        cells, separator = split_header(first_line(body))
    except csv.Error:
        return None
    names = [normalised(cell) for cell in cells]
    if sum(map(is_derived, cells)) < len(DERIVED) or "cuepointid" not in names:
        return None
    session, events = names.index("cuepointid"), names.index("events")
    try:
        rows = pl.read_csv(
            as_utf8(body, Findings(Report.ATTENDEES)),
            separator=separator,
            has_header=False,
            skip_lines=1,
            schema={str(i): pl.String for i in range(len(cells))},
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:  # edited by hand; its rows were read line by line, its events cannot be
        return pl.DataFrame(schema=TAGS_SCHEMA)
    event = restored(pl.col(str(events))).str.split(BETWEEN_EVENTS)
    tags = rows.select(cue_point_id=pl.col(str(session)), event_id=event).explode("event_id")
    return tags.drop_nulls().unique(maintain_order=True).cast(TAGS_SCHEMA)
