"""What may be said about a rate that few people stand behind."""

from collections.abc import Iterable
from math import nan, sqrt

import pandas as pd

FEW = 5
Z_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution


def wilson(rate: float, people: float) -> tuple[float, float]:
    """Wilson 95 % score interval of a rate (0 to 1) seen on so many people: (low, high), within 0 to 1.

    Without people nothing is known: (0, 1). Holds for a pooled rate of parts too, where it errs on the wide side.
    """
    if people <= 0:
        return 0.0, 1.0
    spread = Z_95 * Z_95 / people
    middle = (rate + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(max(rate * (1 - rate), 0.0) / people + spread / (4 * people)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def interval(rate: float | None, people: int) -> tuple[float, float] | None:
    """The 95 % interval to show beside a rate, or None when enough people stand behind it or no rate is known."""
    return wilson(rate, people) if rate is not None and 0 < people < FEW else None


def intervals(rates: Iterable[float], people: Iterable[float]) -> pd.DataFrame:
    """interval_low, interval_high of each rate: `interval`, NaN where none is to be shown."""
    pairs = zip(rates, people, strict=True)
    shown = [interval(None if pd.isna(rate) else rate, 0 if pd.isna(n) else int(n)) or (nan, nan) for rate, n in pairs]
    return pd.DataFrame(shown, columns=["interval_low", "interval_high"], dtype=float)
