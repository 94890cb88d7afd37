"""The course of a figure as a row of small bars, each with its period and value under the pointer.

Streamlit's own sparkline loads a second chart library, as heavy as all the rest that a first visit waits for.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

import pandas as pd

from kaltura.charts.periods import name
from kaltura.charts.theme import MAIN
from kaltura.metrics.over_time import course
from kaltura.metrics.periods import Period

STYLE = f"""
.sparkline {{ display: flex; align-items: flex-end; gap: 1px; height: 2rem; }}
.sparkline i {{ flex: 1; height: 100%; display: flex; align-items: flex-end; }}
.sparkline i::before {{
  content: ""; flex: 1; height: var(--share); min-height: 1px; background: {MAIN}; opacity: 0.7;
  forced-color-adjust: none;
}}
.sparkline i:last-child::before, .sparkline i:hover::before {{ opacity: 1; }}
"""


class Step(NamedTuple):
    """One period of a course: its name, its value, and the value in words with its unit."""

    period: str
    value: float
    words: str


def steps(table: pd.DataFrame, column: str, period: Period, written: Callable[[float | None], str]) -> tuple[Step, ...]:
    """The course of a column of a table over time (kaltura.metrics.over_time)."""
    known = course(table, column)
    return tuple(Step(name(day, period), value, written(value)) for day, value in known.items())


def sparkline(steps: Sequence[Step]) -> str:
    """The bars as HTML, from 0 to the highest value; the last one stands out. At least one step."""
    top = max(step.value for step in steps) or 1.0
    bars = "".join(
        f'<i style="--share:{max(step.value, 0) / top:.1%}" title="{escape(_said(step))}"></i>' for step in steps
    )
    return f'<div class="sparkline" role="img" aria-label="{escape(_finding(steps))}">{bars}</div>'


def _finding(steps: Sequence[Step]) -> str:
    top = max(steps, key=lambda step: step.value)
    if top.value == min(step.value for step in steps):
        return f"{steps[0].words} in each from {steps[0].period} to {steps[-1].period}."
    return f"From {_said(steps[0])}, to {_said(steps[-1])}; the highest: {_said(top)}."


def _said(step: Step) -> str:
    return f"{step.period}: {step.words}"
