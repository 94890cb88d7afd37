"""Did people pay attention?"""

from functools import partial

import streamlit as st

from kaltura.charts import engagement as charts
from kaltura.charts.engagement_classes import alt_engagement_by_class, class_name, engagement_by_class_chart
from kaltura.charts.pareto import alt_pareto, pareto_chart
from kaltura.metrics import engagement as metrics
from kaltura.metrics.attendance import weekday_hour
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import engagement_over_time
from kaltura.reports.columns import Report
from kaltura.ui import engagement as words
from kaltura.ui.chart import chart
from kaltura.ui.clicks import narrow_to_period
from kaltura.ui.columns import COLUMNS
from kaltura.ui.figures import Figure, figure_row
from kaltura.ui.period import choose_period
from kaltura.ui.session_list import session_list, weekday_words
from kaltura.ui.sessions_columns import open_session
from kaltura.ui.sparkline import steps
from kaltura.ui.state import computed, view
from kaltura.ui.states import PageEnd, available, has_main_sessions
from kaltura.ui.text import minutes, percent, percent_range

if not has_main_sessions(view()):
    raise PageEnd

without = computed(metrics.kaltura_only)
if not available(Report.ATTENDEES):
    words.own_ratios(without)
    raise PageEnd

now, rests_on, lost = computed(headline), computed(metrics.coverage), computed(metrics.disengaged_by_session)
period = choose_period("engagement")
over_time = computed(engagement_over_time, period)
figure_row(
    [
        Figure(
            "engagement_rate",
            percent(now.engagement_rate),
            trend=partial(steps, over_time, "engagement_rate", period, percent),
        ),
        Figure(
            "disengaged_minutes",
            minutes(now.disengaged_minutes),
            trend=partial(steps, over_time, "disengaged_minutes", period, minutes),
        ),
        Figure("pareto", words.concentration(lost), label="Sessions with 80 % of them", note=words.WITH_80),
        Figure(
            "engagement_coverage",
            percent(rests_on.minutes_share),
            label="Coverage",
            note=words.coverage_words(rests_on),
        ),
    ]
)
st.caption(f"{words.coverage_words(rests_on)} {words.MEANING}")

points = chart(
    f"Engagement rate by {period}",
    charts.engagement_over_time_chart(over_time, period),
    key="engagement_over_time",
    alt=charts.alt_engagement_over_time(over_time, period),
    table=over_time,
    columns=COLUMNS,
    definition="engagement_rate",
    caption=f"The band holds the middle half of the minutes{words.thin_lines(over_time)}. "
    "Click a point to narrow the dates to it.",
    empty_reason="No attendance in this selection has a known ratio.",
    selectable=True,
)
narrow_to_period(points, period)

drawn = f"The first {len(lost.table)} are drawn. " if len(lost.table) < lost.sessions else ""
points = chart(
    "Disengaged minutes by session",
    pareto_chart(lost.table, lost.sessions),
    key="engagement_pareto",
    alt=alt_pareto(lost.sessions_to_80, lost.sessions, lost.disengaged_minutes),
    table=lost.table[list(words.LOST_COLUMNS)],
    columns=words.LOST_COLUMNS,
    definition="pareto",
    caption=f"{alt_pareto(lost.sessions_to_80, lost.sessions, lost.disengaged_minutes)} "
    f"{drawn}Click a bar to open its session.",
    empty_reason="No disengaged minutes are known in this selection.",
    selectable=True,
)
if points:
    open_session(lost.table["cue_point_id"].iloc[points[0]["point_index"]])

distribution, week = computed(metrics.engagement_distribution), computed(weekday_hour, "engagement_rate")
left, right = st.columns(2, gap="small")
with left:
    points = chart(
        "Sessions by engagement rate",
        charts.engagement_distribution_chart(distribution),
        key="engagement_distribution",
        alt=charts.alt_engagement_distribution(distribution),
        table=distribution,
        columns=words.BIN_COLUMNS,
        definition="engagement_rate",
        caption="Click a bar to see its sessions.",
        selectable=True,
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
        columns=words.WEEK_COLUMNS,
        definition="engagement_rate",
        caption=f"On the clock of {view().zone}. Click a cell to see its sessions.",
        selectable=True,
        by=("weekday", "hour"),
    )
if points:
    weekday, hour = points[0]["customdata"]
    session_list(weekday_words(weekday, hour), computed(metrics.sessions_starting, int(weekday), int(hour)))

for column, (title, unit, metric, definition) in zip(st.columns(2, gap="small"), words.CLASSES, strict=True):
    with column:
        table = computed(metric)
        points = chart(
            title,
            engagement_by_class_chart(table, unit),
            key=f"engagement_by_{definition}",
            alt=alt_engagement_by_class(table, unit),
            table=table[table["sessions"] > 0],
            columns=COLUMNS,
            definition="engagement_spread",
            caption=f"Bars hold the middle half of the minutes{words.thin_lines(table)}. "
            "Click one to see its sessions.",
            selectable=True,
        )
    if points:
        row = table[table["sessions"] > 0].iloc[points[0]["point_index"]]
        session_list(
            f"{unit} {class_name(row)}", computed(metrics.sessions_within, definition, row["low"], row["high"])
        )

if len(without):
    words.own_ratios(without)
