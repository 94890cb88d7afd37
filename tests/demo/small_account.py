"""An account small enough to know by heart, for tests of the emulator's HTTP."""

import polars as pl

from kaltura.demo import account as schema
from kaltura.demo.account import Account, DemoToken

PARTNER = 4242
SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = DemoToken("1_tokenone", "fedcba9876543210fedcba9876543210")
MORE_TOKENS = (
    DemoToken("1_tokenmd5", "5" * 32, "MD5"),
    DemoToken("1_token256", "6" * 32, "SHA256"),
    DemoToken("1_token512", "7" * 32, "SHA512"),
    DemoToken("1_tokenoff", "8" * 32, status=1),
    DemoToken("1_tokenold", "9" * 32, expiry=1_700_000_000),
)
TEN = 1_767_261_600  # 1 January 2026, 10:00 UTC
HOUR = 3600
WHOLE = f"from_date={TEN - HOUR};to_date={TEN + 4 * HOUR}"
EMPTY = f"from_date={TEN - 5 * HOUR};to_date={TEN - 4 * HOUR}"


def small_account(rooms: int = 3) -> Account:
    """One class in two main sessions and one breakout, five people; further rooms stay empty. Status 7, but one."""
    room_rows = [
        ("1_main", 'Biology, "live"', None, 1, 7, TEN - 9 * HOUR),
        ("1_group", "Biology Group 1", "1_main", 2, 7, TEN),
        ("1_old", "An old room", None, 1, 2, TEN - 99 * HOUR),
        *((f"1_more{n}", f"Room {n}", None, 1, 7, TEN) for n in range(3, rooms)),
    ]
    people = [
        (0, "host", "Prof. Grey", "grey@example.org", "User"),
        (1, "ann", "Doe, Ann", "ann@example.org", "User"),
        (2, "bob", 'Bob "Bo" Baker', "bob@example.org", "User"),
        (3, None, "Visitor", None, "Guest"),
        (4, "שרה", "שרה כהן", "sara@example.org", "User"),
    ]
    sessions = [
        (0, "1_cue0", "1_main", TEN, TEN + HOUR, 0),
        (1, "1_cue1", "1_group", TEN + 1200, TEN + 2400, 1),
        (2, "1_cue2", "1_main", TEN + 2 * HOUR, TEN + 3 * HOUR, 0),
    ]
    presence = [(session, person, start, start + 1200, person != 2) for session, _, _, start, _, _ in sessions
                for person in range(5)]  # fmt: skip
    return Account(
        partner_id=PARTNER,
        admin_secret=SECRET,
        app_tokens=(TOKEN, *MORE_TOKENS),
        now=TEN + 9 * HOUR,
        rooms=pl.DataFrame(room_rows, schema=schema.ROOMS, orient="row"),
        events=pl.DataFrame([(7, "Open Day", 2), (8, "Planned <b>", 1)], schema=schema.EVENTS, orient="row"),
        event_sessions=pl.DataFrame([(7, 0), (7, 1)], schema=schema.EVENT_SESSIONS, orient="row"),
        people=pl.DataFrame(people, schema=schema.PEOPLE, orient="row"),
        sessions=pl.DataFrame(sessions, schema=schema.SESSIONS, orient="row"),
        presence=pl.DataFrame(presence, schema=schema.PRESENCE, orient="row"),
    )
