"""What the columns of each file mean: the glossary, and what a name means in one table alone."""

from collections.abc import Iterator, Mapping

from kaltura.export.glossary import ADDED, DERIVED_COLUMNS
from kaltura.export.tables import BY_STEM
from kaltura.reports.columns import COLUMNS, Report

# Table → column → meaning, where it is not the one of DERIVED_COLUMNS.
_OF_ONE: dict[str, str] = {
    "minutes": "Minutes that the person attended in this session",
    "user_type": "User, Guest, or a role name, in this session",
}
_OF_ROOM: dict[str, str] = {
    "minutes": "Minutes that the person attended in the room's sessions, all together",
    "first_seen": "Start of the person's first session in this room, local time in time_zone",
    "last_seen": "Start of the person's last session in this room, local time in time_zone",
}
IN_TABLE: dict[str, dict[str, str]] = {
    "people": {
        "sessions": "Main sessions that the person was in",
        "rooms": "Main rooms that the person was in",
        "disengaged_minutes": "Minutes that the person attended and was not engaged in",
        "engagement_rate": "Engaged part of the person's minutes, 0 to 1",
    },
    "hosts": {"sessions": "Main sessions that the host held", "rooms": "Main rooms that the host held sessions in"},
    "decisions": _OF_ONE,
    "borderline": _OF_ONE,
    "at-risk": _OF_ROOM,
    "certificates": {
        **_OF_ROOM,
        "first_seen": "Start of the person's first judged session in this room, local time in time_zone",
        "last_seen": "Start of the person's last judged session in this room, local time in time_zone",
        "explanation": "Whether it is enough for a certificate and why, in a sentence",
    },
    "estimates": {"exact": "Identified people counted in the session's attendances"},
    "breakouts-over-time": {
        "people": "People of each main session that had breakouts, added up: who was in several counts in each"
    },
    "breakouts-of-sessions": {
        "people": "People of the main session, counted or estimated as people_source says",
        "exact": "Whether participation is counted, and not a range",
    },
    "breakout-groups": {
        "unique_attendees": "Different identified people in the breakout",
        "attended_minutes": "Minutes that people attended in the breakout, all together",
    },
}
# The gradebook's, whose other columns are sessions.
GRADEBOOK: dict[str, str] = {
    "user_id": "User ID; of a person on the roster with several accounts, the first",
    "other_user_ids": "With a roster: the person's further accounts, and the ID on the roster where it is none of them",
    "user_name": "User name",
    "user_email": "E-mail",
    "a date, a time and a room": "What the person has in the session that started then: per cent of it, minutes or the "
    "decision, as chosen; empty where nobody says that they were expected, or nothing can be decided",
    "present": "Sessions in which the person was Present",
    "held": "Sessions that count for the person: those of the rooms that they came to, with a roster all of them",
    "total_percent": "100 times present divided by held",
}


def meanings(kind: Report | str) -> Mapping[str, str]:
    """Column → meaning, of a report's file or of the derived table of this stem."""
    if isinstance(kind, Report):
        return {column.name: column.about for column in COLUMNS[kind]} | ADDED
    return DERIVED_COLUMNS | IN_TABLE.get(kind, {})


def columns_of_files() -> Iterator[tuple[str, str, str]]:
    """(file, column, meaning) of every column that an exported file can have."""
    for report, columns in COLUMNS.items():
        yield from ((report.title, column.name, column.about) for column in columns)
    yield from (("Added to each report", name, about) for name, about in ADDED.items())
    for stem, own in IN_TABLE.items():
        yield from ((BY_STEM[stem].title, name, about) for name, about in own.items())
    yield from (("Other derived tables", name, about) for name, about in DERIVED_COLUMNS.items())
    yield from (("Gradebook", name, about) for name, about in GRADEBOOK.items())
