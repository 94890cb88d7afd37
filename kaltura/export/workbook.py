"""The whole selection as one Excel workbook: reports, derived tables, definitions, and where it came from."""

from collections.abc import Iterator

import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.csv import export_rows
from kaltura.export.definitions import columns_table, definitions_table
from kaltura.export.excel import Sheet, workbook_bytes
from kaltura.export.source import source_table
from kaltura.export.tables import TABLES, derived
from kaltura.metrics.periods import Period
from kaltura.reports.columns import Report


def workbook(ds: Dataset, words: str, period: Period = "week") -> bytes:
    """The .xlsx file. words: the selection as the person read it. Raises UsageError for rows that no sheet holds."""
    return workbook_bytes([*_sheets(ds, words, period)])


def _sheets(ds: Dataset, words: str, period: Period) -> Iterator[Sheet]:
    yield Sheet("Source", pl.from_pandas(source_table(ds, words)))
    for report in Report:
        if ds.provenance.missing(report) is None:
            yield Sheet(f"{report.title} {report.value}", export_rows(ds, report))
    for table in TABLES:
        yield Sheet(table.title, derived(ds, table.stem, period))
    yield Sheet("Definitions", pl.from_pandas(definitions_table()))
    yield Sheet("Columns", pl.from_pandas(columns_table()))
