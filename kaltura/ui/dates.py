"""Date presets: from a name such as "Last 30 days" to two local days."""

from collections.abc import Sequence
from datetime import date, timedelta

from kaltura.when import brief_day, day

ALL = "All dates"
CUSTOM = "Custom"
LAST_DAYS = {"Last 7 days": 7, "Last 30 days": 30, "Last 90 days": 90}
DEFAULT = "Last 30 days"
# The default comes first: Streamlit then takes it without being told, and values set in code raise no warning.
PRESETS = (DEFAULT, "Last 7 days", "Last 90 days", "This month", "Last month", "This term", ALL, CUSTOM)

# Before Kaltura had rooms, and far enough ahead. Streamlit's own are ten years around today: it would drop from a link
# what lies outside, and say nothing.
FIRST_DAY, LAST_DAY = date(2010, 1, 1), date(2059, 12, 31)

TERM_STARTS = ((2, 1), (9, 1))  # (month, day); an operator's secrets may say otherwise


def preset_range(preset: str, last_day: date, term_starts: Sequence[tuple[int, int]]) -> tuple[date, date] | None:
    """The first and last day of a preset, both included; None for "All dates".

    last_day: the newest day that the data covers, and where the presets that count backwards end. Data
    exported months ago so shows its own last 30 days, not an empty month.
    """
    if preset in LAST_DAYS:
        return last_day - timedelta(days=LAST_DAYS[preset] - 1), last_day
    if preset == "This month":
        return last_day.replace(day=1), _month_end(last_day)
    if preset == "Last month":
        end = last_day.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if preset == "This term":
        return term_around(last_day, term_starts)
    return None


def term_around(day: date, term_starts: Sequence[tuple[int, int]]) -> tuple[date, date]:
    """The term that holds `day`: from one term's first day to the day before the next one's."""
    starts = sorted(date(year, *start) for year in (day.year - 1, day.year, day.year + 1) for start in term_starts)
    following = next(start for start in starts if start > day)
    return max(start for start in starts if start <= day), following - timedelta(days=1)


def date_range(first: date, last: date) -> str:
    """'1 Sep to 30 Nov 2026'; years are named once when they are the same."""
    if first == last:
        return day(first)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{brief_day(first)}{year} to {day(last)}"


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
