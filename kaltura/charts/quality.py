"""Charts on trust: where rows went, what figures rest on, estimates against counts, which windows were asked.

Tables are those of kaltura.metrics.quality and kaltura.metrics.estimates.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.bands import faded
from kaltura.charts.labels import escaped
from kaltura.charts.periods import on_dates
from kaltura.charts.theme import ALERT, BREAKOUT, DISENGAGED, MAIN, framed
from kaltura.metrics.estimates import Agreement
from kaltura.plural import plural
from kaltura.when import day, moment
from kaltura.written import count, percent

# Column of the ledger → its name, its meaning, its colour, and a hatch for who sees no colours.
PARTS = {
    "kept": ("Kept", "counted in the figures", MAIN, ""),
    "merged": ("Merged", "added into another row of the same session or person", faded(MAIN, 0.5), ""),
    "outside": ("Outside", "of sessions that start outside the days asked for", DISENGAGED, "."),
    "set_aside": ("Set aside", "not counted, for the reasons given", ALERT, "/"),
}
_KINDS = {
    "main": ("Main sessions", MAIN, "circle"),
    "breakout": ("Breakouts", BREAKOUT, "diamond"),
    "anonymous": ("With anonymous viewers", DISENGAGED, "circle-open"),
}
FILLED = ("circle", "diamond")
MOST_WINDOWS = 1000


def ledger_chart(table: pd.DataFrame) -> go.Figure:
    """Where the rows of each report went, as parts of those received; from `ledger_table`."""
    rows = table[table["received"] > 0]
    figure = go.Figure()
    for column, (name, _, colour, hatch) in PARTS.items() if len(rows) else ():
        figure.add_bar(
            y=rows["title"],
            x=rows[column] / rows["received"],
            name=name,
            orientation="h",
            marker={"color": colour, "pattern": {"shape": hatch, "bgcolor": colour, "fgcolor": "#FFFFFF"}},
            hovertext=[_part_sentence(row, column) for row in rows.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    framed(figure, x="Part of the rows received", y="", height=96 + 44 * len(rows), percent="x", legend=True)
    return _up_to_all(figure, 0.25)


def alt_ledger(table: pd.DataFrame) -> str:
    """Whether it adds up, and what was kept."""
    received, kept = table["received"].sum(), table["kept"].sum()
    if not received:
        return "No rows were received."
    whole = "Every row is accounted for" if table["balances"].all() else "Not every row is accounted for"
    return f"{whole}: of {count(received)} rows received, {count(kept)} were kept ({percent(kept / received)})."


def coverage_chart(table: pd.DataFrame) -> go.Figure:
    """The share that has each thing, from `coverage_table`; lines without anything to have it are left out."""
    rows = table.dropna(subset="share")
    figure = go.Figure()
    if len(rows):
        figure.add_bar(
            y=rows["what"],
            x=rows["share"],
            orientation="h",
            marker_color=MAIN,
            text=[percent(share) for share in rows["share"]],
            textposition="auto",
            hovertext=[f"{row.what}: {count(row.count_)} of {count(row.of)}." for row in _named(rows)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    framed(figure, x="Share that has it", y="", height=80 + 32 * len(rows), percent="x")
    return _up_to_all(figure, 0.5)  # names of what is known leave little room on a phone


def alt_coverage(table: pd.DataFrame) -> str:
    """What is known least."""
    rows = table.dropna(subset="share").sort_values("share", kind="stable")
    if rows.empty:
        return "There is nothing in this selection that could be covered."
    least = rows.iloc[0]
    if least["share"] == 1:
        return "Everything is known of every session and attendance."
    return (
        f"Known least: {_lower(least['what'])}, {count(least['count'])} of {count(least['of'])} "
        f"({percent(least['share'])})."
    )


def estimates_chart(points: pd.DataFrame) -> go.Figure:
    """Kaltura's estimate against the exact count, from `estimate_points`; on the line both are equal.

    A point's customdata is a session of it and how many there are.
    """
    figure = go.Figure()
    if points.empty:
        return framed(figure, x="Exact count of identified people", y="Kaltura's estimate")
    top = float(points[["exact", "estimate"]].to_numpy().max())
    figure.add_scatter(
        x=[0, top],
        y=[0, top],
        mode="lines",
        name="Both equal",
        line={"color": DISENGAGED, "dash": "dot"},
        hoverinfo="skip",
    )
    for kind, (name, colour, symbol) in _KINDS.items():
        rows = points[points["kind"] == kind]
        if len(rows):
            figure.add_scatter(
                x=rows["exact"],
                y=rows["estimate"],
                mode="markers",
                name=name,
                marker={
                    "color": colour,
                    "symbol": symbol,
                    "size": 6 + 2 * rows["sessions"].clip(upper=9),
                    "opacity": 0.75 if symbol in FILLED else 1,
                    "line_width": 0 if symbol in FILLED else 2,  # a ring of one pixel is lost on a dark page
                },
                customdata=rows[["cue_point_id", "sessions"]].to_numpy(),
                hovertext=[_point_sentence(row) for row in rows.itertuples()],
                hovertemplate="%{hovertext}<extra></extra>",
            )
    return framed(figure, x="Exact count of identified people", y="Kaltura's estimate")


def alt_estimates(found: Agreement) -> str:
    """How well both agree."""
    if found.error is None:
        return "No session has both an estimate and attendees who are all known."
    return (
        f"In {count(found.same)} of {plural(found.sessions, 'session')} without anonymous viewers the estimate is the "
        f"exact count; all together it is off by {percent(found.error)} of the people."
    )


def windows_chart(table: pd.DataFrame) -> go.Figure:
    """Every call as the time that it asked for, from `windows_table`; a line for each report and outcome."""
    figure = go.Figure()
    rows = table.head(MOST_WINDOWS)
    lines = rows["title"] + ": " + rows["outcome"]
    for line in lines.unique():
        part = rows[lines == line]
        colour = _outcome_colour(part["outcome"].iloc[0])
        figure.add_bar(
            y=[escaped(line, 60)] * len(part),
            base=[_stamp(start) for start in part["start"]],
            x=(part["end"] - part["start"]).dt.total_seconds() * 1000,
            orientation="h",
            name=escaped(line, 60),
            marker={
                "color": colour,
                "opacity": 0.65,
                "line": {"width": 1, "color": colour},
            },
            hovertext=[_window_sentence(row) for row in part.itertuples()],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    framed(figure, x="Time asked for", y="", height=80 + 34 * lines.nunique(), legend=False)
    return on_dates(figure).update_yaxes(autorange="reversed")


def alt_windows(table: pd.DataFrame) -> str:
    """How many windows were asked for, over which time, and how many again."""
    if table.empty:
        return "No windows were asked for."
    again = int(table["outcome"].str.contains("again").sum())
    return (
        f"{plural(len(table), 'window')} for the time from {day(table['start'].min())} to "
        f"{day(table['end'].max())}; {count(again) if again else 'none'} had to be asked again in parts."
    )


def _up_to_all(figure: go.Figure, step: float) -> go.Figure:
    """From nothing to 100 %, the first row on top."""
    figure.update_yaxes(autorange="reversed").update_xaxes(range=[0, 1.005], dtick=step, tickangle=0)
    return figure.update_layout(margin_r=24)


def _part_sentence(row: dict[Any, Any], column: str) -> str:
    name, meaning, _, _ = PARTS[column]
    reasons = f"<br>{escaped(row['reasons'], 200)}" if column == "set_aside" and row["reasons"] else ""
    return (
        f"{row['title']}: {plural(row[column], 'row')} {name.lower()} of {count(row['received'])} received "
        f"({percent(row[column] / row['received'])}),<br>{meaning}.{reasons}"
    )


def _point_sentence(row: Any) -> str:
    where = escaped(row.room_name) if row.sessions == 1 else plural(row.sessions, "session")
    return f"{where}: {plural(row.exact, 'person', 'people')} counted, Kaltura estimated {count(row.estimate)}."


def _window_sentence(row: Any) -> str:
    return (
        f"{row.title}, {moment(row.start)} to {moment(row.end)}:<br>"
        f"{plural(row.rows, 'row')}, {escaped(row.outcome, 80)}."
    )


def _outcome_colour(outcome: str) -> str:
    """What was asked for again came in parts, and what was read for something else gives no rows: both are normal."""
    if outcome == "kept":
        return MAIN
    return DISENGAGED if "again" in outcome or outcome.startswith("read for") else ALERT


def _named(rows: pd.DataFrame) -> Any:
    return rows.rename(columns={"count": "count_"}).itertuples()


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _stamp(moment: pd.Timestamp) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
