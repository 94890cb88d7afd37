"""People whose attendance asks for a word with them, each with the reasons."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.room_attendance import RECENT, room_attendance
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.written import ROUNDING, percent_beside, short_percent


@dataclass(frozen=True)
class Risk:
    """What counts as a risk. Raises UsageError for numbers outside their range.

    misses_in_row: so many last sessions missed. fall: so much less of a session attended lately (0.25 = 25 points).
    required_share: part of all sessions in which one must be Present; remaining_sessions: still to come in each room,
    None when not known, and then nothing is said about what can be reached.
    seen_at_least: sessions of the room one must have been seen in, or everybody who looked in once is at risk; a roster
    says who is expected, and then it does not count.
    """

    misses_in_row: int = 3
    fall: float = 0.25
    required_share: float = 0.75
    remaining_sessions: int | None = None
    seen_at_least: int = 2

    def __post_init__(self) -> None:
        if self.misses_in_row < 1 or self.seen_at_least < 1 or (self.remaining_sessions or 0) < 0:
            raise UsageError("A number of sessions is too small.", "Choose 1 or more; remaining may be 0.")
        if not (0 < self.fall <= 1 and 0 < self.required_share <= 1):
            raise UsageError("Shares lie between 1 % and 100 %.", "Choose one in that range.")

    @property
    def sentence(self) -> str:
        """The measures in words, for files."""
        to_come = self.remaining_sessions
        reach = (
            ""
            if to_come is None
            else (f", or {short_percent(self.required_share, 3)} Present out of reach with {to_come} sessions to come")
        )
        return (
            f"At risk: the last {self.misses_in_row} or more missed, or {100 * self.fall:.3g} points less of a session "
            f"attended in the last {RECENT} (rooms with {2 * RECENT} sessions or more){reach}; "
            f"people seen in {self.seen_at_least} or more, with a roster its people, seen or not."
        )


def at_risk(
    ds: Dataset, rule: Rule, risk: Risk | None = None, roster: Roster | None = None, room_id: str | None = None
) -> pd.DataFrame:
    """The rows of `room_attendance` with at least one reason; most reasons first, then the lowest share.

    Less judged, first_judged and last_judged.
    roster: its people, whether they were seen or not, and nobody else; room_id: then in this room only.

    Added: maximum (share that can still be reached: (present + remaining) / (held + remaining); NaN when what remains
    is not known), missing, falling, out_of_reach (flags), reasons: sentences with their figures, joined by "; ".
    """
    wanted = risk or Risk()
    table = room_attendance(ds, rule, roster, room_id)
    if roster is None:
        table = table[table["seen"] >= wanted.seen_at_least]
    table = table.assign(
        maximum=_maximum(table, wanted.remaining_sessions),
        missing=table["misses_in_row"] >= wanted.misses_in_row,
        falling=(table["earlier"] - table["recent"] >= wanted.fall - ROUNDING).astype(bool),
    )
    table["out_of_reach"] = table["maximum"] < wanted.required_share - ROUNDING
    table["count"] = table[["missing", "falling", "out_of_reach"]].sum(axis=1)
    table = table[table["count"] > 0].sort_values(["count", "share", "user_id"], ascending=[False, True, True])
    reasons = [_reasons(row, wanted) for row in table.to_dict("records")]
    return (
        table.drop(columns=["count", "judged", "first_judged", "last_judged"])
        .assign(reasons=pd.Series(reasons, index=table.index, dtype="str"))
        .reset_index(drop=True)
    )


def _maximum(table: pd.DataFrame, remaining: int | None) -> "pd.Series[float]":
    if remaining is None:
        return pd.Series(float("nan"), index=table.index)
    most: pd.Series[float] = (table["present"] + remaining) / (table["held"] + remaining)
    return most


def _reasons(row: dict[Hashable, Any], risk: Risk) -> str:
    found = []
    if row["missing"]:
        found.append(f"missed the last {row['misses_in_row']:.0f} of {row['held']:.0f} sessions")
    if row["falling"]:
        found.append(
            f"attended {short_percent(row['recent'], 3)} of a session on average in the last {RECENT} sessions, "
            f"{short_percent(row['earlier'], 3)} in those before"
        )
    if row["out_of_reach"]:
        most, total = row["present"] + (risk.remaining_sessions or 0), row["held"] + (risk.remaining_sessions or 0)
        found.append(
            f"can reach {percent_beside(row['maximum'], risk.required_share)} at most ({most:.0f} of {total:.0f}), "
            f"{short_percent(risk.required_share)} is required"
        )
    return "; ".join(found)
