"""Did small groups work?"""

import streamlit as st

from kaltura.charts import breakout_sets as sets
from kaltura.charts import breakouts as charts
from kaltura.charts.breakout_tree import SIZES, alt_breakout_tree, breakout_tree_chart
from kaltura.metrics.breakout_tree import breakout_tree
from kaltura.metrics.breakouts import breakouts_summary, durations, median_length
from kaltura.metrics.evenness import evenness_by_session
from kaltura.metrics.headline import headline
from kaltura.metrics.lift import lift, lift_by_session
from kaltura.metrics.over_time import breakouts_over_time
from kaltura.metrics.participation import participation
from kaltura.metrics.tables import narrowed_to_people
from kaltura.ui import breakout_parts as parts
from kaltura.ui.breakout_figures import breakout_figures, participation_note
from kaltura.ui.breakout_tables import never_joined_a_breakout, rooms_to_look_at
from kaltura.ui.chart import chart
from kaltura.ui.clicks import first_data, narrow_to_period
from kaltura.ui.columns import COLUMNS
from kaltura.ui.figures import figure_row
from kaltura.ui.period import choose_period
from kaltura.ui.sparkline import steps
from kaltura.ui.state import computed, view
from kaltura.ui.states import has_sessions
from kaltura.ui.text import percent

if not has_sessions(view()) or not parts.has_breakouts():
    st.stop()

# Figures
period = choose_period("breakouts")
over_time, tree = computed(breakouts_over_time, period), computed(breakout_tree)
joined, even, gained, median = (
    computed(metric) for metric in (participation, evenness_by_session, lift_by_session, median_length)
)
held = None if narrowed_to_people(view()) else len(gained)
trend = steps(over_time, "participation_low", period, percent) if joined.exact else ()
figure_row(
    breakout_figures(computed(headline), computed(breakouts_summary), joined, computed(lift), median, held, trend)
)
st.caption(participation_note(joined))

# Over time
left, right = st.columns(2, gap="small")
with left:
    points = chart(
        f"Breakout participation by {period}",
        charts.participation_over_time_chart(over_time, period),
        key="breakouts_participation",
        alt=charts.alt_participation_over_time(over_time, period),
        table=over_time,
        columns=COLUMNS,
        definition="participation",
        caption="Click a point to narrow the dates to it.",
        empty_reason=joined.reason or None,
        selectable=True,
    )
    narrow_to_period(points, period)
with right:
    points = chart(
        f"Main sessions with breakouts by {period}",
        charts.use_over_time_chart(over_time, period),
        key="breakouts_use",
        alt=charts.alt_use_over_time(over_time, period),
        table=over_time,
        columns=COLUMNS,
        definition="breakout_share",
        caption="Click a bar to narrow the dates to it.",
        selectable=True,
    )
    narrow_to_period(points, period)

# Main rooms, their sessions and breakouts
size = parts.choose_size(SIZES)
points = chart(
    "Main rooms, their sessions and breakouts",
    breakout_tree_chart(tree, size),
    key=f"breakouts_tree_{size}",
    alt=alt_breakout_tree(tree, size),
    table=tree,
    columns=parts.TREE_COLUMNS,
    definition="parent_session",
    caption="Areas are people in breakouts (or their minutes). Click a room or a session to look inside, and a "
    "breakout to open its session.",
    empty_reason="Nobody was in a breakout of this selection.",
    selectable="drill",
)
parts.open_node(tree, points)

# Evenness, lift, length
columns = st.columns(3, gap="small")
with columns[0]:
    points = chart(
        "Evenness by session",
        sets.evenness_chart(even),
        key="breakouts_evenness",
        alt=sets.alt_evenness(even),
        table=even,
        columns=parts.SET_COLUMNS,
        definition="evenness",
        caption="Click a point to open its session.",
        empty_reason="No session of this selection had two breakouts with people in them.",
        selectable=True,
    )
    parts.open_session(first_data(points))
with columns[1]:
    points = chart(
        "Lift by session",
        sets.lift_chart(gained),
        key="breakouts_lift",
        alt=sets.alt_lift(gained),
        table=gained,
        columns=parts.SET_COLUMNS,
        definition="lift",
        caption="Above the line people were more engaged in breakouts. Click a point to open its session.",
        empty_reason="Attendees of breakouts are not reported with a ratio in this selection.",
        selectable=True,
    )
    parts.open_session(first_data(points))
with columns[2]:
    lengths = computed(durations)
    chart(
        "Length of breakouts",
        sets.breakout_durations_chart(lengths),
        key="breakouts_lengths",
        alt=sets.alt_breakout_durations(lengths, median),
        table=lengths,
        columns=parts.LENGTH_COLUMNS,
        definition="breakout_length",
        caption=sets.alt_breakout_durations(lengths, median),
        empty_reason="No breakout of this selection has a known length.",
    )

rooms_to_look_at()
never_joined_a_breakout()
