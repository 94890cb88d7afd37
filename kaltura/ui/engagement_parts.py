"""The parts of the Engagement page, each a question with its chart."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from kaltura.charts import engagement as charts
from kaltura.charts.engagement_classes import alt_engagement_by_class, class_name, engagement_by_class_chart
from kaltura.charts.pareto import alt_pareto, pareto_chart
from kaltura.dataset import Dataset
from kaltura.metrics import engagement as metrics
from kaltura.metrics.attendance import weekday_hour
from kaltura.metrics.halves import halves_of_headline
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import engagement_over_time
from kaltura.metrics.periods import Period
from kaltura.ui.chart import chart
from kaltura.ui.clicks import narrow_to_period
from kaltura.ui.columns import COLUMNS, PERCENT, START, in_per_cent
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.period import unfinished_caption
from kaltura.ui.session_links import open_session
from kaltura.ui.session_list import session_list, weekday_words
from kaltura.ui.sparkline import steps
from kaltura.ui.state import computed, view
from kaltura.ui.text import NOTHING, count, minutes, percent, percent_range, plural

_MEANING = (
    "Kaltura counts a viewer as not engaged only while the tab is out of focus, not in full screen, the camera is off "
    "and they are not on stage. So the rate is generous: look at disengaged minutes and at differences. It is no "
    "basis for grades."
)

_WITH_80 = "The smallest number of sessions that together hold 80 % of the selection's disengaged minutes."
_BIN_COLUMNS = {
    **COLUMNS,
    "low": st.column_config.NumberColumn("From", format=PERCENT),
    "high": st.column_config.NumberColumn("Up to", format=PERCENT),
}
_WEEK_COLUMNS = {**COLUMNS, "value": COLUMNS["engagement_rate"]}
_MOST_OWN = 200  # sessions listed
_OWN_COLUMNS = {
    "room_name": COLUMNS["room_name"],
    "start": START,
    "kaltura_ratio": st.column_config.NumberColumn("Kaltura's own ratio", format=PERCENT),
    "kaltura_estimate": st.column_config.NumberColumn("Kaltura's estimate of people"),
}
_LOST_COLUMNS = {
    "rank": st.column_config.NumberColumn("Rank"),
    **{name: COLUMNS[name] for name in ("room_name", "attendances", "engagement_rate", "disengaged_minutes", "share")},
    "start": START,
    "cumulative_share": st.column_config.NumberColumn("Together", format=PERCENT),
}
_Classed = Literal["attendances", "duration_minutes"]
# title, unit of the axis, metric, and the column of session_rates that the classes are of
_CLASSES: tuple[tuple[str, str, Callable[[Dataset], pd.DataFrame], _Classed], ...] = (
    ("Engagement rate by size of session", "Attendances of a session", metrics.engagement_by_size, "attendances"),
    ("Engagement rate by length of session", "Minutes of a session", metrics.engagement_by_length, "duration_minutes"),
)
_ALL_ENGAGED = "No minute was disengaged: all with a known ratio were engaged."


def figures(period: Period) -> None:
    """Four figures: how much attention, how much was lost and in how few sessions, and what the rate rests on."""
    now, rests_on, lost = computed(headline), computed(metrics.coverage), computed(metrics.disengaged_by_session)
    table = computed(engagement_over_time, period)
    figure_row(
        [
            Figure(
                "engagement_rate",
                percent(now.engagement_rate),
                trend=partial(steps, table, "engagement_rate", period, percent),
                line=True,
            ),
            Figure(
                "disengaged_minutes",
                minutes(now.disengaged_minutes),
                trend=partial(steps, table, "disengaged_minutes", period, minutes),
            ),
            Figure("pareto", _sessions_to_80(lost), label="Sessions with 80 % of disengaged minutes", note=_WITH_80),
            Figure("engagement_coverage", percent(rests_on.minutes_share), label="Coverage"),
        ]
    )
    st.caption(f"{_coverage_words(rests_on)} {_MEANING}")


def over_time(period: Period, *, key: str = "engagement_over_time") -> None:
    """The rate with its spread; a click narrows the dates. key: of the chart, another on each page."""
    table = computed(engagement_over_time, period)
    points = chart(
        f"Engagement rate by {period}",
        charts.engagement_over_time_chart(table, period),
        key=key,
        alt=charts.alt_engagement_over_time(table, period, computed(halves_of_headline).get("engagement_rate")),
        table=table,
        columns=COLUMNS,
        definition="engagement_rate",
        caption=f"The band holds the middle half of the minutes{_thin_lines(table)}. "
        f"{unfinished_caption(period, table.dropna(subset='engagement_rate'), 'Hollow points')} "
        f"Click a point to show only that {period}.",
        empty_reason="No attendance in this selection has a known engagement rate.",
        selectable=True,
        needs_times=True,
    )
    narrow_to_period(points, period)


def lost_minutes() -> None:
    """The sessions that hold the disengaged minutes; a click opens one."""
    lost = computed(metrics.disengaged_by_session)
    none = computed(headline).disengaged_minutes == 0
    said = alt_pareto(lost.sessions_to_80, lost.sessions, lost.disengaged_minutes)
    drawn = f"The first {len(lost.table)} are drawn. " if len(lost.table) < lost.sessions else ""
    points = chart(
        "Disengaged minutes by session",
        pareto_chart(lost.table, lost.sessions),
        key="engagement_pareto",
        alt=said,
        table=lost.table[list(_LOST_COLUMNS)],
        columns=_LOST_COLUMNS,
        definition="pareto",
        caption=f"{drawn}Click a bar to open its session.",
        empty_reason=_ALL_ENGAGED if none else "No attendance in this selection has a known ratio.",
        empty_step="There is nothing to do." if none else None,
        selectable=True,
        sessions=lost.sessions,
    )
    if points:
        open_session(lost.table["cue_point_id"].iloc[points[0]["point_index"]])


def distribution_and_week() -> None:
    """Sessions by their rate, and the rate by weekday and hour; a click lists the sessions."""
    distribution, week = computed(metrics.engagement_distribution), computed(weekday_hour, "engagement_rate")
    left, right = st.columns(2, gap="small")
    with left:
        points = chart(
            "Sessions by engagement rate",
            charts.engagement_distribution_chart(distribution),
            key="engagement_distribution",
            alt=charts.alt_engagement_distribution(distribution),
            table=distribution,
            columns=_BIN_COLUMNS,
            definition="engagement_rate",
            caption="Click a bar to see its sessions.",
            selectable=True,
            sessions=int(distribution["sessions"].sum()),
        )
    if points:
        row = distribution.iloc[points[0]["point_index"]]
        session_list(
            f"Engagement rate {percent_range(row['low'], row['high'])}",
            computed(metrics.sessions_within, "engagement_rate", row["low"], row["high"]),
        )
    with right:
        points = chart(
            "Engagement rate by weekday and hour",
            charts.engagement_weekday_hour_chart(week),
            key="engagement_week",
            alt=charts.alt_engagement_weekday_hour(week),
            table=week[week["sessions"] > 0],
            columns=_WEEK_COLUMNS,
            definition="engagement_rate",
            caption=f"On the clock of {view().zone}. Click a cell to see its sessions.",
            selectable=True,
            by=("weekday", "hour"),
            sessions=int(week["sessions"].sum()),
            needs_times=True,
        )
    if points:
        weekday, hour = (int(value) for value in points[0]["customdata"])
        session_list(weekday_words(weekday, hour), computed(metrics.sessions_starting, weekday, hour))


def by_class() -> None:
    """The rate of small and large, of short and long sessions; a click lists the sessions."""
    for column, (title, unit, metric, values) in zip(st.columns(2, gap="small"), _CLASSES, strict=True):
        with column:
            table = computed(metric)
            points = chart(
                title,
                engagement_by_class_chart(table, unit),
                key=f"engagement_by_{values}",
                alt=alt_engagement_by_class(table, unit),
                table=table[table["sessions"] > 0],
                columns=COLUMNS,
                definition="engagement_spread",
                caption=f"Bars hold the middle half of the minutes{_thin_lines(table)}. Click one to see its sessions.",
                selectable=True,
                sessions=int(table["sessions"].sum()),
                needs_times=values == "duration_minutes",
            )
        if points:
            row = table[table["sessions"] > 0].iloc[points[0]["point_index"]]
            rows = computed(metrics.sessions_within, values, row["low"], row["high"])
            session_list(f"{unit} {class_name(row)}", rows)


def own_ratios() -> None:
    """Sessions that Kaltura alone gives a ratio for, if there are any."""
    rows = computed(metrics.kaltura_only)
    if rows.empty:
        return
    st.markdown("## Sessions without a ratio of their attendees")
    st.caption("Kaltura's own ratio of the whole session, where it gives one. It is never pooled with others.")
    st.dataframe(
        in_per_cent(rows.head(_MOST_OWN), _OWN_COLUMNS),
        hide_index=True,
        column_order=list(_OWN_COLUMNS),
        column_config=_OWN_COLUMNS,
        alt=f"{plural(len(rows), 'session')} with no ratio in report 6001 and Kaltura's own ratio of each",
    )
    if len(rows) > _MOST_OWN:
        st.caption(f"The first {_MOST_OWN} of {len(rows):,} are shown.")


def _sessions_to_80(lost: metrics.Pareto) -> str:
    """'483 of 1,007', or a dash when no minute is known to be disengaged."""
    return f"{count(lost.sessions_to_80)} of {count(lost.sessions)}" if lost.disengaged_minutes else NOTHING


def _coverage_words(rests_on: metrics.Coverage) -> str:
    """What the rate rests on, and what is left out, in a sentence or two."""
    said = (
        f"The rate rests on {percent(rests_on.minutes_share)} of the attended minutes and "
        f"{count(rests_on.rated)} of {plural(rests_on.sessions, 'main session')}."
    )
    if rests_on.kaltura_only:
        does = (
            "shows Kaltura's own ratio only and stays" if rests_on.kaltura_only == 1 else "show Kaltura's own and stay"
        )
        said += f" {plural(rests_on.kaltura_only, 'session')} {does} out of it."
    if rests_on.unknown:
        said += f" The rate of {plural(rests_on.unknown, 'session')} is not known."
    return said


def _thin_lines(table: pd.DataFrame) -> str:
    """What the thin lines of a chart of rates are, to go on with in its caption; "" when it has none."""
    return (
        "; a thin line is the 95 % interval of a rate with few behind it" if table["interval_low"].notna().any() else ""
    )
