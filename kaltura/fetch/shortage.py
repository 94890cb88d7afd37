"""Main sessions of which 6001 has no rows, or far fewer than Kaltura's own count of people says."""

from collections.abc import Iterator, Sequence

import polars as pl

from kaltura.dataset import Dataset
from kaltura.fetch.calls import Arrived
from kaltura.filters import among
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS, Problem

SHORT = "short_of_people"  # kind of a problem
# The estimate is off by a few per cent; with at least so many people, a fifth is no error of it.
_MANY = 10
_PART = 0.8


def short_of_people(answers: Sequence[Arrived], rooms: pl.DataFrame, breakouts: pl.DataFrame) -> Iterator[Arrived]:
    """Answers of 6001 that own such a session. rooms, breakouts: all rows of 6000 and 6002 that came.

    Breakouts are left out when no answer has rows of any: on some accounts 6001 has none.
    """
    known = _known(rooms, breakouts)
    split = known.filter("split")
    if all(answer.parsed.frame.join(split, on="cue_point_id", how="semi").is_empty() for answer in answers):
        known = known.filter(~pl.col("split"))
    for answer in answers:
        ask = answer.ask
        ours = known.filter(pl.col("start").is_between(ask.tile.start, ask.tile.end, closed="left"))
        for column, wanted in (("entry_id", ask.rooms), ("cue_point_id", ask.sessions)):
            ours = ours.filter(among(column, wanted)) if wanted else ours
        if not _short(ours, answer.parsed.frame).is_empty():
            yield answer


def shortage_note(ds: Dataset) -> Problem | None:
    """The sessions of the Dataset that are short of people, after all was asked."""
    if ds.provenance.missing(Report.ATTENDEES) or ds.provenance.requested.users:
        return None
    main = ds.sessions.filter(pl.col("layer") == "main", "in_6000").collect()
    asked = ds.provenance.requested
    # The main room of a breakout that was asked for is there for the parent session alone: 6001 was not asked for it.
    for column, wanted in (("cue_point_id", asked.sessions), ("entry_id", (*asked.rooms, *asked.parents))):
        main = main.filter(among(column, wanted)) if wanted else main
    short = _short(main.rename({"kaltura_estimate": "estimate"}), ds.attendances.collect()).sort("start")
    if short.is_empty():
        return None
    rows = (
        short.select("cue_point_id", "start", "estimate", "rows")
        .head(SHOWN_ROWS)
        .with_columns(pl.all().cast(pl.String))
    )
    count = plural(short.height, "main session")
    sentence = (
        f"Kaltura counts people in {count} of which {Report.ATTENDEES.named} has no rows or far fewer. "
        "Figures on people are too low there; ask for some rooms or days at a time to see whether more come."
    )
    return Problem(SHORT, sentence, short.height, Report.ATTENDEES, tuple(rows.iter_rows(named=True)))


def _short(sessions: pl.DataFrame, attendances: pl.DataFrame) -> pl.DataFrame:
    """The sessions (with `estimate`) that attendances lack, with their number of `rows`."""
    seen = attendances.group_by("cue_point_id").agg(rows=pl.len(), anonymous=pl.col("user_id").null_count())
    counted = sessions.join(seen, on="cue_point_id", how="left", maintain_order="left").with_columns(
        pl.col("rows", "anonymous").fill_null(0)
    )
    none = (pl.col("rows") == 0) & (pl.col("estimate") > 0)
    # An anonymous row may stand for many people.
    few = (pl.col("anonymous") == 0) & (pl.col("estimate") >= _MANY) & (pl.col("rows") < _PART * pl.col("estimate"))
    return counted.filter(none | few)


def _known(rooms: pl.DataFrame, breakouts: pl.DataFrame) -> pl.DataFrame:
    """cue_point_id, entry_id, start, estimate, split (a breakout) of each session that 6000 or 6002 has."""
    both = pl.concat(
        [
            rooms.select(
                "cue_point_id",
                "entry_id",
                start="session_start_time",
                estimate="meeting_view_period_unique_users",
                split=pl.col("parent_entry_id").is_not_null(),
            ),
            breakouts.select(
                "cue_point_id",
                entry_id="breakout_entry_id",
                start="session_start_time",
                estimate="participant_count",
                split=pl.lit(value=True),
            ),
        ]
    )
    return both.group_by("cue_point_id").agg(
        pl.col("entry_id").first(), pl.col("start").min(), pl.col("estimate").max(), pl.col("split").any()
    )
