"""The gradebook as a CSV file that learning platforms import."""

import codecs
import io

import pandas as pd
import polars as pl

from kaltura.dataset import Dataset
from kaltura.export.record import SHORT_CAVEAT
from kaltura.metrics.register import Cells, gradebook
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.reports.formulas import harmless


def gradebook_csv(ds: Dataset, rule: Rule, roster: Roster | None = None, *, cells: Cells = "percent") -> bytes:
    """`gradebook` in UTF-8 with BOM, quoted as RFC 4180 says; no cell or header is a formula. Raises as `gradebook`.

    The total's header carries the rule and its limits: a learning platform takes a row of notes for a person, and a
    header, which becomes the name of the grade, as it is.
    """
    table = gradebook(ds, rule, roster, cells=cells)
    table = table.rename(columns={"total_percent": f"total_percent: {rule.sentence} {SHORT_CAVEAT}"})
    # A missing name or address would otherwise be the word "NaN".
    cells_of = [[None if pd.isna(cell) else cell for cell in table.iloc[:, at]] for at in range(table.shape[1])]
    columns = [pl.Series(str(name), held, strict=False) for name, held in zip(table.columns, cells_of, strict=True)]
    names = pl.select(harmless(pl.lit(pl.Series([series.name for series in columns])))).to_series().to_list()
    rows = pl.DataFrame([series.rename(name) for series, name in zip(columns, names, strict=True)])
    file = io.BytesIO()
    file.write(codecs.BOM_UTF8)
    rows.with_columns(harmless(pl.col(pl.String))).write_csv(file)
    return file.getvalue()
