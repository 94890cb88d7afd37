"""The gradebook as a CSV file that learning platforms import."""

import pandas as pd
import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.csv import PLAIN, CsvDialect, table_csv
from kaltura.metrics.denominators import DENOMINATORS
from kaltura.metrics.register import Cells, gradebook
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.plural import plural
from kaltura.reports.formulas import harmless
from kaltura.written import short_percent

_LONGEST = 200  # characters of the rule in a header


def gradebook_csv(
    ds: Dataset, rule: Rule, roster: Roster | None = None, *, cells: Cells = "percent", dialect: CsvDialect = PLAIN
) -> bytes:
    """`gradebook` as `table_csv` writes tables; its headers, which name rooms, are made harmless too. Raises as it.

    The total's header carries the rule of Present and its limits: a learning platform takes a row of notes for a
    person, and a header, which becomes the name of the grade, as it is.
    """
    table = gradebook(ds, rule, roster, cells=cells)
    table = table.rename(columns={"total_percent": _total(rule)})
    # A missing name or address would otherwise be the word "NaN", and no further account two quotes.
    cells_of = [
        [None if pd.isna(cell) or cell == "" else cell for cell in table.iloc[:, at]] for at in range(table.shape[1])
    ]
    columns = [pl.Series(str(name), held, strict=False) for name, held in zip(table.columns, cells_of, strict=True)]
    rows = pl.DataFrame(columns)
    return table_csv(_harmless_names(rows) if dialect.safe_for_excel else rows, dialect)


def _total(rule: Rule) -> str:
    """The header of the total, of at most 255 characters, which is what Moodle and Canvas take; of usual rules 100."""
    line = f"Present from {short_percent(rule.threshold)} of {DENOMINATORS[rule.denominator]}, less "
    said = f"total_percent: {line}{rule.tolerance_minutes:g} min"
    types = f", judging {', '.join(rule.user_types)}" if rule.user_types else ""
    if len(said) + len(types) > _LONGEST:
        types = f", judging {plural(len(rule.user_types), 'user type')}"
    return f"{said}{types}; do not grade by this alone"


def _harmless_names(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.rename(
        dict(zip(rows.columns, pl.select(harmless(pl.lit(pl.Series(rows.columns)))).to_series(), strict=True))
    )
