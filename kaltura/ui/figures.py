"""A row of figures: value with unit, change, sparkline, and how each is computed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kaltura.metrics.definitions import DEFINITIONS
from kaltura.ui import head_start
from kaltura.ui.sparkline import FEWEST, Step, sparkline
from kaltura.ui.text import plain


@dataclass(frozen=True)
class Figure:
    """One figure of a row.

    key: of kaltura.metrics.definitions.DEFINITIONS; gives the label and "How is this computed?".
    value: written with its unit, e.g. by kaltura.ui.text.minutes.
    change: against the period before, written with its sign and unit ("+12 %", "-3"); 0 for none; None when
        there is no period before.
    against: what the change is measured against, e.g. "than 1 to 31 Oct 2026".
    trend: gives its course, oldest first, drawn as a sparkline when there are steps enough; asked for when the
        figures are on their way.
    line: the sparkline is a line between the lowest and the highest, for rates and means; else bars from 0.
    good: whether more is better ("up"), worse ("down") or neither.
    label: instead of the definition's title; words of ours, never a name. note: a sentence more, e.g. on coverage.
    """

    key: str
    value: str
    change: str | int | None = None
    against: str | None = None
    trend: Callable[[], Sequence[Step]] | None = None
    line: bool = False
    good: Literal["up", "down", "neither"] = "neither"
    label: str | None = None
    note: str = ""


_Colour = Literal["normal", "inverse", "off"]
_COLOURS: dict[str, _Colour] = {"up": "normal", "down": "inverse", "neither": "off"}
_OF_A_FALL: dict[str, _Colour] = {"up": "inverse", "down": "normal", "neither": "off"}


def figure_row(figures: Sequence[Figure]) -> None:
    """Equal cards that wrap on a narrow screen."""
    with st.grid(min(len(figures), 4) if len(figures) != 5 else 5, gap="small", min_column_width=140):
        cards = [_card(figure) for figure in figures]
    head_start.figures_sent()
    for figure, card in zip(figures, cards, strict=True):
        steps = figure.trend() if figure.trend else ()
        if len(steps) >= FEWEST:
            card.html(sparkline(steps, line=figure.line))


def how(key: str, note: str = "") -> str:
    """ "How is this computed?" as Markdown for a `help`: text, formula and denominator from the one definition."""
    definition = DEFINITIONS[key]
    parts = ["**How is this computed?**", plain(definition.text)]
    if definition.formula:
        parts.append(f"`{definition.formula.replace('`', '')}`")
    if definition.denominator:
        parts.append(f"Of: {plain(definition.denominator)}.")
    if note:
        parts.append(plain(note))
    return "\n\n".join(parts)


def _card(figure: Figure) -> DeltaGenerator:
    card = st.container(border=True, height="stretch", gap="small")
    # A minus is read aloud, a hyphen is not; Streamlit takes only what begins with a hyphen for a fall.
    fell = str(figure.change).startswith("-")
    card.metric(
        figure.label or DEFINITIONS[figure.key].title,  # ours, so no markup; escaped, its backslashes were read out
        figure.value,
        delta=f"\u2212{str(figure.change)[1:]}" if fell else figure.change,
        delta_color=(_OF_A_FALL if fell else _COLOURS)[figure.good],
        delta_arrow="down" if fell else "auto",
        delta_description=figure.against if figure.change is not None else None,
        help=how(figure.key, figure.note),
        height="content",
    )
    return card
