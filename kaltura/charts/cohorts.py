"""Who is new and who comes back. Tables are those of kaltura.metrics.cohorts."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.cells import clickable
from kaltura.charts.periods import (
    PARTIAL,
    UNIT,
    Period,
    during,
    hover,
    iso_days,
    marks,
    on_periods,
    opacities,
    period_name,
    unfinished,
)
from kaltura.charts.theme import ENGAGED, MAIN, TINT, framed, in_whole_steps
from kaltura.metrics.cohorts import MOST_TIMES
from kaltura.plural import plural
from kaltura.when import brief_day
from kaltura.written import percent

_STACK = (("returning_attendees", "Returning", MAIN), ("new_attendees", "New", ENGAGED))
COHORTS = 26  # rows that stay readable; the newest ones


def new_returning_chart(table: pd.DataFrame, period: Period) -> go.Figure:
    """People of each period, those seen before below and new ones above."""
    figure = go.Figure()
    if not table["unique_attendees"].sum():
        return figure
    said = [_came(row, period) for row in table.itertuples()]
    for column, title, colour in _STACK:
        figure.add_bar(
            x=iso_days(table["period"]),
            y=table[column],
            name=title,
            marker={"color": colour, "opacity": opacities(table)},
            hovertext=said,
            hoverinfo="text",
        )
    figure.update_layout(barmode="stack")
    framed(on_periods(figure, table["period"], period), x=UNIT[period], y="Unique attendees")
    return in_whole_steps(figure, table["unique_attendees"].max())


def alt_new_returning(table: pd.DataFrame, period: Period) -> str:
    """New people of the last period, whole if there is one, and the period with most of them."""
    seen = table[table["unique_attendees"] > 0]
    if seen.empty:
        return "New and returning people: nobody identified is in this selection."
    whole = seen[~seen["partial"]]
    last, top = (whole if len(whole) else seen).iloc[-1], seen.sort_values("new_attendees").iloc[-1]
    part = f"{last['new_attendees']:,.0f} of {_people(last['unique_attendees'])} ({percent(last['new_share'])})"
    were = "was" if last["new_attendees"] == 1 else "were"
    if not top["new_attendees"]:
        return "Nobody was seen for the first time in this selection."
    most = f"{top['new_attendees']:,.0f} {during(top['period'], period)}"
    return f"{_start(last['period'], period)}, {part} {were} new. Most new people: {most}."


def retention_chart(table: pd.DataFrame) -> go.Figure:
    """Retention as a heatmap: a row a cohort, a column a week since; the share seen again stands in the cell."""
    figure = go.Figure()
    again = table[table["week"] > 0]
    if again.empty:
        return figure
    rows = again[again["cohort"].isin(sorted(again["cohort"].unique())[-COHORTS:])]
    grid = rows.pivot(index="cohort", columns="week", values="share")
    people = rows.groupby("cohort")["people"].first()
    label = {day: f"{brief_day(day)} {day:%y} · {people[day]:,}" for day in grid.index}
    figure.add_heatmap(
        z=grid.to_numpy(dtype=float),
        x=list(grid.columns),
        y=list(label.values()),
        hoverinfo="skip",
        colorscale=TINT,
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        showscale=False,
    )
    clickable(
        figure,
        x=rows["week"].tolist(),
        y=[label[day] for day in rows["cohort"]],
        data=[[day] for day in iso_days(rows["cohort"])],
        said=[_returned(row) for row in rows.itertuples()],
        text=[_share(row) for row in rows.itertuples()],
    )
    framed(figure, x="Weeks after the first session", y="", height=106 + 26 * len(grid), legend=False)
    figure.update_yaxes(type="category", autorange="reversed", rangemode="normal", showgrid=False)
    return figure.update_xaxes(dtick=1, side="bottom")


def alt_retention(table: pd.DataFrame) -> str:
    """The share seen again one week later, and the last week that is known, over all cohorts."""
    whole = table[(table["week"] > 0) & ~table["partial"] & table["seen"].notna()]
    if whole.empty:
        return "Retention: no week after a first one is known in this selection."
    ends = sorted({whole["week"].min(), whole["week"].max()})
    said = "; ".join(_seen_again(whole[whole["week"] == week]) for week in ends)
    return f"Of people who came for the first time, {said}."


def stickiness_chart(table: pd.DataFrame, period: Period) -> go.Figure:
    """The part of each period's people that an average session held, as a line."""
    figure = go.Figure()
    if table["stickiness"].notna().sum() == 0:
        return figure
    figure.add_scatter(
        x=iso_days(table["period"]),
        y=table["stickiness"],
        mode="lines+markers",
        name="Stickiness",
        line={"color": MAIN, "width": 2.5},
        marker=marks(table, MAIN),
        hovertext=[_held(row, period) for row in table.itertuples()],
        hoverinfo="text",
    )
    return framed(
        on_periods(figure, table["period"], period), x=UNIT[period], y="People of an average session", percent="y"
    )


def alt_stickiness(table: pd.DataFrame, period: Period) -> str:
    """The stickiness of the last period, whole if there is one."""
    known = table.dropna(subset="stickiness")
    if known.empty:
        return f"Stickiness: no {period} of this selection has two sessions with identified people."
    whole = known[~known["partial"]]
    last = (whole if len(whole) else known).iloc[-1]
    return (
        f"{_start(last['period'], period)}, an average session held {percent(last['stickiness'])} of the "
        f"{_people(last['unique_attendees'])} of that {period}."
    )


def repeat_chart(table: pd.DataFrame) -> go.Figure:
    """People by the number of sessions that they were in; the bar at MOST_TIMES holds everybody above too."""
    figure = go.Figure()
    if table.empty:
        return figure
    figure.add_bar(
        x=table["sessions"],
        y=table["people"],
        name="People",
        marker_color=MAIN,
        hovertext=[_times(row) for row in table.itertuples()],
        hoverinfo="text",
    )
    in_whole_steps(framed(figure, x="Sessions that a person came to", y="People"), table["people"].max())
    steps = [1, *range(5, MOST_TIMES, 5), MOST_TIMES]
    return figure.update_xaxes(tickvals=steps, ticktext=[*map(str, steps[:-1]), f"{MOST_TIMES}+"])


def alt_repeat(people: int, repeaters: int) -> str:
    """How many came more than once."""
    return f"{repeaters:,} of {_people(people)} came to two sessions or more."


def _people(number: float) -> str:
    return plural(number, "person", "people")


def _times(row: Any) -> str:
    held = plural(row.sessions, "session") + (" or more" if row.sessions >= MOST_TIMES else "")
    return f"{_people(row.people)} ({percent(row.share)}) came to {held}."


def _start(day: pd.Timestamp, period: Period) -> str:
    words = during(day, period)
    return words[0].upper() + words[1:]


def _came(row: Any, period: Period) -> str:
    sentence = (
        f"{period_name(row.period, period)}: {_people(row.unique_attendees)}, "
        f"{int(row.new_attendees):,} of them new and {int(row.returning_attendees):,} seen before."
    )
    return hover(sentence, unfinished(row))


def _held(row: Any, period: Period) -> str:
    sentence = (
        f"{period_name(row.period, period)}: a session held {row.mean_unique:,.1f} people on average, "
        f"{percent(row.stickiness)} of the {_people(row.unique_attendees)} of this {period}."
    )
    return hover(sentence, unfinished(row))


def _returned(row: Any) -> str:
    if pd.isna(row.seen):
        return hover(
            f"How many of {_people(row.people)} first seen in the {period_name(row.cohort, 'week')} came "
            f"{plural(row.week, 'week')} later is not known: no session then has its attendees reported."
        )
    late = f"Likely {percent(row.interval_low, 0)} to {percent(row.interval_high, 0)}: few people."
    return hover(
        f"Of {_people(row.people)} first seen in the {period_name(row.cohort, 'week')}, {int(row.seen):,} "
        f"({percent(row.share)}) came {plural(row.week, 'week')} later.",
        late if not pd.isna(row.interval_low) else "",
        f"This week is {PARTIAL}." if row.partial else "",
    )


def _share(row: Any) -> str:
    # A cell of few people shows its count: a share of them says little.
    if not pd.isna(row.interval_low):
        return f"{int(row.seen)}/{row.people}"
    return percent(row.share, 0) + ("*" if row.partial else "")


def _seen_again(rows: pd.DataFrame) -> str:
    seen, people = int(rows["seen"].sum()), int(rows["people"].sum())
    were = "was" if seen == 1 else "were"
    return f"{seen:,} of {people:,} {were} seen {plural(int(rows['week'].iloc[0]), 'week')} later"
