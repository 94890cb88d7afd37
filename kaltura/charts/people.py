"""Decisions as pictures: one person's sessions, and how a roster did. Darker is more of the session."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.bands import faded
from kaltura.charts.labels import escaped
from kaltura.charts.most_points import MOST_POINTS, latest
from kaltura.charts.periods import on_dates
from kaltura.charts.theme import DISENGAGED, MAIN, framed, in_whole_steps
from kaltura.metrics.marks import column_of
from kaltura.metrics.people import NOT_SEEN
from kaltura.metrics.rule import ABSENT, BRIEF, NOT_JUDGED, PARTIAL, PRESENT, UNDECIDED
from kaltura.names import short
from kaltura.plural import plural
from kaltura.when import brief_day, weekday
from kaltura.written import percent

# Decision → (fill, marker): the shape says the same as the shade.
LOOKS: dict[str, tuple[str, str]] = {
    PRESENT: (MAIN, "circle"),
    PARTIAL: (faded(MAIN, 0.55), "circle"),
    BRIEF: (faded(MAIN, 0.3), "circle"),
    ABSENT: (DISENGAGED, "x-thin-open"),
    NOT_SEEN: (DISENGAGED, "x-thin-open"),
    UNDECIDED: (faded(DISENGAGED, 0.7), "circle-open"),
    NOT_JUDGED: (faded(DISENGAGED, 0.45), "square-open"),
}


def person_history_chart(table: pd.DataFrame, threshold: float) -> go.Figure:
    """`person_history`: the share of each session, by decision, with the threshold as a line.

    Shares above 100 % are drawn at 100 %. customdata: (cue_point_id,).
    """
    figure = go.Figure()
    known = table.dropna(subset="start").sort_values("start")
    rows = known.tail(MOST_POINTS)
    for decision, (colour, symbol) in LOOKS.items():
        chosen = rows[rows["decision"] == decision]
        if chosen.empty:
            continue
        figure.add_scatter(
            x=[when.strftime("%Y-%m-%d %H:%M:%S") for when in chosen["start"]],
            y=chosen["share"].astype(float).fillna(0.0).clip(upper=1.0),
            mode="markers",
            name=decision,
            marker={"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2, "color": colour}},
            customdata=[[cue] for cue in chosen["cue_point_id"]],
            hovertext=[_session(row) for row in chosen.itertuples()],
            hoverinfo="text",
        )
    if not figure.data:
        return figure
    framed(figure, x=latest(known, "sessions"), y="Share of the session", percent="y", legend=True)
    figure.add_hline(y=threshold, line={"color": DISENGAGED, "dash": "dot", "width": 1.5}, layer="below")
    figure.update_yaxes(range=[-0.04, 1.06], rangemode="normal")
    return on_dates(figure)


def alt_person_history(table: pd.DataFrame) -> str:
    """How many sessions had which decision."""
    if table.empty:
        return "No session of this person is in the selection."
    counts = table["decision"].value_counts()
    said = ", ".join(f"{counts[word]:,} {word.lower()}" for word in LOOKS if word in counts)
    return f"Of {plural(len(table), 'session')} of the person's rooms: {said}."


def roster_chart(table: pd.DataFrame) -> go.Figure:
    """`absences_by_session`: the roster, by decision, of those that somebody had. customdata: (cue_point_id,)."""
    figure = go.Figure()
    if table.empty:
        return figure
    for decision in (PRESENT, PARTIAL, BRIEF, UNDECIDED, NOT_JUDGED, ABSENT):
        people = table[column_of(decision)]
        if decision in (UNDECIDED, NOT_JUDGED) and not people.any():
            continue
        figure.add_bar(
            x=list(range(len(table))),
            y=people,
            name=decision,
            marker_color=LOOKS[decision][0],
            customdata=[[cue] for cue in table["cue_point_id"]],
            hovertext=[_of_roster(row, decision) for row in table.itertuples()],
            hoverinfo="text",
        )
    in_whole_steps(framed(figure, x="", y="People of the roster"), table["expected"].max())
    figure.update_layout(barmode="stack")
    step = max(1, len(table) // 8)
    shown = range(0, len(table), step)
    words = [brief_day(table["start"].iloc[at]) for at in shown]
    return figure.update_xaxes(tickvals=list(shown), ticktext=words, tickangle=0)


def alt_roster(table: pd.DataFrame) -> str:
    """The session with most absentees, if there was one."""
    if table.empty:
        return "No session whose attendees are known is in this selection."
    top = table.iloc[int(table["absent"].to_numpy().argmax())]
    if not top["absent"]:
        return "Nobody of the roster was absent from a session of this selection."
    return (
        f"Most were absent on {weekday(top['start'])} in {short(top['room_name'], 40)}: "
        f"{top['absent']:,} of {plural(int(top['expected']), 'person', 'people')} of the roster."
    )


def _session(row: Any) -> str:
    return f"{escaped(row.room_name)}, {weekday(row.start)}:<br>{escaped(row.explanation, 120)}"


def _of_roster(row: Any, decision: str) -> str:
    number = getattr(row, column_of(decision))
    part = percent(number / row.expected, 0) if row.expected else ""
    return f"{escaped(row.room_name)}, {weekday(row.start)}:<br>{number:,} of {row.expected:,} {decision} ({part})."
