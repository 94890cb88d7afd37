"""What a click on a chart does to the selection. Points are those that kaltura.ui.chart.chart returns."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kaltura.metrics.periods import Period, next_first_day
from kaltura.ui.state import filters, select

Points = Sequence[Mapping[str, Any]]


def narrow_to_period(points: Points, period: Period) -> None:
    """Select the days of the clicked period, as far as they are selected already."""
    if points:
        first = date.fromisoformat(str(points[0]["x"])[:10])
        last = next_first_day(first, period) - timedelta(days=1)
        chosen = filters()
        select(dates=(max(first, chosen.start or first), min(last, chosen.end or last)))


def narrow_to_room(points: Points) -> None:
    """Select the clicked room, whose ID is the first of the point's customdata."""
    room = first_id(points)
    if room is not None:
        select(rooms=[room])


def narrow_to_user_type(points: Points) -> None:
    """Select the clicked user type. Nothing happens for the unknown one, "", which cannot be selected."""
    user_type = first_id(points)
    if user_type is not None:
        select(user_types=[user_type])


def first_id(points: Points) -> str | None:
    """The first customdata of the clicked point; None when nothing was clicked or it is not known."""
    data = points[0].get("customdata") if points else None
    return str(data[0]) if data and data[0] else None
