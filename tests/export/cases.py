"""Datasets whose files hold something of everything."""

from datetime import datetime, timedelta
from functools import cache

from kaltura.dataset import Dataset
from tests.builders import attendance, breakout, dataset, room_session

NASTY = '=HYPERLINK("http://x")'


@cache
def three(zone: str = "Europe/Berlin") -> Dataset:
    """Two rooms; r1 is called like a formula, has a breakout and belongs to an event."""
    return dataset(
        [
            room_session(
                "m1", "r1", "2026-03-02 23:30", "2026-03-03 00:30", entry_name=NASTY, session_host_user_id="h"
            ),
            room_session("m2", "r2", "2026-03-09 10:00", "2026-03-09 11:00"),
        ],
        [
            attendance("m1", "r1", "a", 60, 0.5),
            attendance("m1", "r1", "b", 30, 1.0),
            attendance("m2", "r2", "a", 40, None),
            attendance("b1", "g1", "a", 20, 1.0),
        ],
        [breakout("b1", "g1", "r1", "2026-03-02 23:40", "2026-03-03 00:10", 1, parent_entry_name=NASTY)],
        events={"7": "Open day"},
        tags=[("m1", "7")],
        zone=zone,
    )


@cache
def term() -> Dataset:
    """Six weeks of r1, and r2 at the same time as the third: Ann is in both, then stays away; Ben comes to the end."""
    weeks = [f"2026-03-{day:02}" for day in (2, 9, 16, 23, 30)] + ["2026-04-06"]
    ann = {"user_name": "Ann Ash", "user_email": "ann@x.example"}
    ben = {"user_name": "Ben Birch", "user_email": "ben@x.example"}
    return dataset(
        [
            *(
                room_session(f"m{at}", "r1", f"{day} 10:00", f"{day} 11:00", session_host_user_id="ben")
                for at, day in enumerate(weeks)
            ),
            room_session("n", "r2", "2026-03-16 10:00", "2026-03-16 11:00"),
        ],
        [
            *(attendance(f"m{at}", "r1", "ann", 60, 0.5, **ann) for at in range(3)),
            *(attendance(f"m{at}", "r1", "ben", 45, 0.9, **ben) for at in range(6)),
            attendance("n", "r2", "ann", 60, 1.0, **ann),
            attendance("b", "g", "ann", 10, 1.0, **ann),
        ],
        [breakout("b", "g", "r1", "2026-03-02 10:10", "2026-03-02 10:20", 1, session_initiator="ben")],
        zone="Europe/Berlin",
    )


def over(midnight: datetime, zone: str) -> Dataset:
    """A session over this moment (UTC), one with a breakout right after it, and one on the day before and after."""

    def at(minutes: int) -> str:
        return f"{midnight + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"

    day = 24 * 60
    spans = {"eve": (-day, 60 - day), "over": (-30, 30), "after": (0, 60), "next": (day, day + 60)}
    return dataset(
        [
            room_session(cue, "r1", at(first), at(last), session_host_user_id="ann")
            for cue, (first, last) in spans.items()
        ],
        [attendance(cue, "r1", user, 25, 0.8) for cue in spans for user in ("ann", "ben")],
        [breakout("b", "g", "r1", at(0), at(20), 1, session_initiator="ben")],
        zone=zone,
        fetched=at(3 * day),
    )
