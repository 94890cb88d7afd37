"""What numbers may be: Kaltura's "none", impossible values, ratios given as per cent, durations that disagree."""

from collections.abc import Iterable

import polars as pl

from kaltura.reports.columns import Column, Kind
from kaltura.reports.findings import Findings

NONE = ("", "Unknown", "0")  # each stands for "none", in IDs too
UNKNOWN_NUMBERS = ("", "Unknown")  # a number may well be 0

# The largest value that can be meant: the year 9999, a session of a year, more people than any account has.
CEILINGS: dict[Kind, float] = {
    "unix_seconds": 253_402_300_799,
    "minutes": 366 * 1440,
    "seconds": 366 * 86_400,
    "count": 1_000_000_000,
}
ROUNDING = 1e-6  # a ratio this little above 1 is 1: Kaltura divides floats
DURATION_TOLERANCE = 1.0  # seconds


def check_numbers(frame: pl.DataFrame, columns: Iterable[Column], findings: Findings) -> pl.DataFrame:
    """The typed frame with impossible numbers as null and ratios in 0 to 1; each change goes to findings."""
    present = tuple(columns)
    for column in present:
        if column.kind in CEILINGS:
            frame = _within(frame, column, findings)
        elif column.kind == "ratio":
            frame = _as_ratio(frame, column.name, findings)
    if {"duration", "session_start_time", "session_end_time"} <= {column.name for column in present}:
        _compare_duration(frame, findings)
    return frame


def readable_or_unknown(text: str) -> bool:
    """Whether a cell of a number column is a number or stands for an unknown one."""
    cell = text.strip().strip('"')
    if cell in UNKNOWN_NUMBERS:
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _within(frame: pl.DataFrame, column: Column, findings: Findings) -> pl.DataFrame:
    value = pl.col(column.name)
    if column.kind == "unix_seconds":
        frame = frame.with_columns(pl.when(value != 0).then(value).alias(column.name))
    return _void(frame, (value < 0) | (value > CEILINGS[column.kind]), "impossible_number", column.name, findings)


def _as_ratio(frame: pl.DataFrame, name: str, findings: Findings) -> pl.DataFrame:
    value = pl.col(name)
    frame = _void(frame, (value < 0) | (value > 100), "impossible_ratio", name, findings)
    above = value > 1 + ROUNDING
    findings.note_rows("ratio_as_per_cent", frame.filter(above), name)
    return frame.with_columns(pl.when(above).then(value / 100).otherwise(value.clip(upper_bound=1)).alias(name))


def _void(frame: pl.DataFrame, wrong: pl.Expr, kind: str, name: str, findings: Findings) -> pl.DataFrame:
    rows = frame.filter(wrong)
    if rows.is_empty():
        return frame
    findings.note_rows(kind, rows, name)
    return frame.with_columns(pl.when(~wrong).then(pl.col(name)).alias(name))


def _compare_duration(frame: pl.DataFrame, findings: Findings) -> None:
    length = pl.col("session_end_time") - pl.col("session_start_time")
    # A running session has end == start, and a duration that nothing can be compared with.
    differs = (length != 0) & ((pl.col("duration") - length).abs() > DURATION_TOLERANCE)
    findings.note_rows("duration_disagrees", frame.filter(differs))
