"""The whole selection as one Excel workbook: reports, derived tables, definitions, and where it came from."""

from collections.abc import Iterator

import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.csv import export_rows
from kaltura.export.definitions import columns_table, definitions_table
from kaltura.export.excel import Sheet, workbook_bytes
from kaltura.export.source import source_table
from kaltura.export.tables import BY_STEM, DEFAULT, TableOptions, all_derived
from kaltura.reports.columns import Report


def workbook(ds: Dataset, words: str, options: TableOptions = DEFAULT) -> bytes:
    """The .xlsx file. words: the selection as the person read it. Raises UsageError for rows that no sheet holds."""
    return workbook_bytes([*_sheets(ds, words, options)])


def _sheets(ds: Dataset, words: str, options: TableOptions) -> Iterator[Sheet]:
    tables, lacking = all_derived(ds, options)
    yield Sheet(
        "Source", pl.concat([pl.from_pandas(source_table(ds, words)), _options(options, lacking)]), wrapped=True
    )
    for report in Report:
        if ds.provenance.missing(report) is None:
            yield Sheet(f"{report.title} {report.value}", export_rows(ds, report))
    yield from (Sheet(BY_STEM[stem].title, table) for stem, table in tables.items())
    yield Sheet("Definitions", pl.from_pandas(definitions_table()), wrapped=True)
    yield Sheet("Columns", pl.from_pandas(columns_table()), wrapped=True)


def _options(options: TableOptions, lacking: dict[str, str]) -> pl.DataFrame:
    """What the derived tables were made by, as more rows of the source."""
    rows = [
        ("Tables over time", f"By {options.period}"),
        ("Rule of decisions", options.rule.sentence),
        ("Rule of the list at risk", options.risk.sentence),
        ("List at risk and certificates", options.of_whom),
        *((f"Left out: {title}", why) for title, why in lacking.items()),
    ]
    return pl.DataFrame(rows, schema=["What", "Value"], orient="row")
