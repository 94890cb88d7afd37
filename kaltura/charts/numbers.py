"""Numbers in words, the same on charts and pages."""

import math

NOTHING = "–"


def count(value: float | None) -> str:
    """1234 → '1,234'; None or NaN → '–'."""
    return NOTHING if missing(value) else f"{value:,.0f}"


def minutes(value: float | None) -> str:
    """'47.2 min'; from 1,000 minutes on without decimals: '12,345 min'."""
    if value is None or missing(value):
        return NOTHING
    value = round(value, 6)  # a sum in another order may fall on the other side of a half
    return f"{value:,.0f} min" if abs(value) >= 1000 else f"{value:,.1f} min"


def percent(fraction: float | None, digits: int = 1) -> str:
    """0.905 → '90.5 %', with a space that does not break."""
    return NOTHING if missing(fraction) else f"{100 * (fraction or 0):.{digits}f}\u00a0%"


def percent_range(low: float | None, high: float | None, digits: int = 0) -> str:
    """'64 % to 71 %'; one figure when both are written alike; '–' when neither is known."""
    least, most = percent(low, digits), percent(high, digits)
    return least if least == most else f"{least} to {most}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """'1 room', '12 rooms', '1,204 rooms'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def missing(value: float | None) -> bool:
    """Whether a number is unknown: None, NaN or endless."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))
