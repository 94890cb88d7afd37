"""Changes against the period before, written for kaltura.ui.figures.Figure: with sign and unit, 0 for none."""

import math

Change = str | int | None

SLIGHT = 0.02  # of the value before; less is neither good nor bad
SLIGHT_POINTS = 0.005  # the same of a rate (0 to 1), whose changes are written in points
_DUST = 1e-9  # a change of just so much that was computed in another order


def relative(now: float | None, before: float | None, unit: str = "") -> Change:
    """By how many per cent: '+12 %', '-0.4 %'. From nothing, which has no per cent, the difference: '+3', '+3 min'."""
    if now is None or before is None:
        return None
    return _written(100 * (now / before - 1), "\u00a0%") if before else _written(now, unit, None if unit else 0)


def points(now: float | None, before: float | None) -> Change:
    """The difference of two rates (0 to 1) in percentage points: '+1.2 points'."""
    return None if now is None or before is None else _written(100 * (now - before), "\u00a0points", 1)


def minutes_more(now: float | None, before: float | None) -> Change:
    """The difference of two lengths: '-3.1 min'."""
    return None if now is None or before is None else _written(now - before, "\u00a0min", 1)


def slight(now: float | None, before: float | None, *, rate: bool = False) -> bool:
    """Whether a change is too small to be good or bad: figures differ by so much from any period to the next."""
    if now is None or before is None or not math.isfinite(now - before):
        return False
    return abs(now - before) < (SLIGHT_POINTS if rate else SLIGHT * abs(before)) - _DUST


def _written(value: float, unit: str, digits: int | None = None) -> Change:
    if not math.isfinite(value):
        return None
    places = digits if digits is not None else 0 if abs(value) >= 10 else 1
    value = round(value, 6)  # as the figure beside it: a sum in another order may fall on the other side of a half
    text = f"{value:+,.{places}f}"
    return f"{text}{unit}" if any(figure in text for figure in "123456789") else 0
