"""A weekly class of an hour, and who stayed how long in which week."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kaltura.dataset import Dataset
from kaltura.metrics.register import register
from tests.builders import attendance, dataset, room_session

WEEKS = [f"2026-{month:02d}-{day:02d}" for month in range(3, 7) for day in (2, 9, 16, 23)]

whole_register = partial(register, most_people=1000, most_sessions=1000)


def weekly_class(minutes: Mapping[str, Sequence[float | None]], *, room: str = "r", **more: Any) -> Dataset:
    """minutes: person → minutes in each week; None: not there."""
    rooms, rows = weekly_rows(minutes, room)
    return dataset(rooms, rows, **more)


def weekly_rows(
    minutes: Mapping[str, Sequence[float | None]], room: str = "r"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    weeks = max(len(stay) for stay in minutes.values())
    rooms = [room_session(f"{room}{n}", room, f"{WEEKS[n]} 10:00", f"{WEEKS[n]} 11:00") for n in range(weeks)]
    rows = [
        attendance(f"{room}{n}", room, person, stayed, 0.9, user_email=f"{person}@x.org")
        for person, stay in minutes.items()
        for n, stayed in enumerate(stay)
        if stayed is not None
    ]
    return rooms, rows
