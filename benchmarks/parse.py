"""Bytes of 6001 → typed frame, against Polars reading the same bytes as they are."""

import polars as pl

from benchmarks.account import body
from benchmarks.figure import Figure, in_turn
from kaltura.reports.columns import Report
from kaltura.reports.parse import parse


def measure(attendances: int = 1_000_000, runs: int = 5) -> list[Figure]:
    """One figure: our parser against a bare read_csv."""
    content = body(Report.ATTENDEES, attendances)
    ours, bare = in_turn(lambda: parse(content, Report.ATTENDEES), lambda: bare_read(content), runs)
    return [Figure(f"parse {attendances:,} rows of 6001", ours, "s", 2.0, bare, "bare Polars read_csv")]


def bare_read(content: bytes) -> pl.DataFrame:
    """What Polars makes of these bytes when it is told nothing: no type checked, no row accounted for."""
    return pl.read_csv(content)
