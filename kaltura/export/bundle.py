"""All files of a selection in one ZIP: the reports and derived tables as CSV, what they mean, and the record."""

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.csv import PLAIN, CsvDialect, csv_bytes, table_csv
from kaltura.export.definitions import columns_table, definitions_table
from kaltura.export.record import record_of
from kaltura.export.tables import DEFAULT, TableOptions, all_derived
from kaltura.fetch.record import FETCH_JSON
from kaltura.reports.columns import Report


def bundle(ds: Dataset, words: str, options: TableOptions = DEFAULT, *, dialect: CsvDialect = PLAIN) -> bytes:
    """The ZIP. Unpacked, it is a folder that `python -m kaltura summary` and Connect read like a fetch's own."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FETCH_JSON, json.dumps(_record(ds, words, options, dialect), indent=2, ensure_ascii=False))
        for report in Report:
            if ds.provenance.missing(report) is None:
                archive.writestr(f"{report.file_stem}.csv", csv_bytes(ds, report, dialect))
        tables, lacking = all_derived(ds, options)
        for stem, table in tables.items():
            archive.writestr(f"tables/{stem}.csv", table_csv(table, dialect))
        for stem, about in (("columns", columns_table()), ("definitions", definitions_table())):
            archive.writestr(f"tables/{stem}.csv", table_csv(pl.from_pandas(about), dialect))
        if lacking:
            said = "\n".join(f"{title}: {why}" for title, why in lacking.items())
            archive.writestr("tables/left-out.txt", f"{said}\n")
    return file.getvalue()


def _record(ds: Dataset, words: str, options: TableOptions, dialect: CsvDialect) -> dict[str, Any]:
    """`record_of`, how the files are written, and what the derived tables were made by."""
    return record_of(ds, words) | {
        "csv": asdict(dialect) | {"separator": dialect.separator},
        "tables": {
            "by": options.period,
            "rule": options.rule.sentence,
            "rule_at_risk": options.risk.sentence,
            "at_risk_and_certificates": options.of_whom,
        },
    }
