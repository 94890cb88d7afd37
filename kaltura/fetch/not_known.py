"""Said of what is not known of sessions: their layer, their times, and main sessions that were not asked for."""

import polars as pl

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS, Problem

LAYER_UNKNOWN, ONLY_BREAKOUTS = "layer_unknown", "only_breakouts"


def layer_note(ds: Dataset) -> Problem | None:
    """How many such sessions there are, and which report would tell."""
    found = _of(ds, pl.col("layer") == "unknown")
    if found.is_empty():
        return None
    sentence = (
        f"{plural(len(found), 'session')} known from {Report.ATTENDEES.named} alone: without "
        f"{' and '.join(_lacking(ds))} nothing says "
        "whether they were main sessions or breakouts. They are in the files, "
        "and in no figure of main sessions or breakouts."
    )
    return Problem(LAYER_UNKNOWN, sentence, len(found), rows=_examples(found))


def timeless_note(ds: Dataset) -> Problem | None:
    """How many sessions have no known start, why, and where they count."""
    found = _of(ds, pl.col("start").is_null())
    if found.is_empty():
        return None
    lacking = _lacking(ds)
    missing = f"{' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing"
    rooms = Report.ROOM_SESSIONS.named
    if rooms in lacking:
        why = f"because {missing}"
    else:
        why = f"not in {rooms}, and {missing}" if lacking else "in none of the reports"
    sentence = (
        f"{plural(len(found), 'session')} without a start time, {why}: counted in totals of all dates, in no day or "
        "week, with the minutes viewed within the dates that were asked for."
    )
    return Problem("session_without_times", sentence, len(found), rows=_examples(found))


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


def _of(ds: Dataset, which: pl.Expr) -> pl.Series:
    """The cue_point_ids of such sessions, in order."""
    return ds.sessions.filter(which).select(pl.col("cue_point_id").cast(pl.String).sort()).collect()["cue_point_id"]


def _lacking(ds: Dataset) -> list[str]:
    """The reports that tell of layers and times, and are not there."""
    return [failure.report.named for failure in ds.provenance.failures if failure.report != Report.ATTENDEES]


def _examples(found: pl.Series) -> tuple[dict[str, str], ...]:
    return tuple({"cue_point_id": cue} for cue in found.head(SHOWN_ROWS))
