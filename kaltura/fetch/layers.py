"""Said of layers that are not at hand: unknown ones, and main sessions that were not asked for."""

import polars as pl

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS, Problem

LAYER_UNKNOWN, ONLY_BREAKOUTS = "layer_unknown", "only_breakouts"


def layer_note(ds: Dataset) -> Problem | None:
    """How many such sessions there are, and which report would tell."""
    found = ds.sessions.filter(pl.col("layer") == "unknown").select(pl.col("cue_point_id").cast(pl.String)).collect()
    if found.is_empty():
        return None
    missing = [failure.report.named for failure in ds.provenance.failures if failure.report != Report.ATTENDEES]
    rows = tuple({"cue_point_id": cue} for cue in found["cue_point_id"].sort().head(SHOWN_ROWS))
    count = plural(found.height, "session")
    sentence = (
        f"{count} known from {Report.ATTENDEES.named} alone: without {' and '.join(missing)} nothing says "
        "whether they were main sessions or breakouts. They are in the files, "
        "and in no figure of main sessions or breakouts."
    )
    return Problem(LAYER_UNKNOWN, sentence, found.height, rows=rows)


def only_breakouts_note(filters: Filters) -> Problem | None:
    """What is not known when the breakouts of main rooms were asked for, which leaves their main sessions out."""
    if not filters.parents:
        return None
    sentence = (
        "Only the breakouts of some main rooms were asked for. Main sessions were not asked for: their figures, who "
        "joined a breakout, and which breakouts have no main session are not known. To have both, ask for the main "
        "rooms as rooms (--rooms)."
    )
    return Problem(ONLY_BREAKOUTS, sentence, 1)
