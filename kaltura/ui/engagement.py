"""What the Engagement page says in words, and its tables' columns."""

import pandas as pd
import streamlit as st

from kaltura.metrics.engagement import Coverage, Pareto, engagement_by_length, engagement_by_size
from kaltura.ui.columns import COLUMNS, PERCENT, START, in_per_cent
from kaltura.ui.text import NOTHING, count, percent, plural

MEANING = (
    "Kaltura counts a viewer as not engaged only while the tab is out of focus, not in full screen, the camera is off "
    "and they are not on stage. So the rate is generous: look at disengaged minutes and at differences. It is no "
    "basis for grades."
)

WITH_80 = "Here: the fewest sessions that hold 80 % of the disengaged minutes of the selection."
BIN_COLUMNS = {
    **COLUMNS,
    "low": st.column_config.NumberColumn("From", format=PERCENT),
    "high": st.column_config.NumberColumn("Up to", format=PERCENT),
}
WEEK_COLUMNS = {**COLUMNS, "value": COLUMNS["engagement_rate"]}
OWN_COLUMNS = {
    "room_name": COLUMNS["room_name"],
    "start": START,
    "kaltura_ratio": st.column_config.NumberColumn("Kaltura's own ratio", format=PERCENT),
    "kaltura_estimate": st.column_config.NumberColumn("Kaltura's estimate of people"),
}
LOST_COLUMNS = {
    "rank": st.column_config.NumberColumn("Rank"),
    **{name: COLUMNS[name] for name in ("room_name", "attendances", "engagement_rate", "disengaged_minutes", "share")},
    "start": START,
    "cumulative_share": st.column_config.NumberColumn("Together", format=PERCENT),
}
# title, unit of the axis, metric, and the column of session_rates that the classes are of
CLASSES = (
    ("Engagement rate by size of session", "Attendances of a session", engagement_by_size, "attendances"),
    ("Engagement rate by length of session", "Minutes of a session", engagement_by_length, "duration_minutes"),
)


def concentration(lost: Pareto) -> str:
    """'483 of 1,007', or a dash when no minute is known to be disengaged."""
    return f"{count(lost.sessions_to_80)} of {count(lost.sessions)}" if lost.disengaged_minutes else NOTHING


def coverage_words(rests_on: Coverage) -> str:
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
        said += f" Of {plural(rests_on.unknown, 'session')} no ratio is known."
    return said


def thin_lines(table: pd.DataFrame) -> str:
    """What the thin lines of a chart of rates are, to go on with in its caption; "" when it has none."""
    return "; a thin line is the 95 % interval of a rate with few behind it" if table["interval_low"].any() else ""


def own_ratios(rows: pd.DataFrame) -> None:
    """Sessions that Kaltura alone gives a ratio for."""
    st.markdown("## Sessions without a ratio of their attendees")
    st.caption("Kaltura's own ratio of the whole session, where it gives one. It is never pooled with others.")
    st.dataframe(
        in_per_cent(rows.head(200), OWN_COLUMNS),
        hide_index=True,
        column_order=list(OWN_COLUMNS),
        column_config=OWN_COLUMNS,
        alt=f"{plural(len(rows), 'session')} with no ratio in report 6001 and Kaltura's own ratio of each",
    )
    if len(rows) > 200:
        st.caption(f"The first 200 of {len(rows):,} are shown.")
