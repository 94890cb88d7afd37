"""Names of files to take away: what is inside, whether names are hidden, which days, which selection."""

import re
import unicodedata

from kaltura.dataset import Dataset
from kaltura.filters import Filters

_LONGEST = 120
_EVERYTHING = "all-dates"

# Filters → (one, many). A selection's people are not named: a file name is seen by more eyes than the file.
_COUNTED = {
    "rooms": ("room", "rooms"),
    "parents": ("main-room", "main-rooms"),
    "sessions": ("session", "sessions"),
    "users": ("person", "people"),
}


def file_name(ds: Dataset, stem: str, ext: str) -> str:
    """E.g. ("attendances", "csv") → attendances_2026-09-01_2026-11-30_Europe-Berlin_Open-Day_3-rooms.csv.

    Only ASCII letters, digits, `-`, `_` and `.`: safe on every system and in a download's header.
    """
    selection = ds.selection
    hidden = ("names-hidden",) if ds.names_hidden else ()
    parts = (stem, *hidden, *_dates(ds), selection.zone, *_events(ds), *selection.user_types, *_counts(selection))
    name = "_".join(safe for part in parts if (safe := _safe(part)))
    return f"{name[:_LONGEST].rstrip('._-')}.{_safe(ext)}"


def _dates(ds: Dataset) -> tuple[str, ...]:
    """First and last day: as selected, else as fetched."""
    asked = ds.provenance.days(ds.zone)
    start, end = ds.selection.start or asked[0], ds.selection.end or asked[1]
    if start is None and end is None:
        return (_EVERYTHING,)
    return (f"{start:%Y-%m-%d}" if start else "until", f"{end:%Y-%m-%d}" if end else "on")


def _events(ds: Dataset) -> tuple[str, ...]:
    events = ds.selection.events
    return tuple(_event(ds, event) for event in events) if len(events) < 3 else (f"{len(events)} events",)


def _event(ds: Dataset, event: str) -> str:
    """Its name; its ID where ASCII has less than half of the name's letters, as two names would look the same then."""
    name = ds.event_names.get(event, event)
    letters = [letter for letter in name if letter.isalpha()]
    kept = sum(bool(_safe(letter)) for letter in letters)
    return name if _safe(name) and 2 * kept >= len(letters) else event


def _counts(selection: Filters) -> list[str]:
    counts = []
    for field, (one, many) in _COUNTED.items():
        values = getattr(selection, field)
        if len(values) == 1 and field != "users":
            counts.append(values[0])
        elif values:
            counts.append(f"{len(values)}-{one if len(values) == 1 else many}")
    return counts


def _safe(text: str) -> str:
    """ASCII letters, digits, `_`, `.` and `-`; accents are dropped, any other run becomes one hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.]+", "-", plain).strip("-._")
