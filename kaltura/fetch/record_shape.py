"""What a fetch.json must look like to be believed: whoever wrote one by hand, or cut one off, made no record."""

from collections.abc import Callable
from typing import Any

from kaltura.filters import LISTS

MOST = 10**12  # rows, or cases of a problem
LONGEST = 10_000  # characters of a text

Shape = Callable[[Any], bool]


def text(value: Any) -> bool:
    """A text, no longer than people write, that can be written: JSON may hold half of a pair, and nothing else can."""
    return isinstance(value, str) and len(value) <= LONGEST and not any("\ud800" <= c <= "\udfff" for c in value)


def number(value: Any) -> bool:
    """A count: whole, not negative, and within what can be counted."""
    return type(value) is int and 0 <= value <= MOST


def or_none(shape: Shape) -> Shape:
    """This, or nothing."""
    return lambda value: value is None or shape(value)


def every(shape: Shape) -> Shape:
    """A list of these."""
    return lambda value: isinstance(value, list) and all(map(shape, value))


def by_name(shape: Shape) -> Shape:
    """An object whose values are these, whatever their names."""
    return lambda value: isinstance(value, dict) and all(map(text, value)) and all(map(shape, value.values()))


def having(needed: dict[str, Shape], further: dict[str, Shape] | None = None) -> Shape:
    """An object that has what is needed, and of what may be there only such as this; others are passed over."""

    def fits(value: Any) -> bool:
        if not isinstance(value, dict) or not needed.keys() <= value.keys():
            return False
        return all(shape(value[key]) for key, shape in (needed | (further or {})).items() if key in value)

    return fits


# Keys that are there in every record, then those that some versions and kinds of it have.
_DAYS = {"start": or_none(text), "end": or_none(text), "zone": text}
_LISTS = dict.fromkeys(LISTS, every(text))
_FAILURE = having(
    {"report": number, "message": text, "next_step": text}, dict.fromkeys(("code", "session_id"), or_none(text))
)
_COUNTS = dict.fromkeys(("report", "received", "kept", "merged", "outside"), number)
_LEDGER = having({**_COUNTS, "set_aside": by_name(number)})
_PROBLEM = having({"kind": text, "report": or_none(number), "count": number, "sentence": text})
_EVENT = having({"event_id": text, "event_name": text}, {"sessions": every(text)})
_PROVENANCE = having(
    {
        "requested": having(_DAYS | _LISTS),
        "started": text,
        "finished": text,
        "account": or_none(text),
        "failures": every(_FAILURE),
    }
)
well_formed = having(
    {"provenance": _PROVENANCE, "ledger": every(_LEDGER), "problems": every(_PROBLEM), "events": every(_EVENT)},
    {"selection": having({}, _DAYS | _LISTS), "rows": by_name(number)},
)
