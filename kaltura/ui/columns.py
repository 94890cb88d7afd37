"""The columns of metric tables on screen: what each is called and how it is written, whichever table it is in."""

from calendar import day_name
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

# As kaltura.written writes them, whatever the browser's language. PERCENT is for tables of `in_per_cent`.
COUNT, DECIMAL, PERCENT = "%,d", "%,.1f", "%,.1f\u00a0%%"
MOMENT = "D MMM YYYY, HH:mm"
START, END = (st.column_config.DatetimeColumn(title, format=MOMENT) for title in ("Start", "End"))

_number, _text = st.column_config.NumberColumn, st.column_config.TextColumn


def counted(title: str) -> Any:
    """A column of counts."""
    return _number(title, format=COUNT)


def _decimal(title: str) -> Any:
    return _number(title, format=DECIMAL)


def _share(title: str) -> Any:
    return _number(title, format=PERCENT)


COLUMNS: dict[str, Any] = {
    "period": st.column_config.DateColumn("From", format="D MMM YYYY"),
    "cohort": st.column_config.DateColumn("First seen in the week of", format="D MMM YYYY"),
    "room_id": _text("Room ID"),
    "room_name": _text("Room", width="medium"),
    "people": counted("People"),
    "other_id": None,
    "other_name": _text("Other room", width="medium"),
    "other_people": counted("Its people"),
    "shared": counted("In both"),
    "either": counted("In either"),
    "jaccard": _share("Share in both"),
    "host": _text("Host's user ID"),
    "host_name": _text("Host", width="medium"),
    "rooms": counted("Rooms"),
    "sessions": counted("Sessions"),
    "running_sessions": counted("Running"),
    "rated_sessions": counted("With a known rate"),
    "rated_minutes": _decimal("Minutes with a known rate"),
    "rated_people": counted("People behind it"),
    "attendances": counted("Attendances"),
    "rated_attendances": counted("With a known rate"),
    "anonymous_attendances": counted("Anonymous"),
    "unique_attendees": counted("Unique attendees"),
    "mean_attendances": _decimal("Attendances per session"),
    "hosted_minutes": _decimal("Hosted minutes"),
    "attended_minutes": _decimal("Attended minutes"),
    "mean_minutes": _decimal("Mean minutes"),
    "engagement_rate": _share("Engagement rate"),
    "disengaged_minutes": _decimal("Disengaged minutes"),
    "engagement_coverage": _share("Coverage of engagement"),
    "spread_low": _share("Spread from"),
    "spread_high": _share("Spread to"),
    "interval_low": _share("95 % from"),
    "interval_high": _share("95 % to"),
    "breakout_sessions": counted("Breakout sessions"),
    "main_sessions": counted("Main sessions"),
    "sessions_with_breakouts": counted("With breakouts"),
    "breakout_share": _share("Share with breakouts"),
    "participation_low": _share("Participation, at least"),
    "participation_high": _share("Participation, at most"),
    "participation_exact": st.column_config.CheckboxColumn("Counted exactly"),
    "new_attendees": counted("New"),
    "returning_attendees": counted("Returning"),
    "new_share": _share("Share of new"),
    "mean_unique": _decimal("People per session"),
    "stickiness": _share("Stickiness"),
    "week": counted("Weeks later"),
    "seen": counted("Seen"),
    "share": _share("Share"),
    "low": _number("From"),
    "high": _number("Up to"),
    "weekday": _text("Weekday"),
    "hour": counted("Hour"),
    "value": _number("Value", format=DECIMAL),
    "threshold": _share("Threshold"),
    "present": counted("Present"),
    "user_type": _text("User type"),
    "guest": st.column_config.CheckboxColumn("Guest"),
    "partial": st.column_config.CheckboxColumn("Only in part"),
    "provisional": st.column_config.CheckboxColumn("Provisional"),
}


def in_per_cent(table: pd.DataFrame, columns: Mapping[str, Any] | None) -> pd.DataFrame:
    """The table as it is to be shown: columns of format PERCENT, which are parts of 1, times 100.

    They and those of format DECIMAL have the digits that are shown, as a screen reader reads the value itself; so are
    weekdays, which are numbers, words.
    """
    written = {name: _format(column) for name, column in (columns or {}).items() if name in table.columns}
    shown = {name: table[name] * 100 for name, form in written.items() if form == PERCENT}
    shown |= {name: table[name] for name, form in written.items() if form == DECIMAL}
    changed = {name: values.round(1) for name, values in shown.items()}
    if "weekday" in table:
        changed["weekday"] = table["weekday"].map(dict(enumerate(day_name, 1)))
    return table.assign(**changed) if changed else table


def _format(column: Any) -> object:
    return column.get("type_config", {}).get("format") if isinstance(column, Mapping) else None
