"""The derived tables that people take away: those behind the pages, in the pages' order."""

import pandas as pd
import polars as pl
import polars.selectors as cs

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.export.glossary import UNITS
from kaltura.export.tables import attendance, breakouts, engagement, people, sessions
from kaltura.export.tables.table import DEFAULT, Table, TableOptions

__all__ = ["BY_STEM", "DEFAULT", "TABLES", "Table", "TableOptions", "all_derived", "derived"]

TABLES: tuple[Table, ...] = (
    *sessions.TABLES,
    *attendance.TABLES,
    *engagement.TABLES,
    *breakouts.TABLES,
    *people.TABLES,
)
BY_STEM = {table.stem: table for table in TABLES}
DIGITS = 9  # after the point; sums and quotients of floats end in digits that mean nothing: 22.49999999999997 minutes
_DAYS = ("period", "cohort", "known_since", "day")


def derived(ds: Dataset, stem: str, options: TableOptions = DEFAULT) -> pl.DataFrame:
    """One of TABLES, ready for a file: unknown as null, times local without a zone, which stands in `time_zone`.

    Raises UsageError when the selection cannot say it, such as absences in a selection of people.
    """
    table = BY_STEM[stem].build(ds, options)
    zoned = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.DatetimeTZDtype)]
    local = table.assign(**{name: table[name].dt.tz_localize(None) for name in zoned})  # type: ignore[arg-type]
    frame = pl.from_pandas(local, nan_to_null=True).with_columns((cs.float() - _compared(table)).round(DIGITS))
    days = [name for name in _DAYS if name in frame.columns]
    frame = frame.with_columns(pl.col(*days).cast(pl.Date)) if days else frame
    # pandas has no whole numbers beside unknown ones.
    counts = [name for name, kind in frame.schema.items() if UNITS.get(name) == "count" and kind.is_float()]
    frame = frame.with_columns(pl.col(*counts).cast(pl.Int64)) if counts else frame
    frame = frame.with_columns(pl.col(pl.String).replace("", None))  # written, it would be "" in some columns
    in_zone = zoned or days or "weekday" in frame.columns
    return frame.with_columns(time_zone=pl.lit(ds.zone)) if in_zone else frame


def _compared(table: pd.DataFrame) -> cs.Selector:
    """Columns that are not rounded: with a length rounded up, minutes on the line of Present would be below it."""
    judged = ["minutes"] if "of_minutes" in table else []
    return cs.by_name("duration_minutes", "of_minutes", *judged, require_all=False)


def all_derived(ds: Dataset, options: TableOptions = DEFAULT) -> tuple[dict[str, pl.DataFrame], dict[str, str]]:
    """(stem → table, title → why this selection has none) of TABLES."""
    tables, lacking = {}, {}
    for table in TABLES:
        try:
            tables[table.stem] = derived(ds, table.stem, options)
        except UsageError as error:
            lacking[table.title] = f"{error.message} {error.next_step}"
    return tables, lacking
