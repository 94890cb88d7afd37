"""One session with its breakouts, and a room's sessions over time. Times on the axes are local, as in the tables."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.labels import escaped, own_part
from kaltura.charts.most_points import MOST_POINTS, latest
from kaltura.charts.over_time import MeasureWords
from kaltura.charts.periods import as_well, iso_days, on_dates, on_periods
from kaltura.charts.theme import BREAKOUT, DISENGAGED, MAIN, framed, in_whole_steps
from kaltura.metrics.room_anomalies import BEFORE, RECENT
from kaltura.names import short
from kaltura.plural import plural
from kaltura.when import clock, weekday, weekday_moment
from kaltura.written import median_count, minutes, percent

MOST_BARS = 40  # breakouts in a timeline; more are in the table beside it
_LABEL = 24
_LAYERS = {"main": ("Main room", MAIN), "breakout": ("Breakouts", BREAKOUT)}
_SOURCES = {"exact": "", "estimate": " (Kaltura's estimate)"}
ROOM_MEASURES: dict[str, MeasureWords] = {  # columns of `room_history`
    "unique_attendees": MeasureWords("Unique attendees", "Unique attendees", lambda v: _counted(v, "unique attendee")),
    "attendances": MeasureWords("Attendances", "Attendances", lambda v: _counted(v, "attendance")),
    "mean_minutes": MeasureWords("Mean minutes", "Minutes per attendance", lambda v: f"{minutes(v)} per attendance"),
    "duration_minutes": MeasureWords("Length", "Minutes from start to end", lambda v: f"{minutes(v)} long"),
    "engagement_rate": MeasureWords(
        "Engagement rate", "Engagement rate", lambda v: f"{percent(v)} engaged", percent=True
    ),
    "disengaged_minutes": MeasureWords("Disengaged minutes", "Minutes", lambda v: f"{minutes(v)} disengaged"),
    "breakouts": MeasureWords("Breakouts", "Breakout sessions", lambda v: _counted(v, "breakout session")),
}


def timeline_chart(table: pd.DataFrame) -> go.Figure:
    """`timeline` as bars from start to end, the main session on top; of many breakouts MOST_BARS, some of each start.

    A breakout's bar says its size, "~" before Kaltura's estimate. customdata: (cue_point_id,). A session that still
    runs ends at the fetch and is hatched.
    """
    rows = _drawable(table)
    figure = go.Figure()
    for layer, (title, colour) in _LAYERS.items():
        bars = rows[rows["layer"] == layer]
        if bars.empty:
            continue
        figure.add_bar(
            orientation="h",
            base=[_local(when) for when in bars["start"]],
            x=(bars["until"] - bars["start"]).dt.total_seconds() * 1000,
            y=bars.index,
            name=title,
            marker={"color": colour, "pattern": {"shape": ["/" if running else "" for running in bars["end"].isna()]}},
            customdata=[[cue] for cue in bars["cue_point_id"]],
            hovertext=[_bar(row) for row in bars.itertuples()],
            hoverinfo="text",
        )
    if not figure.data:
        return figure
    framed(figure, x="", y="", height=96 + 26 * len(rows))
    figure.update_layout(barmode="overlay", bargap=0.3)
    figure.update_xaxes(type="date", tickformat="%H:%M\n%-d %b", nticks=6, tickangle=0, showgrid=True)
    labels = [escaped(name, _LABEL) + _size(row) for name, row in zip(_own_names(rows), rows.itertuples(), strict=True)]
    return figure.update_yaxes(tickvals=rows.index, ticktext=labels, autorange="reversed", rangemode="normal")


def alt_timeline(table: pd.DataFrame) -> str:
    """When the session ran, how many breakouts, between when, and the largest."""
    rows = table.dropna(subset=["start"])
    if rows.empty:
        return "Timeline: the times of this session are not known."
    rows = rows.assign(label=_own_names(rows))
    main, breakouts = rows[rows["layer"] == "main"], rows[rows["layer"] == "breakout"]
    said = [f"The session ran {_span(row)}." for row in main.head(1).itertuples()]
    if breakouts.empty:
        return " ".join([*said, "It had no breakouts."])
    first, last = breakouts["start"].min(), breakouts["until"].max()
    said.append(f"{plural(len(breakouts), 'breakout')} ran between {clock(first, last)} and {clock(last, first)}")
    known = breakouts.dropna(subset="participants")
    if known.empty:
        return f"{' '.join(said)}."
    top = known.sort_values("participants").iloc[-1]
    largest = f"{short(top['label'], _LABEL)} with {plural(int(top['participants']), 'person', 'people')}"
    return f"{' '.join(said)}, {'the largest ' if len(breakouts) > 1 else ''}{largest}."


def room_history_chart(table: pd.DataFrame, measure: str) -> go.Figure:
    """One of ROOM_MEASURES for each session of `room_history`, with the median as a line. customdata: (cue_point_id,).

    Provisional and running sessions are hollow.
    """
    chosen = ROOM_MEASURES[measure]
    known = table.dropna(subset=["start", measure])
    rows = known.tail(MOST_POINTS)
    figure = go.Figure()
    if rows.empty:
        return figure
    settled = ~(rows["provisional"] | rows["running"])
    figure.add_scatter(
        x=[_local(when) for when in rows["start"]],
        y=rows[measure].astype(float),
        mode="lines+markers" if len(rows) > 1 else "markers",
        name=chosen.axis,
        line={"color": MAIN, "width": 1.5},
        marker={
            "size": 8,
            "symbol": ["circle" if whole else "circle-open" for whole in settled],
            "color": MAIN,
        },
        customdata=[[cue] for cue in rows["cue_point_id"]],
        hovertext=[_point(row, chosen, measure) for row in rows.itertuples()],
        hoverinfo="text",
    )
    framed(figure, x=latest(known, "sessions"), y=chosen.axis, percent="y" if chosen.percent else None)
    middle = float(known[measure].median())
    figure.add_hline(y=middle, line={"color": DISENGAGED, "dash": "dot", "width": 1.5}, layer="below")
    return on_dates(figure)


def alt_room_history(table: pd.DataFrame, measure: str) -> str:
    """The last sessions against those before, as `fallen_and_unusual` does, and the median; of few, first and last."""
    chosen = ROOM_MEASURES[measure]
    rows = table.dropna(subset=["start", measure])
    if rows.empty:
        return f"{chosen.title}: not known of any session of this room."
    if len(rows) == 1:
        return f"One session: {chosen.words(rows[measure].iloc[0])}."
    ended = rows[rows["duration_minutes"].notna()]
    if len(ended) >= RECENT + BEFORE:
        return _last_against_before(ended[measure], rows[measure], chosen.words, weekday(ended["start"].iloc[-1]))
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{chosen.words(first[measure])} in the session of {weekday(first['start'])}, "
        f"{chosen.words(last[measure])} in that of {weekday(last['start'])}; "
        f"the median of {len(rows):,} sessions is {chosen.words(rows[measure].median())}."
    )


def _last_against_before(
    ended: "pd.Series[float]", every: "pd.Series[float]", words: Callable[[float], str], last_day: str
) -> str:
    late, early = words(ended.iloc[-RECENT:].median()), words(ended.iloc[:-RECENT].median())
    running = ", running ones included," if len(every) > len(ended) else ""
    earlier = len(ended) - RECENT
    return (  # up to the semicolon it stands below the chart
        f"The median of the last {RECENT} ended sessions is {late}, that of the {earlier:,} before {early}; "
        f"that of all {len(every):,}{running} is {words(every.median())}. "
        f"The last that ended, on {last_day}: {words(ended.iloc[-1])}."
    )


def at_once_chart(table: pd.DataFrame) -> go.Figure:
    """`sessions_at_once_by_day`: the most sessions that ran at once on each day."""
    figure = go.Figure()
    if len(table):
        drawn = table.tail(MOST_POINTS)
        figure.add_bar(
            x=iso_days(drawn["day"]),
            y=drawn["peak"],
            marker_color=MAIN,
            name="Sessions at once",
            hovertext=[
                f"{weekday(day)}: {plural(peak, 'session')} at once at most."
                for day, peak in zip(drawn["day"], drawn["peak"].tolist(), strict=True)
            ],
            hoverinfo="text",
        )
        in_whole_steps(framed(figure, x=latest(table, "days"), y="Main sessions", height=220), table["peak"].max())
        on_periods(figure, drawn["day"], "day")
    return figure


def alt_at_once(table: pd.DataFrame) -> str:
    """The busiest day, the first of several."""
    if table.empty:
        return "Sessions at once: none in this selection has an end."
    top = table.iloc[int(table["peak"].to_numpy().argmax())]
    days = f"{weekday(top['day'])}{as_well(table['peak'], 'day')}"
    return f"At most {plural(int(top['peak']), 'session')} ran at once, on {days}."


def _drawable(table: pd.DataFrame) -> pd.DataFrame:
    known = table.dropna(subset=["start", "until"])
    known = known[known["until"] >= known["start"]].reset_index(drop=True)
    # The main session, and of each round of breakouts the same number: the first ones alone would hide later rounds.
    minute = known["start"].dt.tz_convert("UTC").dt.floor("min")
    turn = known.groupby(["layer", minute]).cumcount().where(known["layer"] == "breakout", -1)
    return known.loc[sorted(turn.sort_values(kind="stable").index[: 1 + MOST_BARS])].reset_index(drop=True)


def _own_names(rows: pd.DataFrame) -> list[str]:
    """Names without what a breakout shares with its main room: "Group 2", not "Workshop in small groups – Group 2"."""
    names = [str(name or "") for name in rows["label"]]
    main = names[0]
    return [main, *(own_part(name, main) for name in names[1:])]


def _size(row: Any) -> str:
    if row.layer == "main" or pd.isna(row.participants):
        return ""
    about = "~" if row.participants_source == "estimate" else ""
    return f" · {about}{plural(int(row.participants), 'person', 'people')}"


def _bar(row: Any) -> str:
    people = (
        ""
        if pd.isna(row.participants)
        else f"{plural(int(row.participants), 'person', 'people')}{_SOURCES.get(row.participants_source, '')}"
    )
    engaged = "" if pd.isna(row.engagement_rate) else f"{percent(row.engagement_rate)} engaged"
    more = ", ".join(part for part in (people, engaged) if part)
    return f"{escaped(row.label)}: {_span(row)}.{f'<br>{more}.' if more else ''}"


def _span(row: Any) -> str:
    if pd.isna(row.end):
        return f"from {row.start:%H:%M}, still running at the fetch"
    return f"from {clock(row.start, row.end)} to {clock(row.end, row.start)} ({minutes(row.duration_minutes)})"


def _counted(value: float, noun: str) -> str:
    """'8 attendances', '27.5 attendances': a count, or a median of counts."""
    return f"{median_count(value)} {noun if value == 1 else noun + 's'}"


def _point(row: Any, measure: MeasureWords, column: str) -> str:
    state = "<br>Still running." if row.running else "<br>Provisional." if row.provisional else ""
    return f"{weekday_moment(row.start)}: {measure.words(getattr(row, column))}.{state}"


def _local(when: pd.Timestamp) -> str:
    """Wall-clock time: Plotly would draw a time with an offset in UTC."""
    return when.strftime("%Y-%m-%d %H:%M:%S")
