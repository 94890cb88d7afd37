"""Charts on breakouts over time. kaltura.charts.breakout_sets has those on their sizes and lengths."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.bands import band
from kaltura.charts.over_time import alt_over_time
from kaltura.charts.periods import (
    UNIT,
    Period,
    as_well,
    during,
    hover,
    iso_days,
    marks,
    on_periods,
    opacities,
    period_name,
    unfinished,
)
from kaltura.charts.theme import BREAKOUT, MAIN, framed, in_whole_steps
from kaltura.metrics.halves import Halves
from kaltura.plural import plural
from kaltura.written import percent, percent_range


def participation_over_time_chart(table: pd.DataFrame, period: Period) -> go.Figure:
    """Share of people who joined a breakout, from `breakouts_over_time`: a line, or a band where only bounds are known.

    Periods that are only partly there are hollow. No trace when participation is known in no period.
    """
    known = table.dropna(subset="participation_low")
    figure = go.Figure()
    if known.empty:
        return figure
    said = [_participation_sentence(row, period) for row in table.itertuples()]
    exact = bool(known["participation_exact"].all())
    if not exact:
        figure.add_trace(band(table, "participation_low", "participation_high", BREAKOUT, "Between"))
        figure.add_trace(_line(table, "participation_high", "At most", said, dash="dot"))
    figure.add_trace(_line(table, "participation_low", "Participation" if exact else "At least", said))
    on_periods(figure, table["period"], period)
    framed(figure, x=UNIT[period], y="Share of the people", percent="y")
    return figure.update_yaxes(range=[0, 1.05], tick0=0, dtick=0.25)


def alt_participation_over_time(table: pd.DataFrame, period: Period, halves: Halves | None) -> str:
    """The finding in a sentence; not which way it went where only bounds are known, as these go their own ways."""
    known = table.dropna(subset="participation_low")
    if known["participation_exact"].all():
        return alt_over_time(table, period, "participation_low", "Breakout participation", percent, halves)
    low, high = percent(known["participation_low"].min()), percent(known["participation_high"].max())
    return (
        "Only bounds of breakout participation are known, and so not which way it went: "
        f"each {period} lies between {low} and {high}."
    )


def use_over_time_chart(table: pd.DataFrame, period: Period) -> go.Figure:
    """Main sessions with and without breakouts in each period, from `breakouts_over_time`; paler where not whole."""
    figure = go.Figure()
    if not table["main_sessions"].sum():
        return figure
    without = table["main_sessions"] - table["sessions_with_breakouts"].fillna(0)
    said = [_use_sentence(row, period) for row in table.itertuples()]
    stacked = (("With breakouts", table["sessions_with_breakouts"], BREAKOUT), ("Without", without, MAIN))
    for series, values, colour in stacked:
        figure.add_bar(
            x=iso_days(table["period"]),
            y=values,
            name=series,
            marker={"color": colour, "opacity": opacities(table)},
            hovertext=said,
            hoverinfo="text",
        )
    figure.update_layout(barmode="stack")
    on_periods(figure, table["period"], period)
    return in_whole_steps(framed(figure, x=UNIT[period], y="Main sessions"), table["main_sessions"].max())


def alt_use_over_time(table: pd.DataFrame, period: Period) -> str:
    """The finding in a sentence."""
    each = table["sessions_with_breakouts"].fillna(0).astype("int64")
    held, used = int(table["main_sessions"].sum()), int(each.sum())
    if not used:
        return f"No breakouts were used in {plural(held, 'main session')}."
    first = during(table["period"].iloc[int(each.to_numpy().argmax())], period)
    most = f"; most, {each.max():,}, {first}{as_well(each, period)}"
    return f"{used:,} of {plural(held, 'main session')} used breakouts{most}."


def _line(table: pd.DataFrame, column: str, series: str, said: list[str], dash: str = "solid") -> go.Scatter:
    return go.Scatter(
        x=iso_days(table["period"]),
        y=table[column],
        name=series,
        mode="lines+markers",
        line={"color": BREAKOUT, "width": 2, "dash": dash},
        marker=marks(table, BREAKOUT),
        connectgaps=False,
        hovertext=said,
        hoverinfo="text",
    )


def _participation_sentence(row: Any, period: Period) -> str:
    if pd.isna(row.participation_low):
        return ""
    bounds = percent_range(row.participation_low, row.participation_high)
    people, held = plural(int(row.people), "person", "people"), plural(int(row.sessions_with_breakouts), "session")
    why = "" if row.participation_exact else "Only bounds are known: attendees of breakouts are not reported in full."
    sentence = f"{period_name(row.period, period)}: {bounds} of {people} joined a breakout, in {held} with breakouts."
    return hover(sentence, why, unfinished(row))


def _use_sentence(row: Any, period: Period) -> str:
    used = 0 if pd.isna(row.sessions_with_breakouts) else int(row.sessions_with_breakouts)
    held = plural(int(row.main_sessions), "main session")
    return hover(
        f"{period_name(row.period, period)}: {used} of {held} used breakouts.",
        f"{plural(int(row.breakout_sessions), 'breakout session')} started.",
        unfinished(row),
    )
