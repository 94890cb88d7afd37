"""How much of a session its attendances covered, and what a threshold would make of them. Main sessions only.

D, what they covered a part of, is chosen: see kaltura.metrics.denominators.
"""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.denominators import Denominator, lengths
from kaltura.metrics.pooled import bin_of, main_rows, quotient
from kaltura.metrics.rule import Rule
from kaltura.metrics.tables import Lazy, attendances, collected
from kaltura.written import ROUNDING

BINS = 20  # of 0 to 1
THRESHOLDS = tuple(step / 100 for step in range(5, 101, 5))


@dataclass(frozen=True, eq=False)
class Completeness:
    """m / D of attendances.

    table: low, high (fractions of D, low included; the last bin, up to 1, holds everything from its low on, as the
    picture is clipped at 100 %), attendances, share (of `known`).
    median, lower_quartile, upper_quartile: unclipped fractions, None without attendances.
    known: attendances with minutes and a D; left_out: the others, whose session runs or has no D.
    longer: attendances with m > D, which are among the known.
    """

    table: pd.DataFrame
    denominator: Denominator
    known: int
    left_out: int
    longer: int
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None


def completed(ds: Dataset, denominator: Denominator = "session") -> Lazy:
    """The attendances of main sessions whose minutes and D are known, with `length` (D, minutes)."""
    rows = attendances(ds).join(lengths(ds, denominator), on="cue_point_id")
    return rows.filter(~nw.col("minutes").is_null())


def completeness(ds: Dataset, denominator: Denominator = "session") -> Completeness:
    """The distribution of m / D."""
    part = nw.col("minutes") / nw.col("length")
    parts = completed(ds, denominator).select("minutes", "length", part=part)
    levels = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}
    found = collected(
        parts.select(
            nw.len().alias("known"),
            (nw.col("minutes") > nw.col("length")).sum().alias("longer"),
            *(nw.col("part").quantile(level, interpolation="linear").alias(name) for name, level in levels.items()),
        )
    ).iloc[0]
    known = int(found["known"])
    everyone = int(collected(main_rows(ds).select(nw.len().alias("rows")))["rows"].iloc[0])
    return Completeness(
        table=_bins(parts, known),
        denominator=denominator,
        known=known,
        left_out=everyone - known,
        longer=int(found["longer"]),
        **{name: None if pd.isna(found[name]) else float(found[name]) for name in levels},
    )


def threshold_curve(
    ds: Dataset,
    denominator: Denominator = "session",
    tolerance: float = Rule.tolerance_minutes,
    also: float | None = None,
) -> pd.DataFrame:
    """How many attendances would be Present at each threshold.

    threshold (0.05 to 1.00, and `also` among them), present (attendances with m ≥ θ·D - τ, unrounded), share (of the
    attendances whose minutes and D are known, 0 to 1, NaN without any). tolerance: τ in minutes.
    """
    lines = sorted({*THRESHOLDS, also} if also else THRESHOLDS)
    enough = [nw.col("minutes") >= nw.col("length") * line - tolerance - ROUNDING for line in lines]
    counted = completed(ds, denominator).select(
        *(reached.sum().alias(str(line)) for line, reached in zip(lines, enough, strict=True)),
        known=nw.len(),
    )
    row = collected(counted).iloc[0].fillna(0).astype(int)
    known = int(row.pop("known"))
    table = pd.DataFrame({"threshold": lines, "present": row.to_numpy()})
    return table.assign(share=table["present"] / (known or np.nan))


def _bins(parts: Lazy, known: int) -> pd.DataFrame:
    counted = collected(
        parts.with_columns(step=bin_of(nw.col("part"), BINS)).group_by("step").agg(nw.len().alias("attendances"))
    )
    held = counted.set_index("step")["attendances"].reindex(range(BINS), fill_value=0)
    edges = np.arange(BINS + 1) / BINS
    table = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "attendances": held.to_numpy()})
    return table.assign(share=quotient(table["attendances"], pd.Series(known, index=table.index)))
