"""When people come, how long they stay, and as what. Tables are those of kaltura.metrics.attendance."""

from calendar import day_name
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.bands import faded
from kaltura.charts.labels import escaped
from kaltura.charts.lines import vertical_lines
from kaltura.charts.over_time import TREND_MEASURES
from kaltura.charts.theme import DISENGAGED, GUEST, MAIN, SEQUENTIAL, framed, in_whole_steps, whole_steps
from kaltura.charts.week import week_chart
from kaltura.metrics.attendance import MinutesDistribution
from kaltura.plural import plural
from kaltura.written import minutes, percent


def weekday_hour_chart(table: pd.DataFrame, measure: str) -> go.Figure:
    """`weekday_hour` as a heatmap. Cells without sessions are blank."""
    held = table[table["sessions"] > 0]
    most = 1.0 if held.empty else max(1.0, float(held["value"].max()))
    said = [_cell(row, measure) for row in held.itertuples()]
    return week_chart(held, said, SEQUENTIAL, (0, most), **whole_steps(most))


def alt_weekday_hour(table: pd.DataFrame, measure: str) -> str:
    """The weekday and hour with most of the measure."""
    known = table[(table["sessions"] > 0) & table["value"].notna()]
    if known.empty:
        return "Sessions by weekday and hour: none in this selection."
    top = known.sort_values(["value", "sessions"]).iloc[-1]
    when = f"{day_name[int(top['weekday']) - 1]} at {top['hour']:.0f}:00"
    most = TREND_MEASURES[measure].words(top["value"])
    return f"{TREND_MEASURES[measure].axis} by weekday and hour: highest for sessions that start on {when}, {most}."


def minutes_chart(found: MinutesDistribution) -> go.Figure:
    """Attendances by minutes, with the middle half shaded and a line at the median, where there are several."""
    table = found.table
    figure = go.Figure()
    if table.empty:
        return figure
    figure.add_bar(
        x=table["low"],
        y=table["attendances"],
        width=(table["low"].iloc[1] - table["low"].iloc[0]) if len(table) > 1 else 1,
        offset=0,
        name="Attendances",
        marker_color=MAIN,
        hovertext=[_stay(row) for row in table.itertuples()],
        hoverinfo="text",
    )
    if table["attendances"].sum() > 1:
        figure.add_vrect(
            x0=found.lower_quartile, x1=found.upper_quartile, fillcolor=faded(DISENGAGED), line_width=0, layer="below"
        )
        vertical_lines(figure, {"median": found.median})
    framed(figure, x="Minutes of an attendance", y="Attendances", height=320)
    return in_whole_steps(figure, table["attendances"].max()).update_layout(bargap=0.08, margin_t=28)


def alt_minutes(found: MinutesDistribution) -> str:
    """Median and quartiles of the minutes."""
    if found.median is None:
        return "Minutes of attendances: nothing is known in this selection."
    if found.table["attendances"].sum() == 1:
        return f"The one attendance lasted {minutes(found.median)}."
    return (
        f"Half of the attendances lasted at least {minutes(found.median)}; the middle half between "
        f"{minutes(found.lower_quartile)} and {minutes(found.upper_quartile)}."
    )


def user_types_chart(table: pd.DataFrame) -> go.Figure:
    """Attendances by user type, most on top. customdata: the type, "" when it is not known."""
    figure = go.Figure()
    if table.empty:
        return figure
    rows = table.iloc[::-1]
    figure.add_bar(
        x=rows["attendances"],
        y=[type_name(name) for name in rows["user_type"]],
        orientation="h",
        name="Attendances",
        marker_color=[GUEST if guest else MAIN if name else DISENGAGED for guest, name in _kinds(rows)],
        customdata=[[name] for name in rows["user_type"]],
        text=[percent(share) for share in rows["share"]],
        textposition="auto",
        hovertext=[_type(row) for row in rows.itertuples()],
        hoverinfo="text",
    )
    framed(figure, x="Attendances", y="", height=90 + 44 * len(rows), legend=False)
    return figure.update_xaxes(**whole_steps(rows["attendances"].max()))


def alt_user_types(table: pd.DataFrame) -> str:
    """The share of each type."""
    if table.empty:
        return "User types: no attendance is in this selection."
    return f"Attendances by user type: {', '.join(_type_share(row) for row in table.itertuples())}."


def type_name(name: str) -> str:
    """A user type on a chart; Kaltura leaves some empty."""
    return escaped(name) if name else "not known"


def _kinds(rows: pd.DataFrame) -> "zip[tuple[bool, str]]":
    return zip(rows["guest"], rows["user_type"], strict=True)


def _type_share(row: Any) -> str:
    return f"{row.user_type or 'not known'} {percent(row.share)}"


def _cell(row: Any, measure: str) -> str:
    when = f"{day_name[row.weekday - 1]}, {row.hour}:00 to {row.hour + 1}:00"
    unknown = "no minutes are known" if measure.endswith("minutes") else "the attendees are not reported"
    value = unknown if pd.isna(row.value) else TREND_MEASURES[measure].words(row.value)
    held = "" if measure == "sessions" else f" in {plural(row.sessions, 'session')}"
    return f"{when}: {value}{held}."


def _stay(row: Any) -> str:
    span = f"{row.low:,.0f} minutes and more" if pd.isna(row.high) else f"{row.low:,.0f} to {row.high:,.0f} minutes"
    return f"{plural(row.attendances, 'attendance')} ({percent(row.share)}) lasted {span}."


def _type(row: Any) -> str:
    nameless = f", {row.anonymous_attendances:,} anonymous" if row.anonymous_attendances else ""
    return (
        f"{type_name(row.user_type)}: {plural(row.attendances, 'attendance')} ({percent(row.share)}) by "
        f"{plural(row.unique_attendees, 'person', 'people')}{nameless}, {minutes(row.mean_minutes)} on average."
    )
