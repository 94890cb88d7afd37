"""The course of a figure as a row of small bars, or as a line, each step with its period and value under the pointer.

Streamlit's own sparkline loads a second chart library, as heavy as all the rest that a first visit waits for.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

import pandas as pd

from kaltura.charts.periods import period_name
from kaltura.charts.theme import MAIN
from kaltura.metrics.over_time import course
from kaltura.metrics.periods import Period

FEWEST = 5  # steps; fewer make no course

STYLE = f"""
.sparkline {{
  display: flex; align-items: flex-end; gap: 1px; height: 2rem; position: relative; print-color-adjust: exact;
}}
.sparkline i {{ flex: 1; height: 100%; display: flex; align-items: flex-end; position: relative; }}
.sparkline i::before {{
  content: ""; flex: 1; height: var(--share); min-height: 1px; background: {MAIN}; opacity: 0.7;
  forced-color-adjust: none;
}}
.sparkline i:last-child::before, .sparkline i:hover::before {{ opacity: 1; }}
.sparkline.line {{ gap: 0; }}
.sparkline img {{ position: absolute; inset: 0; width: 100%; height: 100%; }}
.sparkline.line i::before {{
  position: absolute; left: 50%; bottom: var(--share); width: 6px; height: 6px; border-radius: 50%; opacity: 0;
  transform: translate(-50%, 50%);
}}
.sparkline.line i:last-child::before, .sparkline.line i:hover::before {{ opacity: 1; }}
"""
_LOW, _HIGH = 0.1, 0.9  # of the height: between them a line lies, and its dots are whole


class Step(NamedTuple):
    """One period of a course: its name, its value, and the value in words with its unit."""

    period: str
    value: float
    words: str


def steps(table: pd.DataFrame, column: str, period: Period, written: Callable[[float | None], str]) -> tuple[Step, ...]:
    """The course of a column of a table over time (kaltura.metrics.over_time)."""
    known = course(table, column)
    return tuple(Step(period_name(day, period), value, written(value)) for day, value in known.items())


def sparkline(steps: Sequence[Step], *, line: bool = False) -> str:
    """The course as HTML; the last step stands out. At least one step.

    As bars from 0 to the highest value; or as a line between the lowest and the highest, for rates and means, of which
    bars from 0 would all look alike.
    """
    shares = _between([step.value for step in steps]) if line else _of_highest([step.value for step in steps])
    marks = "".join(
        f'<i style="--share:{share:.1%}" title="{escape(_said(step))}"></i>'
        for step, share in zip(steps, shares, strict=True)
    )
    kind, drawn = ("sparkline line", _line(shares)) if line else ("sparkline", "")
    return f'<div class="{kind}" role="img" aria-label="{escape(_finding(steps, line))}">{drawn}{marks}</div>'


def _of_highest(values: Sequence[float]) -> list[float]:
    top = max(values) or 1.0
    return [max(value, 0) / top for value in values]


def _between(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    if low == high:
        return [0.5] * len(values)
    return [_LOW + (_HIGH - _LOW) * (value - low) / (high - low) for value in values]


def _line(shares: Sequence[float]) -> str:
    """Through the middle of each step's place, whatever the width. A picture: Streamlit takes an <svg> out of HTML."""
    places = " ".join(f"{at + 0.5:g},{1 - share:.3f}" for at, share in enumerate(shares))
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(shares)} 1" preserveAspectRatio="none"'
    stroke = (
        f'fill="none" stroke="{MAIN}" stroke-width="1.5" stroke-linejoin="round" vector-effect="non-scaling-stroke"'
    )
    svg = f'<svg {box}><polyline points="{places}" {stroke}/></svg>'
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def _finding(steps: Sequence[Step], line: bool) -> str:
    low, top = min(steps, key=lambda step: step.value), max(steps, key=lambda step: step.value)
    if top.value == low.value:
        return f"{steps[0].words} in each from {steps[0].period} to {steps[-1].period}."
    lowest = f"; the lowest: {_said(low)}" if line else ""
    return f"From {_said(steps[0])}, to {_said(steps[-1])}; the highest: {_said(top)}{lowest}."


def _said(step: Step) -> str:
    return f"{step.period}: {step.words}"
