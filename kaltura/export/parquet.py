"""A table as Parquet, with what is said about its rows in the file's own metadata."""

import io
import json

import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.record import record_of


def parquet_bytes(ds: Dataset, table: pl.DataFrame, words: str) -> bytes:
    """The file; its metadata's `kaltura_room_analytics` holds `record_of(ds, words)` as JSON.

    Labels become plain text, so that every reader of Parquet takes them.
    """
    file = io.BytesIO()
    record = json.dumps(record_of(ds, words), ensure_ascii=False)
    table.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).write_parquet(
        file, metadata={"kaltura_room_analytics": record}
    )
    return file.getvalue()
