"""Main sessions with breakouts, small enough to count by hand."""

from collections.abc import Sequence
from typing import Any

from kaltura.dataset import Dataset
from tests.builders import attendance, breakout, dataset, room_session

START, END = "2026-03-02 10:00", "2026-03-02 11:00"


def main(people: Sequence[str], *, cue: str = "m1", ratio: float | None = 0.8) -> list[dict[str, Any]]:
    return [attendance(cue, "r1", person, 60.0, ratio) for person in people]


def only_counts(*counts: int | None, people: int = 20, estimate: int | None = None) -> Dataset:
    """One main session with `people` identified attendees; breakouts of which 6002 alone tells a count."""
    return dataset(
        [room_session("m1", "r1", START, END, meeting_view_period_unique_users=estimate)],
        main([f"u{n}" for n in range(people)]),
        [breakout(f"b{n}", f"g{n}", "r1", START, END, count) for n, count in enumerate(counts)],  # type: ignore[arg-type]
    )


def with_rows(people: Sequence[str], *groups: Sequence[str | None]) -> Dataset:
    """One main session; breakouts whose attendees 6001 lists (10 minutes each, ratio 0.9)."""
    return dataset(
        [room_session("m1", "r1", START, END)],
        [
            *main(people),
            *(attendance(f"b{n}", f"g{n}", person, 10.0, 0.9) for n, group in enumerate(groups) for person in group),
        ],
        [breakout(f"b{n}", f"g{n}", "r1", START, END, len(group)) for n, group in enumerate(groups)],
    )
