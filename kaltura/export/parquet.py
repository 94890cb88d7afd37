"""A table as Parquet, with what is said about its rows in the file's own metadata."""

import io
import json

import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.columns import meanings
from kaltura.export.record import record_of
from kaltura.reports.columns import Report


def parquet_bytes(ds: Dataset, table: pl.DataFrame, words: str, kind: Report | str) -> bytes:
    """The file of a report or of the derived table of this stem.

    Its metadata, each as JSON: `kaltura_room_analytics` holds `record_of(ds, words)`, `columns` what each column means.
    Labels become plain text, so that every reader of Parquet takes them.
    """
    file = io.BytesIO()
    known = meanings(kind)
    said = {
        "kaltura_room_analytics": record_of(ds, words),
        "columns": {name: known[name] for name in table.columns},
    }
    table.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).write_parquet(
        file, metadata={key: json.dumps(value, ensure_ascii=False) for key, value in said.items()}
    )
    return file.getvalue()
