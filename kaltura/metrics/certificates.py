"""Who qualifies for a certificate of attendance, and what it says."""

import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.room_attendance import room_attendance
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.plural import plural
from kaltura.written import ROUNDING, percent_beside, short_percent

REQUIRED_SHARE = 0.75  # part of a room's sessions, until a person chooses another


def certificates(
    ds: Dataset, rule: Rule, *, required_share: float = REQUIRED_SHARE, roster: Roster | None = None
) -> pd.DataFrame:
    """One row per (person, main room) with what a certificate states, by room and name.

    user_id, user_name, user_email, room_id, room_name; present, held (sessions), share; minutes;
    first, last: local start of the first and last session seen in and judged; qualifies: share ≥ required_share,
    unrounded; explanation: "Present in 10 of 12 sessions = 83.3 % ≥ 75 % → qualifies".
    roster: its people and nobody else, all accounts of one together; user_id is then their first account, and names
    are as in `kaltura.metrics.marks.everyone`. Raises UsageError as `room_attendance`.
    """
    if not 0 < required_share <= 1:
        raise UsageError("The required share lies between 1 % and 100 %.", "Choose one in that range.")
    table = room_attendance(ds, rule, roster)
    # A roster lists its people in every room, those never seen there too.
    table = table[table["judged"] > 0].reset_index(drop=True)
    qualifies = table["share"] >= required_share - ROUNDING
    sentences = [
        f"Present in {present} of {plural(held, 'session')} = {percent_beside(present / held, required_share)} "
        f"{'≥' if enough else '<'} {short_percent(required_share)} → "
        f"{'qualifies' if enough else 'does not qualify'}"
        for present, held, enough in zip(table["present"], table["held"], qualifies, strict=True)
    ]
    table = table.assign(
        # The days frame the minutes, which are of judged sessions alone.
        first=table["first_judged"],
        last=table["last_judged"],
        qualifies=qualifies,
        explanation=pd.Series(sentences, index=table.index, dtype="str"),
    )
    return table[list(_COLUMNS)]


_COLUMNS = (
    "user_id",
    "user_name",
    "user_email",
    "room_id",
    "room_name",
    "present",
    "held",
    "share",
    "minutes",
    "first",
    "last",
    "qualifies",
    "explanation",
)
