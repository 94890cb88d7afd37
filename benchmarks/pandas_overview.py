"""The Overview page's metrics written plainly in pandas: what the dashboard's own are held against.

Same figures, same input tables (as pandas reads them from files), one person's straightforward code. A test
compares both, so nothing of kaltura.metrics is used here.
"""

from typing import Any

import pandas as pd

from benchmarks import pandas_weeks
from benchmarks.pandas_tables import FEW, Tables, added, rows_of, sessions_of, wilson
from kaltura.reports.columns import Report

_OF_ROOMS = (
    "room_id",
    "room_name",
    "sessions",
    "running_sessions",
    "attendances",
    "unique_attendees",
    "attended_minutes",
    "mean_minutes",
    "engagement_rate",
    "disengaged_minutes",
    "engagement_coverage",
)
_NOT_KNOWN_WITHOUT_ATTENDEES = (
    "attendances",
    "unique_attendees",
    "anonymous_attendances",
    "guests",
    "attended_minutes",
    "disengaged_minutes",
)


def overview(tables: Tables) -> list[Any]:
    """Headline (a dict), attendance, engagement and breakouts by week, top rooms."""
    rows = rows_of(tables)
    sessions = sessions_of(tables, rows)
    main = sessions[sessions["layer"] == "main"]
    of_main = rows.merge(main[["cue_point_id", "week", "room_id"]], on="cue_point_id")
    weeks = pandas_weeks.calendar(tables)
    return [
        headline(tables, sessions, main, of_main),
        pandas_weeks.attendance(main, of_main, weeks),
        pandas_weeks.engagement(main, of_main, weeks),
        pandas_weeks.breakouts(tables, sessions, rows, weeks),
        top_rooms(main, of_main),
    ]


def headline(tables: Tables, sessions: pd.DataFrame, main: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Any]:
    """The figures at the top; None: not known. rows: the attendances of main sessions."""
    attended, rated = rows["minutes"].sum(), rows["rated_minutes"].sum()
    engaged = rows["engaged_minutes"].sum()
    timed = rows["minutes"].notna().any()
    figures = {
        "main_sessions": len(main),
        "breakout_sessions": (sessions["layer"] == "breakout").sum(),
        "running_sessions": main["running"].sum(),
        "attendances": len(rows),
        "unique_attendees": rows["user_id"].nunique(),
        "anonymous_attendances": rows["anonymous"].sum(),
        "anonymous_share": rows["anonymous"].mean(),
        "guests": rows["guests"].sum(),
        "guest_share": rows["guests"].mean(),
        "attended_minutes": attended if timed or rows.empty else None,
        "mean_minutes": rows["minutes"].mean(),
        "median_minutes": rows["minutes"].median(),
        "engagement_rate": engaged / rated if rated > 0 else None,
        "disengaged_minutes": rated - engaged if rated > 0 or main.empty else None,
        "engagement_coverage": rated / attended if attended > 0 else None,
        "session_coverage": (main["rated_minutes"] > 0).mean(),
        **_few(rows, engaged / rated if rated > 0 else None),
    }
    unknown = _unknown(tables, main)
    return {name: None if name in unknown or pd.isna(value) else value for name, value in figures.items()}


def _few(rows: pd.DataFrame, rate: float | None) -> dict[str, Any]:
    """engagement_people, engagement_interval."""
    rated = rows[rows["rated_minutes"].notna()]
    people = rated["user_id"].nunique() + rated["anonymous"].sum()
    if not 0 < people < FEW:
        return {"engagement_people": None, "engagement_interval": None}
    interval = None if rate is None else tuple(wilson(pd.Series([rate]), pd.Series([people])).iloc[0])
    return {"engagement_people": people, "engagement_interval": interval}


def _unknown(tables: Tables, main: pd.DataFrame) -> set[str]:
    """The figures that a missing report would have told, or that no session has."""
    told = {
        Report.ROOM_SESSIONS: ("running_sessions",),
        Report.BREAKOUT_SESSIONS: ("breakout_sessions",),
        Report.ATTENDEES: (*_NOT_KNOWN_WITHOUT_ATTENDEES, "session_coverage"),
    }
    unreported = main["attendances"].isna()
    silent = len(main) and unreported.all() and not (main["kaltura_estimate"] == 0).all()
    return {name for report in tables.missing for name in told[report]} | {
        name for name in _NOT_KNOWN_WITHOUT_ATTENDEES if silent
    }


def top_rooms(main: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The ten rooms with most attended minutes; equal ones by ID."""
    more = pd.DataFrame(
        {
            "room_name": main.groupby("room_id", observed=True)["room_name"].max(),
            "unique_attendees": rows.groupby("room_id", observed=True)["user_id"].nunique(),
        }
    )
    table = added(main, "room_id").join(more).reset_index().astype({"room_id": str})
    table["unique_attendees"] = table["unique_attendees"].fillna(0).where(table["attendees_known"])
    table = table.astype({"sessions": int, "running_sessions": int})
    ranked = table.sort_values(["attended_minutes", "room_id"], ascending=[False, True], ignore_index=True)
    return ranked[list(_OF_ROOMS)].head(10)
