"""Breakouts and main sessions that a selection of days takes apart, as when a class runs over midnight."""

import narwhals as nw
import polars as pl

from kaltura.dataset import Dataset
from kaltura.metrics.tables import collected, narrowed_to_people, sessions
from kaltura.plural import plural


def breakouts_apart(ds: Dataset, whole: Dataset) -> int:
    """How many breakout sessions are selected without their main session, or left out while it is selected.

    A session belongs to the day that it starts on, so a breakout may lie on the day after. whole: what `ds` was
    selected from. Counted only where days alone made the selection: with people, sessions or breakouts chosen, leaving
    the rest out is meant. Where rooms were chosen, only breakouts of those main rooms are looked at, and where events
    were, only those that have one as their main session does.
    """
    chosen, asked = ds.selection, ds.provenance.requested
    if narrowed_to_people(ds) or chosen.sessions or chosen.parents or asked.parents or not (chosen.start or chosen.end):
        return 0
    pairs = sessions(whole, "breakout").filter(~nw.col("parent_session_id").is_null())
    for rooms in filter(None, (chosen.rooms, asked.rooms)):
        pairs = pairs.filter(nw.col("room_id").cast(nw.String).is_in(rooms))
    if chosen.events:
        tags = whole.event_tags.filter(pl.col("event_id").is_in(chosen.events))["cue_point_id"].cast(pl.String)
        tagged = tags.unique().to_list()
        pairs = pairs.filter(
            *(nw.col(of).cast(nw.String).is_in(tagged) for of in ("cue_point_id", "parent_session_id"))
        )
    held = sessions(ds).select("cue_point_id", here=nw.lit(value=True))
    parents = held.rename({"cue_point_id": "parent_session_id", "here": "parent_here"})
    both = pairs.select("cue_point_id", "parent_session_id").join(held, on="cue_point_id", how="left")
    apart = both.join(parents, on="parent_session_id", how="left").filter(
        nw.col("here").is_null() != nw.col("parent_here").is_null()
    )
    return int(collected(apart.select(nw.len()))["len"].iloc[0])


def apart_sentence(number: int) -> str:
    """What such breakouts mean for the figures; "" when there are none."""
    if not number:
        return ""
    lie = "lies" if number == 1 else "lie"
    return (
        f"{plural(number, 'breakout session')} {lie} on another day than the main session, and one of the two is not "
        "selected: participation, lift and evenness are without them. Select both days to have them."
    )
