"""Numbers, and what is not known, as they are written: the same in sentences, on charts, on pages and in files."""

import math

NOTHING = "–"
NO_ROOM = "Room not known"  # where Kaltura names none
ROUNDING = 1e-9  # 0.55 × 60 is 33.000000000000004, and a sum in another order is off as little


def count(value: float | None) -> str:
    """1234 → '1,234'; None or NaN → '–'."""
    return NOTHING if missing(value) else f"{value:,.0f}"


def median_count(value: float | None) -> str:
    """'1,234', '27.5', '3.25': a count, or a median or quartile of counts; '–' when it is not known. 3.25 written as 3
    would contradict its "below usual"."""
    if value is None or missing(value) or float(value).is_integer():
        return count(value)
    return f"{value:,.2f}".rstrip("0")


def minutes(value: float | None) -> str:
    """'47.2 min'; from 1,000 minutes on without decimals: '12,345 min'."""
    if value is None or missing(value):
        return NOTHING
    value = round(value, 6)  # a sum in another order may fall on the other side of a half
    shown = round(value, 1) + 0.0  # and not -0.0
    return f"{value:,.0f} min" if abs(shown) >= 1000 else f"{shown:.1f} min"


def percent(fraction: float | None, digits: int = 1) -> str:
    """0.905 → '90.5 %', with a space that does not break. Nearly none and nearly all are not written as none and all:
    0.0004 → 'under 0.1 %', 0.9996 → 'over 99.9 %'; signs for these would be markup in a chart."""
    if fraction is None or missing(fraction):
        return NOTHING
    rounded, step = round(fraction, digits + 2), 10.0**-digits
    if 0 < fraction < 1 and rounded in (0, 1):
        return f"under {_per_cent(step, digits)}" if rounded == 0 else f"over {_per_cent(100 - step, digits)}"
    return _per_cent(100 * fraction, digits)


def short_percent(fraction: float, digits: int = 6) -> str:
    """0.75 → '75 %', 0.555 → '55.5 %': no digits more than it has, at most so many that tell; with a plain space."""
    return f"{fraction * 100:.{digits}g} %"


def percent_beside(share: float, line: float) -> str:
    """0.6897 beside 0.69 → '68.97 %': a share on the side of the line that it is on, in at least one decimal; with a
    plain space."""
    below = share < line - ROUNDING
    shown = ((round(100 * share, digits), digits) for digits in range(1, 7))
    value, digits = next(((v, d) for v, d in shown if (v < 100 * line - ROUNDING) == below), (100 * share, 7))
    return f"{value:.{digits}f} %"


def percent_range(low: float | None, high: float | None, digits: int = 0) -> str:
    """'64 % to 71 %'; one figure when both are the same, '–' when one is not known. Bounds that would be written alike
    are rounded outwards: 0.996 and 0.999 → '99 % to 100 %'."""
    if low is None or high is None or missing(low) or missing(high):
        return NOTHING
    if high - low < ROUNDING:
        return percent(low, digits)
    least, most = round(100 * low, digits), round(100 * high, digits)
    if least == most:
        grid = 10**digits
        least = math.floor(round(100 * low * grid, 6)) / grid  # 100 · 0.57 is 56.999…
        most = math.ceil(round(100 * high * grid, 6)) / grid
    return f"{_per_cent(least, digits)} to {_per_cent(most, digits)}"


def interval_words(interval: tuple[float, float] | None, behind: str, beyond: str = "") -> str:
    """'Only 4 people: 95 % interval 34 % to 97 %.' of a rate that few stand behind; "" of one without an interval.

    behind: who they are, and further words, as in '4 people are behind this rate'. beyond: what ends the sentence.
    """
    return f"Only {behind}: 95\u00a0% interval {percent_range(*interval)}{beyond}." if interval else ""


def _per_cent(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}\u00a0%"  # and not -0.0


def missing(value: float | None) -> bool:
    """Whether a number is unknown: None, NaN or endless."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))
