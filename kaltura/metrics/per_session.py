"""Figures of each session from its attendance rows: the sums that every other file divides."""

import narwhals as nw

from kaltura.dataset import Dataset
from kaltura.metrics.memo import once
from kaltura.metrics.tables import Lazy, attendances, narrowed_to_people, sessions


@once
def session_sums(ds: Dataset) -> Lazy:
    """One row per session that has attendance rows.

    cue_point_id; attendances, unique_attendees (identified), anonymous_attendances, guests: rows;
    timed_attendances, rated_attendances: those whose minutes, and those whose ratio too, are known.
    attended_minutes: Σm, null when none is known; rated_minutes: Σm where the ratio is known; engaged_minutes: Σ(m·r).
    """
    minutes, ratio, anonymous = nw.col("minutes"), nw.col("ratio"), nw.col("user_id").is_null()
    sums = (
        attendances(ds)
        .with_columns(
            anonymous_attendances=anonymous.cast(nw.Int64),
            guests=(nw.col("user_type") == "Guest").fill_null(value=False).cast(nw.Int64),
            engaged=minutes * ratio,
            rated=nw.when(~ratio.is_null()).then(minutes),
        )
        .group_by("cue_point_id")
        .agg(
            nw.len().alias("attendances"),
            nw.col("minutes").count().alias("timed_attendances"),
            nw.col("anonymous_attendances", "guests").sum(),
            nw.col("minutes").sum().alias("attended_minutes"),
            nw.col("rated").count().alias("rated_attendances"),
            nw.col("rated").sum().alias("rated_minutes"),
            nw.col("engaged").sum().alias("engaged_minutes"),
        )
        .with_columns(nw.col("attendances", "timed_attendances", "rated_attendances").cast(nw.Int64))
        .with_columns(
            unique_attendees=nw.col("attendances") - nw.col("anonymous_attendances"),
            attended_minutes=nw.when(nw.col("timed_attendances") > 0).then(nw.col("attended_minutes")),
        )
    )
    # Computed here, and not anew by each metric that builds on it. Streamed, no column of all rows is copied.
    return sums.collect(engine="streaming").lazy()


def session_figures(ds: Dataset) -> Lazy:
    """Every session (SESSION_SCHEMA) with session_sums, engagement and a head count.

    engagement_rate: Σ(m·r)/Σm, null without a known ratio. disengaged_minutes: Σm(1-r) over known ratios.
    people: the session's people; people_source says how they are known:
        "exact" (identified attendees, nobody anonymous) or "estimate" (Kaltura's count, at least the rows seen,
        because one anonymous row may stand for many people); null when neither is known.
    In a selection of people, Kaltura's estimate counts others too, so only rows are counted.
    """
    table = sessions(ds).join(session_sums(ds), on="cue_point_id", how="left")
    rated, engaged = nw.col("rated_minutes"), nw.col("engaged_minutes")
    rows, estimate = nw.col("attendances"), nw.col("kaltura_estimate")
    guess = rows if narrowed_to_people(ds) else nw.max_horizontal(rows, estimate)
    exact = nw.col("anonymous_attendances") == 0
    return table.with_columns(
        engagement_rate=nw.when(rated > 0).then(engaged / rated),
        disengaged_minutes=nw.when(rated > 0).then(rated - engaged),
        people=nw.when(exact).then(rows).otherwise(guess),
        people_source=nw.when(exact)
        .then(nw.lit("exact"))
        .otherwise(nw.when(~guess.is_null()).then(nw.lit("estimate"))),
    )
