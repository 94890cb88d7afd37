"""How much of a session attendances covered. Tables are those of kaltura.metrics.completeness."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.lines import vertical_lines
from kaltura.charts.theme import MAIN, framed, in_whole_steps
from kaltura.metrics.completeness import Completeness
from kaltura.metrics.denominators import DENOMINATORS
from kaltura.plural import plural
from kaltura.written import percent, short_percent


def completeness_chart(found: Completeness) -> go.Figure:
    """Attendances by the part of a session that they covered, clipped at 100 %."""
    table = found.table
    figure = go.Figure()
    if not found.known:
        return figure
    figure.add_bar(
        x=table["low"],
        y=table["attendances"],
        width=table["high"].iloc[0] - table["low"].iloc[0],
        offset=0,
        name="Attendances",
        marker_color=MAIN,
        hovertext=[_covered(row, DENOMINATORS[found.denominator]) for row in table.itertuples()],
        hoverinfo="text",
    )
    vertical_lines(figure, {"median": None if found.median is None else min(found.median, 1.0)})
    framed(figure, x=f"Part of {DENOMINATORS[found.denominator]}", y="Attendances", percent="x")
    in_whole_steps(figure, table["attendances"].max())
    return figure.update_layout(bargap=0.08, margin_t=28).update_xaxes(range=[0, 1])


def alt_completeness(found: Completeness) -> str:
    """The median part and how many stayed longer than the session."""
    if found.median is None:
        return "Completeness: nothing is known in this selection."
    covered = f"{percent(found.median)} of {DENOMINATORS[found.denominator]}"
    if found.known == 1:
        return f"The one attendance covered {covered}."
    were = "was" if found.longer == 1 else "were"
    return (
        f"Half of the attendances covered at least {covered}; "
        f"{found.longer:,} of {found.known:,} {were} longer than it."
    )


def threshold_chart(table: pd.DataFrame, marked: float) -> go.Figure:
    """How many attendances would be Present at each threshold; one threshold is marked."""
    figure = go.Figure()
    if table["share"].isna().all():
        return figure
    figure.add_scatter(
        x=table["threshold"],
        y=table["present"],
        mode="lines+markers",
        name="Present",
        line={"color": MAIN, "width": 2.5},
        marker={"size": 6},
        hovertext=[_present(row) for row in table.itertuples()],
        hoverinfo="text",
    )
    vertical_lines(figure, {f"the rule, {_threshold(marked)}": marked})
    framed(figure, x="Threshold", y="Attendances that are Present", percent="x")
    in_whole_steps(figure, table["present"].max())
    return figure.update_layout(margin_t=28).update_xaxes(range=[0, 1.02])


def alt_threshold(table: pd.DataFrame, marked: float) -> str:
    """How many are Present at the marked threshold, and at the strictest."""
    if table["share"].isna().all():
        return "Threshold curve: no attendance can be measured in this selection."
    at = table.iloc[(table["threshold"] - marked).abs().argmin()]
    strict = table.iloc[-1]
    return (
        f"At a threshold of {_threshold(at['threshold'])}, {plural(int(at['present']), 'attendance')} "
        f"({percent(at['share'])}) {'is' if at['present'] == 1 else 'are'} Present; "
        f"at {percent(1, 0)}, {strict['present']:,.0f} ({percent(strict['share'])})."
    )


def _threshold(part: float) -> str:
    """All digits that a person chose: 72.5 % is not 73 %."""
    return short_percent(part).replace(" ", "\u00a0")


def _covered(row: Any, whole: str) -> str:
    span = f"{percent(row.low, 0)} to {percent(row.high, 0)}{' or more' if row.high == 1 else ''}"
    return f"{plural(row.attendances, 'attendance')} ({percent(row.share)}) covered {span} of {whole}."


def _present(row: Any) -> str:
    counted = f"{plural(row.present, 'attendance')} ({percent(row.share)})"
    return f"At a threshold of {_threshold(row.threshold)}, {counted} would be Present."
