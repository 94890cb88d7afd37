"""The rows of a report as a CSV file: Kaltura's columns as they are, then what people ask to see beside them."""

import codecs
import io
from dataclasses import dataclass

import polars as pl

from kaltura.dataset import Dataset
from kaltura.reports.columns import Report, column_names
from kaltura.reports.formulas import harmless
from kaltura.reports.header import BETWEEN_EVENTS, DERIVED

_LOCAL_TIME = "%Y-%m-%d %H:%M:%S"
_ROWS_AT_ONCE = 100_000  # as text, names take ten times the memory that they take as categories


@dataclass(frozen=True)
class CsvDialect:
    """How CSV files are written.

    safe_for_excel: a `'` stands before text cells that a spreadsheet would take for a formula.
    decimal_comma: 12,5 and `;` between cells, as spreadsheets of most of Europe expect; else 12.5 and `,`.
    """

    safe_for_excel: bool = True
    decimal_comma: bool = False

    @property
    def separator(self) -> str:
        """What stands between cells."""
        return ";" if self.decimal_comma else ","


PLAIN = CsvDialect()


def csv_bytes(ds: Dataset, report: Report, dialect: CsvDialect = PLAIN) -> bytes:
    """The kept rows of one report in the Dataset's selection, as `table_csv` writes them."""
    return table_csv(_whole_seconds(export_rows(ds, report)), dialect)


def table_csv(table: pl.DataFrame, dialect: CsvDialect = PLAIN) -> bytes:
    """Any table as CSV: UTF-8 with BOM, quoted as RFC 4180 says, times as 2026-11-30 14:05:00, unknown as empty."""
    file = io.BytesIO()
    file.write(codecs.BOM_UTF8)
    table.clear().write_csv(file, separator=dialect.separator)
    for part in table.iter_slices(_ROWS_AT_ONCE):
        (_harmless(part) if dialect.safe_for_excel else part).write_csv(
            file,
            include_header=False,
            quote_style="necessary",
            datetime_format=_LOCAL_TIME,
            separator=dialect.separator,
            decimal_comma=dialect.decimal_comma,
        )
    return file.getvalue()


def export_rows(ds: Dataset, report: Report) -> pl.DataFrame:
    """The rows of `ds.report(report)`: Kaltura's columns with their units and order, then DERIVED.

    session_start, session_end: local times in the Dataset's zone, without offset; null when not known or
    still running. duration_minutes: session length. events: names of the session's events, joined by "; ".
    """
    sessions = ds.sessions.select(
        "cue_point_id",
        *(_local(column, ds.zone).alias(f"session_{column}") for column in ("start", "end")),
        "duration_minutes",
    ).unique("cue_point_id", keep="first")
    return (
        ds.report(report)
        .join(sessions, on="cue_point_id", how="left", maintain_order="left")
        .join(_events(ds), on="cue_point_id", how="left", maintain_order="left")
        .with_columns(time_zone=pl.lit(ds.zone))
        .select(*column_names(report), *DERIVED)
        .collect()
    )


def _whole_seconds(rows: pl.DataFrame) -> pl.DataFrame:
    """6002's duration as Kaltura writes it, 600 and not 600.0, unless a file had parts of seconds."""
    if "duration" not in rows.columns or not rows["duration"].eq(rows["duration"].floor()).all():
        return rows
    return rows.with_columns(pl.col("duration").cast(pl.Int64))


def _local(column: str, zone: str) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(zone).dt.replace_time_zone(None)


def _events(ds: Dataset) -> pl.LazyFrame:
    # Whoever reads the column again splits it at BETWEEN_EVENTS; events of one name carry their ID.
    name = pl.col("event_name").str.replace_all(BETWEEN_EVENTS.strip(), ",", literal=True)
    told_apart = pl.format("{} ({})", "name", "event_id")
    name_or_both = pl.when(pl.col("name").is_duplicated()).then(told_apart).otherwise("name")
    names = ds.events.lazy().select("event_id", name=name).with_columns(name=name_or_both)
    named = ds.event_tags.lazy().join(names, on="event_id", how="left")
    shown = pl.coalesce("name", "event_id").unique().sort().str.join(BETWEEN_EVENTS)
    return named.group_by("cue_point_id").agg(events=shown)


def _harmless(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.col(pl.String, pl.Categorical).cast(pl.String)
    return rows.with_columns(harmless(text))
