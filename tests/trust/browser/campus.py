"""Two invented accounts with nothing in common, whose every name says which one it belongs to."""

import time
from dataclasses import replace

import polars as pl

from kaltura.demo.account import Account
from kaltura.fetch.limits import HOUR
from tests.demo.accounts import account

ALFA, BRAVO = "Alfaquez", "Bravonsky"


def campus(word: str, partner: int) -> Account:
    """Five classes of the last days with two groups each, four people; names, IDs, addresses hold `word`."""
    low = word.lower()
    rooms = [
        (f"1_{low}", f"{word} hall", None, 1, 7, 0),
        (f"1_{low}_a", f"{word} group A", f"1_{low}", 2, 7, 0),
        (f"1_{low}_b", f"{word} group B", f"1_{low}", 2, 7, 0),
    ]
    people = [
        (f"{low}.{name}", f"{word} {name.title()}", f"{name}@{low}.example", "User")
        for name in ("ann", "bob", "cem", "dee")
    ]
    now = int(time.time())
    sessions, presence = [], []
    for day in range(2, 7):
        begin = now - now % HOUR - day * 24 * HOUR
        for room, after, length in ((0, 0, 2 * HOUR), (1, 1200, HOUR), (2, 1200, HOUR)):
            first = begin + after
            number = len(sessions)
            presence += [(number, who, first, first + length - 600 * who, who != day % 4) for who in range(4)]
            sessions.append((f"{low}-{day}-{room}", rooms[room][0], first, first + length, 0))
    whole = account(rooms, people, sessions, presence, [(partner, 0), (partner, 3)])
    events = whole.events.with_columns(name=pl.lit(f"{word} fair"))
    return replace(whole, partner_id=partner, admin_secret=f"{partner:08x}" * 4, now=now, events=events)
