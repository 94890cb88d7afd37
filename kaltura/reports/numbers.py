"""What numbers may be: Kaltura's "none", impossible values, ratios given as per cent, durations that disagree."""

import time
from collections.abc import Iterable

import polars as pl

from kaltura.reports.columns import Column, Kind
from kaltura.reports.findings import Findings

NONE = ("", "Unknown", "0")  # each stands for "none", in IDs too
UNKNOWN_NUMBERS = ("", "Unknown")  # a number may well be 0

YEAR = 366 * 86_400  # seconds
# The largest value that can be meant: a session of a year, more people than any account has. Moments: check_numbers.
CEILINGS: dict[Kind, float] = {"minutes": YEAR / 60, "seconds": YEAR, "count": 1_000_000_000}
# The smallest, where it is not 0. Kaltura did not exist before; the number of a day in a spreadsheet is far below.
FLOORS: dict[Kind, float] = {"unix_seconds": 1_104_537_600}  # 1 January 2005
NO_FRACTION = 1.5  # a ratio up to here may be a fraction that came out too large
ROUNDING = 1e-6  # a ratio this little above 1 is 1: Kaltura divides floats
DURATION_TOLERANCE = 1.0  # seconds


def check_numbers(frame: pl.DataFrame, columns: Iterable[Column], findings: Findings) -> pl.DataFrame:
    """The typed frame with impossible numbers as null and ratios in 0 to 1; each change goes to findings."""
    present = tuple(columns)
    # Reports are of the past; a year is left to clocks that are wrong, Kaltura's or this machine's.
    ceilings = CEILINGS | {"unix_seconds": time.time() + YEAR}
    for column in present:
        if column.kind in ceilings:
            frame = _within(frame, column, ceilings[column.kind], findings)
        elif column.kind == "ratio":
            frame = _as_ratio(frame, column.name, findings)
    names = {column.name for column in present}
    if {"session_start_time", "session_end_time"} <= names:
        length = pl.col("session_end_time") - pl.col("session_start_time")
        frame = _void(frame, length > YEAR, "impossible_number", "session_end_time", findings)
        frame = _void(frame, length < 0, "end_before_start", "session_end_time", findings)
        if "duration" in names:
            _compare_duration(frame, length, findings)
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


def _within(frame: pl.DataFrame, column: Column, ceiling: float, findings: Findings) -> pl.DataFrame:
    value = pl.col(column.name)
    if column.kind == "unix_seconds":
        frame = frame.with_columns(pl.when(value != 0).then(value).alias(column.name))
    return _void(
        frame, (value < FLOORS.get(column.kind, 0)) | (value > ceiling), "impossible_number", column.name, findings
    )


def _as_ratio(frame: pl.DataFrame, name: str, findings: Findings) -> pl.DataFrame:
    value = pl.col(name)
    frame = _void(frame, (value < 0) | (value > 100), "impossible_ratio", name, findings)
    if not (frame[name] > 1).any():
        return frame
    above = value > 1 + ROUNDING
    given = frame.filter(value > 0)
    # Kaltura writes fractions, a person who saved the file per cent: then 1 is one per cent, and so is every other.
    if 2 * given.filter(above).height > given.height and (given[name] > NO_FRACTION).any():
        above = value.is_not_null()
    findings.note_rows("ratio_as_per_cent", given.filter(above), name)
    return frame.with_columns(pl.when(above).then(value / 100).otherwise(value.clip(upper_bound=1)).alias(name))


def _void(frame: pl.DataFrame, wrong: pl.Expr, kind: str, name: str, findings: Findings) -> pl.DataFrame:
    wrong = wrong.fill_null(value=False)  # what nobody knows is not wrong
    rows = frame.filter(wrong)
    if rows.is_empty():
        return frame
    findings.note_rows(kind, rows, name)
    return frame.with_columns(pl.when(~wrong).then(pl.col(name)).alias(name))


def _compare_duration(frame: pl.DataFrame, length: pl.Expr, findings: Findings) -> None:
    # A running session has end == start, and a duration that nothing can be compared with.
    differs = (length != 0) & ((pl.col("duration") - length).abs() > DURATION_TOLERANCE)
    findings.note_rows("duration_disagrees", frame.filter(differs))
