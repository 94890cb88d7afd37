"""The printable summary: a page or two of the selection's figures, charts and tables, with what they rest on."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from kaltura.charts.breakouts import alt_participation_over_time, participation_over_time_chart
from kaltura.charts.engagement import alt_engagement_over_time, engagement_over_time_chart
from kaltura.charts.over_time import alt_attendance_over_time, attendance_over_time_chart
from kaltura.charts.periods import PARTIAL
from kaltura.charts.theme import paper
from kaltura.dataset import Dataset
from kaltura.export.printable import Chart, Section, printable_html
from kaltura.export.source import source_table
from kaltura.metrics.definitions import DEFINITIONS
from kaltura.metrics.halves import halves_of_headline, halves_of_participation
from kaltura.metrics.headline import Headline, headline
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.participation import Participation, participation
from kaltura.metrics.periods import Period
from kaltura.metrics.rooms import top_rooms
from kaltura.metrics.small_numbers import FEW
from kaltura.metrics.unknown_layer import UnknownLayer, unknown_layer
from kaltura.plural import plural
from kaltura.written import count, minutes, percent, percent_range

_ROOMS = 15
_ROOM_COLUMNS = {
    "room_name": "Room",
    "sessions": "Sessions",
    "attendances": "Attendances",
    "unique_attendees": "Unique attendees",
    "attended_minutes": "Minutes",
    "mean_minutes": "Mean minutes",
    "engagement_rate": "Engagement rate, %",
}
_DEFINED = (
    "main_sessions",
    "attendances",
    "unique_attendees",
    "attended_minutes",
    "mean_minutes",
    "engagement_rate",
    "engagement_coverage",
    "disengaged_minutes",
    "breakout_sessions",
    "participation",
    "ledger",
)
# What the screen tells over a bar or a point, and paper cannot.
_PALE = f"A pale bar is {PARTIAL}."
_BAND = "The band is the middle half of the minutes, by the rates of their sessions."
_WHISKERS = f"A bar through a point is the 95 % interval of a rate with fewer than {FEW} people behind it."


def summary_html(ds: Dataset, words: str, period: Period = "week") -> bytes:
    """The HTML file. words: the selection as the person read it."""
    return printable_html(
        "Kaltura rooms: summary",
        words,
        [*_figures(headline(ds), participation(ds), unknown_layer(ds))],
        [*_charts(ds, period), *_tables(ds, words)],
        [(DEFINITIONS[key].title, DEFINITIONS[key].text) for key in _DEFINED],
    )


def _figures(now: Headline, joined: Participation, apart: UnknownLayer) -> Iterator[tuple[str, str]]:
    yield _title("main_sessions"), count(now.main_sessions)
    yield _title("attendances"), count(now.attendances)
    yield _title("unique_attendees"), count(now.unique_attendees)
    yield _title("attended_minutes"), minutes(now.attended_minutes)
    yield _title("mean_minutes"), minutes(now.mean_minutes)
    yield _title("engagement_rate"), percent(now.engagement_rate)
    yield _title("engagement_coverage"), percent(now.engagement_coverage)
    yield _title("disengaged_minutes"), minutes(now.disengaged_minutes)
    yield _title("breakout_sessions"), count(now.breakout_sessions)
    if apart.sessions:
        yield "Sessions of unknown layer", f"{count(apart.sessions)}, {plural(apart.attendances, 'attendance')}"
    if joined.low is not None:
        yield _title("participation"), percent_range(joined.low, joined.high, 1)


def _charts(ds: Dataset, period: Period) -> Iterator[Chart]:
    attended, engaged = attendance_over_time(ds, period), engagement_over_time(ds, period)
    went = halves_of_headline(ds)
    breakouts = breakouts_over_time(ds, period)
    found = [
        Chart(
            f"Attendances by {period}",
            alt_attendance_over_time(attended, period, went.get("attendances")),
            attendance_over_time_chart(attended, period),
            _PALE if attended["partial"].any() else "",
        ),
        Chart(
            f"Engagement rate by {period}",
            alt_engagement_over_time(engaged, period, went.get("engagement_rate")),
            engagement_over_time_chart(engaged, period),
            f"{_BAND} {_WHISKERS}" if engaged["interval_low"].notna().any() else _BAND,
        ),
        Chart(
            f"Breakout participation by {period}",
            alt_participation_over_time(breakouts, period, halves_of_participation(ds)),
            participation_over_time_chart(breakouts, period),
        ),
    ]
    yield from (replace(chart, figure=paper(chart.figure)) for chart in found if chart.figure.data)


def _tables(ds: Dataset, words: str) -> Iterator[Section]:
    rooms = top_rooms(ds, _ROOMS)
    if len(rooms):
        shown = rooms[[*_ROOM_COLUMNS]].assign(engagement_rate=rooms["engagement_rate"] * 100)
        yield Section("Rooms with most attended minutes", shown.rename(columns=_ROOM_COLUMNS))
    about = source_table(ds, words)
    yield Section("Where these figures come from", pd.DataFrame(about.iloc[1:]), whole=True)


def _title(key: str) -> str:
    return DEFINITIONS[key].title
