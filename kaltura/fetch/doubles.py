"""Rows of one key become one row: minutes add, ratios are pooled by minutes, estimates are never added."""

import polars as pl

from kaltura.plural import plural
from kaltura.reports.columns import COLUMNS, Column, Report, column_names
from kaltura.reports.problems import SHOWN_ROWS, Problem

_MINUTES = "meeting_view_time"
# An anonymous row is told apart by what little is known of it.
_NAMES = ("user_name", "user_email", "user_type")
_IDS = {
    Report.ROOM_SESSIONS: ["cue_point_id"],
    Report.ATTENDEES: ["cue_point_id", "user_id"],
    Report.BREAKOUT_SESSIONS: ["cue_point_id"],
}


def merged(report: Report, frame: pl.DataFrame, doubles: pl.DataFrame | None = None) -> tuple[pl.DataFrame, int]:
    """One row per key, those made of several at the end, and how many rows were merged into another.

    The key is the session, for 6001 with the person. frame: typed rows of the report. doubles: its `doubles_of`, when
    they are known already.
    """
    doubles = doubles_of(report, frame) if doubles is None else doubles
    if doubles.is_empty():
        return frame, 0
    one = (
        doubles.group_by(keys(report), maintain_order=True)
        .agg(_one_of(column, report).alias(f"_{column.name}") for column in COLUMNS[report])
        .select(pl.col(f"_{name}").alias(name) for name in frame.columns)
    )
    single = frame.filter(~pl.int_range(pl.len()).is_in(doubles["_row"].implode()))
    return pl.concat([single, one]), doubles.height - one.height


def merged_note(report: Report, doubles: pl.DataFrame, count: int) -> Problem:
    """That so many of these `doubles_of` were merged into another, with the rows, those of one key together."""
    sentence = (
        f"{plural(count, 'row')} of a session or a person that came more than once: "
        "minutes were added, and engagement was pooled by minutes."
    )
    return Problem("merged_rows", sentence, count, report, shown(report, doubles))


def shown(report: Report, rows: pl.DataFrame) -> tuple[dict[str, str], ...]:
    """The first of these rows as text in the report's columns, those of one key together."""
    text = rows.select(column_names(report)).cast(pl.String)
    return tuple(text.sort(keys(report), maintain_order=True).head(SHOWN_ROWS).iter_rows(named=True))


def keys(report: Report) -> list[pl.Expr]:
    """What makes two rows the same: cue_point_id, for 6001 with the person."""
    anonymous = pl.col("user_id").is_null()
    more = [pl.when(anonymous).then(name) for name in _NAMES] if report == Report.ATTENDEES else []
    return [expr.alias(f"_key{i}") for i, expr in enumerate([*(pl.col(k) for k in _IDS[report]), *more])]


def doubles_of(report: Report, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with the key of another, and `_row`, their place in the frame."""
    # IDs are compared quickly; names only where the IDs are the same.
    suspects = _same_ids(report, frame)
    numbered = frame.select(pl.int_range(pl.len()).alias("_row")).filter(suspects)
    rows = pl.concat([numbered, frame.filter(suspects)], how="horizontal")
    return rows.filter(pl.struct(keys(report)).is_duplicated())


def _same_ids(report: Report, frame: pl.DataFrame) -> pl.Series:
    """Whether another row has the same IDs: the codes of two in one number, sorted, take no memory to speak of."""
    first, *second = (pl.col(name).to_physical().cast(pl.UInt64) for name in _IDS[report])
    both = sum(((code + 1).fill_null(0) for code in second), start=first * 2**32)
    codes = frame.select(both).to_series()
    ordered = codes.sort()
    return codes.is_in(ordered.filter(ordered == ordered.shift()).unique().implode())


def _one_of(column: Column, report: Report) -> pl.Expr:
    values = pl.col(column.name)
    match column.kind:
        case "minutes":
            return pl.when(values.count() > 0).then(values.sum())
        case "ratio" if report == Report.ATTENDEES:
            return _pooled(values)
        case "unix_seconds":
            return values.min() if column.name == "session_start_time" else values.max()
        case "count" | "seconds" | "ratio":
            return _agreed(values)
    return values.drop_nulls().first()


def _pooled(ratio: pl.Expr) -> pl.Expr:
    """Σ(ratio × minutes) / Σ minutes; null when the ratio of some of the minutes is unknown, as one ratio is of all."""
    minutes = pl.col(_MINUTES)
    unknown = (ratio.is_null() & (minutes > 0)).any()
    pooled = pl.when(minutes.sum() > 0).then((ratio * minutes).sum() / minutes.sum()).otherwise(_agreed(ratio))
    return pl.when(~unknown.fill_null(value=False)).then(pooled)


def _agreed(values: pl.Expr) -> pl.Expr:
    # Two estimates of parts say nothing about the whole, which is counted from 6001 instead.
    return pl.when(values.drop_nulls().n_unique() == 1).then(values.drop_nulls().first())
