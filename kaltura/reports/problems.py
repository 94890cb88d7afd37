"""What was found wrong in the data, and the account of every row received."""

from dataclasses import dataclass, field
from typing import Any

from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Problem:
    """One kind of trouble in one report, with the rows it was seen in.

    kind: a stable word for code and tests, e.g. "broken_line".
    sentence: what was found and what was done with it, for the person.
    count: rows (or cells) concerned.
    report: None when the trouble is not in one report.
    rows: up to SHOWN_ROWS examples, each a mapping of column or "line" to text.
    column: the column concerned, when it is one.
    """

    kind: str
    sentence: str
    count: int
    report: Report | None = None
    rows: tuple[dict[str, Any], ...] = ()
    column: str = ""

    @property
    def named(self) -> str:
        """The sentence with its report, where it is not shown beside it: "Attendees (6001): Set aside, …"."""
        return f"{self.report.named}: {self.sentence}" if self.report else self.sentence


SHOWN_ROWS = 200


@dataclass(frozen=True)
class LedgerEntry:
    """The account of one report: received = kept + merged + outside + set aside.

    All are numbers of rows (data lines after the header).
    merged: rows added into another row of the same key.
    outside: rows whose session starts outside the window that asked for them.
    set_aside: reason → rows, e.g. {"broken line": 2}.
    """

    report: Report
    received: int = 0
    kept: int = 0
    merged: int = 0
    outside: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)

    @property
    def balances(self) -> bool:
        """Whether every row received is accounted for."""
        return self.received == self.kept + self.merged + self.outside + sum(self.set_aside.values())
